"""Reliable and clinically significant change and recovery: one definition for a number and for a column of numbers.

The rules use comparisons, arithmetic, `&`, `|` and `^ True` only, so that they serve a number and a whole column
alike (`if`, `and`, `or` fail on a column; `~True` is -2 on a number). Missing values are dealt with before a rule is
called. Sources: Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19; NHS England's Talking Therapies technical
construction for the flags of a course.
"""

from math import sqrt
from typing import Generic, Literal

from attrs import frozen

from ipt.column import Amount, C
from ipt.framework import Framework, Rule
from ipt.measure import Direction

Category = Literal["recovered", "improved", "unchanged", "deteriorated", "harmed"]


@frozen
class Norm:
    """Mean and standard deviation of a group on one measure."""

    mean: float
    sd: float


@frozen
class Limits:
    """The numbers that decide about a pair of totals on one measure.

    The last total is held against `slope` x first + `intercept`, points that the method expects without any change,
    and is reliably better or worse when it lies `points` from there. A first total is a case beyond `cut`; a last one
    is well or a case beyond `well_at` and `case_at`, which are `cut` except where a method allows for error there too.
    Without a cut-off (None) nobody is a case and nobody is well.
    """

    better: Direction
    points: float
    strict: bool
    cut: float | None
    well_at: float | None
    case_at: float | None
    slope: float = 1.0
    intercept: float = 0.0


@frozen
class Movement(Generic[C]):
    """What one measure says of a course, as claims; those about the end are false where there is no last total."""

    case_first: C
    well_first: C
    paired: C
    case_last: C
    well_last: C
    improved: C
    worsened: C


@frozen
class CourseOutcome(Generic[C]):
    """The flags of a finished course; recovery is counted among the courses that were `at_case` at the start."""

    at_case: C
    recovery: C
    improvement: C
    deterioration: C
    no_reliable_change: C
    reliable_recovery: C


@frozen
class Categories(Generic[C]):
    """The five outcomes of Jacobson and Truax; exactly one is true of any pair of totals."""

    recovered: C
    improved: C
    unchanged: C
    deteriorated: C
    harmed: C


def standard_error(sd: float, *, reliability: float) -> float:
    """Standard error of measurement, s1 x sqrt(1 - r), in points (Jacobson & Truax 1991)."""
    return sd * sqrt(1 - reliability)


def standard_difference(sd: float, *, reliability: float) -> float:
    """Standard error of the difference between two scores, sqrt(2) x SE, in points (Jacobson & Truax 1991).

    >>> round(standard_difference(7.5, reliability=0.80), 3)
    4.743
    """
    return sqrt(2) * standard_error(sd, reliability=reliability)


def reliable_points(rule: Rule, *, framework: Framework) -> float | None:
    """The change in points that counts as reliable: as the framework states it, or z x Sdiff, or None for neither."""
    if rule.points is not None or rule.spread is None or framework.z is None:
        return rule.points
    return framework.z * standard_difference(rule.spread.sd, reliability=rule.spread.reliability)


def cut_off_a(clinical: Norm, *, better: Direction) -> float:
    """Two standard deviations from the clinical mean towards health (Jacobson & Truax 1991)."""
    return clinical.mean - 2 * clinical.sd if better == "lower" else clinical.mean + 2 * clinical.sd


def cut_off_b(functional: Norm, *, better: Direction) -> float:
    """Two standard deviations of the functional group from its mean towards illness (Jacobson & Truax 1991)."""
    return functional.mean + 2 * functional.sd if better == "lower" else functional.mean - 2 * functional.sd


def cut_off_c(clinical: Norm, *, functional: Norm) -> float:
    """Between the two means, nearer to the group that varies less (Jacobson & Truax 1991).

    >>> round(cut_off_c(Norm(30, 8), functional=Norm(10, 6)), 3)
    18.571
    """
    weighted = functional.sd * clinical.mean + clinical.sd * functional.mean
    return weighted / (functional.sd + clinical.sd)


def reliable_change_index(first: Amount[C], *, last: Amount[C], sdiff: float) -> Amount[C]:
    """RC = (x2 - x1) / Sdiff, without unit; reliable beyond 1.96 either way (Jacobson & Truax 1991)."""
    return (last - first) / sdiff


def improved(first: Amount[C], *, last: Amount[C], points: float, better: Direction, strict: bool = False) -> C:
    """Whether the change towards health reaches the points, or passes them where the framework is strict.

    >>> improved(15, last=9, points=6, better="lower")
    True
    """
    moved = first - last if better == "lower" else last - first
    return moved > points if strict else moved >= points


def worsened(first: Amount[C], *, last: Amount[C], points: float, better: Direction, strict: bool = False) -> C:
    """Whether the change away from health reaches the points, or passes them where the framework is strict."""
    return improved(last, last=first, points=points, better=better, strict=strict)


def is_case(total: Amount[C], *, cut: float, better: Direction, strict: bool = False) -> C:
    """Whether a total is on the clinical side of the cut-off; the cut-off itself counts unless strict.

    >>> is_case(10, cut=10, better="lower"), is_case(10, cut=10, better="lower", strict=True)
    (True, False)
    """
    if better == "lower":
        return total > cut if strict else total >= cut
    return total < cut if strict else total <= cut


def is_well(total: Amount[C], *, cut: float, better: Direction) -> C:
    """Whether a total is beyond the cut-off on the healthy side; the cut-off itself never counts."""
    return total < cut if better == "lower" else total > cut


def responded(first: Amount[C], *, last: Amount[C], fraction: float, better: Direction) -> C:
    """Whether the total moved towards health by this fraction of the first one, which must be above 0.

    >>> responded(20, last=10, fraction=0.5, better="lower")
    True
    """
    moved = first - last if better == "lower" else last - first
    return moved - first * fraction >= 0


def is_finished(n_treatments: Amount[C], *, least: int) -> C:
    """Whether an ended referral had enough attended treatment contacts; assessments and follow-ups do not count."""
    return n_treatments >= least


def limits(rule: Rule, *, framework: Framework) -> Limits:
    """What decides by a rule that has a cut-off and a reliable change; else ValueError."""
    points, cut = reliable_points(rule, framework=framework), rule.case_at
    if cut is None or points is None:
        raise ValueError(f"{framework.id} has no cut-off or no reliable change for {rule.measure}.")
    return Limits(rule.better, points=points, strict=framework.strict, cut=cut, well_at=cut, case_at=cut)


def movement(rule: Rule, *, first: Amount[C], last: Amount[C], paired: C, framework: Framework) -> Movement[C]:
    """What one measure says of a course, by a rule that has a cut-off and a reliable change; else ValueError.

    Where there is no last total, let `last` be any number and `paired` false: every claim about the end is then false.
    """
    return movement_within(limits(rule, framework=framework), first=first, last=last, paired=paired)


def movement_within(within: Limits, *, first: Amount[C], last: Amount[C], paired: C) -> Movement[C]:
    """`movement` by limits that a rule or a published method gave."""
    better, points, strict = within.better, within.points, within.strict
    expected = first
    if (within.slope, within.intercept) != (1.0, 0.0):
        expected = first * within.slope + within.intercept
    nobody = paired & (paired ^ True)
    return Movement(
        case_first=nobody if within.cut is None else is_case(first, cut=within.cut, better=better, strict=strict),
        well_first=nobody if within.cut is None else is_well(first, cut=within.cut, better=better),
        paired=paired,
        case_last=nobody
        if within.case_at is None
        else is_case(last, cut=within.case_at, better=better, strict=strict) & paired,
        well_last=nobody if within.well_at is None else is_well(last, cut=within.well_at, better=better) & paired,
        improved=improved(expected, last=last, points=points, better=better, strict=strict) & paired,
        worsened=worsened(expected, last=last, points=points, better=better, strict=strict) & paired,
    )


def movement_of(rule: Rule, *, first: float, last: float | None, framework: Framework) -> Movement[bool]:
    """`movement` of one course, whose last total may be missing."""
    shown_last = first if last is None else last
    return movement(rule, first=first, last=shown_last, paired=last is not None, framework=framework)


def course_outcome(depression: Movement[C], *, anxiety: Movement[C]) -> CourseOutcome[C]:
    """The flags of a finished course by NHS England's rules, from its depression and its anxiety measure.

    Recovery needs both measures below their cut-offs at the end. Opposite reliable changes are no reliable change.
    A course counts as paired when either measure is.
    """
    one_improved = depression.improved | anxiety.improved
    one_worsened = depression.worsened | anxiety.worsened
    at_case = depression.case_first | anxiety.case_first
    recovery = at_case & depression.well_last & anxiety.well_last
    improvement = one_improved & (one_worsened ^ True)
    deterioration = one_worsened & (one_improved ^ True)
    return CourseOutcome(
        at_case=at_case,
        recovery=recovery,
        improvement=improvement,
        deterioration=deterioration,
        no_reliable_change=(depression.paired | anxiety.paired) & ((improvement | deterioration) ^ True),
        reliable_recovery=recovery & improvement,
    )


def categories(moved: Movement[C]) -> Categories[C]:
    """The outcome of a pair of totals by Jacobson and Truax: reliable change and the side of the cut-off."""
    crossed_to_health = moved.case_first & moved.well_last
    crossed_to_illness = moved.well_first & moved.case_last
    return Categories(
        recovered=moved.improved & crossed_to_health,
        improved=moved.improved & (crossed_to_health ^ True),
        unchanged=moved.paired & ((moved.improved | moved.worsened) ^ True),
        deteriorated=moved.worsened & (crossed_to_illness ^ True),
        harmed=moved.worsened & crossed_to_illness,
    )


def category(moved: Movement[bool]) -> Category | None:
    """The one outcome of Jacobson and Truax that is true, or None without a pair of totals."""
    found = categories(moved)
    names: tuple[Category, ...] = ("recovered", "improved", "unchanged", "deteriorated", "harmed")
    truths = (found.recovered, found.improved, found.unchanged, found.deteriorated, found.harmed)
    return next((name for name, is_true in zip(names, truths, strict=True) if is_true), None)
