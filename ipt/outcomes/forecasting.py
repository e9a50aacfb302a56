"""How well a way of forecasting does on courses it has not seen: one protocol for every way, and its table.

Courses fall into five folds by their names; those of one fold are forecast from what the other four taught. Two tasks:
the next score, from two scores seen onwards; and the last score, from the first 1, 2, 3, 4 or 6, where at least two
scores are still to come. Told are the mean absolute error, how many scores lie in their 80 % interval, the mean width
of it, and the interval score (Gneiting & Raftery 2007, J Am Stat Assoc 102:359-378): the width, and ten times the
distance by which a score lies outside. Smaller is better.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from attrs import evolve, frozen

from ipt.outcomes.ahead import Claims, Forecasts, forecasts
from ipt.outcomes.expected import fit
from ipt.outcomes.series import Floats, Series, folds

N_FOLDS = 5
SEEN = (1, 2, 3, 4, 6)
LEVEL = 0.8
HORIZONS = (0.0, 1.5, 3.0, 6.0, 12.0, 24.0)  # weeks, where training errors count as of a similar distance
Way = Callable[[Series, Series], Forecasts]


@frozen
class Found:
    """How one way did on one task, over `n` forecasts; points of the measure, and a share from 0 to 1."""

    n: int
    error: float
    coverage: float
    width: float
    interval_score: float


@frozen
class Evaluation:
    """How one way did: on the next score, and on the last one by how many scores were seen."""

    next: Found
    last: Mapping[int, Found]
    all_last: Found


def evaluate(courses: Series, *, salt: str, way: Way) -> Evaluation:
    """The protocol; `salt` goes before each course's name where folds are drawn, such as "cv:enrichd"."""
    fold = folds(courses.names, salt=salt, n_folds=N_FOLDS)
    held = []
    for number in range(N_FOLDS):
        others, part = (courses.some(np.flatnonzero(which)) for which in (fold != number, fold == number))
        held.append(way(others, part))
    is_last_task = [one.is_last & (one.left >= 2) & np.isin(one.seen, SEEN) for one in held]
    last = {}
    for seen in SEEN:
        rows = [task & (one.seen == seen) for one, task in zip(held, is_last_task, strict=True)]
        if any(which.any() for which in rows):
            last[seen] = _found(held, rows=rows)
    is_next_task = [~one.is_last & (one.seen >= 2) for one in held]
    return Evaluation(next=_found(held, rows=is_next_task), last=last, all_last=_found(held, rows=is_last_task))


def by_model(low: float, high: float) -> Way:
    """The way of this project: the numbers fitted on the training courses, everything chosen on them alone."""
    return lambda train, test: forecasts(fit(train, low=low, high=high), test)


def by_last_value(train: Series, test: Series) -> Forecasts:
    """The last score seen goes on; four in five training errors at a similar distance lie in the interval."""
    learned, found = _carried(train), _carried(test)
    errors, bins = np.abs(learned.score - learned.expected), np.digitize(learned.weeks, HORIZONS)
    usual = float(np.quantile(errors, LEVEL))
    similar = {int(one): float(np.quantile(errors[bins == one], LEVEL)) for one in np.unique(bins)}
    half = np.array([similar.get(int(one), usual) for one in np.digitize(found.weeks, HORIZONS)])
    return evolve(found, away=np.abs(found.score - found.expected) / half, low=found.low - half, high=found.high + half)


def _carried(courses: Series) -> Forecasts:
    """Every next and last score beside the last one seen."""
    parts: list[Floats] = []
    for batch in courses.by_length():
        length = batch.days.shape[1]
        for seen in range(1, length):
            for is_last, aim in ((False, seen), (True, length - 1)):
                weeks = (batch.days[:, aim] - batch.days[:, seen - 1]) / 7
                told = (batch.which, seen, length - seen, is_last, batch.days[:, aim], weeks)
                columns = np.broadcast_arrays(*told, batch.scores[:, aim], batch.scores[:, seen - 1])
                parts.append(np.array(columns, np.float64))
    course, seen_, left, is_last_, day, weeks_, score, middle = np.concatenate(parts, axis=1)
    return Forecasts(
        course=course.astype(np.int64),
        seen=seen_.astype(np.int64),
        left=left.astype(np.int64),
        is_last=is_last_.astype(np.bool_),
        day=day,
        weeks=weeks_,
        score=score,
        away=np.zeros_like(score),
        expected=middle,
        low=middle,
        high=middle,
    )


def _found(held: Sequence[Forecasts], *, rows: Sequence[Claims]) -> Found:
    """How these rows of each fold did together."""
    pairs = list(zip(held, rows, strict=True))
    score, expected, low, high = (
        np.concatenate([getattr(one, name)[which] for one, which in pairs])
        for name in ("score", "expected", "low", "high")
    )
    outside = np.maximum(low - score, 0) + np.maximum(score - high, 0)
    return Found(
        n=len(score),
        error=float(np.abs(score - expected).mean()),
        coverage=float(np.mean(outside == 0)),
        width=float((high - low).mean()),
        interval_score=float((high - low + 2 / (1 - LEVEL) * outside).mean()),
    )
