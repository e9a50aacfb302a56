"""`python -m tests.benchmarks.forecasts [--write]`: how fast courses are fitted and forecast, and how well.

How well is measured on the trajectories that lie beside the checkout (shared/data), by the protocol of
`ipt.outcomes.forecasting`; `--write` puts that table into docs/clinical/expected-course.md.
"""

import csv
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np

from ipt.expected import expect
from ipt.fitted import Fit
from ipt.outcomes.ahead import forecasts
from ipt.outcomes.expected import fit
from ipt.outcomes.forecasting import SEEN, Evaluation, Found, by_last_value, by_model, evaluate
from ipt.outcomes.series import Series, series
from tests.benchmarks.table import beside, row, write

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "clinical" / "expected-course.md"
N_COURSES, MOST_SCORES, HIGH = 100_000, 14, 27
T = TypeVar("T")
LONG, TIMES = 40, 500
TRAJECTORIES = {
    "ENRICHD, BDI": ("cv:enrichd", "enrichd_cbt_bdi_train.csv", "id", "day", "bdi", 63),
    "antidepressant trial, HAMD-17": ("cv:antidep", "antidepressant_trial_hamd17.csv", "patient", "days", "hamd17", 52),
}
PUBLISHED = {  # rows of the data's README: next (error, coverage, interval score), then the last one
    "ENRICHD, BDI": {
        "regression on baseline and time": ("5.068, .796, 23.4", "4.77", "4.77", "4.77", "4.75", "4.72"),
        "nearest neighbours": ("2.787, .532, 17.3", "4.97", "5.00", "4.88", "4.43", "4.19"),
        "log-linear mixed model": ("3.203, .858, 16.2", "4.44", "4.41", "4.53", "4.61", "4.45"),
        "best known": ("2.634, .849, 13.4", "4.34", "4.10", "3.98", "3.84", "3.67"),
    },
    "antidepressant trial, HAMD-17": {"best known": ("3.334, .828, –", "–", "4.66", "4.02", "–", "–")},
}


def measured() -> dict[str, float]:
    """Seconds of a refit and of a million forecasts on 100,000 courses, milliseconds of one forecast."""
    courses = made(N_COURSES)
    found, refit = timed(lambda: fit(courses, low=0, high=HIGH))
    rows, columns = timed(lambda: forecasts(found, courses))
    return {
        "n_courses": courses.n_courses,
        "n_scores": len(courses.scores),
        "refit": refit,
        "million": columns * 1e6 / len(rows.day),
        "one": one_forecast(found),
    }


def made(n: int) -> Series:
    """Weekly courses of 2 to 14 whole scores that fall in the logarithm of time, each in its own way."""
    chance = np.random.default_rng(4)
    lengths = chance.integers(2, MOST_SCORES + 1, n)
    course = np.repeat(np.arange(n), lengths)
    weeks = np.arange(len(course)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    level, slope = chance.normal(16, 5, n)[course], chance.normal(-2.3, 1.5, n)[course]
    scores = np.clip(np.round(level + slope * np.log1p(weeks) + chance.normal(0, 2.5, len(course))), 0, HIGH)
    return series([str(one) for one in course], days=7.0 * weeks, scores=scores)


def one_forecast(found: Fit) -> float:
    """Milliseconds of the processor to expect one score from forty."""
    seen = [(7.0 * week, float(week * 7 % HIGH)) for week in range(LONG)]
    begin = time.process_time()
    for _ in range(TIMES):
        expect(found, seen, 7.0 * LONG)
    return (time.process_time() - begin) / TIMES * 1000


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and its seconds by the clock."""
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin


def speed(found: dict[str, float]) -> Iterator[str]:
    """Rows of a table: what, target, here."""
    size = f"{found['n_courses']:,.0f} courses, {found['n_scores']:,.0f} scores"
    yield row(f"expected course: refit with calibration, {size}, s", "≤ 60", beside(found["refit"], 60, ".1f"))
    yield row("expected course: a million forecasts, s", "", f"{found['million']:.1f}")
    yield row(f"expected course: one forecast from {LONG} scores, ms", "≤ 1", beside(found["one"], 1, ".2f"))


def quality() -> Iterator[str]:
    """The table of every way of forecasting on the trajectories that lie beside the checkout."""
    yield row("courses", "way", "next: error, inside, interval score", *(f"last, {seen} seen" for seen in SEEN))
    yield row(*["---"] * (3 + len(SEEN)))
    for name, (salt, file, course, day, score, high) in TRAJECTORIES.items():
        courses = trajectories(DATA / file, course=course, day=day, score=score)
        carried = evaluate(courses, salt=salt, way=by_last_value)
        yield row(name, "last value carried forward", *cells(carried))
        for way, published in PUBLISHED[name].items():
            yield row(name, f"{way} ¹", *published)
        yield row(name, "**OpenIPT**", *cells(evaluate(courses, salt=salt, way=by_model(0, high)), is_covered=True))


def cells(found: Evaluation, *, is_covered: bool = False) -> Iterator[str]:
    """The cells of one way: errors, and how many of the last scores lay inside."""
    yield f"{found.next.error:.3f}, {share(found.next)}, {found.next.interval_score:.1f}"
    for seen in SEEN:
        one = found.last.get(seen)
        yield "–" if one is None else f"{one.error:.2f} ({share(one)})" if is_covered else f"{one.error:.2f}"


def share(found: Found) -> str:
    """A coverage without its zero."""
    return f"{found.coverage:.3f}".removeprefix("0")


def trajectories(path: Path, *, course: str, day: str, score: str) -> Series:
    """The courses of one of the data files."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [each for each in csv.DictReader(lines) if each[score]]
    days, scores = ([float(each[key]) for each in rows] for key in (day, score))
    return series([each[course] for each in rows], days=days, scores=scores)


if __name__ == "__main__":
    print("\n".join([row("what", "target", "here"), row(*["---"] * 3), *speed(measured())]))
    if DATA.is_dir():
        text = "\n".join(quality()) + "\n"
        print(f"\n{text}")
        if "--write" in sys.argv:
            write(PAGE, text)
