"""Steps that tests of the caseload share: many weekly sessions, a caseload computed at a moment, the kinds that show."""

from datetime import datetime, timedelta
from typing import Any

from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import recheck
from clinic.caseload.models import Attention, CaseloadRow
from clinic.people.models import Client
from clinic.therapy.models import Course, TherapySession
from tests.clinic.therapy.sessions import ELEVEN, booked, held, signed, told_of, whole

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def attended(course: Course, *, n: int, is_signed: bool = True) -> list[TherapySession]:
    """So many weekly sessions from Monday at eleven on, each with its note signed."""
    sessions = [held(course, ELEVEN + week * WEEK) for week in range(n)]
    for session in sessions if is_signed else []:
        after = session.starts_at + timedelta(hours=1)
        signed(whole(session, now=after), now=after)
    return sessions


def absent(course: Course, at: datetime, **what: Any) -> TherapySession:
    """An appointment to which nobody came."""
    return told_of(booked(course, at), "did_not_come", **{"had_word": False, **what})


def kinds(client: Client, now: datetime) -> list[str]:
    """What the client needs at this moment, what comes first first."""
    recheck(clients=[client.pk], by=SYSTEM, now=now)
    return list(Attention.objects.filter(client=client).order_by("rank").values_list("kind", flat=True))


def facts(client: Client, kind: str) -> dict[str, Any]:
    """The facts of one of them."""
    found: dict[str, Any] = Attention.objects.get(client=client, kind=kind).facts
    return found


def row(client: Client) -> CaseloadRow:
    """The client's line."""
    return CaseloadRow.objects.get(client=client, is_current=True)
