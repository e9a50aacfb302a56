"""`python -m tests.crash seed FILE SHEETS WEEKS`: make a clinic that asks for PHQ-9, write down its links."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from clinic.answers.actions.asking import invite
from tests.world import World, actor, answered, make_world, register, sign_in

SHEETS_OF_ONE = 4


def main(words: Sequence[str]) -> None:
    """In an empty database."""
    path, n_sheets, n_weeks = words
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        seeded = seed(int(n_sheets), n_weeks=int(n_weeks))
    Path(path).write_text(json.dumps(seeded))


def seed(n_sheets: int, *, n_weeks: int) -> dict[str, Any]:
    """The cast, a client with so many weekly PHQ-9 and GAD-7, and clients of whom each is asked a few times."""
    now = timezone.now()
    world = make_world(now=now - timedelta(days=400))
    for week in range(n_weeks):
        at = now - timedelta(weeks=n_weeks - week)
        answered(world.ines, f"2212121{week % 3}0", at.date(), now=at, by=world.ada)
        answered(world.ines, f"121210{week % 3}", at.date(), now=at, by=world.ada, measure="gad-7")
    links = [ask(world, n, now=now) for n in range(0, n_sheets, SHEETS_OF_ONE)]
    return {
        "links": [link for few in zip(*links, strict=True) for link in few][:n_sheets],
        "session": sign_in(world.ada).cookies["session"].value,
        "read": ["/clients/", f"/clients/{world.ines.pk}/", "/alerts/"],
    }


def ask(world: World, n: int, *, now: datetime) -> list[dict[str, str]]:
    """One more client of Ada's, asked a few times; what the letters say."""
    client = register(world.team, world.ada, f"Person {n}", now, born_on=date(1980, 1, 1))
    asked = [invite(client=client, measure="phq-9", by=actor(world.ada), now=now) for _ in range(SHEETS_OF_ONE)]
    return [{"secret": one.url.rstrip("/").rpartition("/")[2], "about": str(one.link.about_id)} for one in asked]
