"""Triggers that refuse to change or delete an event, installed after every migration and looked for at every start."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

TABLE = "audit_event"
SQLITE = {
    "event_no_update": f"CREATE TRIGGER event_no_update BEFORE UPDATE ON {TABLE} BEGIN "
    "SELECT RAISE(ABORT, 'audit events are never changed'); END",
    "event_no_delete": f"CREATE TRIGGER event_no_delete BEFORE DELETE ON {TABLE} BEGIN "
    "SELECT RAISE(ABORT, 'audit events are never deleted'); END",
}
POSTGRESQL = {
    "event_no_change": f"CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "event_no_truncate": f"CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
}
BODY = "BEGIN RAISE EXCEPTION 'audit events are never changed or deleted'; END"
REFUSE = f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"
# tgtype: 27 is before update or delete of a row, 34 before truncate (PostgreSQL's src/include/catalog/pg_trigger.h)
IN_FORCE = """SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND cardinality(tgattr) = 0
AND (tgname, tgtype) IN (('event_no_change', 27), ('event_no_truncate', 34)) AND btrim(prosrc) = %s"""


def install(sender: Any = None, using: str = "default", **_: Any) -> None:
    """Put back what is missing (a signal of Django's own migrations; the one receiver of the project)."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(REFUSE)
        for name in missing(using):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {TABLE}" if is_postgresql else ""))
            cursor.execute((SQLITE | POSTGRESQL)[name])


def missing(using: str = "default") -> list[str]:
    """Names of triggers that are not there as we made them, or not in force."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(IN_FORCE, [TABLE, BODY])
            present = {name for (name,) in cursor.fetchall()}
            return [name for name in POSTGRESQL if name not in present]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        texts = dict(cursor.fetchall())
        return [name for name, text in SQLITE.items() if texts.get(name) != text]


def check(app_configs: Any = None, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """System check: a database that holds the table must hold its triggers."""
    faults: list[CheckMessage] = []
    for using in databases or ():
        if TABLE in connections[using].introspection.table_names():
            faults += [
                Error(
                    f"The audit trigger {name} is missing.",
                    hint="Run `manage.py migrate`, then `verify_audit`.",
                    id="audit.E1",
                )
                for name in missing(using)
            ]
    return faults
