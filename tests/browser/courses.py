"""Courses in which stories begin: held weekly until today, by actions only, with a session that is on just now."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.caseload.actions import recheck
from clinic.people.models import Client
from clinic.therapy.actions.agreement import answer_agreement
from clinic.therapy.actions.appointments import start_and_book
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.notes import save_note, sign_note
from clinic.therapy.models import TherapySession
from tests.clinic.therapy.beginnings import aimed, contracted, focused, happening, known, said, written
from tests.web.therapist.courses_seen import NOTE, sessions
from tests.world import World, actor, answered, register

WEEK = timedelta(weeks=1)
SCORES = ("332322220", "322222220", "222222210", "222221110", "221111110", "211111100", "111111000", "111110000")
PLAN = "Ring her sister on Thursday."


def weekly(client: Client, *, n_held: int, minutes_ago: int = 10, length: str = "sixteen") -> list[TherapySession]:
    """The sessions of a course, none said to be held yet; the one after `n_held` began some minutes ago."""
    here = datetime.now(ZoneInfo(client.time_zone)) - timedelta(minutes=minutes_ago)
    first = here.replace(tzinfo=None, second=0, microsecond=0) - n_held * WEEK
    first_at = first.replace(tzinfo=ZoneInfo(client.time_zone))
    course = start_and_book(
        client=client,
        form=("ipt", length),
        settings={"started_on": first_at.date()},
        first_at=first_at,
        by=actor(client.therapist),
        now=first_at - timedelta(hours=1),
    )
    return sessions(course)


def first_hour(world: World, name: str, *, minutes_ago: int) -> TherapySession:
    """A new client of Ada's, whose first session began some minutes ago; hours of two clients must not overlap."""
    client = register(world.team, world.ada, name, timezone.now() - timedelta(days=7))
    return weekly(client, n_held=0, minutes_ago=minutes_ago)[0]


def was_held(session: TherapySession, **values: str) -> None:
    """The client came, answered and was well looked after: the note is signed."""
    client, at = session.course.client, session.starts_at + timedelta(hours=1)
    by: Any = {"by": actor(client.therapist), "now": at}
    n = list(sessions(session.course)).index(session)
    answered(client, SCORES[min(n, len(SCORES) - 1)], at.date(), now=at, by=client.therapist)
    record_attendance(session=session, what={"attendance": "came"}, **by)
    draft: Any = {"values": {**NOTE, "plan": PLAN, **values}, "revision": 0, "page": "first"}
    note = save_note(session=session, draft=draft, **by).note
    sign_note(note=note, revision=note.revision, **by)


def in_the_middle(client: Client, *, n_held: int = 5, **given: Any) -> list[TherapySession]:
    """A course with the main things of the first phase agreed in session 2; the session after `n_held` is on now."""
    appointments = weekly(client, n_held=n_held, **given)
    first, second = appointments[0].starts_at, appointments[1].starts_at
    for ring, (name, kind) in enumerate((("Tom", "partner"), ("Sister", "sibling"), ("Mother", "parent")), start=1):
        known(client, name, kind, ring=ring, now=first)
    happening(client, on=first.date() - 8 * WEEK, now=first)
    for session in appointments[:n_held]:
        was_held(session)
    course = appointments[0].course
    said(written(course, "Since your mother died you are alone with it.", now=second), True, now=second)
    aimed(focused(course, now=second), now=second)
    answer_agreement(
        agreement=contracted(course, now=second), agrees=True, how="by_word", by=actor(client.therapist), now=second
    )
    on_the_list(client)
    return appointments


def on_the_list(client: Client) -> None:
    """The caseload knows all of it, as after a round of the worker."""
    recheck(clients=[client.pk], by=SYSTEM, now=timezone.now())
