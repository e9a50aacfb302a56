"""How well numbers of the model of `ipt.personal` agree with many courses, and in which direction they agree better.

For a course of n scores z on the model's scale, at f = ln(1 + t / time_scale), with X = (1, f, f²) and
K = level² + slope² f f' + r level slope (f + f') + drift² exp(-|t - t'| / drift_weeks) + noise² I (the first score's
noise² × first_ratio²), the density is that of Student's multivariate t with ν degrees of freedom about X b:

    -2 log p = ln |K| + (ν + n) ln(1 + q / ν) + constants(ν, n),    q = (z - X b)' K⁻¹ (z - X b).

Weak normal priors on the logarithms keep what few courses cannot tell near plain values: they are worth one
observation each and vanish beside a hundred courses. Everything is on z with mean 0 and standard deviation 1.
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from scipy.special import digamma, gammaln

from ipt.outcomes.series import Floats

NAMES = ("time_scale", "level", "slope", "r", "drift", "drift_weeks", "noise", "first_ratio", "freedom")
N = len(NAMES)
USUAL = np.array([1.0, 0.6, 0.3, 1.0, 0.5, 4.0, 0.35, 1.0, 8.0])  # r stands for exp(atanh r); time in weeks
CENTRE = np.log(USUAL)
SPREAD = np.array([1.4, 3.0, 3.0, 1.5, 3.0, 1.5, 3.0, 1.0, 1.0])
LEAST = np.array([-3.0, -5.0, -5.0, -3.0, -5.0, -2.0, -4.0, -3.0, np.log(3.0)])
MOST = np.array([5.0, 2.0, 2.0, 3.0, 2.0, 5.0, 2.0, 3.0, np.log(100.0)])


@frozen(eq=False)
class Panel:
    """Courses with n scores each: weeks and z, both m × n."""

    weeks: Floats
    z: Floats


@frozen(eq=False)
class Covariance:
    """K of each course (m × n × n) and the parts its derivatives need."""

    k: Floats
    f: Floats
    drift: Floats
    distance: Floats
    noise: Floats


def spread(numbers: Floats, *, weeks: Floats) -> Covariance:
    """How the scores of courses with these weeks vary together, by `numbers` as in NAMES (logarithms)."""
    time_scale, level, slope, _, drift, drift_weeks, noise, first_ratio, _ = np.exp(numbers)
    f = np.log1p(np.maximum(weeks, 0) / time_scale)
    distance = np.abs(weeks[:, :, None] - weeks[:, None, :]) / drift_weeks
    decaying = drift**2 * np.exp(-distance)
    own = np.full(weeks.shape[1], noise**2)
    own[0] *= first_ratio**2
    shared = np.tanh(numbers[3]) * level * slope
    k = level**2 + slope**2 * f[:, :, None] * f[:, None, :] + shared * (f[:, :, None] + f[:, None, :]) + decaying
    diagonal = np.arange(weeks.shape[1])
    k[:, diagonal, diagonal] += own
    return Covariance(k=k, f=f, drift=decaying, distance=distance, noise=own)


def powers(f: Floats, *, degree: int) -> Floats:
    """X: 1, f … f^degree as the last axis."""
    return np.stack([f**power for power in range(degree + 1)], axis=-1)


def misfit(theta: Floats, panels: Sequence[Panel]) -> tuple[float, Floats]:
    """Minus the log posterior density of theta = (numbers, b), and its gradient."""
    numbers, b = theta[:N], theta[N:]
    away = (numbers - CENTRE) / SPREAD
    value, gradient = 0.5 * float(away @ away), np.zeros_like(theta)
    gradient[:N] = away / SPREAD
    for panel in panels:
        more, slope = _of_panel(numbers, b=b, panel=panel)
        value += more
        gradient += slope
    return value, gradient


def information(theta: Floats, panels: Sequence[Panel]) -> Floats:
    """X' K⁻¹ X over all courses, each weighted by (ν + n) / (ν + q): the inverse is the covariance of b."""
    numbers, b = theta[:N], theta[N:]
    total, freedom = np.zeros((len(b), len(b))), float(np.exp(numbers[8]))
    for panel in panels:
        parts = spread(numbers, weeks=panel.weeks)
        x = powers(parts.f, degree=len(b) - 1)
        inverse = np.linalg.inv(parts.k)
        left = panel.z - x @ b
        q = np.einsum("mi,mij,mj->m", left, inverse, left)
        weight = (freedom + panel.z.shape[1]) / (freedom + q)
        total += np.einsum("m,mip,mij,mjq->pq", weight, x, inverse, x, optimize=True)
    return total


def _of_panel(numbers: Floats, *, b: Floats, panel: Panel) -> tuple[float, Floats]:
    time_scale, level, slope, _, _, _, _, _, v = np.exp(numbers)
    parts = spread(numbers, weeks=panel.weeks)
    m, n = panel.z.shape
    f, r = parts.f, np.tanh(numbers[3])
    x = powers(f, degree=len(b) - 1)
    inverse = np.linalg.inv(parts.k)
    solved = np.einsum("mij,mj->mi", inverse, panel.z - x @ b)
    q = np.einsum("mi,mi->m", panel.z - x @ b, solved)
    weight = (v + n) / (v + q)
    value = 0.5 * float(np.linalg.slogdet(parts.k)[1].sum() + (v + n) * np.log1p(q / v).sum())
    value += m * float(n / 2 * np.log(v * np.pi) + gammaln(v / 2) - gammaln((v + n) / 2))

    by_k = 0.5 * (inverse - weight[:, None, None] * solved[:, :, None] * solved[:, None, :])
    rows = by_k.sum(2)
    rows_f = np.einsum("mij,mj->mi", by_k, f)
    shared = 2 * float((rows * f).sum())
    own = np.einsum("mii->i", by_k) * parts.noise
    weighted = weight[:, None] * solved
    bend = sum((power * b[power] * f ** (power - 1) for power in range(1, len(b))), np.zeros_like(f))
    by_f = 2 * (slope**2 * rows_f + r * level * slope * rows) - weighted * bend
    time = np.maximum(panel.weeks, 0) / time_scale
    by_freedom = np.log1p(q / v) - weight * q / v + n / v + digamma(v / 2) - digamma((v + n) / 2)
    gradient = np.array(
        [
            -float((by_f * time / (1 + time)).sum()),
            2 * level**2 * float(by_k.sum()) + r * level * slope * shared,
            2 * slope**2 * float((rows_f * f).sum()) + r * level * slope * shared,
            (1 - r**2) * level * slope * shared,
            2 * float((by_k * parts.drift).sum()),
            float((by_k * parts.drift * parts.distance).sum()),
            2 * float(own.sum()),
            2 * float(own[0]),
            0.5 * v * float(by_freedom.sum()),
        ]
    )
    return value, np.concatenate([gradient, -np.einsum("mip,mi->p", x, weighted)])
