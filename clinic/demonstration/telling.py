"""Telling: one course while it is lived, from its start on; what was made so far, by the keys of its story."""

from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from attrs import define, field

from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.demonstration.cast import Person
from clinic.demonstration.diary import ZONE
from clinic.demonstration.house import House
from clinic.demonstration.story import Story, Values
from clinic.demonstration.timetable import Slot, is_open
from clinic.people.models import Client
from clinic.therapy.actions.appointments import book, book_series, remove
from clinic.therapy.actions.courses import Settings, length_of, mark_break, start_course
from clinic.therapy.models import Course, Entry, Focus, Formulation, Goal, Relationship, TherapySession

PROTOCOL = "ipt"
ROOMS = {"ada": "Room 2, ground floor", "bo": "Room 3, ground floor", "hal": "Room 5, lift"}
ANOTHER_ROOM = "Room 7, lift"
SHORTEST_WAIT = 16  # days from the referral to the first session
LAST_STEP = 5  # weeks that are looked at for another appointment


@define
class Telling:
    """One course of one person."""

    house: House
    person: Person
    story: Story
    slots: list[Slot]
    after: "Telling | None" = None
    client: Client = field(init=False)
    course: Course = field(init=False)
    sessions: dict[date, TherapySession] = field(factory=dict)
    people: dict[str, Relationship] = field(factory=dict)
    foci: list[Focus] = field(factory=list)
    goals: list[Goal] = field(factory=list)
    formulation: Formulation | None = None
    sheets: dict[str, Entry] = field(factory=dict)

    @property
    def by(self) -> Actor:
        """The therapist."""
        return self.house.actor(self.person.therapist)

    @property
    def self(self) -> Actor:
        """The client, signed in."""
        return Actor(kind="client", id=self.client.pk)

    @property
    def is_shown(self) -> bool:
        """Whether there is somebody to show it to: who looks at their own pages."""
        return bool(self.person.has_account or self.person.case)

    def day(self, week: float) -> date:
        """A day counted in weeks from the first session."""
        return self.slots[0].on + timedelta(days=round(7 * week))

    def dated(self, values: Values, *, now: datetime) -> dict[str, Any]:
        """The values with their days: "week -26", or "today"."""
        return {name: self.written(value, now=now) for name, value in values.items()}

    def written(self, value: Any, *, now: datetime) -> Any:
        """One value: a day where it says one."""
        if value == "today":
            return now.astimezone(ZONE).date().isoformat()
        word, _, number = value.partition(" ") if isinstance(value, str) else ("", "", "")
        is_week = word == "week" and number.lstrip("-").replace(".", "", 1).isdigit()
        return self.day(float(number)).isoformat() if is_week else value


def start(telling: Telling, *, now: datetime) -> None:
    """The course begins, with its weekly appointments and an end date."""
    story, first = telling.story, telling.slots[0]
    span = length_of(library().protocol(PROTOCOL), story.length)
    telling.client = telling.house.client(telling.person.name)
    settings: Settings = {
        "referred_on": first.on - timedelta(days=SHORTEST_WAIT + 9 * (len(telling.person.name) % 7)),
        "started_on": first.on,
        "ends_on": end_date(telling),
        "medium": story.medium,
        "place": ROOMS.get(telling.person.therapist, ANOTHER_ROOM) if story.medium == "in_person" else "",
    }
    if telling.after is not None:
        settings["after"] = telling.after.course
        telling.people = telling.after.people
    course = start_course(
        client=telling.client, protocol=PROTOCOL, length=span.id, settings=settings, by=telling.by, now=now
    )
    telling.course = course
    n = len(telling.slots) if story.end else span.n_sessions  # nobody looks at what was taken out of the diary
    for session in book_series(course=course, first_at=first.at, n=n, by=telling.by, now=now):
        telling.sessions[on(session)] = session
    for day in [day for day in telling.sessions if not is_open(day)]:
        remove(session=telling.sessions.pop(day), by=telling.by, now=now)
        book_another(telling, now=now)
    book_what_was_held(telling, now=now)


def book_what_was_held(telling: Telling, *, now: datetime) -> None:
    """A series that is longer than the plan, because many were missed, has its last appointments too."""
    for slot in telling.slots:
        if slot.on not in telling.sessions and slot.on <= telling.course.ends_on:
            row = book(course=telling.course, starts_at=slot.at, by=telling.by, now=now)
            telling.sessions[slot.on] = row


def end_date(telling: Telling) -> date:
    """The end as agreed: the weeks of the length, some to spare, and those in which the team is away."""
    span = length_of(library().protocol(PROTOCOL), telling.story.length)
    n = max(span.n_sessions - 1, len(telling.slots) - 1)
    days = [telling.slots[0].on + timedelta(days=span.interval_days * step) for step in range(n + 1)]
    n_closed = sum(not is_open(day) for day in days)
    return days[-1] + timedelta(days=span.interval_days * (n_closed + telling.story.slack_weeks))


def book_another(telling: Telling, *, now: datetime) -> None:
    """One more at the end of the series, in the place of one that was lost; none after the end, agreed or known."""
    if telling.story.end is not None:
        return
    days = sorted(telling.sessions)
    step = min((later - sooner for sooner, later in pairwise(days)), default=timedelta(days=7))
    for n in range(1, LAST_STEP):
        day = days[-1] + n * step
        if is_open(day):
            break
    if day <= telling.course.ends_on:
        at = datetime.combine(day, telling.slots[0].at.time(), ZONE)
        telling.sessions[day] = book(course=telling.course, starts_at=at, by=telling.by, now=now)


def write_break(telling: Telling, *, weeks: int) -> None:
    """A fortnight without sessions that is planned three days ago."""
    diary = telling.house.diary
    first_on = diary.today + timedelta(days=7 * weeks - diary.today.weekday())
    diary.add(diary.at(diary.working_day(3), "12:20"), partial(plan_break, telling, first_on=first_on))


def plan_break(telling: Telling, *, first_on: date, now: datetime) -> None:
    """Away with the family."""
    last_on = first_on + timedelta(days=13)
    mark_break(
        course=telling.course, first_on=first_on, last_on=last_on, why="Away with the family.", by=telling.by, now=now
    )


def on(session: TherapySession) -> date:
    """The team's own day of an appointment."""
    return session.starts_at.astimezone(ZONE).date()
