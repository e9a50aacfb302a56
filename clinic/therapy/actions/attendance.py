"""Writing attendance: came, came late, cancelled, did not come; and every try to reach a client in between."""

from datetime import datetime, timedelta
from typing import TypedDict

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.people.actions.clients import locked as locked_client
from clinic.people.models import Client
from clinic.safety.actions.alerts import raise_alert
from clinic.safety.models import Alert, RiskRecord
from clinic.therapy.actions.courses import CourseError, today
from clinic.therapy.choices import CANCELLED, HELD, Attendance
from clinic.therapy.models import Contact, Course, RelationshipSafety, SessionNote, TherapySession
from clinic.therapy.queries.courses import has_died
from ipt.concern import absent

ABSENT = "did-not-come"  # the kind of an alert about an absence
TWICE = timedelta(minutes=1)  # the same words within it are one form that was sent twice
EARLY = timedelta(minutes=15)  # a session may begin a little before its time


class What(TypedDict, total=False):
    """What became of an appointment: `was_in_time` of a cancellation, `had_word` of an absence."""

    attendance: str
    was_in_time: bool | None
    had_word: bool | None
    reason: str


@action
def record_attendance(*, session: TherapySession, what: What, by: Actor, now: datetime) -> TherapySession:
    """Say what became of an appointment, or correct it. An absence without a word, after any risk, raises an alert."""
    rows = TherapySession.objects.select_for_update(of=("self",)).select_related("course__client__team")
    client = locked_client(session.course.client)
    session = rows.get(pk=session.pk)
    check(session, what, now=now)
    attendance = what["attendance"]
    is_known = was_looked_after(session)
    session.attendance, session.attendance_at, session.attendance_by_id = attendance, now, by.user_id
    session.was_in_time = what.get("was_in_time") if attendance in CANCELLED else None
    session.had_word = bool(what.get("had_word")) if attendance == Attendance.DID_NOT_COME else None
    session.reason = what.get("reason", "").strip()
    session.held_by_id = (session.held_by_id or by.user_id) if attendance in HELD else None
    session.save()
    happened("attendance recorded", about=session, client=client.pk, by=by, now=now)
    if attendance == Attendance.DID_NOT_COME and not is_known and not has_died(client):
        look_after_absent(client, session=session, by=by, now=now)
    return session


def look_after_absent(client: Client, *, session: TherapySession, by: Actor, now: datetime) -> None:
    """The alert of the same day, when nobody knows why and a risk was recorded before."""
    told = bool(session.had_word)
    for concern in absent(had_word=told, risk_was_recorded=risk_was_recorded(client)):
        raise_alert(client=client, concern=concern, about_id=session.pk, about_it=(), by=by, now=now)


def was_looked_after(session: TherapySession) -> bool:
    """Whether this absence without a word is on record already, and the alert about it was closed since."""
    if session.attendance != Attendance.DID_NOT_COME or session.had_word:
        return False
    closed = Alert.objects.filter(client=session.course.client_id, kind=ABSENT, closed_at__gt=session.starts_at)
    return closed.exists()


def risk_was_recorded(client: Client) -> bool:
    """Whether any risk was ever found, any alert raised, or anybody unsafe named (at most three statements)."""
    found = RiskRecord.objects.filter(client=client, withdrawn_at=None).exclude(finding__in=("none", "not_known"))
    alerts = Alert.objects.filter(client=client, answers_withdrawn_at=None)
    unsafe = RelationshipSafety.objects.filter(relationship__client=client, is_unsafe=True)
    return found.exists() or alerts.exists() or unsafe.exists()


def check(session: TherapySession, what: What, *, now: datetime) -> None:
    """Refuse what cannot be."""
    attendance = what.get("attendance")
    if attendance not in Attendance.values:
        raise CourseError("attendance", "Say what became of the appointment.")
    if session.removed_at is not None:
        raise CourseError("session", "This appointment was taken out.")
    if attendance not in CANCELLED and session.starts_at > now + EARLY:
        raise CourseError("attendance", "This appointment is still to come: only a cancellation can be recorded now.")
    ended_on = session.course.ended_on
    if attendance in HELD and ended_on is not None and today(session.course.client, session.starts_at) > ended_on:
        raise CourseError("attendance", f"The course ended on {ended_on:%-d %B %Y}: no session was held after it.")
    if attendance in CANCELLED and what.get("was_in_time") is None:
        raise CourseError("was_in_time", "Say whether it was cancelled in time, by what was agreed.")
    if session.attendance in CANCELLED and attendance not in CANCELLED and has_another(session):
        raise CourseError("attendance", "Its time was booked anew: say of that appointment what became of it.")
    has_note = SessionNote.objects.filter(session=session, withdrawn_at=None).exclude(signed_at=None).exists()
    if has_note and attendance not in HELD:
        raise CourseError("attendance", "A signed note says that it was held. Withdraw the note first.")


def has_another(session: TherapySession) -> bool:
    """Whether the course has another appointment at the same time, booked after this one was cancelled."""
    same = TherapySession.objects.filter(course=session.course_id, starts_at=session.starts_at, removed_at=None)
    return same.exclude(pk=session.pk).exclude(attendance__in=CANCELLED).exists()


@action
def record_contact(
    *, client: Client, course: Course | None, was_reached: bool, note: str, by: Actor, now: datetime
) -> Contact:
    """Somebody tried to reach the client: it answers the task that two absences in a row set."""
    client, note = locked_client(client), note.strip()
    there = Contact.objects.filter(client=client, by_id=by.id, was_reached=was_reached, at__gt=now - TWICE, at__lte=now)
    same = next((one for one in there if one.note == note), None)
    if same is not None:
        nothing_changed()
        return same
    row = Contact.objects.create(client=client, course=course, at=now, by_id=by.id, was_reached=was_reached, note=note)
    happened("contact recorded", about=row, client=client.pk, by=by, now=now)
    return row
