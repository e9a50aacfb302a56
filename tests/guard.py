"""The database wrapper behind `no_stray_writes`: a record is written inside @action or @due, or not at all."""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps

from clinic.audit.action import pending

ROOMS = ("letters", "people", "wordings", "safety", "therapy", "answers", "caseload", "reports")
OF_SIGN_IN = re.compile(r'^\s*UPDATE "people_user" SET "password" =', re.IGNORECASE)  # allauth sets passwords itself
WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)\"?", re.IGNORECASE)


class StrayWrite(AssertionError):
    """A record table was written outside an action."""


def record_tables() -> set[str]:
    """Tables of the record rooms; the audit's own is written by @opens_record too."""
    return {model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()}


def refuse_stray_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Raise when a statement writes a record table and no action is running."""
    found = WRITES.match(sql)
    if found and not OF_SIGN_IN.match(sql) and pending.get() is None and found.group(1) in record_tables():
        raise StrayWrite(f"Written outside an action: {sql[:120]}")
    return execute(sql, params, many, context)
