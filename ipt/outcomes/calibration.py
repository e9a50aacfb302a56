"""Whether what was expected held: how many scores that came lay in their interval, and how far they were from it."""

from collections.abc import Iterator, Sequence

import numpy as np

from ipt.expected import band
from ipt.fitted import Calibration, Coverage, Fit
from ipt.outcomes.ahead import Forecasts, forecasts
from ipt.outcomes.proportion import wilson
from ipt.outcomes.series import Series, sampled
from ipt.prior import Prior

MOST_COURSES = 4000


def held_against(fit: Fit | Prior, courses: Series) -> Calibration | None:
    """How a fit of other courses, or a prior, does on these courses; None where it expects nothing of them.

    For a prior that is shipped this is how a service finds out whether it holds for its own clients. Of more than
    `MOST_COURSES` courses so many are drawn by their names.
    """
    drawn = sampled(courses, most=MOST_COURSES)
    found = by_prior(fit, drawn) if isinstance(fit, Prior) else forecasts(fit, drawn)
    return calibration([found]) if len(found.day) else None


def by_prior(prior: Prior, courses: Series) -> Forecasts:
    """What a prior expects of the next and the last score of these courses, rows as those of `forecasts`.

    Courses that begin below its least first score have no row.
    """
    table = np.array(list(_rows(prior, courses)), np.float64).reshape(-1, 11).T
    course, seen, left, is_last = (column.astype(np.int64) for column in table[:4])
    day, weeks, score, away, expected, low, high = table[4:]
    return Forecasts(
        course=course,
        seen=seen,
        left=left,
        is_last=is_last.astype(np.bool_),
        day=day,
        weeks=weeks,
        score=score,
        away=away,
        expected=expected,
        low=low,
        high=high,
    )


def _rows(prior: Prior, courses: Series) -> Iterator[tuple[float, ...]]:
    for course, (start, end) in enumerate(zip(courses.starts[:-1].tolist(), courses.starts[1:].tolist(), strict=True)):
        days, scores = courses.days[start:end].tolist(), courses.scores[start:end].tolist()
        line = band(prior, [(days[0], scores[0])], days[1:])
        for seen in range(1, len(line) + 1):
            for is_last, aim in ((False, seen), (True, len(line))):
                one, weeks = line[aim - 1], (days[aim] - days[seen - 1]) / 7
                away = abs(scores[aim] - one.expected) / max(one.high - one.expected, one.expected - one.low)
                told = (course, seen, len(days) - seen, is_last, days[aim], weeks, scores[aim], away)
                yield (*told, one.expected, one.low, one.high)


def calibration(held: Sequence[Forecasts]) -> Calibration:
    """Coverage and mean error of these forecasts, each part of them of other courses."""
    return Calibration(
        next=_coverage(held, is_last=False),
        last=_coverage(held, is_last=True),
        next_error=_error(held, is_last=False),
        last_error=_error(held, is_last=True),
    )


def _error(held: Sequence[Forecasts], *, is_last: bool) -> float:
    """Mean absolute error in points."""
    errors = [np.abs(one.score - one.expected)[one.is_last == is_last] for one in held]
    return float(np.concatenate(errors).mean())


def _coverage(held: Sequence[Forecasts], *, is_last: bool) -> Coverage:
    """How many held-out scores lay inside, with bounds that know that the predictions of a course go together.

    The number of independent predictions is p (1 - p) over the variance of the share, taken between courses.
    """
    inside, counts = [], []
    for one in held:
        rows = one.is_last == is_last
        counts.append(np.bincount(one.course[rows]))
        inside.append(np.bincount(one.course[rows], weights=one.is_inside[rows]))
    n_of, n_in = np.concatenate(counts), np.concatenate(inside)
    n, n_inside = int(n_of.sum()), int(n_in.sum())
    share = n_inside / n
    between = float(np.sum((n_in - share * n_of) ** 2)) / n**2
    alone = n if between == 0 else min(n, max(1, round(share * (1 - share) / between)))
    bounds = wilson(round(share * alone), alone)
    n_courses = int(np.sum(n_of > 0))
    return Coverage(n_inside=n_inside, n_predictions=n, n_courses=n_courses, low=bounds.low, high=bounds.high)
