"""Living a course: week by week asked, answered by link or entered, and looked after when a concern comes up."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from random import Random

from attrs import frozen

from clinic.answers.actions.answering import begin, enter, send
from clinic.answers.actions.asking import Asked, invite
from clinic.answers.choices import EnteredAs
from clinic.answers.models import Invitation
from clinic.answers.queries import own_invitation
from clinic.audit.actor import Actor
from clinic.demonstration import items, shapes
from clinic.demonstration.cast import CourseShape, Person, Total
from clinic.demonstration.house import House
from clinic.demonstration.looks import ask_directly, look_after
from clinic.people.actions.links import open_link

ASKED_AT = "12:00"
TOTAL_AT = "15:00"
BETWEEN_FORMS = timedelta(minutes=4)


@frozen
class Visit:
    """One week of a course: when and how it is answered, and the answers by measure."""

    at: datetime
    days_ago: int
    answers: Mapping[str, Mapping[str, int | None]]
    by: str
    left_open: str


def write_course(house: House, *, person: Person, course: CourseShape) -> None:
    """Put every visit of a course into the diary."""
    diary = house.diary
    for visit in visits(house, person=person, course=course):
        if course.by == "link":
            asked_at = diary.at(diary.working_day(visit.days_ago + 1), ASKED_AT)
            diary.add(asked_at, partial(ask, house, person=person, visit=visit))
        else:
            diary.add(visit.at, partial(enter_all, house, person=person, visit=visit))
    for total in course.totals:
        days_ago = diary.working_day(days_before(course, total.week))
        diary.add(diary.at(days_ago, TOTAL_AT), partial(enter_total, house, person=person, total=total))
    first_day = diary.working_day(days_before(course, 0))
    diary.add(diary.at(first_day, "16:30"), partial(ask_directly, house, name=person.name))


def days_before(course: CourseShape, week: int) -> int:
    """How many days ago one week of a course was."""
    return course.last_days_ago + 7 * (course.weeks - 1 - week)


def visits(house: House, *, person: Person, course: CourseShape) -> Iterator[Visit]:
    """The visits that took place. Each client has a generator of their own, so that no course depends on another's."""
    random = Random(f"{person.name} of the {house.team.name}")  # noqa: S311 - made-up scores, always the same
    totals = {"phq-9": shapes.totals(course, first=course.first, last=course.last, high=27, random=random)}
    if course.gad_first is not None and course.gad_last is not None:
        gad = shapes.totals(course, first=course.gad_first, last=course.gad_last, high=21, random=random)
        totals["gad-7"] = gad
    leanings = {measure: items.leaning(measure, random=random) for measure in totals}
    item_9 = {course.week_of(week): value for week, value in course.item_9.items()}
    skipped = {course.week_of(week): item for week, item in course.skipped.items()}
    for week in range(course.weeks):
        answers = {
            measure: items.answers(
                series[week],
                leaning=leanings[measure],
                given=watched(series[week], wanted=item_9.get(week, 0)) if measure == "phq-9" else {},
                random=random,
            )
            for measure, series in totals.items()
        }
        if week in skipped:
            answers["phq-9"][skipped[week]] = None
        if week in course.missed:
            continue
        days_ago = days_before(course, week)
        days_ago = days_ago if course.by == "link" else house.diary.working_day(days_ago)
        yield Visit(
            at=house.diary.at(days_ago, course.clock),
            days_ago=days_ago,
            answers=answers,
            by=course.by,
            left_open=course.left_open if week == course.weeks - 1 else "",
        )


def watched(total: int, *, wanted: int) -> dict[str, int]:
    """Item 9 as wanted, as far as the total lets it be."""
    return {"9": max(min(wanted, total), total - 24)}


def ask(house: House, *, person: Person, visit: Visit, now: datetime) -> None:
    """The therapist asks; the client answers later, one form after the other."""
    client = house.client(person.name)
    for place, measure in enumerate(visit.answers):
        asked = invite(client=client, measure=measure, by=house.actor(person.therapist), now=now)
        deed = partial(answer, house, person=person, visit=visit, measure=measure, asked=asked)
        house.diary.add(visit.at + place * BETWEEN_FORMS, deed)


def answer(house: House, *, person: Person, visit: Visit, measure: str, asked: Asked, now: datetime) -> None:
    """The client opens the link and sends the answers."""
    client = house.client(person.name)
    holder = Actor(kind="link", id=client.pk)
    invitation = opened(asked, by=holder, now=now)
    sheet = begin(invitation=invitation, by=holder, now=now)
    send(sheet=sheet, answers=visit.answers[measure], by=holder, now=now)
    look_after(house, client, left_open=visit.left_open, now=now)


def opened(asked: Asked, *, by: Actor, now: datetime) -> Invitation:
    """The invitation behind a link that its client opens now."""
    link = open_link(secret=asked.url.rstrip("/").rpartition("/")[2], by=by, now=now)
    if link is None or link.about_id is None:
        raise ValueError(f"The link of {now:%-d %B} does not open.")
    return own_invitation(by, link.about_id, now=now)


def enter_all(house: House, *, person: Person, visit: Visit, now: datetime) -> None:
    """The therapist enters what was answered on paper, by phone or in the session."""
    client = house.client(person.name)
    for measure, answers in visit.answers.items():
        enter(
            client=client,
            measure=measure,
            answers=answers,
            entered_as=EnteredAs(visit.by),
            answered_on=now.date(),
            by=house.actor(person.therapist),
            now=now,
        )
    look_after(house, client, left_open=visit.left_open, now=now)


def enter_total(house: House, *, person: Person, total: Total, now: datetime) -> None:
    """The therapist enters a total that was added up elsewhere."""
    enter(
        client=house.client(person.name),
        measure=total.measure,
        answers={},
        stated_total=total.total,
        entered_as=EnteredAs.IN_PERSON,
        answered_on=now.date(),
        by=house.actor(person.therapist),
        now=now,
    )
