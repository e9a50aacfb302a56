"""The table of events takes new rows and nothing else, whoever asks; a trigger that is gone is found."""

import pytest
from django.core import checks
from django.db import DatabaseError, connection, transaction

from clinic.audit import triggers
from clinic.audit.models import Event
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.database]

is_postgresql = connection.vendor == "postgresql"
NAMES = sorted(triggers.POSTGRESQL if is_postgresql else triggers.SQLITE)


def refused(sql: str) -> None:
    """The statement is refused and everything stands as before."""
    before = list(Event.objects.order_by("seq").values_list("seq", "mac"))
    with (
        pytest.raises(DatabaseError, match="audit events are never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert list(Event.objects.order_by("seq").values_list("seq", "mac")) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET happened = 'nothing' WHERE seq = 1",
        "UPDATE audit_event SET seq = seq + 1000",
        "DELETE FROM audit_event WHERE seq = 1",
        "DELETE FROM audit_event",
    ],
)
def test_events_are_neither_changed_nor_deleted_by_raw_sql(world: World, sql: str) -> None:
    refused(sql)


@pytest.mark.skipif(is_postgresql, reason="SQLite's own words")
@pytest.mark.parametrize("words", ["INSERT OR REPLACE INTO", "REPLACE INTO"])
def test_an_event_is_not_replaced_on_sqlite(world: World, words: str) -> None:
    refused(f"{words} audit_event SELECT * FROM audit_event WHERE seq = 1")


@pytest.mark.skipif(is_postgresql, reason="SQLite's own words")
def test_an_event_is_not_updated_by_an_insert_on_sqlite(world: World) -> None:
    refused("INSERT INTO audit_event SELECT * FROM audit_event WHERE seq = 1 ON CONFLICT DO UPDATE SET happened = 'no'")


@pytest.mark.skipif(not is_postgresql, reason="PostgreSQL's own word")
def test_the_table_is_not_truncated_on_postgresql(world: World) -> None:
    refused("TRUNCATE audit_event")


@pytest.mark.skipif(not is_postgresql, reason="PostgreSQL's own words")
def test_an_event_is_not_updated_by_an_insert_on_postgresql(world: World) -> None:
    refused(
        "INSERT INTO audit_event SELECT * FROM audit_event WHERE seq = 1 "
        "ON CONFLICT (seq) DO UPDATE SET happened = 'no'"
    )


def test_the_orm_is_refused_too(world: World) -> None:
    event = Event.objects.get(seq=1)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        event.delete()


@pytest.mark.parametrize("name", NAMES)
def test_a_dropped_trigger_is_found(db: None, name: str) -> None:
    assert checks.run_checks(databases=["default"]) == []

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (" ON audit_event" if is_postgresql else ""))

    assert triggers.missing() == [name]
    [error] = checks.run_checks(databases=["default"])
    assert (error.id, error.msg) == ("audit.E1", f"The audit trigger {name} is missing.")

    triggers.install()

    assert triggers.missing() == []


@pytest.mark.skipif(not is_postgresql, reason="only PostgreSQL can switch a trigger off")
@pytest.mark.parametrize(
    "how", ["DISABLE TRIGGER event_no_change", "DISABLE TRIGGER ALL", "ENABLE REPLICA TRIGGER event_no_change"]
)
def test_a_trigger_that_was_switched_off_is_found(db: None, how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit_event {how}")

    assert "event_no_change" in triggers.missing()


@pytest.mark.skipif(not is_postgresql, reason="names of triggers are free for other tables on PostgreSQL only")
def test_a_trigger_of_the_same_name_on_another_table_does_not_count(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER event_no_change ON audit_event")
        cursor.execute(
            "CREATE TRIGGER event_no_change BEFORE DELETE ON people_team FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )

    assert triggers.missing() == ["event_no_change"]


@pytest.mark.skipif(is_postgresql, reason="on PostgreSQL the function is the place to look")
def test_a_trigger_of_the_same_name_that_does_nothing_does_not_count(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER event_no_delete")
        cursor.execute("CREATE TRIGGER event_no_delete BEFORE DELETE ON people_team BEGIN SELECT 1; END")

    assert triggers.missing() == ["event_no_delete"]


@pytest.mark.skipif(not is_postgresql, reason="a function that triggers call")
def test_a_function_that_no_longer_refuses_is_found_and_put_back(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        )
    assert triggers.missing() == ["event_no_change", "event_no_truncate"]

    triggers.install()

    assert triggers.missing() == []
    refused("DELETE FROM audit_event")
