"""Completers against everybody who started: the antidepressant trial, HAMD-17 at week 6."""

import csv
from collections.abc import Callable

import ibis
import pytest

from ipt.outcomes.missing import Views, remission, response
from tests.reference.published import shared


def scores(wanted: Callable[[dict[str, str]], bool]) -> ibis.Table:
    with shared("antidepressant_trial_hamd17.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if wanted(row) and row["hamd17"]]
    return ibis.memtable(
        {
            "course": [row["patient"] for row in rows],
            "measure": ["hrsd-17"] * len(rows),
            "on": [float(row["week"]) for row in rows],
            "score": [float(row["hamd17"]) for row in rows],
        }
    )


def shares(views: Views) -> tuple[float | None, ...]:
    three = (views.completers, views.missing_as_failure, views.carried_forward)
    return tuple(None if one.rate is None else round(100 * one.rate, 2) for one in three)


def test_response_of_all_172() -> None:
    found = response(scores(lambda row: True), measure="hrsd-17", at=6)

    assert (found.completers.n, found.completers.of) == (49, 129)
    assert (found.missing_as_failure.n, found.missing_as_failure.of) == (49, 172)
    assert (found.carried_forward.n, found.carried_forward.of) == (57, 172)
    assert shares(found) == (37.98, 28.49, 33.14)


@pytest.mark.parametrize(("arm", "expected"), [("DRUG", (45.31, 34.52, 39.29)), ("PLACEBO", (30.77, 22.73, 27.27))])
def test_response_by_arm(arm: str, expected: tuple[float, ...]) -> None:
    assert shares(response(scores(lambda row: row["arm"] == arm), measure="hrsd-17", at=6)) == expected


def test_remission_is_seven_points_or_fewer() -> None:
    found = remission(scores(lambda row: True), measure="hrsd-17", at=6, below=8)

    assert (found.completers.n, found.completers.of) == (38, 129)
    assert (found.missing_as_failure.n, found.missing_as_failure.of) == (38, 172)
    assert (found.carried_forward.n, found.carried_forward.of) == (45, 172)
