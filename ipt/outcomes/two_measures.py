"""What each course counts as by NHS Talking Therapies: the depression measure decides together with an anxiety measure.

Of the anxiety measures a course has, that is the one for a problem which has both scores, else the default one, else
any with a first score. With one side only in the scores, that side alone decides.
"""

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from ipt import change
from ipt.change import CourseOutcome, Limits, Movement
from ipt.framework import Framework, Rule
from ipt.outcomes.decision import Decided, Moved, moved_by
from ipt.outcomes.settings import Settings
from ipt.reliable import CannotDecide


def decided_by_two(row: ir.Table, *, framework: Framework, measures: Sequence[str], settings: Settings) -> Decided:
    rules = usable_rules(framework, measures=measures)
    depression = [rule for rule in rules if rule.domain == "depression"][:1]
    anxiety = [rule for rule in rules if rule.domain == "anxiety"]
    if settings.anxiety is not None:
        anxiety = [rule for rule in anxiety if rule.measure == settings.anxiety]
        if not anxiety:
            raise CannotDecide(f"--set anxiety={settings.anxiety}: the scores have no such measure of {framework.id}.")
    anxiety.sort(key=lambda rule: rule.problem is None)
    if not depression and not anxiety:
        has = ", ".join(rule.measure for rule in usable_rules(framework)) or "none"
        raise CannotDecide(f"The scores have no measure of {framework.id}, which has {has}.")
    limits = {rule.measure: change.limits(rule, framework=framework) for rule in (*depression, *anxiety)}
    sides = [_chosen(row, rules=side, limits=limits) for side in (depression, anxiety) if side]
    outcome = change.course_outcome(sides[0][1], anxiety=sides[-1][1])
    used = tuple(limits)
    return Decided(
        row.mutate(**_flags(outcome, sides=sides)),
        used,
        limits=limits,
        flags=(*FLAGS_OF_TWO,),
        notes=_notes(depression, anxiety),
    )


FLAGS_OF_TWO = (
    "has_first",
    "is_paired",
    "not_at_case",
    "recovered",
    "improved",
    "unchanged",
    "deteriorated",
    "reliably_recovered",
)


def usable_rules(framework: Framework, *, measures: Sequence[str] | None = None) -> list[Rule]:
    """The first rule of each measure, of all or of these, that has a domain, a cut-off and a reliable change."""
    found: dict[str, Rule] = {}
    for rule in framework.rules:
        is_asked = measures is None or rule.measure in measures
        points = change.reliable_points(rule, framework=framework)
        if is_asked and rule.domain and rule.case_at is not None and points is not None:
            found.setdefault(rule.measure, rule)
    return list(found.values())


Side = tuple[ir.BooleanValue, Moved]


def _flags(outcome: CourseOutcome[ir.BooleanValue], *, sides: Sequence[Side]) -> dict[str, ir.Value]:
    has_first = ibis.or_(*(known for known, _ in sides))
    return {
        "has_first": has_first,
        "is_paired": ibis.or_(*(moved.paired for _, moved in sides)),
        "not_at_case": has_first & ~outcome.at_case,
        "recovered": outcome.recovery,
        "improved": outcome.improvement,
        "unchanged": outcome.no_reliable_change,
        "deteriorated": outcome.deterioration,
        "reliably_recovered": outcome.reliable_recovery,
    }


def _notes(depression: Sequence[Rule], anxiety: Sequence[Rule]) -> tuple[str, ...]:
    if depression and len(anxiety) == 1:
        return ()
    if depression and anxiety:
        default = anxiety[-1].measure
        specific = ", ".join(rule.measure for rule in anxiety[:-1])
        return (f"Beside {depression[0].measure}, {specific} decides where a course has both scores, else {default}.",)
    [*others, alone] = [rule.measure for rule in (*depression, *anxiety)]
    if others:
        return (f"{', '.join(others)} or {alone} decides alone: the scores have no depression measure.",)
    missing = "anxiety" if depression else "depression"
    return (f"{alone} alone decides: no {missing} measure is counted.",)


def _chosen(row: ir.Table, *, rules: Sequence[Rule], limits: Mapping[str, Limits]) -> Side:
    """Whether a first score of the side is known, and what the side's measure says of each course."""
    each = [(rule.measure, moved_by(row, measure=rule.measure, within=limits[rule.measure])) for rule in rules]
    if len(each) == 1:
        [(measure, moved)] = each
        return row[f"first_{measure}"].notnull(), moved
    firsts = [row[f"first_{measure}"].notnull() for measure, _ in each]
    any_first = ibis.or_(*firsts)
    specific_paired = ibis.or_(*(moved.paired for _, moved in each[:-1]))
    is_chosen = []
    taken = ibis.literal(False)
    for (_, moved), is_last in zip(each, [*[False] * (len(each) - 1), True], strict=True):
        mine = (~specific_paired & firsts[-1]) if is_last else moved.paired & ~taken
        is_chosen.append(mine)
        taken = taken | mine
    for index, known in enumerate(firsts[:-1]):  # neither a pair of a specific measure nor the default one
        mine = known & ~taken
        is_chosen[index] = is_chosen[index] | mine
        taken = taken | mine
    return any_first, _merged([(mine, moved) for mine, (_, moved) in zip(is_chosen, each, strict=True)])


def _merged(each: Sequence[tuple[ir.BooleanValue, Moved]]) -> Moved:
    """The claims of the one movement that is chosen."""

    def of(name: str) -> ir.BooleanValue:
        return ibis.or_(*(mine & getattr(moved, name) for mine, moved in each))

    return Movement(
        case_first=of("case_first"),
        well_first=of("well_first"),
        paired=of("paired"),
        case_last=of("case_last"),
        well_last=of("well_last"),
        improved=of("improved"),
        worsened=of("worsened"),
    )
