"""Whether units differ by more than chance: a funnel for proportions, with case-mix and over-dispersion said.

Spiegelhalter 2005, Stat Med 24:1185-1202: limits around the pooled rate, winsorised z-scores, additive over-dispersion.
The points stand in the order of their names: a funnel shows who lies outside, it ranks nobody.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from attrs import frozen

from ipt.outcomes.proportion import Z_95

Z_998 = 3.090232306167813
WINSORISED = 0.1


@frozen
class Unit:
    """One unit: `n` of its `of` had it; what its case-mix would give, and the variance of that, or None for both."""

    name: str
    n: int
    of: int
    expected: float | None = None
    variance: float | None = None


@frozen
class Point:
    """One unit in the funnel: its share (with case-mix: observed / expected x pooled), where it stands, its z-scores.

    `at` is its place across: the number of people for whom plain limits are as wide as its own (without case-mix
    simply `of`). `z` is by the plain limits, `z_wide` by those with over-dispersion.
    """

    name: str
    n: int
    of: int
    share: float
    at: float
    z: float
    z_wide: float

    @property
    def outside(self) -> bool:
        """Whether it lies beyond the 99.8% limits with over-dispersion: a reason to look, not a verdict."""
        return abs(self.z_wide) > Z_998


@frozen
class Limits:
    """The limits for a unit of `at` people, as shares from 0 to 1: plain, and with over-dispersion (`wide`)."""

    at: float
    plain_95: tuple[float, float]
    plain_998: tuple[float, float]
    wide_95: tuple[float, float]
    wide_998: tuple[float, float]


@frozen
class Outside:
    """How many units lie above and below the limits."""

    above: int
    below: int


@frozen
class Funnel:
    """The pooled rate, the over-dispersion `tau` (a standard deviation between units, as a share), points and limits.

    `has_case_mix` says whether shares are standardised; `n_not_shown` counts units that are too small to show.
    """

    pooled: float
    tau: float
    has_case_mix: bool
    n_units: int
    n_not_shown: int
    points: tuple[Point, ...]
    limits: tuple[Limits, ...]
    outside_plain_95: Outside
    outside_plain_998: Outside
    outside_wide_95: Outside
    outside_wide_998: Outside


def funnel(units: Sequence[Unit], *, threshold: int = 5, at: Sequence[float] | None = None) -> Funnel | None:
    """The funnel of these units; those with fewer people than the threshold are counted in but not shown.

    `at` names where limits are wanted across, by default from the least to the greatest unit. None where no unit has
    anybody, or where all or none had it. ValueError where some units have a case-mix and others not.
    """
    counted = [unit for unit in sorted(units, key=lambda unit: unit.name) if unit.of > 0]
    n, of = sum(unit.n for unit in counted), sum(unit.of for unit in counted)
    if not 0 < n < of:
        return None
    has_case_mix = _has_case_mix(counted)
    pooled = n / of
    shares = np.array([_share(unit, pooled=pooled) for unit in counted])
    errors = np.array([_error(unit, pooled=pooled) for unit in counted])
    z = (shares - pooled) / errors
    tau = over_dispersion(z.tolist(), errors=errors.tolist())
    z_wide = (shares - pooled) / np.sqrt(errors**2 + tau**2)
    places = pooled * (1 - pooled) / errors**2
    points = tuple(
        Point(unit.name, unit.n, unit.of, *numbers)
        for unit, *numbers in zip(counted, shares.tolist(), places.tolist(), z.tolist(), z_wide.tolist(), strict=True)
    )
    shown = tuple(point for point in points if point.of >= threshold)
    return Funnel(
        pooled=pooled,
        tau=tau,
        has_case_mix=has_case_mix,
        n_units=len(counted),
        n_not_shown=len(counted) - len(shown),
        points=shown,
        limits=tuple(limits(place, pooled=pooled, tau=tau) for place in (at or _across(shown))),
        outside_plain_95=_outside(z.tolist(), z=Z_95),
        outside_plain_998=_outside(z.tolist(), z=Z_998),
        outside_wide_95=_outside(z_wide.tolist(), z=Z_95),
        outside_wide_998=_outside(z_wide.tolist(), z=Z_998),
    )


def over_dispersion(z: Sequence[float], *, errors: Sequence[float], winsorised: float = WINSORISED) -> float:
    """How far units differ beyond chance, a standard deviation in the unit of `errors`; 0 where chance explains it.

    The outermost tenth of the z-scores on either side is drawn in to the tenth, so that a few units that lie far out
    do not widen the limits for all (Spiegelhalter 2005, sections 4.2 and 4.3; moments of DerSimonian & Laird).
    """
    n = len(z)
    if n < 2:
        return 0.0
    scores = np.asarray(z)
    drawn_in = np.clip(scores, *np.quantile(scores, [winsorised, 1 - winsorised]))
    ratio = float(np.mean(drawn_in**2))
    weights = 1 / np.asarray(errors) ** 2
    total = float(weights.sum())
    between = (n * ratio - (n - 1)) / (total - float((weights**2).sum()) / total)
    return sqrt(max(between, 0.0))


def limits(at: float, *, pooled: float, tau: float) -> Limits:
    """The limits around the pooled rate for a unit of `at` people, kept within 0 and 1."""
    plain = sqrt(pooled * (1 - pooled) / at)
    wide = sqrt(plain**2 + tau**2)
    return Limits(
        at,
        _around(pooled, half=Z_95 * plain),
        _around(pooled, half=Z_998 * plain),
        _around(pooled, half=Z_95 * wide),
        _around(pooled, half=Z_998 * wide),
    )


def with_case_mix(strata: Mapping[tuple[str, str], tuple[int, int]]) -> tuple[Unit, ...]:
    """Units with what was expected of them, from `(unit, stratum) -> (n, of)`: indirect standardisation.

    Expected is what the unit would have if each of its strata (such as bands of severity at the start) fared as that
    stratum fares over all units; the variance of `n` is the sum of of x p x (1 - p) over the strata.
    """
    everybody: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (_, stratum), (n, of) in strata.items():
        everybody[stratum][0] += n
        everybody[stratum][1] += of
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for (unit, stratum), (n, of) in strata.items():
        in_all, of_all = everybody[stratum]
        share = in_all / of_all if of_all else 0.0
        for place, number in enumerate((n, of, of * share, of * share * (1 - share))):
            found[unit][place] += number
    return tuple(
        Unit(name, round(n), round(of), expected, variance)
        for name, (n, of, expected, variance) in sorted(found.items())
    )


def _has_case_mix(units: Sequence[Unit]) -> bool:
    with_it = [unit.name for unit in units if unit.expected is not None]
    if with_it and len(with_it) < len(units):
        without = next(unit.name for unit in units if unit.expected is None)
        raise ValueError(f"expected: {without} has no case-mix while others have; give it for all units or for none.")
    return bool(with_it)


def _share(unit: Unit, *, pooled: float) -> float:
    if unit.expected is None:
        return unit.n / unit.of
    return pooled * unit.n / unit.expected if unit.expected > 0 else pooled


def _error(unit: Unit, *, pooled: float) -> float:
    """The standard error of the share if the unit were as the others."""
    if not unit.expected or not unit.variance:
        return sqrt(pooled * (1 - pooled) / unit.of)
    return pooled * sqrt(unit.variance) / unit.expected


def _around(pooled: float, *, half: float) -> tuple[float, float]:
    return max(0.0, pooled - half), min(1.0, pooled + half)


def _across(points: Sequence[Point], *, n: int = 40) -> list[float]:
    if not points:
        return []
    places = [point.at for point in points]
    grid: list[float] = np.geomspace(max(1.0, 0.8 * min(places)), 1.1 * max(places), n).tolist()
    return grid


def _outside(scores: Sequence[float], *, z: float) -> Outside:
    return Outside(sum(score > z for score in scores), sum(score < -z for score in scores))
