"""Sealed text opens in its own row with its own key, and nowhere else."""

from base64 import b64encode
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, Value
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from clinic.people.actions.clients import change_details
from clinic.people.models import Client
from clinic.people.queries import who
from clinic.safety.queries.alerts import open_alerts
from clinic.sealing import field
from clinic.sealing.field import sealed_fields
from clinic.sealing.keys import CannotOpen, KeyRing, read_keys
from tests.world import MONDAY_TEN, World, actor, answered

pytestmark = [pytest.mark.django_db, pytest.mark.database]

STREET = "4 Quay Street\nsecond floor"


@pytest.fixture
def ines(world: World) -> Client:
    """Ines, whose address is known."""
    change_details(client=world.ines, details={"address": STREET}, by=actor(world.ada), now=MONDAY_TEN)
    return Client.objects.get(pk=world.ines.pk)


def stored(client: Client, column: str = "address") -> bytes:
    """What stands in the column itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM people_client WHERE reference = %s", [client.reference])
        return bytes(cursor.fetchone()[0])


def put(client: Client, value: bytes, column: str = "address") -> None:
    """Write below the ORM, as somebody with the database would."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_client SET {column} = %s WHERE reference = %s", [value, client.reference])


def test_sealed_text_comes_back_and_is_not_in_the_column(ines: Client) -> None:
    assert ines.address == STREET
    assert b"Quay" not in stored(ines)


def test_the_same_text_is_never_sealed_the_same_way_twice(world: World, ines: Client) -> None:
    before = stored(ines)

    change_details(client=ines, details={"address": STREET}, by=actor(world.ada), now=MONDAY_TEN)

    assert stored(ines) != before


def test_text_moved_to_another_row_does_not_open(world: World, ines: Client) -> None:
    put(world.jo, stored(ines))

    with pytest.raises(CannotOpen, match="belongs to another row"):
        _ = Client.objects.get(pk=world.jo.pk).address


def test_text_moved_to_another_column_of_its_row_does_not_open(ines: Client) -> None:
    put(ines, stored(ines), column="contact_note")

    again = Client.objects.get(pk=ines.pk)

    assert again.address == STREET
    with pytest.raises(CannotOpen, match=r"people\.client\.contact_note"):
        _ = again.contact_note


def test_no_changed_byte_opens(ines: Client) -> None:
    sealed = stored(ines)
    for place in range(len(sealed)):
        put(ines, sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])

        with pytest.raises(CannotOpen):
            _ = Client.objects.get(pk=ines.pk).address


def test_no_text_that_was_cut_off_opens(ines: Client) -> None:
    sealed = stored(ines)
    for length in range(1, len(sealed)):
        put(ines, sealed[:length])

        with pytest.raises(CannotOpen):
            _ = Client.objects.get(pk=ines.pk).address


def test_a_missing_key_is_an_error(ines: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    other = KeyRing(keys={"k9": bytes(32)}, current="k9")
    monkeypatch.setattr(field, "sealing_keys", lambda: other)

    with pytest.raises(CannotOpen, match="OPENIPT_SEALING_KEYS_FILE"):
        _ = Client.objects.get(pk=ines.pk).address


def test_a_page_shows_the_text_or_an_error_but_never_what_stands_in_the_column(ines: Client) -> None:
    shown = Template("{{ client.address }}").render(Context({"client": ines}))
    [values] = Client.objects.filter(pk=ines.pk).values("address")

    assert shown == STREET
    assert repr(values["address"]) == "<sealed>"
    with pytest.raises(CannotOpen, match="read from its row"):
        Template("{{ client.address }}").render(Context({"client": values}))


@pytest.mark.parametrize(
    "use",
    [
        lambda: list(Client.objects.filter(address=STREET)),
        lambda: list(Client.objects.filter(address__icontains="Quay")),
        lambda: list(Client.objects.exclude(address=b"")),
        lambda: list(Client.objects.filter(address__isnull=True)),
        lambda: list(Client.objects.filter(address=F("contact_note"))),
        lambda: Client.objects.update(address=STREET),
        lambda: Client.objects.update(address=b"plain"),
        lambda: Client.objects.update(address=F("contact_note")),
        lambda: Client.objects.update(address=Value("plain")),
        lambda: Client.objects.bulk_update(list(Client.objects.all()), ["address"]),
    ],
)
def test_filters_and_bulk_changes_of_a_sealed_column_are_refused(ines: Client, use: Any) -> None:
    before = stored(ines)

    with pytest.raises(FieldError, match=r"people\.client\.address"), transaction.atomic():
        use()

    assert stored(ines) == before


def test_something_that_is_not_text_is_refused(ines: Client) -> None:
    ines.address = 4

    with pytest.raises(TypeError, match="takes text, not int"):
        ines.save()


def test_dumpdata_is_refused() -> None:
    with pytest.raises(CommandError, match="dumpdata is refused"):
        call_command("dumpdata", "people", stdout=StringIO())


def test_a_column_that_was_left_out_is_read_when_asked_for(ines: Client) -> None:
    for found in (Client.objects.defer("address"), Client.objects.only("reference")):
        client = found.get(pk=ines.pk)

        with CaptureQueriesContext(connection) as statements:
            assert client.address == STREET
        assert len(statements) == 1


def test_saving_a_row_that_was_never_opened_keeps_its_text(ines: Client) -> None:
    before = stored(ines)
    client = Client.objects.get(pk=ines.pk)

    client.save()

    assert stored(ines) == before


def test_empty_text_costs_nothing_and_says_empty(world: World) -> None:
    assert stored(world.ines) == b""
    assert Client.objects.get(pk=world.ines.pk).address == ""


def test_a_row_is_sealed_before_it_has_been_saved_once(world: World) -> None:
    client = Client(pk=UUID(int=7), contact_note="by the window")

    assert client.contact_note == "by the window"


def test_lists_read_no_sealed_column(world: World, ines: Client) -> None:
    answered(world.ines, "000000002", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    sealed = [name.column for name in sealed_fields(Client)]

    with CaptureQueriesContext(connection) as statements:
        assert len(list(who.clients(actor(world.ada), now=MONDAY_TEN))) == 2
        assert len(open_alerts(actor(world.ada), now=MONDAY_TEN)) == 1

    assert len(statements) == 2
    for statement in statements:
        assert [column for column in sealed if f'"{column}"' in statement["sql"]] == []


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("", "holds no key"),
        ("k1", "line 1"),
        ("k1:short", "line 1"),
        ("k1:ümlaut", "line 1"),
        (f":{b64encode(bytes(32)).decode()}", "line 1"),
        (f"k1:{b64encode(bytes(31)).decode()}", "line 1"),
        (f"k1:{b64encode(bytes(32)).decode()}\n\nk2:no", "line 3"),
        (f"k1:{b64encode(bytes(32)).decode()}\nk1:{b64encode(bytes(range(32))).decode()}", "line 2.*k1 above already"),
    ],
)
def test_a_bad_key_file_is_told_with_its_line(tmp_path: Path, lines: str, fault: str) -> None:
    path = tmp_path / "keys"
    path.write_text(lines)

    with pytest.raises(ValueError, match=fault) as told:
        read_keys(path)

    assert str(path) in str(told.value)


def test_a_new_key_is_the_current_one_and_never_takes_the_name_of_another(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    for _ in range(2):
        call_command("make_key", path, stdout=StringIO())
    path.write_text(path.read_text().splitlines()[1])  # the old key went, and with it the last line end

    call_command("make_key", path, stdout=StringIO())

    ring = read_keys(path)
    assert list(ring.keys) == ["k2", "k3"]
    assert ring.current == "k3"
    assert path.stat().st_mode & 0o077 == 0


def test_a_key_is_not_added_to_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text("not keys\n")

    with pytest.raises(CommandError, match="line 1"):
        call_command("make_key", path, stdout=StringIO())

    assert path.read_text() == "not keys\n"
