"""Three workers at the same moment, on connections of their own: each client is asked once, the caseload is whole."""

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
    """What tests/clinic/answers/asking_at_once.py says, on a database of its own (some seconds: it migrates one)."""
    folder: Path = tmp_path_factory.mktemp("asking-at-once")
    url = f"sqlite:///{folder}/clinic.sqlite3"
    if server := os.environ.get("OPENIPT_TEST_DATABASE"):
        name = f"asking_at_once_{uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as postgres:
            postgres.execute(f"CREATE DATABASE {name}")
        url = f"{server.rpartition('/')[0]}/{name}"
    surroundings = {**os.environ, "OPENIPT_MODE": "demonstration", "OPENIPT_VAR": str(folder), "OPENIPT_DATABASE": url}
    command = [sys.executable, "-m", "tests.clinic.answers.asking_at_once"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_three_workers_ask_each_client_once(found: Any) -> None:
    assert found["asked"] == [[], 3]
    assert found["rows"] == [3, 3, 3]


def test_three_workers_follow_the_trail_without_a_fault_and_leave_the_caseload_whole(found: Any) -> None:
    assert (found["followed"], found["marks"], found["current"]) == ([], 1, True)
    assert found["differences"] == []


def test_the_trail_is_whole_after_all_of_it(found: Any) -> None:
    assert found["trail"] is None
