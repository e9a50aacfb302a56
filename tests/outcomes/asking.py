"""Files of scores and courses, and the command `outcomes` asked about them."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ipt.__main__ import main

SCORES = ("course", "measure", "on", "score")
COURSES = ("course", "referred_on", "started_on", "ended_on", "n_attended", "n_planned", "end_reason")
NHS = ("--framework", "nhs-talking-therapies")
JACOBSON = ("--framework", "jacobson-truax")
FOUR = ("recovered", "improved", "unchanged", "deteriorated")


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """A CSV file with this header and these rows; None is an empty field."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(header)
        writer.writerows(["" if value is None else value for value in row] for row in rows)
    return path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    """What the command tells as JSON."""
    assert main(["outcomes", *map(str, words), "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """The one sentence that the command refuses with; it printed nothing else."""
    try:
        code = main(["outcomes", *map(str, words)])
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (2, "", 1)
    return said.err.strip()


def counts(block: dict[str, Any]) -> tuple[int, ...]:
    """How many recovered, improved, stayed and got worse."""
    return tuple(block[name]["n"] for name in FOUR)
