"""Rubin's rules: one estimate, or one rate, of several completed sets of data.

Rubin 1987, Multiple imputation for nonresponse in surveys; degrees of freedom of Barnard & Rubin 1999, Biometrika
86:948-955; interval of a rate as in Lott & Reiter 2020, Am Stat 74:109-115 (known, not re-read).
"""

from collections.abc import Sequence
from math import inf, sqrt

import numpy as np
from attrs import frozen
from scipy.special import stdtrit

from ipt.outcomes.proportion import Z_95


@frozen
class Pooled:
    """One estimate over all sets, in its own unit: its standard error, 95% interval and degrees of freedom.

    `within` and `between` are variances; `share_missing` is how much of the uncertainty comes from what is missing.
    """

    value: float
    se: float
    low: float
    high: float
    freedom: float
    within: float
    between: float
    share_missing: float


@frozen
class PooledRate:
    """A share from 0 to 1 over all sets, with its 95% interval; `of` people, `n_imputed` of them imputed."""

    rate: float
    low: float
    high: float
    of: int
    n_imputed: int
    n_sets: int


def pooled(estimates: Sequence[float], *, variances: Sequence[float], freedom: float = inf) -> Pooled:
    """Rubin's rules: `estimates` and their `variances`, one a set; `freedom` is that of the complete data.

    ValueError for fewer than two sets.
    """
    n_sets = len(estimates)
    if n_sets < 2 or len(variances) != n_sets:
        raise ValueError("estimates: two sets or more are needed, each with its variance.")
    value, within = float(np.mean(estimates)), float(np.mean(variances))
    between = float(np.var(estimates, ddof=1))
    extra = (1 + 1 / n_sets) * between
    total = within + extra
    share = extra / total if total > 0 else 0.0
    degrees = _degrees(n_sets, share=share, freedom=freedom)
    half = _t(degrees) * sqrt(total)
    return Pooled(value, sqrt(total), value - half, value + half, degrees, within, between, share)


def pooled_rate(counts: Sequence[int], *, of: int, n_imputed: int) -> PooledRate | None:
    """The share over all sets of counts `of` people, with a Wilson interval widened by what the sets disagree in.

    Lott & Reiter 2020, Am Stat 74:109-115: with no disagreement it is Wilson's own. None of nobody.
    """
    if of == 0:
        return None
    shares = np.asarray(counts, dtype=np.float64) / of
    n_sets = len(shares)
    share = float(shares.mean())
    within, between = float(np.mean(shares * (1 - shares))) / of, float(shares.var(ddof=1))
    extra = (1 + 1 / n_sets) * between
    ratio = extra / within if within > 0 else 0.0
    t = _t(_degrees(n_sets, share=extra / (within + extra) if within > 0 else 0.0, freedom=inf))
    weight = t * t * (1 + ratio) / of
    middle = (share + weight / 2) / (1 + weight)
    half = sqrt(max(middle**2 - share**2 / (1 + weight), 0.0))
    return PooledRate(share, max(0.0, middle - half), min(1.0, middle + half), of, n_imputed, n_sets)


def _degrees(n_sets: int, *, share: float, freedom: float) -> float:
    old = (n_sets - 1) / share**2 if share > 0 else inf
    if freedom == inf:
        return old
    observed = (freedom + 1) / (freedom + 3) * freedom * (1 - share)
    return observed if old == inf else old * observed / (old + observed)


def _t(freedom: float) -> float:
    return Z_95 if freedom == inf else float(stdtrit(freedom, 0.975))
