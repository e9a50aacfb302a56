"""The worker has the numbers of a day computed once, and again when the process died."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clinic.audit.actor import SYSTEM
from clinic.reports import apps, due
from clinic.reports.actions import finish_computing
from clinic.reports.due import MOST_TRIES, TRIED_AGAIN, last_whole_day, press_reports, take_up
from clinic.reports.models import Computing

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NIGHT = datetime(2026, 3, 2, 0, 10, tzinfo=ZoneInfo("UTC"))
DAY = date(2026, 3, 1)


def test_the_day_that_counts_is_the_last_whole_one() -> None:
    assert last_whole_day(NIGHT) == DAY


def test_a_day_is_taken_up_once() -> None:
    assert take_up(as_of=DAY, now=NIGHT)
    assert not take_up(as_of=DAY, now=NIGHT + timedelta(minutes=1))
    assert Computing.objects.get().n_tries == 1


def test_a_process_that_did_not_finish_in_an_hour_is_taken_for_dead_and_a_few_times_only() -> None:
    tries = [take_up(as_of=DAY, now=NIGHT + n * TRIED_AGAIN) for n in range(MOST_TRIES + 2)]
    assert tries == [True] * MOST_TRIES + [False, False]


def test_a_day_that_is_done_is_never_taken_up_again() -> None:
    take_up(as_of=DAY, now=NIGHT)
    finish_computing(as_of=DAY, n_blocks=3, n_fits=1, by=SYSTEM, now=NIGHT + timedelta(minutes=2))
    assert not take_up(as_of=DAY, now=NIGHT + timedelta(days=1))


def test_without_the_engine_nothing_is_taken_up_and_the_start_says_so(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMPUTES_REPORTS = True
    monkeypatch.setattr(apps, "ENGINE", "no_such_package")
    assert press_reports(now=NIGHT) == 0
    assert not Computing.objects.exists()
    assert [one.id for one in apps.check_engine(None)] == ["reports.W1"]


def test_the_process_is_started_once_and_ended_with_the_worker(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.COMPUTES_REPORTS = True
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    started: list[date] = []

    def start(as_of: date) -> "subprocess.Popen[bytes]":
        started.append(as_of)
        return subprocess.Popen(sleeping)

    monkeypatch.setattr(due, "start", start)
    for minutes in range(3):
        press_reports(now=NIGHT + timedelta(minutes=minutes))
    (child,) = due.RUNNING
    due.stop_computing()
    assert started == [DAY]
    assert child.returncode is not None


def test_nothing_is_started_where_it_is_switched_off() -> None:
    assert press_reports(now=NIGHT) == 0
    assert not Computing.objects.exists()
