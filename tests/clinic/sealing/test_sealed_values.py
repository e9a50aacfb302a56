"""Values under one seal open as they were, in their own row and place, and nothing but values is sealed so."""

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from clinic.sealing import field
from clinic.sealing.field import SealedValues, sealed_fields
from clinic.sealing.keys import CannotOpen, KeyRing
from clinic.sealing.rotation import columns, reseal, waiting
from clinic.therapy.actions.notes import save_note
from clinic.therapy.models import NoteCopy, SessionNote, TherapySession
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.sessions import ELEVEN, held
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

VALUES: dict[str, Any] = {
    "what_happened": 'Row with "Tom" – über Geld\r\n{}',
    "drift": "0",
    "scale": 0,
    "told": False,
    "choices": ["a", "b"],
}


@pytest.fixture
def session(world: World) -> TherapySession:
    """A session of Ines's that was held at ten."""
    return held(started(world))


@pytest.fixture
def note(session: TherapySession) -> SessionNote:
    """A note of values of every kind, read anew."""
    return fresh(saved(session, VALUES))


def saved(session: TherapySession, values: dict[str, Any], *, page: str = "tab 1", revision: int = 0) -> SessionNote:
    """A draft with these values."""
    draft: Any = {"values": values, "revision": revision, "page": page}
    return save_note(session=session, draft=draft, by=actor(session.course.client.therapist), now=ELEVEN).note


def fresh(note: SessionNote) -> SessionNote:
    """The row as the database has it."""
    return SessionNote.objects.get(pk=note.pk)


def stored(note: SessionNote, column: str = "values") -> bytes:
    """What stands in the column itself."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM therapy_sessionnote WHERE revision = %s', [note.revision])
        return bytes(cursor.fetchone()[0])


def put(value: bytes, *, table: str = "therapy_sessionnote", column: str = "values") -> None:
    """Write below the ORM, in every row."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET "{column}" = %s', [value])


def test_values_come_back_as_they_were_and_are_not_in_the_column(note: SessionNote) -> None:
    assert note.values == VALUES
    assert list(map(type, note.values.values())) == [type(VALUES[name]) for name in note.values]
    for part in (b"Tom", b"what_happened", b"Geld"):
        assert part not in stored(note)


def test_values_moved_to_another_row_do_not_open(note: SessionNote, session: TherapySession) -> None:
    copy = NoteCopy(note=note, values={"what_happened": "x"}, saved_at=MONDAY_TEN, saved_by_id=note.saved_by_id)
    copy.save()
    other = SessionNote.objects.create(
        session=held(session.course, MONDAY_TEN.replace(hour=14)),
        prompts=note.prompts,
        version=1,
        began_at=MONDAY_TEN,
        saved_at=MONDAY_TEN,
        saved_by_id=note.saved_by_id,
    )

    put(stored(note))

    assert fresh(note).values == VALUES
    with pytest.raises(CannotOpen, match="another row"):
        _ = fresh(other).values
    put(stored(note), table="therapy_notecopy")
    with pytest.raises(CannotOpen, match=r"therapy\.notecopy\.values"):
        _ = NoteCopy.objects.get(pk=copy.pk).values


def test_values_moved_to_another_column_of_their_row_do_not_open(note: SessionNote) -> None:
    put(stored(note), column="withdrawn_why")

    with pytest.raises(CannotOpen, match=r"therapy\.sessionnote\.withdrawn_why"):
        _ = fresh(note).withdrawn_why


def test_no_changed_byte_opens(note: SessionNote) -> None:
    sealed = stored(note)
    for place in range(0, len(sealed), 7):
        put(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])

        with pytest.raises(CannotOpen):
            _ = fresh(note).values


@pytest.mark.parametrize("wrong", [["a"], ("a", 1), "text", '{"a": 1}', 4, True, b"{}", date(2026, 3, 2)])
def test_what_is_no_values_is_refused_and_the_row_stays(note: SessionNote, wrong: Any) -> None:
    row = fresh(note)
    row.values = wrong

    with pytest.raises(TypeError, match=r"therapy\.sessionnote\.values"), transaction.atomic():
        row.save()

    assert fresh(note).values == VALUES


def test_a_value_that_is_no_plain_value_is_refused(note: SessionNote) -> None:
    row = fresh(note)
    row.values = {"when": date(2026, 3, 2)}

    with pytest.raises(TypeError, match="not JSON serializable"):
        row.save()


def test_no_values_are_sealed_as_nothing_and_open_to_none(note: SessionNote, session: TherapySession) -> None:
    row = fresh(note)
    row.values = {}
    row.save()

    assert stored(note) == b""
    assert fresh(note).values == {}
    assert SessionNote().values == {}


def test_values_that_hold_an_empty_text_are_something(note: SessionNote) -> None:
    row = fresh(note)
    row.values = {"drift": ""}
    row.save()

    assert len(stored(note)) > 0
    assert fresh(note).values == {"drift": ""}


def test_a_value_changed_in_place_is_saved(note: SessionNote) -> None:
    row = fresh(note)
    row.values["drift"] = "to the job"
    row.save()

    assert fresh(note).values == {**VALUES, "drift": "to the job"}


def test_two_rows_without_values_do_not_share_them() -> None:
    one, other = SessionNote(), SessionNote()
    one.values["drift"] = "mine"

    assert other.values == {}


def test_saving_a_row_that_was_never_opened_keeps_its_values(note: SessionNote) -> None:
    before = stored(note)
    row = fresh(note)

    row.save()

    assert stored(note) == before


def test_values_that_were_left_out_are_read_when_asked_for_and_saving_without_them_keeps_them(
    note: SessionNote,
) -> None:
    for rows in (SessionNote.objects.defer("values"), SessionNote.objects.only("revision")):
        row = rows.get(pk=note.pk)
        row.save()
        with CaptureQueriesContext(connection) as statements:
            assert row.values == VALUES
            assert row.values == VALUES
        assert len(statements) == 1

    row.refresh_from_db(fields=["values"])
    assert row.values == VALUES


def test_a_row_of_values_can_be_counted_and_never_shown(note: SessionNote) -> None:
    [row] = SessionNote.objects.values("values")

    assert repr(row["values"]) == "<sealed>"
    with pytest.raises(CannotOpen):
        str(row["values"])


@pytest.mark.parametrize(
    "use",
    [
        lambda: list(SessionNote.objects.filter(values={})),
        lambda: list(SessionNote.objects.filter(values__what_happened="Row")),
        lambda: list(SessionNote.objects.filter(values__isnull=True)),
        lambda: SessionNote.objects.update(values={"drift": "x"}),
        lambda: SessionNote.objects.update(values=F("withdrawn_why")),
        lambda: SessionNote.objects.bulk_update(list(SessionNote.objects.all()), ["values"]),
    ],
)
def test_filters_and_bulk_changes_are_refused(note: SessionNote, use: Any) -> None:
    before = stored(note)

    with pytest.raises(FieldError), transaction.atomic():
        use()

    assert stored(note) == before


def test_values_are_never_dumped(note: SessionNote) -> None:
    with pytest.raises(CommandError, match="dumpdata is refused"):
        call_command("dumpdata", "therapy", stdout=StringIO())
    with pytest.raises(FieldError, match=r"therapy\.sessionnote\.values is sealed"):
        serialize("json", SessionNote.objects.only("values", "session"))


# ---- Rotation ----

OLD = KeyRing(keys={"k1": b"1" * 32}, current="k1")
BOTH = KeyRing(keys={"k1": b"1" * 32, "k2": b"2" * 32}, current="k2")
NEW = KeyRing(keys={"k2": b"2" * 32}, current="k2")


@pytest.fixture
def old_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Everything is sealed with the old key until a test says otherwise."""
    monkeypatch.setattr(field, "sealing_keys", lambda: OLD)
    yield monkeypatch


def test_rotation_seals_values_anew_and_they_open_with_the_new_key_alone(
    old_key: pytest.MonkeyPatch, session: TherapySession
) -> None:
    Authenticator.objects.all().delete()  # the cast's are no real ones
    note = saved(session, VALUES)
    saved(session, {"what_happened": "beside"}, page="tab 2")
    assert OLD.key_name(stored(note)) == "k1"
    old_key.setattr(field, "sealing_keys", lambda: NEW)
    with pytest.raises(CannotOpen, match="'k1'"):
        _ = fresh(note).values

    n = waiting(ring=BOTH)
    assert reseal(ring=BOTH) == n == 2  # the note and the text beside it
    assert waiting(ring=BOTH) == 0

    assert NEW.key_name(stored(note)) == "k2"
    assert fresh(note).values == VALUES
    assert NoteCopy.objects.get().values == {"what_happened": "beside"}


def test_every_column_of_values_is_among_those_that_rotation_turns() -> None:
    turned = {(model, column.name) for model, column in columns()}
    models = {model for model, _name in turned}

    mine = {(model, one.name) for model in models for one in sealed_fields(model) if isinstance(one, SealedValues)}
    assert mine <= turned
    assert {name for _model, name in mine} == {"values"}
    assert len(mine) == 7  # entry, focus, agreement, relationship, its safety, note, copy


def test_no_two_sealed_columns_share_a_context() -> None:
    contexts = [column.context for _model, column in columns()]

    assert len(contexts) == len(set(contexts))
    for model, column in columns():
        assert column.context == f"{model._meta.app_label}.{model._meta.model_name}.{column.name}"


def test_what_is_sealed_is_plain_json_sorted_by_id(note: SessionNote) -> None:
    """So that a backup can be opened by another program, and the same values have the same length."""
    text = field.sealing_keys().open(stored(note), context=f"therapy.sessionnote.values:{note.pk}")

    assert json.loads(text) == VALUES
    assert list(json.loads(text)) == sorted(VALUES)
