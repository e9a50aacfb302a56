"""Time until something happens, in courses that may still be running: Kaplan-Meier, and by kind where kinds compete."""

from collections.abc import Sequence
from math import exp, log, sqrt

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ipt.outcomes.proportion import Z_95

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
FAR = 700.0  # beyond it exp() has no number, and a bound is 0 or 1 anyway


@frozen
class Step:
    """After `day`, the share that has not yet (or, by kind, already) had it, with its 95% interval."""

    day: float
    n_at_risk: int
    n_events: int
    share: float
    low: float
    high: float


@frozen
class Curve:
    """One curve: `n` people, `n_events` of them had it, the rest was followed only so far; a step where it falls.

    `median` and the quartiles are days by which half, a quarter and three quarters had it; None where the curve
    never gets there. `median_low` and `median_high` are where the interval's curves get there.
    """

    n: int
    n_events: int
    steps: tuple[Step, ...]
    quarter: float | None
    median: float | None
    three_quarters: float | None
    median_low: float | None
    median_high: float | None


@frozen
class Competing:
    """The share that had each kind of event first, by day; the kinds and those still running make up everybody."""

    n: int
    kinds: tuple[str, ...]
    curves: tuple[tuple[Step, ...], ...]

    def of(self, kind: str) -> tuple[Step, ...]:
        """The rising steps of one kind; KeyError where there is no such kind."""
        if kind not in self.kinds:
            raise KeyError(kind)
        return self.curves[self.kinds.index(kind)]


def kaplan_meier(days: Sequence[float] | Numbers, *, happened: Sequence[bool] | NDArray[np.bool_]) -> Curve:
    """The share still without the event by day; somebody whose event has not happened counts until their last day.

    Greenwood's variance, 95% limits on the log(-log) scale (Kalbfleisch & Prentice 2002, The statistical analysis of
    failure time data, ch. 1). ValueError where the lists differ in length or a day is below 0 or missing.
    """
    times = np.asarray(days, dtype=np.float64)
    events = np.asarray(happened, dtype=np.bool_)
    _check(times, n=len(events))
    at, n_at_risk, n_events = _table(times, events=events)
    share, spread = 1.0, 0.0
    steps: list[Step] = []
    for day, risk, fell in zip(at.tolist(), n_at_risk.tolist(), n_events.tolist(), strict=True):
        share *= 1 - fell / risk
        spread = spread + fell / (risk * (risk - fell)) if risk > fell else float("inf")
        low, high = _log_log(share, spread=spread)
        steps.append(Step(day, risk, fell, share, low, high))
    return Curve(
        n=len(times),
        n_events=int(events.sum()),
        steps=tuple(steps),
        quarter=_reached(steps, left=0.75),
        median=_reached(steps, left=0.5),
        three_quarters=_reached(steps, left=0.25),
        median_low=next((step.day for step in steps if step.low <= 0.5), None),
        median_high=next((step.day for step in steps if step.high <= 0.5), None),
    )


def aalen_johansen(days: Sequence[float] | Numbers, *, kind: Sequence[str | None], kinds: Sequence[str]) -> Competing:
    """The share that ended in each kind by day, where one kind rules the others out; None is still running.

    Aalen & Johansen 1978, Scand J Stat 5:141-150. Variance by the delta method (Marubini & Valsecchi 1995,
    Analysing survival data, ch. 10), limits on the log(-log) scale. ValueError for a kind that is not among `kinds`.
    """
    times = np.asarray(days, dtype=np.float64)
    _check(times, n=len(kind))
    strange = {one for one in kind if one is not None} - set(kinds)
    if strange:
        raise ValueError(f"kind: {sorted(strange)[0]} is not among {', '.join(kinds)}.")
    number = {one: place for place, one in enumerate(kinds, start=1)}
    codes = np.asarray([0 if one is None else number[one] for one in kind], dtype=np.int64)
    at, n_at_risk, n_events = _table(times, events=codes > 0)
    curves = tuple(
        _incidence(at, n_at_risk=n_at_risk, n_any=n_events, n_this=_counted(times[codes == number[one]], at=at))
        for one in kinds
    )
    return Competing(len(times), tuple(kinds), curves)


def thinned(steps: Sequence[Step], *, most: int = 60) -> tuple[Step, ...]:
    """At most so many steps, evenly by place, the last one kept: enough to draw a curve, few enough to send."""
    if len(steps) <= most:
        return tuple(steps)
    places = np.unique(np.linspace(0, len(steps) - 1, most).round().astype(int))
    return tuple(steps[place] for place in places.tolist())


def _check(times: Numbers, *, n: int) -> None:
    if len(times) != n:
        raise ValueError(f"days: {len(times)} of them for {n} people; each needs one.")
    if not np.all(times >= 0):
        raise ValueError("days: each must be 0 or more and none may be missing.")


def _table(times: Numbers, *, events: NDArray[np.bool_]) -> tuple[Numbers, Counts, Counts]:
    """Each day on which something happened, how many were still followed on it, and to how many it happened."""
    at, counts = np.unique(times[events], return_counts=True)
    before = np.searchsorted(np.sort(times), at, side="left")
    return at, (len(times) - before).astype(np.int64), counts.astype(np.int64)


def _counted(times: Numbers, *, at: Numbers) -> Counts:
    order = np.sort(times)
    right, left = np.searchsorted(order, at, side="right"), np.searchsorted(order, at, side="left")
    return (right - left).astype(np.int64)


def _incidence(at: Numbers, *, n_at_risk: Counts, n_any: Counts, n_this: Counts) -> tuple[Step, ...]:
    risk, fell, this = n_at_risk.astype(float), n_any.astype(float), n_this.astype(float)
    left: Numbers = np.cumprod(1 - fell / risk)
    before = np.concatenate(([1.0], left[:-1]))
    share = np.cumsum(before * this / risk)
    variance = _variance(share, before=before, risk=risk, fell=fell, this=this)
    rows = zip(at.tolist(), n_at_risk.tolist(), n_this.tolist(), share.tolist(), variance.tolist(), strict=True)
    return tuple(
        Step(day, at_risk, n, reached, *_log_log_of_incidence(reached, variance=spread))
        for day, at_risk, n, reached, spread in rows
        if n
    )


def _variance(share: Numbers, *, before: Numbers, risk: Numbers, fell: Numbers, this: Numbers) -> Numbers:
    """Of the share at each step: sums over earlier steps of (share now - share then), opened so that they run on."""
    safe = np.where(risk > fell, risk - fell, 1.0)
    a = np.where(risk > fell, fell / (risk * safe), 0.0)
    b = before**2 * (risk - this) * this / risk**3
    c = before * this / risk**2
    sum_a, sum_a1, sum_a2 = np.cumsum(a), np.cumsum(a * share), np.cumsum(a * share**2)
    sum_c, sum_c1 = np.cumsum(c), np.cumsum(c * share)
    first = share**2 * sum_a - 2 * share * sum_a1 + sum_a2
    found: Numbers = first + np.cumsum(b) - 2 * (share * sum_c - sum_c1)
    return np.where(found > 0, found, 0.0)


def _log_log(share: float, *, spread: float) -> tuple[float, float]:
    if share <= 0:
        return 0.0, 0.0
    half = min(Z_95 * sqrt(spread) / abs(log(share)), FAR)
    return share ** exp(half), share ** exp(-half)


def _log_log_of_incidence(share: float, *, variance: float) -> tuple[float, float]:
    if not 0 < share < 1:
        return share, share
    half = min(Z_95 * sqrt(variance) / (share * abs(log(share))), FAR)
    return share ** exp(half), share ** exp(-half)


def _reached(steps: Sequence[Step], *, left: float) -> float | None:
    return next((step.day for step in steps if step.share <= left + 1e-12), None)
