"""Every operation on the database of the environment, as JSON: a process of its own for each database."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import asdict
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.utils import timezone

from clinic.people.queries.who import badge
from tests.benchmarks import bare
from tests.benchmarks.counted import rendered, rows, statements
from tests.benchmarks.filled import fill
from tests.benchmarks.operations import Operation, operations
from tests.benchmarks.pairs import Request, ask, compare
from tests.benchmarks.wire import first_page
from tests.world import actor

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def measured(operation: Operation, *, n_rounds: int, n_pairs: int) -> dict[str, Any]:
    """One row of the table."""
    ours, plain = get_wsgi_application(), bare.handler()
    first, second, third, fourth = operation.requests(4)
    if operation.view:
        level(operation.view, ours, plain, first, second)
    else:
        store(ours, plain, first)
    ask(ours, third)
    with statements() as counted:
        answer = ask(ours, fourth)
    ratios = compare(ours, plain, requests=operation.requests, n_rounds=n_rounds, n_pairs=n_pairs)
    return {
        "name": operation.name,
        "sql": len(counted),
        "kilobytes": len(answer.body) / 1000,
        "target": asdict(operation.target),
        "statements": counted,
        **asdict(ratios),
    }


def level(view: str, ours: Any, plain: Any, first: Request, second: Request) -> None:
    """See to it that bare leaves the same number of rows in each table as ours."""
    before = rows()
    ask(ours, first)
    between = rows()
    bare.n_events[view] = between["Event"] - before["Event"]
    ask(plain, second)
    after = rows()
    mine, other = (
        {name: late[name] - early[name] for name in after} for early, late in pairwise((before, between, after))
    )
    if mine != other:
        raise RuntimeError(f"{view}: ours leaves {mine}, bare {other}.")


def store(ours: Any, plain: Any, request: Request) -> None:
    """Keep what a page was made of, and see to it that bare renders the same HTML from it."""
    ask(ours, request)  # the first look leaves an event and marks the session
    with rendered() as found:
        page = ask(ours, request)
    if page.status != 200:
        raise RuntimeError(f"{request.path} came with {page.status}, so there is nothing to compare.")
    template, context = found[0]
    who = Session.objects.get(session_key=request.session).get_decoded()["_auth_user_id"]
    bare.stored[request.path] = (template, context, badge(viewer(who), now=timezone.now()))
    same = ask(plain, request)
    if TOKEN.sub(b"", page.body) != TOKEN.sub(b"", same.body):
        raise RuntimeError(f"Bare renders another page at {request.path}: {len(page.body)} and {len(same.body)} bytes.")


def viewer(user_id: str) -> Any:
    """The user as the one who looks."""
    return actor(type("Somebody", (), {"pk": user_id})())


def run(path: Path, *, n_rounds: int, n_pairs: int) -> None:
    """Fill an empty database, then every operation; what was found goes to a file."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        filled = fill(now=timezone.now())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    found = {
        "operations": [measured(one, n_rounds=n_rounds, n_pairs=n_pairs) for one in operations(filled)],
        "first_page": first_page(next(filled.waiting(1, digits="", is_open=False))),
    }
    path.write_text(json.dumps(found))
