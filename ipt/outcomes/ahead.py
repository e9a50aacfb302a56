"""What a fit expects of whole columns of courses: the same numbers as `ipt.expected`, by one factorisation a course.

With K = L L' and r = L⁻¹ (z - m), the prediction of score j from the first k is m_j + L[j, :k] r[:k], its variance is
the sum of the squares of L[j, k:], and the misfit of what was seen is the sum of the squares of r[:k].
"""

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ipt.expected import quantile_90
from ipt.fitted import Fit, Transform, Widening
from ipt.outcomes.series import Batch, Floats, Series, Whole

Claims = NDArray[np.bool_]
MOST_CELLS = 4_000_000  # of the matrices that are held at one time


@frozen(eq=False)
class Forecasts:
    """One row for each course, number of scores seen and target, as columns of equal length.

    `course` is the place among the courses, `seen` how many scores were seen, `left` how many were not; `is_last` says
    that the last score was aimed at, not the next. `weeks` lie between the last day seen and `day`. `score` is what
    came. `away` is how far it lay from the middle, in half widths of the interval on the fit's scale before widening.
    """

    course: Whole
    seen: Whole
    left: Whole
    is_last: Claims
    day: Floats
    weeks: Floats
    score: Floats
    away: Floats
    expected: Floats
    low: Floats
    high: Floats

    @property
    def is_inside(self) -> Claims:
        """Whether each score that came lies in its interval."""
        return (self.low <= self.score) & (self.score <= self.high)


def forecasts(fit: Fit, courses: Series) -> Forecasts:
    """The next and the last score of every course from its first, from its first two, and so on, in that order."""
    parts = [part for batch in _batches(courses) for part in _of_batch(fit, batch)]
    table = np.concatenate(parts, axis=1) if parts else np.zeros((9, 0))
    course, seen, left, is_last, day, weeks, score, z, half = table[:, np.lexsort((table[3], table[1], table[0]))]
    ends = np.array([fit.scale.low, fit.scale.high])
    first, later = (widening(known, weeks) for known in (fit.first_widening, fit.widening))
    wide = half * np.where(seen > 1, later, first)
    return Forecasts(
        course=course.astype(np.int64),
        seen=seen.astype(np.int64),
        left=left.astype(np.int64),
        is_last=is_last.astype(np.bool_),
        day=day,
        weeks=weeks,
        score=score,
        away=np.abs(onto(fit.scale, score) - np.clip(z, *onto(fit.scale, ends))) / half,
        expected=back(fit.scale, z),
        low=back(fit.scale, z - wide),
        high=back(fit.scale, z + wide),
    )


def onto(scale: Transform, scores: Floats) -> Floats:
    """`Transform.onto` for a column."""
    distance = scale.high - scores if scale.is_from_top else scores - scale.low
    return np.asarray(np.maximum(distance, 0) ** scale.power * (-1 if scale.is_from_top else 1), np.float64)


def back(scale: Transform, z: Floats) -> Floats:
    """`Transform.back` for a column."""
    distance = np.maximum(-z if scale.is_from_top else z, 0) ** (1 / scale.power)
    return np.clip(scale.high - distance if scale.is_from_top else scale.low + distance, scale.low, scale.high)


def widening(known: Sequence[Widening], weeks: Floats) -> Floats:
    """`ipt.expected.widened` for a column."""
    if not known:
        return np.ones_like(weeks)
    at = np.log1p(np.array([one.weeks for one in known]))
    return np.interp(np.log1p(weeks), at, [one.factor for one in known])


def _batches(courses: Series) -> Iterator[Batch]:
    """Courses of one length with two scores or more, few enough at a time."""
    for batch in courses.by_length():
        length = batch.days.shape[1]
        step = max(1, MOST_CELLS // length**2)
        for start in range(0, len(batch.which) if length > 1 else 0, step):
            part = slice(start, start + step)
            yield Batch(which=batch.which[part], days=batch.days[part], scores=batch.scores[part])


def _of_batch(fit: Fit, batch: Batch) -> Iterator[Floats]:
    """The rows for the next and for the last score, for each number of scores seen."""
    length = batch.days.shape[1]
    weeks = (batch.days - batch.days[:, :1] if fit.origin == "first" else batch.days) / 7
    f = np.log1p(np.maximum(weeks, 0) / fit.time_scale)
    root = np.linalg.cholesky(_together(fit, weeks=weeks, f=f))
    middle = np.polynomial.polynomial.polyval(f, np.array(fit.mean))
    surprises = np.linalg.solve(root, (onto(fit.scale, batch.scores) - middle)[:, :, None])[:, :, 0]
    misfit = np.cumsum(surprises**2, axis=1)
    for seen in range(1, length):
        size = (fit.freedom + misfit[:, seen - 1]) / (fit.freedom + seen)
        for is_last, aim in ((False, seen), (True, length - 1)):
            z = middle[:, aim] + np.einsum("mk,mk->m", root[:, aim, :seen], surprises[:, :seen])
            variance = np.sum(root[:, aim, seen : aim + 1] ** 2, axis=1)
            half = quantile_90(fit.freedom + seen) * np.sqrt(size * variance)
            told = (batch.which, seen, length - seen, is_last, batch.days[:, aim], weeks[:, aim] - weeks[:, seen - 1])
            yield np.array(np.broadcast_arrays(*told, batch.scores[:, aim], z, half), np.float64)


def _together(fit: Fit, *, weeks: Floats, f: Floats) -> Floats:
    """K by the fit's own numbers."""
    apart = np.abs(weeks[:, :, None] - weeks[:, None, :])
    k = fit.level_variance + fit.slope_variance * f[:, :, None] * f[:, None, :]
    k = k + fit.covariance * (f[:, :, None] + f[:, None, :]) + fit.drift_variance * np.exp(-apart / fit.drift_weeks)
    noise = np.full(weeks.shape[1], fit.noise_variance)
    noise[0] = fit.first_noise_variance
    return np.asarray(k + np.diag(noise), np.float64)
