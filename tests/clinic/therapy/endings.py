"""Steps about endings that tests share: sessions that were held, totals in between, an end, letters, follow-ups."""

from datetime import date, datetime, timedelta
from typing import Any

from clinic.answers import outcome
from clinic.answers import queries as answers
from clinic.answers.actions.answering import enter
from clinic.people.models import Client
from clinic.therapy.actions.after import plan_follow_up, write_letter_of_course
from clinic.therapy.actions.appointments import book_series
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.courses import end_course, open_ending
from clinic.therapy.models import Course, CourseLetter, FollowUp, TherapySession
from tests.clinic.therapy.beginnings import started
from tests.world import MONDAY_TEN, World, actor, phq9

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
LOW, MILD, MODERATE, HIGH = "100000000", "111111110", "222222110", "333322110"  # PHQ-9 of 1, 8, 14, 18


def week(n: int, *, first: datetime = MONDAY_TEN) -> datetime:
    """The day of session `n`; the first one is a Monday at ten."""
    return first + (n - 1) * WEEK


def came(course: Course, n: int, *, booked: int | None = None, first: datetime = MONDAY_TEN) -> list[TherapySession]:
    """The first `n` of `booked` weekly appointments were held; the others are still to come."""
    by = actor(course.client.therapist)
    rows = book_series(course=course, first_at=first + HOUR, n=booked or n, by=by, now=first)
    for row in rows[:n]:
        record_attendance(session=row, what={"attendance": "came"}, by=by, now=row.starts_at + HOUR)
    return rows


def answered_at(client: Client, n: int, digits: str, *, first: datetime = MONDAY_TEN) -> None:
    """A PHQ-9 on the day of session `n`."""
    at = week(n, first=first)
    known = {"measure": "phq-9", "answers": phq9(digits), "entered_as": "from_paper", "answered_on": at.date()}
    enter(client=client, **known, by=actor(client.therapist), now=at)  # type: ignore[arg-type]  # as a whole


def total_at(client: Client, n: int, total: int, *, measure: str = "bdi-ii", first: datetime = MONDAY_TEN) -> None:
    """A total that was added up on paper, on the day of session `n`."""
    at = week(n, first=first)
    known: dict[str, Any] = {"measure": measure, "answers": {}, "stated_total": total, "entered_as": "from_paper"}
    enter(client=client, **known, answered_on=at.date(), by=actor(client.therapist), now=at)


def changes(course: Course, *, until: date | None = None) -> tuple[outcome.Change, ...]:
    """What the scores of a course say."""
    return outcome.changes(course, answers.series_of(course.client), until=until)


def ended(course: Course, *, now: datetime, **given: Any) -> Course:
    """The course is over: as planned, unless something else is said."""
    end: Any = {"kind": "completed", "on": now.date(), "why": "", "result": "not_known", **given}
    return end_course(course=course, end=end, by=actor(course.client.therapist), now=now)


def letter_of(course: Course, text: str = "It was good to work with you.", **given: Any) -> CourseLetter:
    """A draft to the client, unless somebody else is named."""
    now, to_whom = given.pop("now", MONDAY_TEN), given.pop("to_whom", "client")
    written: Any = {"addressee": "Ines Vale\n1 Quay Street", "text": text, **given}
    return write_letter_of_course(
        course=course, to_whom=to_whom, written=written, by=actor(course.client.therapist), now=now
    )


def follow_up_on(course: Course, on: date, *, now: datetime = MONDAY_TEN, **given: Any) -> FollowUp:
    """A day on which somebody asks."""
    return plan_follow_up(course=course, due_on=on, by=actor(course.client.therapist), now=now, **given)


def barbara(world: World, *, first: datetime = MONDAY_TEN) -> Course:
    """C3 as published: BDI-II 19 to 6, the end opened at the close of session 13; she leaves before session 15."""
    course = started(world, now=first)
    came(course, 14, booked=16, first=first)
    open_ending(course=course, on=week(13, first=first).date(), by=actor(world.ada), now=week(13, first=first) + HOUR)
    for n, total in enumerate((19, 20, 18, 17, 17, 15, 14, 13, 12, 10, 9, 8, 7, 6), start=1):
        total_at(world.ines, n, total, first=first)
    course.refresh_from_db()
    return course
