"""Steps that tests of course and session pages share: a course that began some weeks ago, with its sessions."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinic.people.models import Client
from clinic.therapy.actions.appointments import start_and_book
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.notes import save_note
from clinic.therapy.models import Course, TherapySession
from tests.world import World, actor

NOTE = {"what_happened": "A row on Sunday", "focus_kept": "kept", "plan": "Ring Tom", "risk_asked": "not_asked"}


def running(world: World, *, weeks: int = 3, client: Client | None = None, **settings: Any) -> Course:
    """A course of sixteen weekly sessions at ten; its first was so many weeks ago, yesterday's weekday."""
    client = client or world.ines
    zone = ZoneInfo(client.time_zone)
    first = timezone.now().astimezone(zone).date() - timedelta(days=1 + 7 * (weeks - 1))
    first_at = datetime.combine(first, time(10), zone)
    return start_and_book(
        client=client,
        form=("ipt", "sixteen"),
        settings={"started_on": first, **settings},
        first_at=first_at,
        by=actor(client.therapist),
        now=first_at - timedelta(hours=1),
    )


def sessions(course: Course) -> list[TherapySession]:
    """Its appointments in order."""
    return list(TherapySession.objects.filter(course=course, removed_at=None).order_by("starts_at"))


def held(course: Course, n: int) -> list[TherapySession]:
    """The first so many of them, to which the client came."""
    by = actor(course.client.therapist)
    for session in sessions(course)[:n]:
        at = session.starts_at + timedelta(minutes=50)
        record_attendance(session=session, what={"attendance": "came"}, by=by, now=at)
    return sessions(course)[:n]


def noted(session: TherapySession, **values: str) -> Any:
    """A draft of its note."""
    draft: Any = {"values": {**NOTE, **values}, "revision": 0, "page": "first"}
    by = actor(session.course.client.therapist)
    return save_note(session=session, draft=draft, by=by, now=timezone.now()).note
