"""Run by test_hours_at_once: several connections book, tap, save and sign at the same moment; prints the outcome."""

# ruff: noqa: E402 - models can be imported when Django is set up

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command

from clinic.audit.chain import audit_keys, first_fault
from clinic.audit.queries import all_events
from clinic.people.models import Client
from clinic.safety.models import Alert
from clinic.therapy.actions.workspace import tick_technique
from clinic.therapy.models import Course, NoteCopy, SessionNote, TechniqueUse, TherapySession
from tests.clinic.answers.at_once import at_once
from tests.clinic.steps import looked, raised
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.sessions import booked, drafted, held, series, settled, signed, told_of, whole
from tests.world import MONDAY_TEN, World, actor, make_world, register

WEEK = timedelta(weeks=1)


def outcome(results: list[Any]) -> list[str]:
    """What each step came to: "done", or the name of its error."""
    return sorted(one.partition(":")[0] if isinstance(one, str) else "done" for one in results)


def overlaps(world: World) -> int:
    """How many pairs of Ada's appointments overlap, counted by hand."""
    rows = [
        (row.starts_at, row.starts_at + timedelta(minutes=row.minutes))
        for row in TherapySession.objects.filter(course__client__therapist=world.ada, removed_at=None, attendance="")
    ]
    return sum(a < d and c < b for n, (a, b) in enumerate(rows) for c, d in rows[n + 1 :])


def booking(world: World, third: Client) -> dict[str, Any]:
    """Starts and bookings."""
    starts = outcome(at_once(*[lambda: started(world)] * 3))
    ines = Course.objects.select_related("client__team", "client__therapist").get(client=world.ines)
    jo, mo = started(world, client=world.jo), started(world, client=third)
    one_hour = outcome(at_once(*[lambda course=course: booked(course) for course in (ines, jo, mo)]))
    late = MONDAY_TEN + timedelta(minutes=30)
    steps = (
        lambda: series(ines, 4, first_at=MONDAY_TEN + WEEK),
        lambda: series(jo, 4, first_at=late + WEEK),
        lambda: booked(mo, late + 2 * WEEK),
    )
    return {
        "starts": [starts, Course.objects.filter(client=world.ines).count()],
        "one hour": one_hour,
        "series": outcome(at_once(*steps)),
        "overlaps": overlaps(world),
        "same client": outcome(at_once(*[lambda: booked(jo, MONDAY_TEN + 9 * WEEK)] * 3)),
    }


def writing(course: Course) -> dict[str, Any]:
    """Taps, drafts and signatures on one session."""
    session = held(course, MONDAY_TEN + 6 * WEEK)
    by, now = actor(course.client.therapist), MONDAY_TEN
    tap = {"session": session, "technique": "role_play", "is_used": True, "by": by, "now": now}
    taps = outcome(at_once(*[lambda: bool(tick_technique(**tap))] * 3))
    drafts = outcome(at_once(*[lambda n=n: bool(drafted(session, f"text {n}", page=f"tab {n}")) for n in range(3)]))
    texts = [row.values["what_happened"] for row in (*SessionNote.objects.all(), *NoteCopy.objects.all())]
    found = {"taps": [taps, TechniqueUse.objects.count()], "drafts": [drafts, sorted(texts)]}
    next_one = held(course, MONDAY_TEN + 7 * WEEK)
    note = whole(next_one)
    faults: list[str] = []
    for n in range(8):  # whoever waits for whom, nobody waits for ever
        steps = (
            lambda n=n: bool(drafted(next_one, f"again {n}", page=f"tab 2 {n}")),
            lambda n=n: bool(settled(note, f"settled {n}")),
            lambda: bool(signed(note, revision=-1)),
        )
        faults += [one for one in at_once(*steps) if isinstance(one, str) and "NoteError" not in one]
    return {**found, "waiting": faults}


def absence(world: World, course: Course) -> dict[str, Any]:
    """The same absence told three times, and an absence beside the close of the last alert."""
    alert = raised(world.jo, 2)
    looked(world.jo, world.ada, alert)
    missed = booked(course, MONDAY_TEN + 10 * WEEK)
    told = outcome(at_once(*[lambda: bool(told_of(missed, "did_not_come", had_word=False))] * 3))
    alerts = list(Alert.objects.filter(client=world.jo, kind="did-not-come"))
    again = booked(course, MONDAY_TEN + 11 * WEEK)
    at_once(
        lambda: bool(looked(world.jo, world.ada, *alerts, now=MONDAY_TEN + 11 * WEEK)),
        lambda: bool(told_of(again, "did_not_come", had_word=False)),
    )
    world.jo.refresh_from_db()
    n_open = Alert.objects.filter(client=world.jo, closed_at=None).count()
    is_in_sight = world.jo.open_to_duty_since is not None
    return {"told": [told, len(alerts)], "in sight": is_in_sight == (n_open > 0)}


def main() -> dict[str, Any]:
    """Make an empty database, then try one race after the other."""
    call_command("migrate", verbosity=0)
    world = make_world()
    third = register(world.team, world.ada, "Mo Tarn", MONDAY_TEN)
    found = booking(world, third)
    jos = Course.objects.select_related("client__team", "client__therapist").get(client=world.jo)
    found |= writing(jos)
    found |= absence(world, jos)
    return found | {"trail": first_fault(all_events(), ring=audit_keys())}


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
