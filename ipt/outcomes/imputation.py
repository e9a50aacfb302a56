"""Scores that are missing at the end, drawn many times from people alike (multiple imputation), and made worse.

Chained equations with predictive mean matching (van Buuren 2018, Flexible imputation of missing data, ch. 3.4 and 4.5):
each missing score is one that was observed in somebody with much the same prospect, so it stays within the measure.
It assumes that scores are missing at random given what is known of a person; the tipping point shows how far that may
fail before the conclusion changes. Rubin's rules (`ipt.outcomes.rubin`) join the sets.
"""

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ipt.outcomes.rubin import PooledRate, pooled_rate

Matrix = NDArray[np.float64]
Claims = NDArray[np.bool_]

N_SETS = 20
N_ROUNDS = 3
N_DONORS = 5
RIDGE = 1e-5


@frozen
class TippingStep:
    """What comes out when every imputed score is worse by `share` of the reliable change, which is `points`."""

    share: float
    points: float
    rate: PooledRate


@frozen
class Tipping:
    """The steps, and the first whose rate is no longer on the side of the benchmark where it began; None if none is."""

    benchmark: float | None
    steps: tuple[TippingStep, ...]
    tips_at: float | None


def imputed(
    values: Matrix,
    *,
    predictors: Matrix,
    seed: int,
    n_sets: int = N_SETS,
    n_rounds: int = N_ROUNDS,
) -> Matrix:
    """Complete sets (sets x people x scores, points) of `values` (people x scores, NaN where missing).

    `predictors` (people x p) is complete: baseline, interim scores, sessions, why it ended, group. The same seed gives
    the same sets; what was observed is in every set as it was. ValueError where a column has nobody to draw from, a
    predictor is missing, or fewer than two sets are asked for.
    """
    missing = ~np.isfinite(values)
    if n_sets < 2:
        raise ValueError(f"n_sets: {n_sets} cannot show what is uncertain; 20 or more are usual.")
    if len(predictors) != len(values) or not np.isfinite(predictors).all():
        raise ValueError("predictors: one complete row for each person is needed.")
    if len(values) and bool(missing.all(axis=0).any()):
        raise ValueError(f"values: column {int(missing.all(axis=0).argmax())} has no observed score to draw from.")
    random = np.random.default_rng(seed)
    sets = np.repeat(values[None], n_sets, axis=0)
    open_columns = [column for column in range(values.shape[1]) if missing[:, column].any()]
    if not open_columns:
        return sets
    scaled = _scaled(predictors)
    rounds = n_rounds if len(open_columns) > 1 else 1
    for one in sets:
        _fill(one, missing=missing, random=random)
        for _ in range(rounds):
            for column in open_columns:
                others = _scaled(np.delete(one, column, axis=1))
                design = np.column_stack([np.ones(len(one)), scaled, others])
                _match(one[:, column], design=design, gone=missing[:, column], random=random)
    return sets


def tipping(
    sets: Matrix,
    *,
    was_missing: Claims,
    worse_by: Sequence[float],
    bounds: Sequence[tuple[float, float]],
    succeeded: Callable[[Matrix], Claims],
    benchmark: float | None = None,
    n_steps: int = 10,
) -> Tipping:
    """The rate when imputed scores are worse by 0 to 1 reliable change, in even steps.

    `worse_by` is one reliable change of each score in points, above 0 where higher is worse; `bounds` its range;
    `succeeded` takes one complete set (people x scores) and says of each person whether it went well; `benchmark` is a
    share from 0 to 1. ValueError where there is nobody.
    """
    steps = []
    low, high = np.array([bound[0] for bound in bounds]), np.array([bound[1] for bound in bounds])
    n_imputed = int(was_missing.any(axis=1).sum())
    for number in range(n_steps + 1):
        share = number / n_steps
        shifted = np.where(was_missing, np.clip(sets + share * np.asarray(worse_by), low, high), sets)
        counts = [int(succeeded(one).sum()) for one in shifted]
        rate = pooled_rate(counts, of=sets.shape[1], n_imputed=n_imputed)
        if rate is None:
            raise ValueError("sets: there is nobody in them.")
        steps.append(TippingStep(share, share * abs(worse_by[0]), rate))
    return Tipping(benchmark, tuple(steps), _tips_at(steps, benchmark=benchmark))


def _tips_at(steps: Sequence[TippingStep], *, benchmark: float | None) -> float | None:
    if benchmark is None:
        return None
    began = steps[0].rate.rate >= benchmark
    return next((step.share for step in steps if (step.rate.rate >= benchmark) != began), None)


def _fill(one: Matrix, *, missing: Claims, random: np.random.Generator) -> None:
    """Begin with any observed score."""
    for column in range(one.shape[1]):
        gone = missing[:, column]
        if gone.any():
            one[gone, column] = random.choice(one[~gone, column], size=int(gone.sum()))


def _match(target: Matrix, *, design: Matrix, gone: Claims, random: np.random.Generator) -> None:
    """Give each missing score that of one of the observed whose prospect is nearest, by one draw of the regression."""
    seen = target[~gone]
    known = design[~gone]
    every = known.T @ known
    told = _told_apart(every)
    known, unknown = known[:, told], design[gone][:, told]
    cross = every[np.ix_(told, told)]
    cross += np.diag(np.diag(cross) * RIDGE)
    inverse = np.linalg.inv(cross)
    fit = inverse @ (known.T @ seen)
    left = seen - known @ fit
    freedom = max(len(seen) - known.shape[1], 1)
    spread = sqrt(float(left @ left) / float(random.chisquare(freedom)))
    drawn = fit + spread * (np.linalg.cholesky(inverse) @ random.standard_normal(len(fit)))
    prospects = known @ fit
    order = np.argsort(prospects, kind="stable")
    target[gone] = seen[order[_nearest(prospects[order], wanted=unknown @ drawn, random=random)]]


def _told_apart(cross: Matrix) -> list[int]:
    """The columns that no earlier ones make up among those who were seen; of the others nothing can be learnt."""
    kept: list[int] = []
    for column in range(len(cross)):
        left = cross[column, column]
        if kept:
            among = cross[np.ix_(kept, kept)]
            left -= cross[column, kept] @ np.linalg.solve(among, cross[kept, column])
        if left > 1e-6 * cross[column, column]:
            kept.append(column)
    return kept


def _nearest(prospects: Matrix, *, wanted: Matrix, random: np.random.Generator) -> NDArray[np.intp]:
    """For each wanted value, the place of one of the few nearest among sorted prospects, by chance."""
    n_donors = min(N_DONORS, len(prospects))
    left = np.searchsorted(prospects, wanted)
    near = np.clip(left[:, None] + np.arange(-n_donors, n_donors), 0, len(prospects) - 1)
    distance = np.abs(prospects[near] - wanted[:, None])
    distance[:, 1:][near[:, 1:] == near[:, :-1]] = np.inf
    closest = np.argpartition(distance, n_donors - 1, axis=1)[:, :n_donors]
    chosen = closest[np.arange(len(wanted)), random.integers(n_donors, size=len(wanted))]
    places: NDArray[np.intp] = near[np.arange(len(wanted)), chosen]
    return places


def _scaled(columns: Matrix) -> Matrix:
    """Mean 0 and standard deviation 1; a column that is the same for all says nothing and is left out."""
    if columns.shape[1] == 0 or len(columns) == 0:
        return columns
    spread = columns.std(axis=0)
    told = spread > 0
    found: Matrix = (columns[:, told] - columns[:, told].mean(axis=0)) / spread[told]
    return found
