"""When a course first reached response and remission, whether that held, and its sudden gains."""

from collections.abc import Callable, Sequence
from datetime import date
from math import sqrt
from statistics import mean, variance

from attrs import frozen

from ipt.item import Number
from ipt.measure import Direction
from ipt.series import Point, difference

GAIN_PERCENT = 25  # of the score before (Tang & DeRubeis 1999)
CRITICAL = {4: 2.776, 3: 3.182, 2: 4.303}  # t at .05, two-sided, by degrees of freedom (Lutz et al. 2013)


@frozen
class Reached:
    """When something was first true, in days since the first total, and whether it was at the next total too.

    `held` is None where no later total has come yet.
    """

    on: date
    days: int
    held: bool | None


@frozen
class SuddenGain:
    """A large and lasting step towards health between two answered measures next to each other, in points above 0."""

    on: date
    points: Number


def first_reached(points: Sequence[Point], *, is_true: Callable[[Number], bool]) -> Reached | None:
    """When a later total than the first first made the claim true; None where none has, or with fewer than two.

    `points` are in order of time. That it held at two totals one after the other is clinical notes 6.4 on remission.
    """
    scored = [(point, point.total) for point in points if point.total is not None]
    for place, (point, total) in enumerate(scored[1:], start=1):
        if is_true(total):
            later = scored[place + 1 : place + 2]
            held = is_true(later[0][1]) if later else None
            return Reached(on=point.on, days=(point.on - scored[0][0].on).days, held=held)
    return None


def sudden_gains(points: Sequence[Point], *, cut: float, better: Direction) -> tuple[SuddenGain, ...]:
    """The sudden gains in these points, in order of time, by the three criteria of Tang and DeRubeis.

    `points` are one a session; one without a total stands for a missing score. A gain reaches `cut` points, reaches a
    quarter of the score before, and the means of the three scores before and after differ by more than the critical t
    times their pooled standard deviation, with at least two of three on either side. Sources: Tang TZ, DeRubeis RJ, J
    Consult Clin Psychol 1999;67:894-904; the critical value for missing scores by Lutz et al. 2013 as in Wiedemann et
    al., PLOS ONE 2020;15:e0230276.
    """
    found = []
    for place in range(1, len(points) - 1):
        before, after = points[place], points[place + 1]
        if before.total is None or after.total is None:
            continue
        gain = difference(before.total, after.total) if better == "lower" else difference(after.total, before.total)
        if gain >= cut and 100 * gain >= GAIN_PERCENT * before.total and gain > 0:
            earlier = _totals(points[max(place - 2, 0) : place + 1])
            later = _totals(points[place + 1 : place + 4])
            if _is_lasting(earlier, later=later, better=better):
                found.append(SuddenGain(on=after.on, points=gain))
    return tuple(found)


def _totals(points: Sequence[Point]) -> list[float]:
    return [float(point.total) for point in points if point.total is not None]


def _is_lasting(earlier: list[float], *, later: list[float], better: Direction) -> bool:
    n_earlier, n_later = len(earlier), len(later)
    if n_earlier < 2 or n_later < 2:
        return False
    freedom = n_earlier + n_later - 2
    pooled = sqrt(((n_earlier - 1) * variance(earlier) + (n_later - 1) * variance(later)) / freedom)
    moved = mean(earlier) - mean(later) if better == "lower" else mean(later) - mean(earlier)
    return moved > CRITICAL[freedom] * pooled
