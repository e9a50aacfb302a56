"""The trail: every link holds, and whatever is changed, taken out, cut off or swapped is found and told in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from django.core.management import CommandError, call_command
from django.db import connection

from clinic.audit import action, anchor, triggers
from clinic.audit.chain import NO_EVENTS, START, Head, audit_keys, first_fault, link
from clinic.audit.models import Event
from clinic.audit.queries import all_events
from clinic.sealing.keys import KeyRing
from tests.world import LONDON, MONDAY_TEN, World, some_id

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@contextmanager
def somebody_with_the_database() -> Iterator[Any]:
    """A cursor of somebody who takes the triggers away and puts them back, to leave no trace."""
    with connection.cursor() as cursor:
        on = " ON audit_event" if connection.vendor == "postgresql" else ""
        for name in triggers.POSTGRESQL if on else triggers.SQLITE:
            cursor.execute(f"DROP TRIGGER {name}{on}")
        yield cursor
    triggers.install()


def fault(*, remembered: Head = NO_EVENTS, ring: KeyRing | None = None) -> str | None:
    """What the check finds."""
    return first_fault(all_events(), ring=ring or audit_keys(), anchor=remembered)


def newest() -> int:
    """How many events the cast made."""
    return action.head().seq


def test_every_link_of_what_the_actions_wrote_holds(world: World) -> None:
    assert newest() > 20
    assert fault(remembered=action.head()) is None


def test_an_empty_trail_is_whole() -> None:
    assert action.head() == NO_EVENTS
    assert fault() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", MONDAY_TEN + timedelta(microseconds=1)),
        ("by_kind", "staff"),
        ("by_id", some_id()),
        ("session", "another"),
        ("happened", "client opened"),
        ("about_kind", "alert"),
        ("about_id", some_id()),
        ("client_id", some_id()),
        ("mac", "0" * 64),
    ],
)
def test_a_changed_event_is_found(world: World, column: str, value: Any) -> None:
    with somebody_with_the_database():
        Event.objects.filter(seq=9).update(**{column: value})

    assert fault() == "Event 9 was changed, or one before it was."


def test_an_event_whose_client_was_taken_out_is_found(world: World) -> None:
    about_client = Event.objects.exclude(client_id=None).order_by("seq").values_list("seq", flat=True)[0]
    with somebody_with_the_database():
        Event.objects.filter(seq=about_client).update(client_id=None)

    assert fault() == f"Event {about_client} was changed, or one before it was."


def test_missing_events_in_the_middle_are_found(world: World) -> None:
    with somebody_with_the_database():
        Event.objects.filter(seq__in=[7, 8]).delete()

    assert fault() == "Events 7 to 8 are missing."


def test_a_missing_beginning_is_found(world: World) -> None:
    with somebody_with_the_database():
        Event.objects.filter(seq__lte=3).delete()

    assert fault() == "Events 1 to 3 are missing."


def test_events_taken_out_and_numbered_anew_are_found(world: World) -> None:
    with somebody_with_the_database():
        Event.objects.filter(seq=newest() - 1).delete()
        Event.objects.filter(seq=newest()).update(seq=newest() - 1)

    assert fault() == f"Event {newest()} was changed, or one before it was."


def test_a_swapped_order_is_found(world: World) -> None:
    with somebody_with_the_database():
        for before, after in ((7, -1), (8, 7), (-1, 8)):
            Event.objects.filter(seq=before).update(seq=after)

    assert fault() == "Event 7 was changed, or one before it was."


def test_an_event_put_in_front_is_found(world: World) -> None:
    forged = Event.objects.get(seq=1)
    forged.seq = 0
    Event.objects.bulk_create([forged])

    assert fault() == "Event 0 stands before the first one: it was put there."


def test_an_event_forged_at_the_end_is_found(world: World) -> None:
    forged = Event.objects.get(seq=newest())
    forged.seq += 1
    Event.objects.bulk_create([forged])

    assert fault() == f"Event {newest()} was changed, or one before it was."


def test_a_cut_chain_is_found(world: World, tmp_path: Path) -> None:
    before = anchor.drop(tmp_path / "anchor")
    with somebody_with_the_database():
        Event.objects.filter(seq__gt=before.seq - 4).delete()

    assert fault() is None, "without the anchor a shorter chain looks whole"
    assert (
        fault(remembered=anchor.remembered(tmp_path / "anchor"))
        == f"The trail ends at event {before.seq - 4}, but {before.seq} were there: the end was cut off."
    )


def test_a_trail_written_anew_by_somebody_with_the_key_is_found_by_the_anchor(world: World, tmp_path: Path) -> None:
    before = anchor.drop(tmp_path / "anchor")
    with somebody_with_the_database():
        last = Event.objects.get(seq=before.seq)
        Event.objects.filter(seq=before.seq).delete()
    last.happened = "nothing at all"
    action.write([last])

    assert fault() is None
    assert (
        fault(remembered=before) == f"Event {before.seq} is not the one that the anchor outside the database remembers."
    )


def test_the_anchor_remembers_the_furthest_head_and_is_written_only_when_it_moves(world: World, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "anchor"
    assert anchor.remembered(path) == NO_EVENTS

    first = anchor.drop(path)
    anchor.drop(path)
    path.open("a").write("3 " + "a" * 64 + "\n")

    assert anchor.remembered(path) == first
    assert len(path.read_text().split()) == 4


def test_a_line_of_the_anchor_that_was_not_finished_does_not_hide_the_others(world: World, tmp_path: Path) -> None:
    """The power went while the worker wrote it."""
    path = tmp_path / "anchor"
    head = anchor.drop(path)
    for half in ("7", "7 ", "x y", f"{head.seq + 5} abc"):
        path.write_text(f"{head.seq} {head.mac}\n{half}")

        assert anchor.remembered(path) == head
        assert anchor.drop(path) == head


def test_an_old_key_of_the_audit_ring_keeps_old_links_valid(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    old = audit_keys()
    both = KeyRing(keys={**old.keys, "k2": b"2" * 32}, current="k2")
    n = newest()
    monkeypatch.setattr(action, "audit_keys", lambda: both)

    action.write([Event.objects.get(seq=1)])

    assert Event.objects.get(seq=n + 1).key == "k2"
    assert fault(ring=both) is None
    assert fault(ring=old) == f"Event {n + 1} names the key 'k2', which is not in the key ring."
    assert (
        fault(ring=KeyRing(keys={"k2": b"2" * 32}, current="k2"))
        == "Event 1 names the key 'k1', which is not in the key ring."
    )
    assert (
        fault(ring=evolve(both, keys={**both.keys, "k2": bytes(32)}))
        == f"Event {n + 1} was changed, or one before it was."
    )


def test_the_command_says_that_the_trail_is_whole(world: World, settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHOR = tmp_path / "anchor"
    anchor.drop(settings.AUDIT_ANCHOR)
    said = StringIO()

    call_command("verify_audit", stdout=said)

    assert said.getvalue() == f"The audit trail is whole: {newest()} events.\n"


def test_the_command_says_in_words_what_is_wrong(world: World, settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHOR = tmp_path / "anchor"
    head = anchor.drop(settings.AUDIT_ANCHOR)

    with somebody_with_the_database():
        with pytest.raises(CommandError, match=r"The audit trigger event_no_\w+ is missing\. Run `manage.py migrate`"):
            call_command("verify_audit")
        Event.objects.filter(seq=head.seq).delete()
    with pytest.raises(CommandError, match="the end was cut off"):
        call_command("verify_audit")
    with somebody_with_the_database():
        Event.objects.filter(seq=4).update(happened="nothing")
    with pytest.raises(CommandError, match="Event 4 was changed"):
        call_command("verify_audit")


def test_the_same_moment_told_in_another_zone_is_the_same_link(world: World) -> None:
    event, in_london = Event.objects.get(seq=2), Event.objects.get(seq=2)
    in_london.at = event.at.astimezone(LONDON)

    assert link(in_london, after=START, ring=audit_keys()) == link(event, after=START, ring=audit_keys())
