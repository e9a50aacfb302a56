"""Counting statements as the design does: not those of session, user, factor, transactions or the audit itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = re.compile(
    r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET |SELECT pg_advisory)|"
    r'"(django_session|mfa_authenticator|audit_event)"'
    r'|FROM "people_user" WHERE "people_user"\."id" = \S+ LIMIT 21$'
)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that count, there when the block has ended."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as context:
        yield found
    found += [query["sql"] for query in context.captured_queries if not NOT_COUNTED.search(query["sql"])]
