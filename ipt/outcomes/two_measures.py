"""What each course counts as by NHS Talking Therapies: the depression measure decides together with an anxiety measure.

Of the anxiety measures a course has, that is the one for a problem which has both scores, else the default one, else
any with a first score. With one side only in the scores, that side alone decides.
"""

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
from attrs import asdict, fields

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
    claimed, sides = _as_columns(
        row, [_chosen(row, rules=side, limits=limits) for side in (depression, anxiety) if side]
    )
    outcome = change.course_outcome(sides[0][1], anxiety=sides[-1][1])
    told = claimed.mutate(**_flags(outcome, sides=sides)).select(*row.columns, *FLAGS_OF_TWO)
    return Decided(told, tuple(limits), limits=limits, flags=FLAGS_OF_TWO, notes=_notes(depression, anxiety))


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


def _as_columns(row: ir.Table, sides: Sequence[Side]) -> tuple[ir.Table, list[Side]]:
    """The same claims as columns of a table, so that rules over them are written out once in SQL."""
    columns: dict[str, ir.Value] = {}
    for number, (known, moved) in enumerate(sides):
        columns[f"claim_{number}_known"] = known
        columns |= {f"claim_{number}_{name}": claim for name, claim in asdict(moved, recurse=False).items()}
    table = row.mutate(**columns)

    def movement(number: int) -> Moved:
        return Movement(**{name: table[f"claim_{number}_{name}"] for name in CLAIMS})

    return table, [(table[f"claim_{number}_known"], movement(number)) for number in range(len(sides))]


CLAIMS = tuple(field.name for field in fields(Movement))


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

    return Movement(**{name: ibis.or_(*(mine & getattr(moved, name) for mine, moved in each)) for name in CLAIMS})
