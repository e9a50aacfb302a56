"""The worker's round does all that is due, goes on though one room fails, and its silence turns red."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError

from clinic.audit import action, anchor
from clinic.letters.models import Letter
from clinic.safety.models import Alert
from clinic.sealing.keys import CannotOpen
from clinic.worker import round as worker
from clinic.worker.management.commands import work
from clinic.worker.models import RED_AFTER, Heartbeat
from clinic.worker.round import go_round, heartbeat
from tests.clinic.steps import raised
from tests.world import MONDAY_TEN, World

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SECOND = timedelta(seconds=1)
LATE = MONDAY_TEN + timedelta(hours=4)


@pytest.fixture(autouse=True)
def anchor_file(settings: Any, tmp_path: Path) -> Path:
    """An anchor of our own."""
    settings.AUDIT_ANCHOR = tmp_path / "anchor"
    return tmp_path / "anchor"


@pytest.fixture
def signals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what the command does with Ctrl-C, and let it keep the connection in which the test runs."""
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_one_round_does_everything_that_is_due(world: World, anchor_file: Path, no_stray_writes: None) -> None:
    """An alert moves on; letters to the client, to its first holder and to the next one leave; the head is kept."""
    raised(world.ines, 2)

    beat = go_round(now=LATE)

    assert Alert.objects.get().holder == world.cleo
    assert [sent.to[0].partition("@")[0] for sent in mail.outbox] == ["ines", "ada", "cleo"]
    assert anchor.remembered(anchor_file) == action.head()
    assert (beat.at, beat.n_done, beat.problem) == (LATE, 4, "")
    assert go_round(now=LATE).n_done == 0


def test_there_is_one_heartbeat_and_it_moves(world: World) -> None:
    assert heartbeat() is None

    for n in range(3):
        go_round(now=MONDAY_TEN + n * SECOND)

    assert Heartbeat.objects.count() == 1
    beat = heartbeat()
    assert beat is not None
    assert beat.at == MONDAY_TEN + 2 * SECOND


@pytest.mark.parametrize("fault", [OperationalError, OSError, KeyError, ValueError, RuntimeError, CannotOpen])
@pytest.mark.parametrize("room", ["press_alerts", "send_letters", "drop_anchor"])
def test_a_room_that_fails_stops_no_other_and_the_heart_goes_on_beating(
    world: World, anchor_file: Path, monkeypatch: pytest.MonkeyPatch, room: str, fault: type[Exception]
) -> None:
    raised(world.ines, 2)

    def fails(*, now: Any) -> int:
        raise fault("Ines Vale answered 2")

    fails.__name__ = room
    monkeypatch.setattr(worker, "PRESSES", tuple(fails if p.__name__ == room else p for p in worker.PRESSES))

    beat = go_round(now=LATE)

    assert (Alert.objects.get().holder == world.cleo) is (room != "press_alerts")
    assert (Letter.objects.filter(sent_at=None).count() == 0) is (room != "send_letters")
    assert anchor_file.exists() is (room != "drop_anchor")
    assert (beat.at, beat.problem) == (LATE, f"{room}: {fault.__name__}")
    assert beat.is_red(now=LATE)
    monkeypatch.undo()
    assert not go_round(now=LATE + SECOND).is_red(now=LATE + SECOND)


def test_an_anchor_that_cannot_be_written_is_told_and_stops_nothing(
    world: World, settings: Any, tmp_path: Path
) -> None:
    raised(world.ines, 2)
    settings.AUDIT_ANCHOR = tmp_path

    beat = go_round(now=LATE)

    assert Alert.objects.get().holder == world.cleo
    assert beat.problem == "drop_anchor: IsADirectoryError"


def test_a_silent_worker_turns_red() -> None:
    assert timedelta(minutes=3) == RED_AFTER
    beat = go_round(now=MONDAY_TEN)

    red = [beat.is_red(now=MONDAY_TEN + timedelta(seconds=n)) for n in (0, 5, 179, 180, 181, 3600)]
    assert red == [False, False, False, False, True, True]


def test_the_command_goes_round_once_and_says_what_it_did(world: World, signals: None) -> None:
    raised(world.ines, 2)
    said = StringIO()

    call_command("work", "--once", stdout=said)

    assert said.getvalue() == "4 things done.\n"
    assert len(mail.outbox) == 3
    assert heartbeat() is not None


def test_the_command_says_which_room_failed(world: World, signals: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def press_alerts(*, now: Any) -> int:
        raise OperationalError

    monkeypatch.setattr(worker, "PRESSES", (press_alerts,))
    said = StringIO()

    call_command("work", "--once", stdout=said)

    assert said.getvalue() == "0 things done. press_alerts: OperationalError\n"


def test_the_command_ends_between_two_rounds_when_it_is_told_to(
    world: World, signals: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[Any] = []

    def round_then_stop(*, now: Any) -> Any:
        rounds.append(now)
        if len(rounds) == 2:
            signal.raise_signal(signal.SIGTERM)
        return Heartbeat(at=now)

    monkeypatch.setattr(work, "go_round", round_then_stop)

    call_command("work", "--every", "0.001")

    assert len(rounds) == 2
