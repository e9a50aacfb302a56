"""Key rotation: everything is sealed anew, an interrupted run goes on, and then the old key may go."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection

from clinic.letters.models import Letter
from clinic.pages.account import adapter
from clinic.people.actions.clients import change_details
from clinic.people.models import Client, User
from clinic.safety.actions.risk import record_risk
from clinic.safety.models import RiskRecord
from clinic.sealing import field, rotation
from clinic.sealing.keys import FACTOR_CONTEXT, CannotOpen, KeyRing
from clinic.sealing.management.commands import rotate_keys
from clinic.sealing.rotation import columns, reseal, waiting
from tests.world import MONDAY_TEN, World, actor, answered

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OLD = KeyRing(keys={"k1": b"1" * 32}, current="k1")
BOTH = KeyRing(keys={"k1": b"1" * 32, "k2": b"2" * 32}, current="k2")
NEW = KeyRing(keys={"k2": b"2" * 32}, current="k2")

Turn = Callable[[KeyRing], None]


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Let the clinic work with this key ring from now on, as after a restart."""

    def use(ring: KeyRing) -> None:
        for module in (field, adapter, rotate_keys):
            monkeypatch.setattr(module, "sealing_keys", lambda: ring)

    use(OLD)
    return use


@pytest.fixture
def sealed(turn: Turn, world: World) -> World:
    """The cast with an address, a note, a risk record, a letter, an authenticator app and recovery codes."""
    Authenticator.objects.all().delete()
    details = {"address": "4 Quay Street", "contact_note": "after six"}
    change_details(client=world.ines, details=details, by=actor(world.ada), now=MONDAY_TEN)
    look = {"was_asked": True, "finding": "none", "said": "no such thoughts"}
    record_risk(client=world.ines, look=look, by=actor(world.ada), now=MONDAY_TEN)
    answered(world.ines, "000000001", MONDAY_TEN.date(), now=MONDAY_TEN, by=world.ada)
    TOTP.activate(world.ada, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(world.ada)
    return world


def names_of_keys() -> set[str]:
    """The keys that seal anything at all."""
    found = set()
    for model, column in columns():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{column.column}" FROM "{model._meta.db_table}"')
            found |= {BOTH.key_name(bytes(value)) for (value,) in cursor if value}
    for data in Authenticator.objects.values_list("data", flat=True):
        found |= {BOTH.key_name(b64decode(data[name])) for name in ("secret", "seed") if name in data}
    return found


def app_of(user: User) -> str:
    """The secret that the authenticator app shares."""
    return adapter.SecondFactor().decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])


def codes_of(user: User) -> list[str]:
    """The recovery codes that are left."""
    return RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).get_unused_codes()


def test_rotation_seals_every_value_anew(sealed: World, turn: Turn) -> None:
    codes = codes_of(sealed.ada)
    assert names_of_keys() == {"k1"}
    turn(BOTH)
    n = waiting(ring=BOTH)
    said = StringIO()

    call_command("rotate_keys", stdout=said)

    turn(NEW)
    assert n == 2 + 1 + 3 + 2  # Ines, her risk record, one letter with address, subject and text, two factors
    assert said.getvalue() == f"{n} values sealed with k2; 0 still under an older key.\n"
    assert names_of_keys() == {"k2"}
    ines = Client.objects.get(pk=sealed.ines.pk)
    assert (ines.address, ines.contact_note, ines.access_needs) == ("4 Quay Street", "after six", "")
    assert RiskRecord.objects.get().said == "no such thoughts"
    assert Letter.objects.get().to == "ada@harbour.example"
    assert app_of(sealed.ada) == "JBSWY3DPEHPK3PXP"
    assert codes_of(sealed.ada) == codes


def test_without_rotation_the_old_key_may_not_go(sealed: World, turn: Turn) -> None:
    turn(NEW)

    with pytest.raises(CannotOpen, match="'k1'"):
        _ = Client.objects.get(pk=sealed.ines.pk).address
    with pytest.raises(CannotOpen, match="'k1'"):
        app_of(sealed.ada)


def test_between_the_new_key_and_the_rotation_everything_opens(sealed: World, turn: Turn) -> None:
    turn(BOTH)
    change_details(client=sealed.jo, details={"address": "1 Hill"}, by=actor(sealed.ada), now=MONDAY_TEN)

    assert Client.objects.get(pk=sealed.ines.pk).address == "4 Quay Street"
    assert Client.objects.get(pk=sealed.jo.pk).address == "1 Hill"
    assert names_of_keys() == {"k1", "k2"}


def test_a_second_run_has_nothing_to_do(sealed: World) -> None:
    assert reseal(ring=BOTH) == 8
    assert reseal(ring=BOTH) == 0
    assert waiting(ring=BOTH) == 0


def test_an_interrupted_run_goes_on(sealed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rotation.reseal_column

    def stop_at_letters(model: type, *rest: object, **ring: KeyRing) -> int:
        if model is Letter:
            raise KeyboardInterrupt
        return whole(model, *rest, **ring)

    monkeypatch.setattr(rotation, "reseal_column", stop_at_letters)
    with pytest.raises(KeyboardInterrupt):
        reseal(ring=BOTH)
    left = waiting(ring=BOTH)
    monkeypatch.undo()

    assert reseal(ring=BOTH) == left
    assert names_of_keys() == {"k2"}


def test_a_table_of_more_than_one_batch_is_sealed_whole(sealed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for client in (sealed.jo, sealed.kit, sealed.strange):
        change_details(client=client, details={"address": "1 Hill"}, by=actor(sealed.ada), now=MONDAY_TEN)
    monkeypatch.setattr(rotation, "BATCH", 2)

    reseal(ring=BOTH)

    assert names_of_keys() == {"k2"}


def test_a_row_written_meanwhile_is_kept_as_it_is_now(
    sealed: World, monkeypatch: pytest.MonkeyPatch, turn: Turn
) -> None:
    """Between reading a row and writing it, somebody else saved the row."""
    opened = KeyRing.open

    def write_meanwhile(ring: KeyRing, value: bytes, *, context: str) -> str:
        text = opened(ring, value, context=context)
        if text == "4 Quay Street":
            newer = OLD.seal("9 New Road", context=context)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE people_client SET address = %s WHERE reference = %s", [newer, sealed.ines.reference]
                )
        return text

    monkeypatch.setattr(KeyRing, "open", write_meanwhile)
    reseal(ring=BOTH)
    monkeypatch.setattr(KeyRing, "open", opened)

    turn(BOTH)
    assert waiting(ring=BOTH) == 1
    assert Client.objects.get(pk=sealed.ines.pk).address == "9 New Road"


def test_a_moved_value_stops_the_rotation_and_is_not_sealed_for_its_new_place(sealed: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_client SET gender = address WHERE reference = %s", [sealed.ines.reference])

    with pytest.raises(CannotOpen, match=r"people\.client\.gender"):
        reseal(ring=BOTH)


def test_a_secret_that_is_not_sealed_is_told(sealed: World) -> None:
    Authenticator.objects.filter(type="totp").update(data={"secret": "JBSWY3DPEHPK3PXP!"})

    with pytest.raises(CannotOpen, match="second factor is not sealed"):
        waiting(ring=BOTH)


def test_secrets_of_factors_are_bound_to_their_use(sealed: World) -> None:
    packed = Authenticator.objects.get(type="totp").data["secret"]

    assert OLD.open(b64decode(packed), context=FACTOR_CONTEXT) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(CannotOpen):
        OLD.open(b64decode(b64encode(b64decode(packed))), context="people.client.address")
