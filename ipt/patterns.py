"""Published rules over single answers: which patterns are met or do not apply, and the highest level of a triage."""

from collections.abc import Mapping

from ipt.criteria import Pattern, Triage
from ipt.item import Number
from ipt.measure import Measure

Given = Mapping[str, int]  # the answers that say something: none missing, none that says "does not apply"


def patterns_met(measure: Measure, given: Given, *, total: Number | None, is_minor: bool = False) -> tuple[str, ...]:
    """The ids of the patterns that the answers meet, of those that are for this person and apply."""
    mine = (pattern for pattern in measure.patterns if _is_for(pattern, is_minor=is_minor))
    return tuple(
        pattern.id for pattern in mine if not _is_barred(pattern, given) and _is_met(pattern, given, total=total)
    )


def patterns_barred(measure: Measure, given: Given, *, is_minor: bool = False) -> tuple[str, ...]:
    """The ids of the patterns that say nothing here, such as prolonged grief without a loss."""
    mine = (pattern for pattern in measure.patterns if _is_for(pattern, is_minor=is_minor))
    return tuple(pattern.id for pattern in mine if _is_barred(pattern, given))


def highest_triage(measure: Measure, given: Given) -> Triage | None:
    """The highest level of which any answer is given, or None; other answers that are missing never lower it."""
    met = [level for level in measure.triage if any(one.is_met(given.get(one.item)) for one in level.any)]
    return met[-1] if met else None


def _is_for(pattern: Pattern, *, is_minor: bool) -> bool:
    return pattern.people in (None, "minors" if is_minor else "adults")


def _is_barred(pattern: Pattern, given: Given) -> bool:
    return any(condition.is_met(given.get(condition.item)) for condition in pattern.not_applicable_when)


def _is_met(pattern: Pattern, given: Given, *, total: Number | None) -> bool:
    own = {rule.item: rule.at_least for rule in pattern.own}
    counting = {item for item in pattern.items if _reaches(given, item=item, least=own.get(item, pattern.at_least))}
    enough = pattern.n_least <= len(counting) <= (len(pattern.items) if pattern.n_most is None else pattern.n_most)
    one_of = not pattern.one_of or bool(counting & set(pattern.one_of))
    clusters = all(
        sum(_reaches(given, item=item, least=cluster.at_least) for item in cluster.items) >= cluster.n_least
        for cluster in pattern.clusters
    )
    needs = all(condition.is_met(given.get(condition.item)) for condition in pattern.needs)
    least = pattern.total_at_least
    return enough and one_of and clusters and needs and (least is None or (total is not None and total >= least))


def _reaches(given: Given, *, item: str, least: int) -> bool:
    return item in given and given[item] >= least
