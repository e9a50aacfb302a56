"""Two bookings, two taps, two drafts at the same moment, on connections of their own: one hour, one tick, no loss."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from clinic.environment import ROOT

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What tests/clinic/therapy/hours_at_once.py says, on a database of its own (some seconds: it migrates one)."""
    folder: Path = tmp_path_factory.mktemp("hours-at-once")
    url = f"sqlite:///{folder}/clinic.sqlite3"
    if server := os.environ.get("OPENIPT_TEST_DATABASE"):
        name = f"hours_{uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as postgres:
            postgres.execute(f"CREATE DATABASE {name}")
        url = f"{server.rpartition('/')[0]}/{name}"
    surroundings = {**os.environ, "OPENIPT_MODE": "demonstration", "OPENIPT_VAR": str(folder), "OPENIPT_DATABASE": url}
    command = [sys.executable, "-m", "tests.clinic.therapy.hours_at_once"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_client_who_is_started_three_times_at_once_has_one_course(found: Any) -> None:
    assert found["starts"] == [["CourseError", "CourseError", "done"], 1]


def test_one_hour_of_a_therapist_is_booked_once(found: Any) -> None:
    assert found["one hour"] == ["Clash", "Clash", "done"]
    assert found["same client"] == ["Clash", "Clash", "done"]


def test_series_that_meet_are_booked_whole_or_not_at_all_and_never_overlap(found: Any) -> None:
    assert "done" in found["series"]
    assert set(found["series"]) == {"Clash", "done"}
    assert found["overlaps"] == 0


def test_three_taps_at_once_make_one_tick(found: Any) -> None:
    assert found["taps"] == [["done", "done", "done"], 1]


def test_three_first_drafts_at_once_are_one_note_with_two_texts_beside_it(found: Any) -> None:
    assert found["drafts"] == [["done", "done", "done"], ["text 0", "text 1", "text 2"]]


def test_saving_settling_and_signing_at_once_never_wait_for_each_other(found: Any) -> None:
    assert found["waiting"] == []


def test_an_absence_told_three_times_at_once_raises_one_alert(found: Any) -> None:
    assert found["told"] == [["done", "done", "done"], 1]


def test_an_absence_beside_the_close_of_the_last_alert_keeps_the_sight_of_duty(found: Any) -> None:
    assert found["in sight"] is True


def test_the_trail_is_whole_after_all_of_it(found: Any) -> None:
    assert found["trail"] is None
