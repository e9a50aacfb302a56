"""`python -m ipt forecast`: what to expect of the next and the last score of courses, learned from other courses."""

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from io import StringIO
from math import isfinite
from pathlib import Path

from attrs import frozen

from ipt.outcomes.ahead import Forecasts, forecasts
from ipt.outcomes.expected import TooFewCourses, fit
from ipt.outcomes.series import Series, series

NEEDED = ("course", "day", "score")
COLUMNS = ("course", "seen", "target", "day", "expected", "low", "high")
N_DECIMALS = 4
FURTHEST = 1_000_000  # days, some 2,700 years
EXPLAINED = """
Both files have one row for each score, with the columns course, day and score; other columns are left alone. day counts
from any day that suits, may have decimals and may be below 0; several scores of one course on one day are averaged. For
each course of TEST.csv and each number of scores seen, two rows come out, for the next score and for the last one, each
with the day of the true one: expected is as likely too high as too low, and four in five scores lie from low to high.
Only the scores seen are used. A course with one score has nothing to expect.
"""


class Unreadable(ValueError):
    """A file that cannot be used; the message is one sentence with the line and the field."""


@frozen
class Range:
    """The lowest and the highest score the measure can have."""

    low: float
    high: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The two files, the range of the measure, and how the result is told."""
    parser.epilog = EXPLAINED
    parser.add_argument("train", type=Path, metavar="TRAIN.csv", help="the courses to learn from: course, day, score")
    parser.add_argument("test", type=Path, metavar="TEST.csv", help="the courses to expect something of")
    parser.add_argument(
        "--range", type=_range, required=True, metavar="LOW,HIGH", help="lowest and highest score, such as 0,63"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(asked: argparse.Namespace) -> int:
    """Learn and tell; 2, with one sentence on standard error and nothing written, for a file that cannot be used."""
    allowed: Range = asked.range
    try:
        train, test = (read(path, allowed=allowed) for path in (asked.train, asked.test))
        found = fit(train, low=allowed.low, high=allowed.high)
    except TooFewCourses as problem:
        print(f"{asked.train}: {problem}", file=sys.stderr)
        return 2
    except Unreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    rows = _rows_of(test, expected=forecasts(found, test))
    if asked.json:
        print(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows], indent=1, ensure_ascii=False))
    else:
        csv.writer(sys.stdout, lineterminator="\n").writerows([COLUMNS, *rows])
    return 0


def read(path: Path, *, allowed: Range) -> Series:
    """The courses of a file of scores; Unreadable names the first line and field that cannot be used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror or problem}.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not a text in UTF-8: save it as CSV in UTF-8.") from None
    courses: list[str] = []
    days: list[float] = []
    scores: list[float] = []
    try:
        for line, course, day, score in _cells(text, path=path):
            courses.append(_course(course, line=line, path=path))
            days.append(_number(day, name="day", line=line, path=path))
            if abs(days[-1]) > FURTHEST:
                raise Unreadable(f"{path}, line {line}: day is a number of days, and {day.strip()} is too far from 0.")
            scores.append(_number(score, name="score", line=line, path=path))
            if not allowed.low <= scores[-1] <= allowed.high:
                expected = f"from {allowed.low:g} to {allowed.high:g}"
                raise Unreadable(f"{path}, line {line}: score lies {expected} (--range), not {score.strip()}.")
    except csv.Error as problem:
        raise Unreadable(f"{path} is not a CSV file that can be read: {problem}.") from None
    if not courses:
        raise Unreadable(f"{path} has no score: it needs a row for each.")
    return series(courses, days=days, scores=scores)


def _cells(text: str, *, path: Path) -> Iterator[tuple[int, str, str, str]]:
    """Line number, course, day and score of each row that is not blank."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    columns = [name.strip() for name in next(reader, [])]
    for name in NEEDED:
        if name not in columns:
            has = ", ".join(columns[:12]) or "none"
            raise Unreadable(f"{path} has no column {name}: it needs {', '.join(NEEDED)}, and has {has}.")
        if columns.count(name) > 1:
            raise Unreadable(f"{path} has the column {name} more than once: leave one.")
    places = [columns.index(name) for name in NEEDED]
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) != len(columns):
                raise Unreadable(f"{path}, line {line}: {len(columns)} fields are needed, not {len(cells)}.")
            yield line, cells[places[0]], cells[places[1]], cells[places[2]]
        line = reader.line_num + 1


def _course(cell: str, *, line: int, path: Path) -> str:
    if not cell.strip():
        raise Unreadable(f"{path}, line {line}: course is empty, and every score belongs to one.")
    return cell.strip()


def _number(cell: str, *, name: str, line: int, path: Path) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or "_" in cell:
        came = f"not {cell.strip()}" if cell.strip() else "and it is empty: leave the row out"
        raise Unreadable(f"{path}, line {line}: {name} is a number, {came}.")
    return value


def _range(written: str) -> Range:
    try:
        low, high = (float(part) for part in written.split(","))
    except ValueError:
        low = high = float("nan")
    if not (isfinite(low) and isfinite(high) and low < high):
        raise argparse.ArgumentTypeError(
            f"a range is two numbers, the lower first, such as 0,63, not {written.strip()}"
        )
    return Range(low=low, high=high)


def _rows_of(courses: Series, *, expected: Forecasts) -> list[Sequence[str | int | float]]:
    """One row for each forecast, in the columns' order."""
    numbers = [column.round(N_DECIMALS).tolist() for column in (expected.expected, expected.low, expected.high)]
    return [
        (courses.names[course], seen, "last" if is_last else "next", int(day) if day == int(day) else day, *found)
        for course, seen, is_last, day, *found in zip(
            expected.course.tolist(),
            expected.seen.tolist(),
            expected.is_last.tolist(),
            expected.day.tolist(),
            *numbers,
            strict=True,
        )
    ]
