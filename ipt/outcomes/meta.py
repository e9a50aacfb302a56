"""Effects of trials pooled: a trial's dependent effects joined first, then random effects across trials.

Formulas. Joining: the best linear unbiased mean of effects that share one correlation (Gleser and Olkin 2009, in The
Handbook of Research Synthesis, 2nd edition, ch. 19). Between trials: DerSimonian and Laird 1986 (Control Clin Trials
7:177), or restricted maximum likelihood (Viechtbauer 2005, J Educ Behav Stat 30:261) with the interval of Hartung and
Knapp 2001 (Stat Med 20:3875). I2: Higgins and Thompson 2002 (Stat Med 21:1539). Prediction interval: Higgins, Thompson
and Spiegelhalter 2009 (J R Stat Soc A 172:137), here with one degree of freedom fewer than trials. Number needed to
treat: Kraemer and Kupfer 2006 (Biol Psychiatry 59:990).
"""

from collections.abc import Sequence
from itertools import groupby
from math import isfinite, sqrt
from statistics import NormalDist
from typing import Literal, cast

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import stdtrit

Method = Literal["reml-hk", "dl"]
Column = NDArray[np.float64]
UPPER = 0.975  # of a two-sided 95 % interval
NORMAL = NormalDist()
N_STEPS = 200  # places looked at for the highest likelihood, so that a lower hill is not taken for it


@frozen
class Effect:
    """One standardised difference of one trial: above 0 favours the first arm; `se` is its standard error."""

    study: str
    g: float
    se: float


@frozen
class Trial:
    """One trial's effects as one; `weight` is its share of the pooled effect, from 0 to 1."""

    study: str
    g: float
    se: float
    n_rows: int
    weight: float = 1.0

    @property
    def low(self) -> float:
        """The lower end of the trial's own 95 % interval."""
        return self.g - NORMAL.inv_cdf(UPPER) * self.se

    @property
    def high(self) -> float:
        """The upper end of the trial's own 95 % interval."""
        return self.g + NORMAL.inv_cdf(UPPER) * self.se


@frozen
class Pooled:
    """The pooled effect with its 95 % interval, and how trials differ.

    `tau2` is the variance between trials, `i2` the percentage (0 to 100) of all variance that lies between them, `q`
    Cochran's Q. The prediction interval, for the effect of a trial to come, is None for fewer than three trials. `nnt`
    is below 0 where the second arm did better, and None for an effect of exactly 0.
    """

    method: Method
    within_trial_correlation: float
    g: float
    se: float
    low: float
    high: float
    pi_low: float | None
    pi_high: float | None
    tau2: float
    i2: float
    q: float
    n_trials: int
    n_rows: int
    nnt: float | None
    trials: tuple[Trial, ...]

    @property
    def is_narrow(self) -> bool:
        """Whether few trials agree by so much that the interval is narrower than one that takes them as equal.

        The interval of Hartung and Knapp can be; it is then too sure (Röver, Knapp and Friede 2015, BMC Med Res
        Methodol 15:99), and the one of DerSimonian and Laird is the safer one.
        """
        equal = 1 / sqrt(sum(1 / trial.se**2 for trial in self.trials))
        width = self.high - self.low
        return self.n_trials > 1 and width < 2 * NORMAL.inv_cdf(UPPER) * equal * (1 - 1e-9)


def joined(effects: Sequence[Effect], *, correlation: float) -> tuple[Trial, ...]:
    """One trial for each study, by name: its effects joined by the inverse of their covariance.

    Every two effects of a study are taken to have this correlation, from 0 to less than 1; ValueError otherwise, and
    for a standard error that is not above 0.
    """
    if not 0 <= correlation < 1:
        raise ValueError(f"A correlation within trials is from 0 to less than 1, not {correlation}.")
    for effect in effects:
        if not (isfinite(effect.g) and isfinite(effect.se) and effect.se > 0):
            raise ValueError(f"{effect.study}: an effect is a number and its standard error is above 0.")
    ordered = sorted(effects, key=lambda effect: (effect.study, effect.g, effect.se))
    by_study = groupby(ordered, key=lambda effect: effect.study)
    return tuple(_join(study, list(rows), correlation=correlation) for study, rows in by_study)


def pooled(effects: Sequence[Effect], *, correlation: float = 0.6, method: Method = "reml-hk") -> Pooled:
    """The random-effects mean of these effects; ValueError without any, or where `joined` raises one."""
    if not effects:
        raise ValueError("There is no effect to pool.")
    trials = joined(effects, correlation=correlation)
    g = np.array([trial.g for trial in trials])
    variance = np.array([trial.se**2 for trial in trials])
    tau2 = 0.0 if len(trials) == 1 else _tau2(g, variance, method=method)
    weight = 1 / (variance + tau2)
    mean = float(weight @ g / weight.sum())
    se, reach = _error(g, weight, mean=mean, method=method)
    pi = stdtrit(len(trials) - 1, UPPER) * sqrt(tau2 + se**2) if len(trials) > 2 else None
    shares = weight / weight.sum()
    return Pooled(
        method=method,
        within_trial_correlation=correlation,
        g=mean,
        se=se,
        low=mean - reach * se,
        high=mean + reach * se,
        pi_low=None if pi is None else float(mean - pi),
        pi_high=None if pi is None else float(mean + pi),
        tau2=tau2,
        i2=_i2(variance, tau2=tau2),
        q=_q(g, variance),
        n_trials=len(trials),
        n_rows=len(effects),
        nnt=needed_to_treat(mean),
        trials=tuple(
            Trial(study=one.study, g=one.g, se=one.se, n_rows=one.n_rows, weight=float(share))
            for one, share in zip(trials, shares, strict=True)
        ),
    )


def needed_to_treat(d: float) -> float | None:
    """How many people are treated for one more success, from a standardised difference; None for no difference.

    >>> round(needed_to_treat(0.63), 2)
    2.91
    """
    success = 2 * NORMAL.cdf(d / sqrt(2)) - 1
    return 1 / success if success else None


def hedges_g(*, mean: tuple[float, float], sd: tuple[float, float], n: tuple[int, int]) -> tuple[float, float]:
    """Hedges' g and its standard error from the means after therapy of two arms, lower being better.

    g = (m2 - m1) / pooled SD * (1 - 3 / (4 N - 9)); the standard error is that of the uncorrected d, as the Metapsy
    databases have it: sqrt(N / (n1 n2) + d^2 / (2 N)).
    """
    total = sum(n)
    spread = sqrt(((n[0] - 1) * sd[0] ** 2 + (n[1] - 1) * sd[1] ** 2) / (total - 2))
    d = (mean[1] - mean[0]) / spread
    return d * (1 - 3 / (4 * total - 9)), sqrt(total / (n[0] * n[1]) + d**2 / (2 * total))


def _join(study: str, rows: list[Effect], *, correlation: float) -> Trial:
    precision = np.array([1 / row.se for row in rows])
    shrink = correlation / (1 + (len(rows) - 1) * correlation)
    weight = precision * (precision - shrink * precision.sum()) / (1 - correlation)
    g = float(weight @ np.array([row.g for row in rows]) / weight.sum())
    return Trial(study=study, g=g, se=float(1 / sqrt(weight.sum())), n_rows=len(rows))


def _tau2(g: Column, variance: Column, *, method: Method) -> float:
    if method == "reml-hk":
        return _restricted_likelihood(g, variance)
    weight = 1 / variance
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    return max(0.0, (_q(g, variance) - (len(g) - 1)) / scale)


def _restricted_likelihood(g: Column, variance: Column) -> float:
    """The variance between trials at which the restricted likelihood is highest, 0 or where its slope is 0."""

    def log_likelihood(tau2: float) -> float:
        weight = 1 / (variance + tau2)
        residual = g - weight @ g / weight.sum()
        return float(np.log(weight).sum() - np.log(weight.sum()) - weight @ residual**2) / 2

    def slope(tau2: float) -> float:
        weight = 1 / (variance + tau2)
        residual = g - weight @ g / weight.sum()
        return float(weight**2 @ residual**2 - weight.sum() + weight @ weight / weight.sum()) / 2

    most = float(len(g) * np.ptp(g) ** 2)
    if most == 0:
        return 0.0
    steps = np.concatenate([[0.0], np.geomspace(most * 1e-8, most, N_STEPS)])
    best = int(np.argmax([log_likelihood(step) for step in steps]))
    low, high = float(steps[max(best - 1, 0)]), float(steps[min(best + 1, N_STEPS)])
    if slope(low) <= 0 or slope(high) >= 0:
        return float(steps[best])
    return cast(float, brentq(slope, low, high, xtol=1e-15))


def _error(g: Column, weight: Column, *, mean: float, method: Method) -> tuple[float, float]:
    """The standard error of the mean, and how many of it the 95 % interval reaches to each side."""
    if method == "dl" or len(g) == 1:
        return float(1 / sqrt(weight.sum())), NORMAL.inv_cdf(UPPER)
    spread = float(weight @ (g - mean) ** 2) / (len(g) - 1)
    return sqrt(spread / weight.sum()), float(stdtrit(len(g) - 1, UPPER))


def _q(g: Column, variance: Column) -> float:
    weight = 1 / variance
    return float(weight @ (g - weight @ g / weight.sum()) ** 2)


def _i2(variance: Column, *, tau2: float) -> float:
    if len(variance) == 1:
        return 0.0
    weight = 1 / variance
    typical = float((len(variance) - 1) * weight.sum() / (weight.sum() ** 2 - (weight**2).sum()))
    return 100 * tau2 / (tau2 + typical)
