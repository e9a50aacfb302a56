"""Steps of appointments and notes that their tests share: booked, held, missed, drafted, signed."""

from datetime import datetime, timedelta
from typing import Any

from clinic.people.models import User
from clinic.therapy.actions.appointments import book, book_series, move
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.notes import Saved, save_note, settle_copies, sign_note
from clinic.therapy.models import Course, SessionNote, TherapySession
from tests.world import MONDAY_TEN, actor

ELEVEN = MONDAY_TEN + timedelta(hours=1)
WHOLE = {"what_happened": "Told of the row", "focus_kept": "kept", "plan": "Ask Tom", "risk_asked": "not_asked"}


def booked(course: Course, at: datetime = MONDAY_TEN, *, now: datetime = MONDAY_TEN, **given: Any) -> TherapySession:
    """An appointment, by the client's therapist."""
    return book(course=course, starts_at=at, by=actor(course.client.therapist), now=now, **given)


def told_of(session: TherapySession, attendance: str, *, now: datetime | None = None, **what: Any) -> TherapySession:
    """What became of an appointment, said an hour after it began unless told otherwise."""
    by, at = actor(session.course.client.therapist), now or session.starts_at + timedelta(hours=1)
    return record_attendance(session=session, what={"attendance": attendance, **what}, by=by, now=at)  # type: ignore[typeddict-item]


def held(course: Course, at: datetime = MONDAY_TEN, **given: Any) -> TherapySession:
    """A session to which the client came."""
    return told_of(booked(course, at, **given), "came")


def drafted(
    session: TherapySession,
    text: str = "Told of the row",
    *,
    revision: int = 0,
    page: str = "tab 1",
    by: User | None = None,
    now: datetime = ELEVEN,
    **values: Any,
) -> Saved:
    """What a page sends while somebody types."""
    draft: Any = {"values": {"what_happened": text, **values}, "revision": revision, "page": page}
    return save_note(session=session, draft=draft, by=actor(by or session.course.client.therapist), now=now)


def whole(session: TherapySession, *, now: datetime = ELEVEN, **values: Any) -> SessionNote:
    """A note with everything that a signature needs."""
    return drafted(session, now=now, **{**{k: v for k, v in WHOLE.items() if k != "what_happened"}, **values}).note


def signed(note: SessionNote, *, now: datetime = ELEVEN, by: User | None = None, **given: Any) -> SessionNote:
    """Signed by somebody who has read its newest text, unless told otherwise."""
    revision = given.pop("revision", note.revision)
    user = by or note.session.course.client.therapist
    return sign_note(note=note, revision=revision, by=actor(user), now=now, **given)


def series(course: Course, n: int, *, first_at: datetime = MONDAY_TEN, **given: Any) -> list[TherapySession]:
    """So many appointments from a time on."""
    by = actor(course.client.therapist)
    return book_series(course=course, first_at=first_at, n=n, by=by, now=MONDAY_TEN, **given)


def moved(session: TherapySession, starts_at: datetime, **given: Any) -> TherapySession:
    """At another time, or another way."""
    return move(
        session=session, starts_at=starts_at, by=actor(session.course.client.therapist), now=MONDAY_TEN, **given
    )


def at(minutes: int) -> datetime:
    """So many minutes after ten."""
    return MONDAY_TEN + timedelta(minutes=minutes)


def text_of(note: SessionNote) -> str:
    """What the note says happened, as it stands in the database."""
    return str(SessionNote.objects.get(pk=note.pk).values.get("what_happened", ""))


def settled(note: SessionNote, text: str, **given: Any) -> SessionNote:
    """Somebody read both and wrote what stands."""
    by = actor(note.session.course.client.therapist)
    return settle_copies(note=note, values={"what_happened": text}, by=by, now=given.pop("now", ELEVEN), **given)
