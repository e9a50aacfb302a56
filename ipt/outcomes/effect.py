"""How large a change or a difference is: standardised mean change, difference of two groups, number needed to treat."""

from math import sqrt
from statistics import NormalDist
from typing import Literal

from attrs import frozen

from ipt.outcomes.proportion import Z_95

Better = Literal["lower", "higher"]


@frozen
class Pairs:
    """First and last score of the same people: `n` of them, means and standard deviations in points, correlation."""

    n: int
    mean_first: float
    sd_first: float
    mean_last: float
    sd_last: float
    correlation: float


@frozen
class Group:
    """One group at one time: how many, mean and standard deviation in points."""

    n: int
    mean: float
    sd: float


@frozen
class Effect:
    """A standardised effect, without unit, with its standard error and 95% interval; above 0 is towards health."""

    value: float
    se: float
    low: float
    high: float


def small_sample_factor(freedom: int) -> float:
    """What an effect with so many degrees of freedom is multiplied by: 1 - 3 / (4m - 1).

    Hedges 1981, J Educ Stat 6:107-128, by his approximation. ValueError below one degree of freedom.
    """
    if freedom < 1:
        raise ValueError(f"A small-sample factor needs at least one degree of freedom, not {freedom}.")
    return 1 - 3 / (4 * freedom - 1)


def standardised_change(pairs: Pairs, *, better: Better = "lower", corrected: bool = False) -> Effect | None:
    """Mean change towards health in standard deviations of the first scores, as NHS England reports it.

    `corrected` multiplies by Hedges's factor with n - 1 degrees of freedom. The standard error allows the spread to
    differ between start and end (Bonett 2008, Psychol Methods 13:99-109). None with fewer than three pairs or where
    all first scores are equal.

    >>> found = standardised_change(Pairs(5860, 15.7, 5.6, 9.6, 6.3, 0.5))
    >>> found and round(found.value, 1)
    1.1
    """
    if pairs.n < 3 or not pairs.sd_first > 0:
        return None
    moved = pairs.mean_first - pairs.mean_last if better == "lower" else pairs.mean_last - pairs.mean_first
    raw = moved / pairs.sd_first
    freedom = pairs.n - 1
    of_change = (
        pairs.sd_first**2 + pairs.sd_last**2 - 2 * pairs.correlation * pairs.sd_first * pairs.sd_last
    ) / pairs.sd_first**2
    se = sqrt(max(of_change, 0.0) / freedom + raw**2 / (2 * freedom))
    return _effect(raw, se=se, factor=small_sample_factor(freedom) if corrected else 1.0)


def standardised_difference(one: Group, *, other: Group, better: Better = "lower", corrected: bool = True) -> Effect:
    """How far group `one` is ahead of `other` at the end, in pooled standard deviations; corrected, Hedges's g.

    g = (difference of means) / SDpooled x (1 - 3 / (4N - 9)), se = sqrt(N / (n1 n2) + d^2 / (2N)) with the
    uncorrected d, as the Metapsy databases compute them (Hedges & Olkin 1985, Statistical methods for
    meta-analysis, ch. 5). ValueError where a group has fewer than two people or nobody differs.
    """
    if min(one.n, other.n) < 2:
        raise ValueError(f"A difference needs two people in each group, not {one.n} and {other.n}.")
    n = one.n + other.n
    pooled = sqrt(((one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2) / (n - 2))
    if pooled == 0:
        raise ValueError("A standardised difference needs scores that differ within the groups.")
    ahead = other.mean - one.mean if better == "lower" else one.mean - other.mean
    raw = ahead / pooled
    se = sqrt(n / (one.n * other.n) + raw**2 / (2 * n))
    if not corrected:
        return _effect(raw, se=se, factor=1.0)
    value = raw * small_sample_factor(n - 2)
    return Effect(value, se, value - Z_95 * se, value + Z_95 * se)


def number_needed_to_treat(effect: float) -> float | None:
    """How many to treat for one more success, 1 / (2 Phi(d / sqrt 2) - 1); below 0 to harm; None for no effect at all.

    Kraemer & Kupfer 2006, Biol Psychiatry 59:990-996.

    >>> number_needed_to_treat(0.63) and round(number_needed_to_treat(0.63), 2)
    2.91
    """
    ahead = 2 * NormalDist().cdf(effect / sqrt(2)) - 1
    return None if ahead == 0 else 1 / ahead


def _effect(raw: float, *, se: float, factor: float) -> Effect:
    value, spread = raw * factor, se * factor
    return Effect(value, spread, value - Z_95 * spread, value + Z_95 * spread)
