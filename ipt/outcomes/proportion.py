"""Proportions of people: a rate with its interval, the difference of two, and how one view differs from another."""

from math import sqrt
from typing import Literal

from attrs import frozen

Z_95 = 1.959963984540054

Direction = Literal["higher", "lower", "same"]


@frozen
class Interval:
    """Where a number lies, from `low` to `high`, in the unit of the number."""

    low: float
    high: float


@frozen
class Rate:
    """`n` people `of` so many, as a share from 0 to 1 with its Wilson 95% interval; None of nobody."""

    n: int
    of: int
    rate: float | None
    low: float | None
    high: float | None


@frozen
class Difference:
    """One proportion less another, from -1 to 1, with its 95% interval."""

    difference: float
    low: float
    high: float


@frozen
class Contrast:
    """How one view of the same people differs from another: `points` are percentage points, never below 0.

    The page says it: "recovery is 12.5 points `direction` among `view` than among `against`". `direction` is None
    where either view has nobody. The two views share people, so no interval stands beside the difference.
    """

    view: str
    against: str
    direction: Direction | None
    points: float | None


def wilson(n: int, of: int, *, z: float = Z_95) -> Interval:
    """The score interval of a proportion `n / of` (Wilson 1927, J Am Stat Assoc 22:209-212), as shares from 0 to 1.

    ValueError where `of` is 0 or `n` is not between 0 and `of`.

    >>> found = wilson(2619, 5383)
    >>> round(found.low, 4), round(found.high, 4)
    (0.4732, 0.4999)
    """
    if of < 1 or not 0 <= n <= of:
        raise ValueError(f"{n} of {of} is no proportion: expected 0 <= n <= of, and of at least 1.")
    share = n / of
    weight = z * z / of
    middle = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return Interval(0.0 if n == 0 else middle - half, 1.0 if n == of else middle + half)


def rate(n: int, of: int) -> Rate:
    """`n` of `of` with its Wilson 95% interval; of nobody there is no rate; ValueError where n is more than of."""
    if of == 0 and n == 0:
        return Rate(0, 0, None, None, None)
    interval = wilson(n, of)
    return Rate(n, of, n / of, interval.low, interval.high)


def difference(one: Rate, *, less: Rate) -> Difference | None:
    """Two independent proportions, `one` minus `less`, with the 95% interval of Newcombe; None where one has nobody.

    Newcombe 1998, Stat Med 17:873-890, method 10: the Wilson limits of each, without continuity correction.
    """
    if one.rate is None or one.low is None or one.high is None:
        return None
    if less.rate is None or less.low is None or less.high is None:
        return None
    found = one.rate - less.rate
    below = sqrt((one.rate - one.low) ** 2 + (less.high - less.rate) ** 2)
    above = sqrt((one.high - one.rate) ** 2 + (less.rate - less.low) ** 2)
    return Difference(found, max(-1.0, found - below), min(1.0, found + above))


def contrast(one: Rate, *, against: Rate, view: str, against_view: str) -> Contrast:
    """How `view`, with the rate `one`, differs from `against_view`, to a tenth of a percentage point.

    >>> contrast(rate(4, 4), against=rate(5, 10), view="completers", against_view="starters")
    Contrast(view='completers', against='starters', direction='higher', points=50.0)
    """
    if one.rate is None or against.rate is None:
        return Contrast(view, against_view, None, None)
    points = round(100 * (one.rate - against.rate), 1)
    direction: Direction = "higher" if points > 0 else "lower" if points < 0 else "same"
    return Contrast(view, against_view, direction, abs(points))
