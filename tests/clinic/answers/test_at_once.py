"""Two taps, two workers, two clinicians at the same moment, on connections of their own: one record of each."""

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
    """What tests/clinic/answers/at_once.py says, on a database of its own (some seconds: it migrates one)."""
    folder: Path = tmp_path_factory.mktemp("at-once")
    url = f"sqlite:///{folder}/clinic.sqlite3"
    if server := os.environ.get("OPENIPT_TEST_DATABASE"):
        name = f"at_once_{uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as postgres:
            postgres.execute(f"CREATE DATABASE {name}")
        url = f"{server.rpartition('/')[0]}/{name}"
    surroundings = {**os.environ, "OPENIPT_MODE": "demonstration", "OPENIPT_VAR": str(folder), "OPENIPT_DATABASE": url}
    command = [sys.executable, "-m", "tests.clinic.answers.at_once"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_sheet_sent_three_times_at_once_has_one_score_and_one_alert(found: Any) -> None:
    answers, n_sheets, n_scores, n_alerts = found["sent"]

    assert len(set(answers)) == 1, answers
    assert (n_sheets, n_scores, n_alerts, found["letters"]) == (1, 1, 1, 1)


def test_answers_tapped_at_once_raise_one_alert_of_the_highest_level(found: Any) -> None:
    assert found["tapped"] == [1, "urgent"]


def test_an_alert_raised_while_the_last_one_is_closed_keeps_the_sight_of_duty(found: Any) -> None:
    assert found["closed beside a new one"] == [1, True]


def test_three_workers_move_each_alert_one_step(found: Any) -> None:
    assert found["pressed"] == [[], [1, 1, 1]]


def test_three_workers_send_each_letter_once(found: Any) -> None:
    assert found["letters sent"] == [[], True, True]


def test_the_trail_is_whole_after_all_of_it(found: Any) -> None:
    assert found["trail"] is None
