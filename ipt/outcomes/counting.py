"""How many courses fared how: one framework's outcomes of many courses, in every view that an honest page shows.

The courses are counted once, by the flags they have in common; every view is then a sum over those counts. A view is
who it is about (its denominator) and who counts:

- paired: courses with a first and a last score.
- finished, completers (three quarters of the planned sessions), completers_50: those courses, with or without a last
  score. Without one a course stays in the denominator and in no outcome.
- starters_last_score: all who started, by their last score; who has a first score only did not change.
- starters_missing_as_failure: all who started; without a last score nobody recovered, improved or stayed as they were.

By NHS Talking Therapies `recovered` and `reliably_recovered` leave out whoever was not a case at the start.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import ibis
import ibis.expr.types as ir
from attrs import evolve, frozen

from ipt.framework import Framework
from ipt.outcomes.decision import Decided
from ipt.outcomes.one_measure import decided_by_one
from ipt.outcomes.proportion import Rate, rate
from ipt.outcomes.rows import course_rows
from ipt.outcomes.settings import Settings
from ipt.outcomes.two_measures import decided_by_two

N_TREATMENTS = 2  # where a framework does not say how many attended sessions make a finished course
HOW_FAR = ("has_started", "is_finished", "is_completer_50", "is_completer_75")


@frozen
class Rates:
    """The outcomes of one view; None where the framework does not tell them. `harmed` is counted in `deteriorated`."""

    recovered: Rate | None
    improved: Rate
    unchanged: Rate
    deteriorated: Rate
    reliably_recovered: Rate | None
    harmed: Rate | None


@frozen
class Outcomes:
    """How courses fared by one framework. `reliable_changes` (points) and `cutoffs` are by measure.

    `n_starters` started, `n_finished` finished (None where nothing is known of the courses but their scores),
    `n_paired` have both scores. `blocks` has the views by name; `groups` the same for each value of a column.
    """

    framework: str
    measures: tuple[str, ...]
    n_starters: int
    n_finished: int | None
    n_paired: int
    reliable_changes: Mapping[str, float]
    cutoffs: Mapping[str, float | None]
    blocks: Mapping[str, Rates]
    notes: tuple[str, ...] = ()
    groups: "tuple[Group, ...]" = ()

    @property
    def reliable_change(self) -> float | None:
        """The reliable change in points of the measure that decides, the depression measure where there are two."""
        return self.reliable_changes[self.measures[0]] if self.measures else None

    @property
    def cutoff(self) -> float | None:
        """The cut-off of that measure; None where there is none."""
        return self.cutoffs[self.measures[0]] if self.measures else None


@frozen
class Group:
    """The outcomes of the courses that have this value in a column; None for those that have none."""

    value: str | None
    outcomes: Outcomes


Flags = frozenset[str]
Counts = Mapping[Flags, int]


def outcomes(
    scores: ir.Table,
    courses: ir.Table | None = None,
    *,
    framework: Framework,
    measures: Sequence[str] | None = None,
    settings: Settings | None = None,
    by: str | None = None,
    has_ties: bool = True,
) -> Outcomes:
    """How the courses fared, in all and `by` the values of a column of `courses`.

    The tables are those of `ipt.outcomes.rows.course_rows`. Without `measures` all that the scores have may decide.
    `ipt.reliable.CannotDecide` says what the framework lacks.
    """
    found = measures_of(scores) if measures is None else tuple(measures)
    row = course_rows(scores, courses, measures=found, least=framework.n_treatments or N_TREATMENTS, has_ties=has_ties)
    return outcomes_of(decided(row, framework=framework, measures=found, settings=settings), framework=framework, by=by)


def decided(
    row: ir.Table, *, framework: Framework, measures: Sequence[str], settings: Settings | None = None
) -> Decided:
    """CourseRow with what each course counts as by the framework; CannotDecide says what is missing."""
    decide = decided_by_one if framework.method == "jacobson-truax" else decided_by_two
    return decide(row, framework=framework, measures=measures, settings=settings or Settings())


def outcomes_of(told: Decided, *, framework: Framework, by: str | None = None) -> Outcomes:
    """The outcomes of courses that are decided on already."""
    known = tuple(flag for flag in HOW_FAR if flag in told.table.columns)
    counts = _counts(told.table, flags=(*known, *told.flags), by=by)
    whole = _outcomes(told, counts=_added(counts.values()), framework=framework)
    if by is None:
        return whole
    values = sorted(counts, key=lambda value: (value is None, value or ""))
    groups = (Group(value, _outcomes(told, counts=counts[value], framework=framework)) for value in values)
    return evolve(whole, groups=tuple(groups))


def measures_of(scores: ir.Table) -> tuple[str, ...]:
    """The measures that the scores have, by name."""
    found = scores.select("measure").distinct().to_pyarrow().to_pydict()["measure"]
    return tuple(sorted(found))


def _counts(table: ir.Table, *, flags: Sequence[str], by: str | None) -> dict[str | None, dict[Flags, int]]:
    """How many courses have the same flags, by the value of a column; an empty text is no value.

    The flags of a course are packed into one number, so that the engine groups by that alone.
    """
    bits = {flag: 2**place for place, flag in enumerate(flags)}
    packed = table.mutate(packed=sum((table[flag].ifelse(bit, 0) for flag, bit in bits.items()), start=ibis.literal(0)))
    keys = ["packed"] if by is None else [by, "packed"]
    found: dict[str | None, dict[Flags, int]] = {}
    for one in packed.group_by(keys).aggregate(n_same=packed.count()).to_pyarrow().to_pylist():
        value = None if by is None or one[by] in (None, "") else str(one[by])
        group = found.setdefault(value, {})
        same = frozenset(flag for flag, bit in bits.items() if one["packed"] & bit)
        group[same] = group.get(same, 0) + one["n_same"]
    return found


def _added(groups: Iterable[Counts]) -> Counts:
    every: Counter[Flags] = Counter()
    for group in groups:
        every.update(group)
    return every


def _outcomes(told: Decided, *, counts: Counts, framework: Framework) -> Outcomes:
    has_courses = "is_finished" in told.table.columns
    views = dict(VIEWS_OF_SCORES) | (VIEWS_OF_COURSES if has_courses else {})
    return Outcomes(
        framework=framework.id,
        measures=told.measures,
        n_starters=_number(counts, who="has_started"),
        n_finished=_number(counts, who="is_finished") if has_courses else None,
        n_paired=_number(counts, who="is_paired"),
        reliable_changes={measure: within.points for measure, within in told.limits.items()},
        cutoffs={measure: within.cut for measure, within in told.limits.items()},
        blocks={
            name: _rates(counts, who=who, told_apart=told.flags, carries_on=name == "starters_last_score")
            for name, who in views.items()
        },
        notes=told.notes,
    )


VIEWS_OF_SCORES = {
    "paired": "is_paired",
    "starters_last_score": "has_started",
    "starters_missing_as_failure": "has_started",
}
VIEWS_OF_COURSES = {
    "finished": "is_finished",
    "completers": "is_completer_75",
    "completers_50": "is_completer_50",
    "completers_75": "is_completer_75",
}


def _rates(counts: Counts, *, who: str, told_apart: Sequence[str], carries_on: bool) -> Rates:
    """The outcomes of those with the flag `who`; `carries_on` counts a first score without a last one as unchanged."""
    members = {flags: n for flags, n in counts.items() if who in flags}
    everybody = sum(members.values())
    eligible = everybody - _number(members, who="not_at_case")
    kept = sum(n for flags, n in members.items() if "has_first" in flags and "is_paired" not in flags)

    def told(flag: str, of: int) -> Rate | None:
        return rate(_number(members, who=flag), of) if flag in told_apart else None

    def certain(flag: str, more: int = 0) -> Rate:
        return rate(_number(members, who=flag) + more, everybody)

    return Rates(
        recovered=told("recovered", eligible),
        improved=certain("improved"),
        unchanged=certain("unchanged", kept if carries_on else 0),
        deteriorated=certain("deteriorated"),
        reliably_recovered=told("reliably_recovered", eligible),
        harmed=told("harmed", everybody),
    )


def _number(counts: Counts, *, who: str) -> int:
    return sum(n for flags, n in counts.items() if who in flags)
