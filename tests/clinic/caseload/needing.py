"""Steps that tests of the caseload share: many weekly sessions, and what a client needs at a moment."""

from datetime import datetime, timedelta
from typing import Any

from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import recheck
from clinic.caseload.models import Attention, CaseloadRow
from clinic.people.models import Client
from clinic.therapy.models import Course, TherapySession
from tests.clinic.therapy.sessions import ELEVEN, booked, held, told_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def attended(course: Course, *, n: int) -> list[TherapySession]:
    """So many weekly sessions from Monday at eleven on."""
    return [held(course, ELEVEN + week * WEEK) for week in range(n)]


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
