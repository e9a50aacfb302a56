"""Run by test_at_once: several connections do the same thing at the same moment; prints what came of it."""

# ruff: noqa: E402 - models can be imported when Django is set up

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from clinic.answers.models import AnswerSheet, Score
from clinic.audit.chain import audit_keys, first_fault
from clinic.audit.models import Event
from clinic.audit.queries import all_events
from clinic.letters.due import send_letters
from clinic.letters.models import Letter
from clinic.safety.due import press_alerts
from clinic.safety.models import Alert
from tests.clinic.steps import asked, looked, raised, sent, tapped
from tests.world import MONDAY_TEN, make_world

N = 3  # of the four connections that a process may have on PostgreSQL, one is ours


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Do these steps in threads with connections of their own, all let go together; results, or the error's name."""
    gate = Barrier(len(steps))
    results: list[Any] = [None] * len(steps)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            results[place] = steps[place]()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test wants to see it
            results[place] = f"{type(fault).__name__}: {fault}"
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def main() -> dict[str, Any]:
    """Make an empty database, then try one race after the other."""
    call_command("migrate", verbosity=0)
    world = make_world()
    found: dict[str, Any] = {}

    sheet = asked(world.ines)
    answers = at_once(*[lambda: str(sent(sheet, "111111113").sheet.pk)] * N)
    found["sent"] = [answers, AnswerSheet.objects.count(), Score.objects.count(), Alert.objects.count()]
    found["letters"] = Letter.objects.filter(kind="alert").count()

    open_sheet = asked(world.jo)
    at_once(*[lambda value=value: tapped(open_sheet, "9", value) for value in (1, 2, 3)])
    alerts = Alert.objects.filter(client=world.jo)
    found["tapped"] = [alerts.count(), max(alerts.values_list("level", flat=True))]

    of_kit = raised(world.kit, 2)
    second = asked(world.kit)
    at_once(lambda: looked(world.kit, world.bo, of_kit), lambda: tapped(second, "9", 3))
    world.kit.refresh_from_db()
    open_ones = Alert.objects.filter(client=world.kit, closed_at=None).count()
    found["closed beside a new one"] = [open_ones, world.kit.open_to_duty_since is not None]

    late = MONDAY_TEN + timedelta(hours=5)
    pressed = at_once(*[lambda: press_alerts(now=late)] * N)
    steps = Alert.objects.filter(closed_at=None).order_by("n_steps").values_list("n_steps", flat=True)
    found["pressed"] = [[one for one in pressed if not isinstance(one, int)], list(steps)]

    n_letters = Letter.objects.count()
    left = at_once(*[lambda: send_letters(now=timezone.now())] * N)
    n_sent = send_letters(now=timezone.now())
    faults = [one for one in left if not isinstance(one, int)]
    found["letters sent"] = [
        faults,
        sum(one for one in left if isinstance(one, int)) + n_sent == n_letters,
        Event.objects.filter(happened="letter sent").count() == n_letters,
    ]
    found["trail"] = first_fault(all_events(), ring=audit_keys())
    return found


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
