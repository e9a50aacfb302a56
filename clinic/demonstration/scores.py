"""Scores: asked and answered from week to week, by link, on their own pages or entered, and looked after."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

from attrs import evolve, frozen

from clinic.answers.actions.answering import Recorded, begin, enter, send
from clinic.answers.actions.asking import Asked, invite, make_invitation
from clinic.answers.choices import EnteredAs
from clinic.answers.models import Invitation
from clinic.answers.queries import own_invitation
from clinic.audit.actor import Actor
from clinic.demonstration import items, shapes
from clinic.demonstration.cast import Person, Scores, Total
from clinic.demonstration.house import House
from clinic.demonstration.looks import ask_directly, look_after
from clinic.people.actions.links import open_link

ASKED_AT = "12:00"
PAPER_AT = "12:20"
TOTAL_AT = timedelta(minutes=10)
BETWEEN_FORMS = timedelta(minutes=4)
MONTH = 4  # weeks
MIDPOINT = 8  # the answer at which anxiety is asked a second time


@frozen
class Visit:
    """One time at which somebody answers, and the answers by measure."""

    at: datetime
    answers: Mapping[str, Mapping[str, int | None]]
    by: str
    left_open: str


def write_weeks(house: House, *, person: Person, scores: Scores) -> None:
    """Scores that have weeks of their own, whatever is booked."""
    diary = house.diary
    times = []
    for week in range(scores.weeks):
        days_ago, by = days_before(scores, week), way(scores, week)
        clock = scores.clock if by == scores.by else PAPER_AT
        times.append(diary.at(days_ago if by == "link" else diary.working_day(days_ago), clock))
    write_scores(house, person=person, scores=scores, times=times)
    first_day = diary.working_day(days_before(scores, 0))
    diary.add(diary.at(first_day, "16:30"), partial(ask_directly, house, name=person.name))


def days_before(scores: Scores, week: int) -> int:
    """How many days ago one week was."""
    return scores.last_days_ago + 7 * (scores.weeks - 1 - week)


def write_scores(house: House, *, person: Person, scores: Scores, times: Sequence[datetime]) -> None:
    """Put every answer into the diary, one for each of these times that is not missed."""
    scores = evolve(scores, weeks=len(times))
    for visit in visits(house, person=person, scores=scores, times=times):
        if visit.by == "link":
            asked_at = house.diary.day_before(visit.at, ASKED_AT)
            house.diary.add(asked_at, partial(ask, house, person=person, visit=visit))
        elif visit.by == "pages":
            house.diary.add(visit.at, partial(answer_on_pages, house, person=person, visit=visit))
        else:
            house.diary.add(visit.at, partial(enter_all, house, person=person, visit=visit))
    for total in scores.totals:
        if total.week < len(times):
            at = times[total.week] + TOTAL_AT
            house.diary.add(at, partial(enter_total, house, person=person, total=total))


def visits(house: House, *, person: Person, scores: Scores, times: Sequence[datetime]) -> Iterator[Visit]:
    """The times that were not missed. Each client has a generator of their own, so that no course hangs on another."""
    random = Random(f"{person.name} of the {house.team.name}")  # noqa: S311 - made-up scores, always the same
    series = {name: shapes.totals(scores, line=line, random=random) for name, line in lines(scores).items()}
    leanings = {measure: items.leaning(measure, random=random) for measure in series}
    item_9 = {scores.week_of(week): value for week, value in scores.item_9.items()}
    skipped = {scores.week_of(week): item for week, item in scores.skipped.items()}
    for week in asked_weeks(scores):
        answers = {
            measure: items.answers(
                totals[week],
                leaning=leanings[measure],
                given=watched(totals[week], wanted=item_9.get(week, 0)) if measure == "phq-9" else {},
                random=random,
            )
            for measure, totals in series.items()
            if measure == "phq-9" or week in anxiety_weeks(scores)
        }
        if week in skipped:
            answers["phq-9"][skipped[week]] = None
        if answers:
            left_open = scores.left_open if week == scores.weeks - 1 else ""
            yield Visit(at=times[week], answers=answers, by=way(scores, week), left_open=left_open)


def way(scores: Scores, week: int) -> str:
    """How somebody answers in one week: on paper in the first ones, where it says so."""
    return "from_paper" if week < scores.paper_weeks else scores.by


def lines(scores: Scores) -> dict[str, shapes.Line]:
    """From which total to which each measure goes."""
    found = {}
    if scores.first is not None and scores.last is not None:
        found["phq-9"] = shapes.Line(first=scores.first, last=scores.last, high=27)
    if scores.gad_first is not None and scores.gad_last is not None:
        found["gad-7"] = shapes.Line(first=scores.gad_first, last=scores.gad_last, high=21)
    return found


def asked_weeks(scores: Scores) -> list[int]:
    """The weeks in which somebody answered."""
    since = scores.monthly_from
    weeks = [week for week in range(scores.weeks) if week not in scores.missed]
    return [week for week in weeks if since is None or week <= since or (scores.weeks - 1 - week) % MONTH == 0]


def anxiety_weeks(scores: Scores) -> Collection[int]:
    """Anxiety is asked at the start, half way and, where the weeks are as many as a course has, at the end."""
    return (0, MIDPOINT, scores.weeks - 1) if scores.weeks > 2 * MIDPOINT - 2 else (0, MIDPOINT)


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
    recorded = send(sheet=sheet, answers=visit.answers[measure], by=holder, now=now)
    look_at(house, recorded, left_open=visit.left_open, now=now)


def opened(asked: Asked, *, by: Actor, now: datetime) -> Invitation:
    """The invitation behind a link that its client opens now."""
    link = open_link(secret=secret_of(asked.url), by=by, now=now)
    if link is None or link.about_id is None:
        raise ValueError(f"The link of {now:%-d %B} does not open.")
    return own_invitation(by, link.about_id, now=now)


def secret_of(url: str) -> str:
    """The secret at the end of a link."""
    return url.rstrip("/").rpartition("/")[2]


def answer_on_pages(house: House, *, person: Person, visit: Visit, now: datetime) -> None:
    """The client finds the questions on their own pages and sends the answers."""
    client = house.client(person.name)
    self = Actor(kind="client", id=client.pk)
    for measure, answers in visit.answers.items():
        invitation = make_invitation(client=client, measure=measure, by=house.actor(person.therapist), now=now)
        sheet = begin(invitation=invitation, by=self, now=now)
        recorded = send(sheet=sheet, answers=answers, by=self, now=now)
        look_at(house, recorded, left_open=visit.left_open, now=now)


def enter_all(house: House, *, person: Person, visit: Visit, now: datetime) -> None:
    """The therapist enters what was answered on paper, by phone or in the session."""
    client = house.client(person.name)
    for measure, answers in visit.answers.items():
        recorded = enter(
            client=client,
            measure=measure,
            answers=answers,
            entered_as=EnteredAs(visit.by),
            answered_on=now.date(),
            by=house.actor(person.therapist),
            now=now,
        )
        look_at(house, recorded, left_open=visit.left_open, now=now)


def look_at(house: House, recorded: Recorded, *, left_open: str, now: datetime) -> None:
    """Somebody looks after what these answers raised."""
    if recorded.alerts:
        look_after(house, recorded.sheet.client, left_open=left_open, now=now)


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
