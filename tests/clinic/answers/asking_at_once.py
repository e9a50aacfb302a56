"""Run by test_asking_at_once: three workers ask, and follow the trail, at the same moment; prints what came of it."""

# ruff: noqa: E402 - models can be imported when Django is set up

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command

from clinic.answers.due import press_asking
from clinic.answers.models import Invitation, Occasion
from clinic.audit.chain import audit_keys, first_fault
from clinic.audit.queries import all_events
from clinic.caseload.computing import differences
from clinic.caseload.due import press_rechecks
from clinic.caseload.models import CaseloadRow, TrailMark
from clinic.letters.models import Letter
from clinic.people.models import Client
from tests.clinic.answers.at_once import N, at_once
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.sessions import booked, held
from tests.world import MONDAY_TEN, make_world


def main() -> dict[str, Any]:
    """Make an empty database, then let the workers race."""
    call_command("migrate", verbosity=0)
    world = make_world()
    for place, client in enumerate((world.ines, world.jo, world.kit)):
        course = started(world, client=client)
        held(course, MONDAY_TEN + timedelta(hours=1 + place))
        booked(course, MONDAY_TEN + timedelta(days=7, hours=place))
    now = MONDAY_TEN + timedelta(days=6)
    found: dict[str, Any] = {}

    asked = at_once(*[lambda: press_asking(now=now)] * N)
    found["asked"] = [[one for one in asked if not isinstance(one, int)], sum(n for n in asked if isinstance(n, int))]
    found["rows"] = [Occasion.objects.count(), Invitation.objects.count(), Letter.objects.count()]

    followed = at_once(*[lambda: press_rechecks(now=now)] * N)
    press_rechecks(now=now)
    found["followed"] = [one for one in followed if not isinstance(one, int)]
    found["marks"] = TrailMark.objects.count()
    found["current"] = CaseloadRow.objects.filter(is_current=True).count() == Client.objects.count()
    found["differences"] = list(differences(list(Client.objects.values_list("pk", flat=True)), now=now))
    found["trail"] = first_fault(all_events(), ring=audit_keys())
    return found


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
