"""Groupings that are told beside each other: what one leaves of another, a team less those of its therapists.

A group of one grouping may hold groups of another wholly. Whoever sees it and some of those it holds sees the rest of
it too, so that the rest must be as safe to tell as a group is; else the later grouping gives way.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import reduce

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from ipt.outcomes.indicators.spared import Spared, Tally, less

Places = NDArray[np.intp]


@frozen(eq=False)
class Told:
    """A grouping that is told: the place of each course's group, what is counted of each group, and what is told.

    `pairs` has for each measure how many pairs the effect size of each group rests on, None where it is not told.
    """

    where: Places
    groups: tuple[Tally, ...]
    guard: Spared
    pairs: dict[str, list[int | None]] = field(factory=dict)


def betraying(
    groups: Sequence[Tally],
    *,
    where: Places,
    kept: Collection[int],
    before: Sequence[Told],
    tells: tuple[str, int],
    is_safe: Callable[[Tally], bool],
) -> set[int]:
    """Places of `kept` that may not be told of this view and tier beside the groupings `before`."""
    found: set[int] = set()
    view, tier = tells
    for told in before:
        known = {place for place in range(len(told.groups)) if (place, view, tier) in told.guard.shown}
        for outer, inner in _held(where, told.where):
            mine = [place for place in inner if place in kept]
            if outer in known and mine and not is_safe(reduce(less, (groups[i] for i in mine), told.groups[outer])):
                found.add(min(mine, key=lambda place: (np.count_nonzero(where == place), place)))
        for outer, inner in _held(told.where, where):
            theirs = [told.groups[place] for place in inner if place in known]
            if outer in kept and theirs and not is_safe(reduce(less, theirs, groups[outer])):
                found.add(outer)
    return found


def betraying_pairs(
    pairs: Sequence[int],
    *,
    where: Places,
    away: Collection[int],
    before: Sequence[tuple[Places, Sequence[int | None]]],
    threshold: int,
) -> set[int]:
    """Places whose effect size, beside those told before, would leave that of fewer pairs than the threshold."""
    found: set[int] = set()
    for told_where, told in before:
        for outer, inner in _held(where, told_where):
            mine, most = [place for place in inner if place not in away], told[outer]
            if mine and most is not None and 0 < most - sum(pairs[place] for place in mine) < threshold:
                found.add(min(mine, key=lambda place: (pairs[place], place)))
        for outer, inner in _held(told_where, where):
            theirs = [n for place in inner if (n := told[place]) is not None]
            if outer not in away and theirs and 0 < pairs[outer] - sum(theirs) < threshold:
                found.add(outer)
    return found


def _held(inner: Places, outer: Places) -> Iterator[tuple[int, list[int]]]:
    """For each group of `outer` the groups of `inner` all of whose courses it has."""
    if not len(inner):
        return
    n_inner, n_outer = int(inner.max()) + 1, int(outer.max()) + 1
    common = np.bincount(outer * n_inner + inner, minlength=n_outer * n_inner).reshape(n_outer, n_inner)
    is_held = (common > 0) & (common == common.sum(axis=0))
    for place in range(n_outer):
        yield place, np.flatnonzero(is_held[place]).tolist()
