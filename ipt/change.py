"""Reliable and clinically significant change and recovery: one definition for a number and for a column of numbers.

The rules use comparisons, arithmetic, `&`, `|` and `^ True` only, so that they serve a number and a whole column
alike (`if`, `and`, `or` fail on a column; `~True` is -2 on a number). Missing values are dealt with before a rule is
called. Sources: Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19; NHS England's Talking Therapies technical
construction for the flags of a course.
"""

from math import sqrt
from typing import Generic, Literal, Protocol, Self, TypeVar

from attrs import frozen

from ipt.framework import Framework, Rule
from ipt.measure import Direction


class Claim(Protocol):
    """True or false, or a column of them."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __xor__(self, other: bool, /) -> Self: ...


C = TypeVar("C", bound=Claim)
C_co = TypeVar("C_co", bound=Claim, covariant=True)


class Amount(Protocol[C_co]):
    """A number, or a column of them: what is compared gives claims of its own kind.

    For the type checker a number is a `float`; where whole numbers come, a function takes them as `float` first.
    """

    def __sub__(self, other: Self, /) -> Self: ...
    def __mul__(self, other: float, /) -> Self: ...
    def __truediv__(self, other: float, /) -> Self: ...
    def __lt__(self, other: float, /) -> C_co: ...
    def __le__(self, other: float, /) -> C_co: ...
    def __gt__(self, other: float, /) -> C_co: ...
    def __ge__(self, other: float, /) -> C_co: ...


Category = Literal["recovered", "improved", "unchanged", "deteriorated", "harmed"]


@frozen
class Norm:
    """Mean and standard deviation of a group on one measure."""

    mean: float
    sd: float


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


def movement(rule: Rule, *, first: Amount[C], last: Amount[C], paired: C, framework: Framework) -> Movement[C]:
    """What one measure says of a course, by a rule that has a cut-off and a reliable change; else ValueError.

    Where there is no last total, let `last` be any number and `paired` false: every claim about the end is then false.
    """
    points = reliable_points(rule, framework=framework)
    if rule.case_at is None or points is None:
        raise ValueError(f"{framework.id} has no cut-off or no reliable change for {rule.measure}.")
    cut, better, strict = rule.case_at, rule.better, framework.strict
    return Movement(
        case_first=is_case(first, cut=cut, better=better, strict=strict),
        well_first=is_well(first, cut=cut, better=better),
        paired=paired,
        case_last=is_case(last, cut=cut, better=better, strict=strict) & paired,
        well_last=is_well(last, cut=cut, better=better) & paired,
        improved=improved(first, last=last, points=points, better=better, strict=strict) & paired,
        worsened=worsened(first, last=last, points=points, better=better, strict=strict) & paired,
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
