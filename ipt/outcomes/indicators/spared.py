"""What may be told of groups whose whole is told as well: enough is spared that no group's small number can be had.

A view of a group is told when in it, and in what it adds to each other view that is told of the group, as many fared
well as the threshold asks and as many did not. The groups it is not told of must be two or more and pass the same test
taken together, because their sum is what is left of the whole; else the next smallest group is not told either. Where
the whole itself is hidden, no group is told. Sizes of groups and views are taken to be known. What groupings told
before leave to be worked out is for `ipt.outcomes.indicators.beside` to say.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial, reduce

from attrs import frozen

from ipt.outcomes.counting import Outcomes
from ipt.outcomes.indicators.views import n_with_outcome
from ipt.outcomes.proportion import Rate

TIERS = (("recovered", "reliably_recovered", "improved"), ("unchanged", "deteriorated"))
VIEWS = {
    "starters": ("starters_missing_as_failure", "paired", "starters_last_score"),
    "completers_75": ("completers_75",),
    "finished": ("finished",),
    "completers_50": ("completers_50",),
}
FROM_INNER = ("completers_75", "completers_50", "finished", "starters")
PAIRED = "paired"
Pair = tuple[int, int]
Tally = Mapping[tuple[str, str], tuple[Pair, ...]]
IsSafe = Callable[[Tally], bool]
Betraying = Callable[[Collection[int], tuple[str, int], IsSafe], Collection[int]]


@frozen
class Spared:
    """Which views are told of which groups: `shown` has (place of the group, view, place of the tier)."""

    shown: frozenset[tuple[int, str, int]]

    def tells(self, group: int, *, view: str, outcome: str) -> bool:
        """Whether this outcome is told of this view of this group."""
        tier = next((number for number, tier in enumerate(TIERS) if outcome in tier), None)
        return tier is not None and (group, view, tier) in self.shown


def tally(found: Outcomes) -> Tally:
    """For each view and outcome the numbers and what they are of, on every base on which they are told."""
    paired = {
        (view, PAIRED): ((n_with_outcome(found.blocks[blocks[0]]), 0),)
        for view, blocks in VIEWS.items()
        if blocks[0] in found.blocks
    }
    return paired | {
        (view, outcome): tuple(
            (told.n, told.of) for block in blocks if block in found.blocks and (told := _rate(found, block, outcome))
        )
        for view, blocks in VIEWS.items()
        for tier in TIERS
        for outcome in tier
    }


def spared(
    groups: Sequence[Tally],
    *,
    whole_tells: Callable[[str, str], bool],
    threshold: int,
    betraying: Betraying = lambda kept, tells, is_safe: (),
) -> Spared:
    """What may be told of groups that each course is in exactly one of; `whole_tells` takes a view and an outcome.

    `betraying` takes the places that would be told, a view with the place of a tier, and what is safe to be worked out;
    it gives the places that may not be told for the sake of what is told already.
    """
    shown: set[tuple[int, str, int]] = set()
    for tier, outcomes in enumerate(TIERS):
        told_views: list[str] = []
        for view in VIEWS:
            present = [outcome for outcome in outcomes if any(group[view, outcome] for group in groups)]
            if not present or not all(whole_tells(view, outcome) for outcome in present):
                continue
            is_safe = partial(_is_safe, outcomes=present, view=view, others=tuple(told_views), threshold=threshold)
            candidates = [
                place
                for place, group in enumerate(groups)
                if (tier == 0 or (place, view, 0) in shown)
                and _is_safe(
                    group,
                    present,
                    view=view,
                    others=[u for u in told_views if (place, u, tier) in shown],
                    threshold=threshold,
                )
            ]
            kept = _kept(groups, candidates, view=view, is_safe=is_safe)
            while away := set(betraying(kept, (view, tier), is_safe)):
                kept = _kept(groups, [place for place in kept if place not in away], view=view, is_safe=is_safe)
            shown |= {(place, view, tier) for place in kept}
            if kept:
                told_views.append(view)
    return Spared(frozenset(shown))


def enough_hidden(sizes: Sequence[int], *, hidden: Collection[int], threshold: int) -> frozenset[int]:
    """Places to hide so that the hidden sizes are none, or two or more that make at least the threshold."""
    away = set(hidden)
    order = sorted((place for place in range(len(sizes)) if place not in away), key=lambda place: (sizes[place], place))
    while away and order and (len(away) < 2 or sum(sizes[place] for place in away) < threshold):
        away.add(order.pop(0))
    return frozenset(away)


def less(one: Tally, other: Tally) -> Tally:
    """What is left of a group when another, all of whose courses it has, is taken away."""
    return {
        key: tuple((a[0] - b[0], a[1] - b[1]) for a, b in zip(pairs, other[key], strict=True))
        for key, pairs in one.items()
    }


def _kept(groups: Sequence[Tally], candidates: Sequence[int], *, view: str, is_safe: IsSafe) -> list[int]:
    """The candidates that may stay, when those who may not are safe together; the smallest goes first."""
    kept = sorted(candidates, key=lambda place: (-_size(groups[place], view), place))
    while kept:
        left = [group for place, group in enumerate(groups) if place not in kept]
        if not left or (len(left) > 1 and is_safe(reduce(_sum, left))):
            break
        kept.pop()
    return kept


def _is_safe(group: Tally, outcomes: Sequence[str], *, view: str, others: Sequence[str], threshold: int) -> bool:
    return _is_clean(group, outcomes, view=view, threshold=threshold) and _adds_enough(
        group, outcomes, view=view, others=others, threshold=threshold
    )


def _size(group: Tally, view: str) -> int:
    return max((of for (seen, _), pairs in group.items() if seen == view for _, of in pairs), default=0)


def _sum(one: Tally, other: Tally) -> Tally:
    return {
        key: tuple((a[0] + b[0], a[1] + b[1]) for a, b in zip(pairs, other[key], strict=True))
        for key, pairs in one.items()
    }


def _is_clean(group: Tally, outcomes: Sequence[str], *, view: str, threshold: int) -> bool:
    return all(_enough(pair, threshold=threshold) for outcome in outcomes for pair in group[view, outcome])


def _adds_enough(group: Tally, outcomes: Sequence[str], *, view: str, others: Sequence[str], threshold: int) -> bool:
    """Whether what lies between this view and each of the others is enough to be told, or nothing at all."""
    for other in others:
        inner, outer = sorted((view, other), key=FROM_INNER.index)
        if group[inner, PAIRED] == group[outer, PAIRED]:
            continue
        for outcome in outcomes:
            if not group[inner, outcome] or not group[outer, outcome]:
                continue
            (n, of), (n_outer, of_outer) = group[inner, outcome][0], group[outer, outcome][0]
            if not _enough((n_outer - n, of_outer - of), threshold=threshold):
                return False
    return True


def _enough(pair: Pair, *, threshold: int) -> bool:
    n, of = pair
    return of == 0 or (n >= threshold and of - n >= threshold)


def _rate(found: Outcomes, block: str, outcome: str) -> Rate | None:
    told: Rate | None = getattr(found.blocks[block], outcome)
    return told
