"""Counting: statements of queries and actions, rows that a request leaves, and what a page was rendered from."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.signals import template_rendered
from django.test.utils import setup_test_environment, teardown_test_environment

from clinic.answers.models import AnswerSheet, Invitation, Score
from clinic.audit.models import Event
from clinic.letters.models import Letter
from clinic.people.models import Client, Link
from clinic.safety.models import Alert

# Not counted: transaction control; session, user and factor of the sign-in; the audit's own two (and its lock).
NOT_COUNTED = re.compile(
    r"^\s*(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)"
    r'|(?:FROM|INTO|UPDATE) "(?:django_session|mfa_authenticator)"'
    r'|FROM "people_user" WHERE "people_user"\."id" = %s LIMIT'
    r'|^SELECT "audit_event"\."seq" AS "seq", "audit_event"\."mac"|^INSERT INTO "audit_event"|pg_advisory_xact_lock'
)
TABLES = (AnswerSheet, Score, Invitation, Alert, Letter, Link, Client, Event)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Statements that count, as they come."""
    found: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not NOT_COUNTED.search(sql):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    return {model.__name__: model.objects.count() for model in TABLES}


@contextmanager
def rendered() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Templates as they are rendered, outermost first, with what their view gave them."""
    found: list[tuple[str, dict[str, Any]]] = []

    def note(sender: Any, template: Any, context: Any, **_: Any) -> None:
        found.append((template.name, dict(context.dicts[-1])))

    setup_test_environment()
    template_rendered.connect(note)
    try:
        yield found
    finally:
        template_rendered.disconnect(note)
        teardown_test_environment()
