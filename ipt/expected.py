"""What score to expect of one course on a day to come, from the scores so far and numbers fitted on earlier courses."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite, log1p, sqrt
from typing import Literal

from attrs import frozen

from ipt.fitted import Fit, Widening
from ipt.personal import PersonState, after, sight, start
from ipt.prior import Prior

Side = Literal["above", "below"]
Seen = Sequence[tuple[float, float]]
Z_90 = 1.2815515655446004  # of a normal variable nine in ten lie below


@frozen
class Expected:
    """The score to expect on a day, as likely too high as too low, and the interval that four in five fall into."""

    day: float
    expected: float
    low: float
    high: float


@frozen
class Surprise:
    """A score beside what was expected of it from those before; `side` is None where it fell inside its interval."""

    day: float
    score: float
    expected: Expected
    side: Side | None


def expect(fit: Fit | Prior, seen: Seen, day: float) -> Expected | None:
    """What to expect on `day` from the (day, score) pairs seen so far, in any order; scores of one day are averaged.

    None where there is nothing to expect from: no score, or a first one below those a prior was made for. ValueError
    for a score outside the range or a `day` that does not come after the last one seen.
    """
    found = band(fit, seen, [day])
    return found[0] if found else None


def band(fit: Fit | Prior, seen: Seen, days: Sequence[float]) -> tuple[Expected, ...]:
    """What to expect on each of these days, all after the last one seen; empty where `expect` gives None."""
    ordered = _ordered(fit, seen)
    if not ordered:
        return ()
    for day in days:
        if not ordered[-1][0] < day < float("inf"):
            raise ValueError(f"Day {day:g} does not come after day {ordered[-1][0]:g}, the last one with a score.")
    if isinstance(fit, Prior):
        return tuple(_by_prior(fit, ordered[0], day) for day in days)
    first_day, state = ordered[0][0], start(fit)
    for day, score in ordered:
        state = after(sight(fit, state, _week(fit, day, first_day)), fit.scale.onto(score))
    return tuple(_interval(fit, state, day=day, first_day=first_day) for day in days)


def surprise(fit: Fit | Prior, seen: Seen) -> tuple[Surprise, ...]:
    """Each score after the first beside what was expected of it from those before it; empty where that is nothing."""
    ordered = _ordered(fit, seen)
    if isinstance(fit, Prior):
        return tuple(_surprise(_by_prior(fit, ordered[0], day), score) for day, score in ordered[1:])
    found, state = [], start(fit)
    for day, score in ordered:
        if state.n:
            found.append(_surprise(_interval(fit, state, day=day, first_day=ordered[0][0]), score))
        state = after(sight(fit, state, _week(fit, day, ordered[0][0])), fit.scale.onto(score))
    return tuple(found)


def quantile_90(freedom: float) -> float:
    """What nine in ten of Student's t lie below, from the normal's (Abramowitz & Stegun 1964, 26.7.5).

    Within .0003 of the exact value from 3 degrees of freedom on.

    >>> round(quantile_90(10), 3)
    1.372
    """
    x, v = Z_90, freedom
    return (
        x
        + (x**3 + x) / (4 * v)
        + (5 * x**5 + 16 * x**3 + 3 * x) / (96 * v**2)
        + (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * v**3)
        + (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / (92160 * v**4)
    )


def widened(widening: Sequence[Widening], weeks: float) -> float:
    """The factor this many weeks ahead: between two known ones on a line in ln(1 + weeks), beyond them the nearer."""
    if not widening:
        return 1.0
    for near, far in pairwise(widening):
        if near.weeks <= weeks < far.weeks:
            share = (log1p(weeks) - log1p(near.weeks)) / (log1p(far.weeks) - log1p(near.weeks))
            return near.factor + share * (far.factor - near.factor)
    return widening[0].factor if weeks < widening[0].weeks else widening[-1].factor


def _ordered(fit: Fit | Prior, seen: Seen) -> list[tuple[float, float]]:
    """The scores by day, one a day; none where a prior has no line for the first of them."""
    low, high = (fit.low, fit.high) if isinstance(fit, Prior) else (fit.scale.low, fit.scale.high)
    by_day: dict[float, list[float]] = {}
    for day, score in seen:
        if not low <= score <= high or not isfinite(day):
            raise ValueError(f"A score from {low:g} to {high:g} on a day is needed, not {score:g} on day {day:g}.")
        by_day.setdefault(day, []).append(score)
    ordered = [(day, sum(by_day[day]) / len(by_day[day])) for day in sorted(by_day)]
    return [] if isinstance(fit, Prior) and ordered and ordered[0][1] < fit.least_first else ordered


def _by_prior(prior: Prior, first: tuple[float, float], day: float) -> Expected:
    session = 1 + (day - first[0]) / 7 / prior.weeks_per_session
    middle, half = prior.at(first[1], session=session), Z_90 * prior.residual_sd
    return Expected(day=day, expected=middle, low=max(middle - half, prior.low), high=min(middle + half, prior.high))


def _week(fit: Fit, day: float, first_day: float) -> float:
    return (day - first_day if fit.origin == "first" else day) / 7


def _interval(fit: Fit, state: PersonState, *, day: float, first_day: float) -> Expected:
    """The middle and the interval of the score on a day: Student's t with freedom + n, on the model's scale."""
    week = _week(fit, day, first_day)
    ahead = sight(fit, state, week)
    known = fit.widening if state.n > 1 else fit.first_widening
    size = (fit.freedom + state.misfit) / (fit.freedom + state.n)
    half = quantile_90(fit.freedom + state.n) * sqrt(size * ahead.variance) * widened(known, week - state.week)
    back = fit.scale.back
    return Expected(day=day, expected=back(ahead.z), low=back(ahead.z - half), high=back(ahead.z + half))


def _surprise(expected: Expected, score: float) -> Surprise:
    side: Side | None = "above" if score > expected.high else "below" if score < expected.low else None
    return Surprise(day=expected.day, score=score, expected=expected, side=side)
