"""Putting a person's story into the diary: registered, waiting, a course with its appointments and scores, its end."""

from datetime import date, datetime, timedelta
from functools import partial

from attrs import evolve

from clinic.audit.actor import Actor
from clinic.demonstration.cast import Person, Scores
from clinic.demonstration.diary import Diary
from clinic.demonstration.finish import write_end
from clinic.demonstration.hour import write_slot
from clinic.demonstration.house import House
from clinic.demonstration.scores import secret_of, way, write_scores
from clinic.demonstration.sign_ins import PASSWORD
from clinic.demonstration.story import Story
from clinic.demonstration.telling import Telling, start, write_break
from clinic.demonstration.timetable import HELD, WEEK, Slot, Timetable, days_of, last_day, slots_of
from clinic.people.actions.accounts import invite_to_portal, make_account
from clinic.people.actions.links import open_link
from clinic.therapy.actions.comments import comment

BEGINS = 6  # days from the decision to the first session
KEPT_FREE = timedelta(weeks=30)  # how long an hour of the week is kept from the last letter of a story on
MONTH = timedelta(weeks=4)
IN_SESSION = timedelta(minutes=5)
UNTIL_EVENING = timedelta(hours=6)


class NoRoom(ValueError):
    """Nobody has an hour of the week left for this person."""


def first_day(story: Story, *, diary: Diary) -> date:
    """The day of the first appointment."""
    return days_of(story, last=last_day(story, diary=diary))[0]


def write_story(house: House, *, person: Person, story: Story) -> Telling:
    """One course, from its start to its end or to its next appointment."""
    slots = appointments(house.timetable, person=person, story=story, diary=house.diary)
    telling = Telling(house=house, person=person, story=story, slots=slots)
    write_course(telling)
    if person.scores and person.scores.weeks == 0:
        write_answers(telling, scores=person.scores)
    if person.has_account:
        house.diary.add(before(telling, days=3, clock="13:10"), partial(offer_pages, telling))
    if story.comment:
        house.diary.add(house.diary.day_after(telling.slots[-2].at, "20:15"), partial(say, telling))
    if story.maintenance is not None:
        write_maintenance(telling, story=story.maintenance)
    return telling


def write_maintenance(first: Telling, *, story: Story) -> None:
    """The course that may follow a course, once a month; scores stay about where they were."""
    house, person = first.house, first.person
    slots = appointments(house.timetable, person=person, story=story, diary=house.diary, interval=MONTH)
    telling = Telling(house=house, person=person, story=story, slots=slots, after=first)
    write_course(telling)
    if person.scores and person.scores.weeks == 0:
        kept = Scores(by=person.scores.by, shape="level", first=person.scores.last, last=person.scores.last)
        write_answers(telling, scores=kept)


def write_course(telling: Telling) -> None:
    """The start, every appointment, a planned break, the end."""
    story, diary = telling.story, telling.house.diary
    diary.add(before(telling, days=BEGINS, clock="11:40"), partial(start, telling))
    for slot in telling.slots:
        write_slot(telling, slot)
    if story.break_in_weeks is not None:
        write_break(telling, weeks=story.break_in_weeks)
    if story.end is not None:
        write_end(telling, story.end)


def before(telling: Telling, *, days: int, clock: str) -> datetime:
    """A working day so long before the first session."""
    diary = telling.house.diary
    return diary.at(diary.working_day((diary.today - telling.slots[0].on).days + days), clock)


def appointments(
    timetable: Timetable, *, person: Person, story: Story, diary: Diary, interval: timedelta = WEEK
) -> list[Slot]:
    """The appointments at an hour of the week that is the person's own."""
    last = last_day(story, diary=diary)
    days = days_of(story, last=last, interval=interval)
    until = last if story.end else last + KEPT_FREE
    hour = timetable.take(therapist=person.therapist, first=days[0], until=until)
    if hour is None:
        raise NoRoom(f"{person.therapist} has no hour left on a {last:%A} for {person.name}.")
    return slots_of(story, days=days, hour=hour)


def write_answers(telling: Telling, *, scores: Scores) -> None:
    """An answer for each appointment that was kept: by link the evening before, entered in the session."""
    slots, diary = telling.slots, telling.house.diary
    missed = tuple(slot.place for slot in slots if slot.letter not in HELD and slot.place)
    scores = evolve(scores, missed=(*scores.missed, *missed))
    evenings = [diary.at((diary.today - slot.on).days + 1, scores.clock) for slot in slots]
    times = [
        evening if way(scores, slot.place) in ("link", "pages") else slot.at + IN_SESSION
        for slot, evening in zip(slots, evenings, strict=True)
    ]
    write_scores(telling.house, person=telling.person, scores=scores, times=times)


def offer_pages(telling: Telling, *, now: datetime) -> None:
    """The client is sent a link to pages of their own, and opens it in the evening."""
    invited = invite_to_portal(client=telling.client, by=telling.by, now=now)
    telling.house.diary.add(now + UNTIL_EVENING, partial(make_own_account, telling, url=invited.url))


def make_own_account(telling: Telling, *, url: str, now: datetime) -> None:
    """An account by the link, with the demonstration's password."""
    holder = Actor(kind="link", id=telling.client.pk)
    open_link(secret=secret_of(url), by=holder, now=now)
    make_account(client=telling.client, password=PASSWORD, by=holder, now=now)


def say(telling: Telling, *, now: datetime) -> None:
    """A comment that nobody has read yet."""
    if telling.formulation is not None:
        about = telling.formulation.pk
        comment(
            client=telling.client,
            about="formulation",
            about_id=about,
            text=telling.story.comment,
            by=telling.self,
            now=now,
        )
