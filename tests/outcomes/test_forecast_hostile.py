"""`python -m ipt forecast` with courses as they come: out of order, shifted, constant, few, long; none looks ahead."""

import csv
import random
from io import StringIO
from math import log1p
from pathlib import Path

import pytest

from ipt.__main__ import main
from tests.outcomes.asking import write

Capture = pytest.CaptureFixture[str]
Row = tuple[str, float, float]
Forecast = tuple[float, float, float]
HEADER = ("course", "day", "score")
LOW, HIGH = 0, 27


def weekly(n: int, *, seed: int, most: int = 12) -> list[Row]:
    """Weekly whole scores that fall fast at first, with two days asked twice."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for number in range(n):
        level, slope = chance.gauss(15, 5), chance.gauss(-2.5, 1.5)
        for week in range(chance.randint(2, most)):
            score = round(level + slope * log1p(week) + chance.gauss(0, 2.5))
            rows.append((f"p{number}", 7 * week, min(HIGH, max(LOW, score))))
    return [*rows, rows[0], rows[-1]]


def expected(
    capsys: Capture, folder: Path, train: list[Row], test: list[Row], *, low: float = LOW, high: float = HIGH
) -> dict[tuple[str, int, str], Forecast]:
    """Expected, low and high by course, seen and target; every interval lies in the range and about its middle."""
    words = [str(write(folder / "train.csv", HEADER, train)), str(write(folder / "test.csv", HEADER, test))]
    assert main(["forecast", *words, "--range", f"{low},{high}"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    rows = list(csv.DictReader(StringIO(said.out)))
    found = {
        (row["course"], int(row["seen"]), row["target"]): (
            float(row["expected"]),
            float(row["low"]),
            float(row["high"]),
        )
        for row in rows
    }
    assert len(found) == len(rows)
    assert all(low <= lowest <= middle <= highest <= high for middle, lowest, highest in found.values())
    return found


def test_no_later_score_changes_what_was_expected(tmp_path: Path, capsys: Capture) -> None:
    train, test = weekly(40, seed=1), weekly(6, seed=2)
    changed = [(course, day, score if day <= 14 else HIGH - score) for course, day, score in test]

    before, after = (expected(capsys, tmp_path, train, rows) for rows in (test, changed))

    assert before.keys() == after.keys()
    assert all(before[key] == after[key] for key in before if key[1] <= 3)
    assert any(before[key] != after[key] for key in before if key[1] > 3)


def test_neither_order_nor_neighbours_nor_the_first_day_count(tmp_path: Path, capsys: Capture) -> None:
    train, test = weekly(40, seed=1), weekly(5, seed=3)
    whole = expected(capsys, tmp_path, train, test)
    chance = random.Random(4)

    shuffled = expected(capsys, tmp_path, chance.sample(train, len(train)), chance.sample(test, len(test)))
    alone = expected(capsys, tmp_path, train, [row for row in test if row[0] == "p3"])
    later = expected(capsys, tmp_path, train, [(course, day + 1000, score) for course, day, score in test])

    assert shuffled == whole == later
    assert alone == {key: value for key, value in whole.items() if key[0] == "p3"}


def test_a_range_below_0_moves_everything_with_it(tmp_path: Path, capsys: Capture) -> None:
    train, test = weekly(40, seed=1), weekly(4, seed=5)
    moved_train, moved_test = ([(course, day, score - 10) for course, day, score in rows] for rows in (train, test))

    before = expected(capsys, tmp_path, train, test)
    after = expected(capsys, tmp_path, moved_train, moved_test, low=-10, high=17)

    for key, numbers in after.items():
        assert [number + 10 for number in numbers] == pytest.approx(before[key], abs=2e-4)


@pytest.mark.parametrize("kind", ["always five", "always the floor", "each its own", "up and down", "ten courses"])
def test_courses_that_hardly_teach_still_give_intervals_in_the_range(
    kind: str, tmp_path: Path, capsys: Capture
) -> None:
    names = [f"c{number}" for number in range(20)]
    train: dict[str, list[Row]] = {
        "always five": [(name, 7 * week, 5) for name in names for week in range(5)],
        "always the floor": [(name, 7 * week, 0) for name in names for week in range(5)],
        "each its own": [(name, 7 * week, number) for number, name in enumerate(names) for week in range(2)],
        "up and down": [(name, 7 * week, 27 * (week % 2)) for name in names for week in range(5)],
        "ten courses": weekly(10, seed=6),
    }

    assert expected(capsys, tmp_path, train[kind], weekly(4, seed=7))


def test_a_course_of_a_thousand_scores_is_told_to_its_end(tmp_path: Path, capsys: Capture) -> None:
    found = expected(capsys, tmp_path, weekly(30, seed=1), [("long", day, day * 7 % 28) for day in range(1000)])

    assert len(found) == 2 * 999
    assert found["long", 999, "next"] == found["long", 999, "last"]


def test_a_course_of_one_day_has_nothing_to_expect(tmp_path: Path, capsys: Capture) -> None:
    assert expected(capsys, tmp_path, weekly(30, seed=1), [("one", 3, 9), ("two", 0, 4), ("two", 0, 8)]) == {}
