"""The published methods of reliable change as limits: each expects a last total and says how far from it is reliable.

Sources, all with x1 the first and x2 the last total, M1, s1, M2, s2 means and standard deviations of the first and
last totals of the paired, r the reliability, SE = s1 sqrt(1 - r). What the papers divide by an error is multiplied out
here, so that each method is a line (slope, intercept) and a distance in points:

- Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19: (x2 - x1) / (sqrt(2) SE).
- Gulliksen-Lord-Novick, in Hsu 1989, Behav Assess 11:459-467: (x2 - M1 - r (x1 - M1)) / (s1 sqrt(1 - r^2)).
- Hsu-Linn-Lord, in Hsu 1999, J Consult Clin Psychol 67:594-598: (x2 - M2 - r (x1 - M1)) / (s1 sqrt(1 - r^2)).
- Edwards-Nunnally, in Speer 1992, J Consult Clin Psychol 60:402-408: (x2 - M1 - r (x1 - M1)) / SE.
- Nunnally-Kotsch 1983, Br J Clin Psychol 22:83-93: the same over s1 sqrt(r^2 (1 - r) + 1 - r2), r2 at the end.
- Hageman & Arrindell 1999, Behav Res Ther 37:1169-1193: ((x2 - x1) D + (M2 - M1)(1 - D)) / (sqrt(D) sqrt(2) SE) with D
  the reliability of the differences; beyond 1.65, one-sided. Recovery holds the true last total, M2 + (x2 - M2) R2 with
  R2 = 1 - SE^2 / s2^2, against a cut-off from true standard deviations, beyond 1.65 sqrt(R2) SE.
"""

from math import sqrt
from typing import Literal

from attrs import frozen

from ipt.change import Limits, Norm, cut_off_a, cut_off_b, cut_off_c, standard_difference, standard_error
from ipt.measure import Direction

Method = Literal[
    "jt", "edwards-nunnally", "gulliksen-lord-novick", "hsu-linn-lord", "nunnally-kotsch", "hageman-arrindell"
]
CutOff = Literal["a", "b", "c"] | float
Z_ONE_SIDED = 1.65


class CannotDecide(ValueError):
    """Numbers that a method needs are missing or impossible; the message is a sentence that names what to set."""


@frozen
class Paired:
    """Everybody with a first and a last total: how many, their norms at both ends, the spread of their changes."""

    n: int
    first: Norm
    last: Norm
    change_sd: float


@frozen
class Question:
    """How reliable change is asked for: method, reliability (at the end too), side of health, cut-off, its norms.

    `strict` says that a limit must be passed, not only reached.
    """

    method: Method
    reliability: float
    better: Direction
    z: float
    reliability_last: float | None = None
    cut_off: CutOff | None = None
    functional: Norm | None = None
    strict: bool = True


def limits_by(question: Question, *, paired: Paired) -> Limits:
    """The limits that a method gives for these people; CannotDecide names what is missing or impossible.

    >>> jacobson = Question("jt", reliability=0.80, better="higher", z=1.96, cut_off="c", functional=Norm(60, 7.5))
    >>> found = limits_by(jacobson, paired=Paired(30, first=Norm(40, 7.5), last=Norm(45, 9), change_sd=8))
    >>> round(found.points, 2), found.cut
    (9.3, 50.0)
    """
    if paired.first.sd == 0:
        raise CannotDecide("All first scores are the same: a reliable change cannot be computed from their spread.")
    if question.method == "hageman-arrindell":
        return _hageman_arrindell(question, paired=paired)
    slope, intercept, error = _line(question, paired=paired)
    cut = cut_off(question.cut_off, better=question.better, clinical=paired.first, functional=question.functional)
    return Limits(
        question.better,
        points=question.z * error,
        strict=question.strict,
        cut=cut,
        well_at=cut,
        case_at=cut,
        slope=slope,
        intercept=intercept,
    )


def cut_off(
    wanted: CutOff | None, *, better: Direction, clinical: Norm, functional: Norm | None = None
) -> float | None:
    """The total between a clinical and a functional group: a, b, c or the number asked for; None where none was."""
    if wanted is None or isinstance(wanted, float):
        return wanted
    if wanted == "a":
        return cut_off_a(clinical, better=better)
    if functional is None:
        raise CannotDecide(f"Cut-off {wanted} needs the functional group: set functional_mean and functional_sd.")
    if wanted == "b":
        return cut_off_b(functional, better=better)
    return cut_off_c(clinical, functional=functional)


def _line(question: Question, *, paired: Paired) -> tuple[float, float, float]:
    """Slope and intercept of the last total that is expected without change, and its standard error in points."""
    reliability, mean, sd = question.reliability, paired.first.mean, paired.first.sd
    if question.method == "jt":
        return 1.0, 0.0, standard_difference(sd, reliability=reliability)
    to_the_mean = mean * (1 - reliability)
    if question.method == "gulliksen-lord-novick":
        return reliability, to_the_mean, _prediction_error(sd, reliability=reliability)
    if question.method == "hsu-linn-lord":
        return reliability, paired.last.mean - reliability * mean, _prediction_error(sd, reliability=reliability)
    if question.method == "edwards-nunnally":
        return reliability, to_the_mean, standard_error(sd, reliability=reliability)
    at_the_end = reliability if question.reliability_last is None else question.reliability_last
    return reliability, to_the_mean, sd * sqrt(reliability**2 * (1 - reliability) + 1 - at_the_end)


def _prediction_error(sd: float, *, reliability: float) -> float:
    return sd * sqrt(1 - reliability**2)


def _hageman_arrindell(question: Question, *, paired: Paired) -> Limits:
    """Their RC for a person and, for recovery, their CS for a person."""
    error = standard_error(paired.first.sd, reliability=question.reliability)
    differences = _reliability_of_differences(paired, error=error)
    drift = (paired.last.mean - paired.first.mean) * (1 - differences) / differences
    at_the_end = _true_share(paired.last.sd, error=error, of="the last scores")
    functional = question.functional
    if functional is not None and question.cut_off in ("b", "c"):
        functional = _true_norm(functional, error=error, of="the functional group")
    clinical = _true_norm(paired.first, error=error, of="the first scores")
    cut = cut_off(question.cut_off, better=question.better, clinical=clinical, functional=functional)
    sure = Z_ONE_SIDED * sqrt(at_the_end) * error * (1 if question.better == "higher" else -1)

    def observed(true: float) -> float:
        return paired.last.mean + (true - paired.last.mean) / at_the_end

    return Limits(
        question.better,
        points=Z_ONE_SIDED * sqrt(2) * error / sqrt(differences),
        strict=question.strict,
        cut=cut,
        well_at=None if cut is None else observed(cut + sure),
        case_at=None if cut is None else observed(cut - sure),
        intercept=-drift,
    )


def _reliability_of_differences(paired: Paired, *, error: float) -> float:
    observed = paired.change_sd**2
    if observed <= 2 * error**2:
        raise CannotDecide("The changes vary no more than by error: hageman-arrindell cannot tell; set another method.")
    return (observed - 2 * error**2) / observed


def _true_norm(norm: Norm, *, error: float, of: str) -> Norm:
    return Norm(norm.mean, norm.sd * sqrt(_true_share(norm.sd, error=error, of=of)))


def _true_share(sd: float, *, error: float, of: str) -> float:
    if sd <= error:
        raise CannotDecide(
            f"The spread of {of} is no larger than error: hageman-arrindell cannot tell; set another method."
        )
    return 1 - error**2 / sd**2
