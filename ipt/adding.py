"""The exact arithmetic of scores: what an answer counts, sums and means as fractions, and the range they can reach."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from ipt.item import Item, Number
from ipt.measure import Measure, Scale


def exact(number: Number) -> Fraction:
    """The number as it was written: 0.1 is one tenth, not the binary number next to it."""
    return Fraction(str(number))


def rounded(value: Fraction, *, decimals: int) -> Number:
    """The value to so many decimal places, halves upwards; a whole number where there are none.

    >>> rounded(Fraction(45, 4), decimals=0), rounded(Fraction(5, 2), decimals=0), rounded(Fraction(41, 20), decimals=1)
    (11, 3, 2.1)
    """
    shifted = floor(value * 10**decimals + Fraction(1, 2))
    return float(Fraction(shifted, 10**decimals)) if decimals else shifted


def counted(item: Item, answer: int, *, reverse: bool) -> int:
    """What an answer counts: by the item's own table, and from the other end where the item is reversed."""
    counts = item.counts_as(answer)
    return min(item.counted) + max(item.counted) - counts if reverse else counts


def scale_value(scale: Scale, values: Mapping[str, int], *, raised: bool = False) -> Fraction | None:
    """The scale's score from what its answered items count; a sum is `raised` to all items; None without an answer."""
    given = [values[item] for item in scale.items if item in values]
    if not given:
        return None
    mean = Fraction(sum(given), len(given))
    n_counted = 1 if scale.how == "mean" else len(scale.items) if raised else len(given)
    return mean * n_counted * exact(scale.times)


def total_value(
    measure: Measure, values: Mapping[str, int], *, scales: Mapping[str, Fraction], raised: bool = False
) -> Fraction | None:
    """The total from what the answered scored items count and from the scales' unrounded scores; None where none is.

    With `raised` a sum is raised from the answered to all scored items.
    """
    adding = measure.adding
    given = [values[item.id] for item in measure.scored_items if item.id in values]
    found: Fraction | None = None
    if adding.how in ("scales-sum", "scales-mean"):
        if all(scale in scales for scale in adding.scales):
            found = sum((scales[scale] for scale in adding.scales), start=Fraction(0))
            found = found / len(adding.scales) if adding.how == "scales-mean" else found
    elif adding.how == "groups":
        groups = [[values[item] for item in group if item in values] for group in adding.groups]
        found = Fraction(sum(max(group) for group in groups)) if all(groups) else None
    elif given and measure.has_total:
        n_counted = 1 if adding.how == "mean" else len(measure.scored_items) if raised else len(given)
        found = Fraction(sum(given), len(given)) * n_counted
    return None if found is None else found * exact(adding.times)


def reach(measure: Measure, scale: Scale | None = None) -> tuple[Number, Number] | None:
    """The lowest and the highest total, or score of one scale, that full answers can give; None where none is.

    >>> from ipt.library import shipped
    >>> reach(shipped().measure("phq-9"))
    (0, 27)
    """
    ends = []
    for end in (min, max):
        values = {item.id: end(item.counted) for item in measure.items if item.values}
        scales = {one.id: scale_value(one, values) for one in measure.scales}
        known = {name: value for name, value in scales.items() if value is not None}
        ends.append(known.get(scale.id) if scale else total_value(measure, values, scales=known))
    if ends[0] is None or ends[1] is None:
        return None
    decimals = scale.decimals if scale else measure.decimals
    return rounded(ends[0], decimals=decimals), rounded(ends[1], decimals=decimals)
