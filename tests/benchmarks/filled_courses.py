"""Courses of the benchmarks: one for each client of a caseload, and one of a year with people, events and notes."""

from datetime import datetime, timedelta

from clinic.answers.models import AnswerSheet, Score
from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import recheck_everybody
from clinic.people.models import Client
from clinic.therapy.models import (
    Closeness,
    Course,
    Focus,
    Goal,
    LifeEvent,
    Relationship,
    SessionNote,
    TechniqueUse,
    TherapySession,
)

N_HELD, N_AHEAD = 3, 1  # sessions of each client of a caseload
WEEKS = 52
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
TECHNIQUES = ("clarification", "role_play", "exploring_options")
PEOPLE = ("partner", "parent", "sibling", "friend", "colleague", "child")


def course_of(client: Client, *, now: datetime, weeks: int, n_sessions: int) -> Course:
    """A course that began so many weeks ago, not in the database yet."""
    return Course(
        client=client,
        protocol="ipt",
        version=1,
        digest="of no matter here",
        length="sixteen",
        started_on=(now - weeks * WEEK).date(),
        n_sessions=n_sessions,
        ends_on=(now + (n_sessions - weeks + 2) * WEEK).date(),
        begun_at=now - weeks * WEEK,
    )


def make_courses(clients: list[Client], *, now: datetime) -> None:
    """A course for each: three sessions held, one to come, a PHQ-9 with each; every third note is signed."""
    courses = Course.objects.bulk_create(course_of(client, now=now, weeks=N_HELD, n_sessions=16) for client in clients)
    sessions = [
        session_of(course, at=now + (week - N_HELD) * WEEK + DAY + timedelta(minutes=place % 480), now=now)
        for place, course in enumerate(courses)
        for week in range(N_HELD + N_AHEAD)
    ]
    TherapySession.objects.bulk_create(sessions)
    make_notes([session for place, session in enumerate(sessions) if session.was_held and place % 3 == 0])
    sheets = [sheet_of(session, place) for place, session in enumerate(sessions) if session.was_held]
    AnswerSheet.objects.bulk_create(sheets)
    Score.objects.bulk_create(
        Score(sheet=sheet, total=20 - place % 13, band="moderate", scored_at=sheet.saved_at)
        for place, sheet in enumerate(sheets)
    )


def make_year(client: Client, *, now: datetime) -> Course:
    """Fifty-two sessions with notes and techniques, six people in four circles, twelve events, a focus with goals."""
    course = course_of(client, now=now, weeks=WEEKS, n_sessions=WEEKS + 2)
    course.save(force_insert=True)
    sessions = [session_of(course, at=now - (WEEKS - week) * WEEK + DAY, now=now) for week in range(WEEKS + 1)]
    TherapySession.objects.bulk_create(sessions)
    held = [session for session in sessions if session.was_held]
    make_notes(held)
    TechniqueUse.objects.bulk_create(
        TechniqueUse(session=session, technique=TECHNIQUES[place % 3], at=session.starts_at)
        for place, session in enumerate(held)
    )
    make_people(client, now=now)
    focus = Focus(course=course, area="transition", title="A new town", agreed_on=held[3].starts_at.date())
    focus.agreed_how, focus.saved_at = "by_word", now
    focus.save(force_insert=True)
    Goal.objects.bulk_create(Goal(focus=focus, text=f"Goal {n}", set_on=focus.agreed_on) for n in range(3))
    return course


def make_people(client: Client, *, now: datetime) -> None:
    """Six people, placed on four days, and twelve events."""
    people = [
        Relationship(client=client, name=f"Person {n}", kind=kind, added_at=now, saved_at=now, place_in_list=n)
        for n, kind in enumerate(PEOPLE)
    ]
    Relationship.objects.bulk_create(people)
    Closeness.objects.bulk_create(
        Closeness(
            client=client,
            relationship=person,
            on=(now - (48 - 12 * time) * WEEK).date(),
            ring=1 + (n + time) % 4,
            angle=n * 60,
            placed_at=now,
        )
        for time in range(4)
        for n, person in enumerate(people)
    )
    LifeEvent.objects.bulk_create(
        LifeEvent(client=client, on=(now - 4 * n * WEEK).date(), kind="work", what=f"Event {n}", added_at=now)
        for n in range(12)
    )


def session_of(course: Course, *, at: datetime, now: datetime) -> TherapySession:
    """An appointment; one that is past took place."""
    is_held = at < now
    return TherapySession(
        course=course,
        starts_at=at,
        minutes=50,
        medium="in_person",
        booked_at=course.begun_at,
        attendance="came" if is_held else "",
        attendance_at=at if is_held else None,
        attendance_by_id=course.client.therapist_id if is_held else None,
        held_by_id=course.client.therapist_id if is_held else None,
    )


def make_notes(sessions: list[TherapySession]) -> None:
    """A signed note for each."""
    SessionNote.objects.bulk_create(
        SessionNote(
            session=session,
            prompts="session-note",
            version=1,
            values={"what_happened": "Spoke of the week.", "plan": "Ring her sister."},
            filled=["what_happened", "plan"],
            began_at=session.starts_at,
            saved_at=session.starts_at,
            saved_by_id=session.course.client.therapist_id,
            signed_at=session.starts_at,
            signed_by_id=session.course.client.therapist_id,
        )
        for session in sessions
    )


def sheet_of(session: TherapySession, place: int) -> AnswerSheet:
    """A PHQ-9 that was sent before a session."""
    at = session.starts_at - timedelta(hours=3)
    return AnswerSheet(
        client_id=session.course.client_id,
        measure="phq-9",
        version=1,
        digest="of no matter here",
        language="en",
        entered_as="by_client",
        answers={},
        answered_on=at.date(),
        began_at=at,
        saved_at=at,
        sent_at=at,
    )


def compute(*, now: datetime) -> None:
    """The caseload, as the worker would have computed it."""
    recheck_everybody(by=SYSTEM, now=now)
