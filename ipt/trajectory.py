"""One person's totals on one measure in time: change, reliable change, response and remission by a named framework."""

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from ipt import change
from ipt.framework import Framework
from ipt.item import Number
from ipt.measure import Measure
from ipt.milestones import Reached as Reached
from ipt.milestones import SuddenGain as SuddenGain
from ipt.milestones import first_reached, sudden_gains
from ipt.series import ChangeOfMeasure as ChangeOfMeasure
from ipt.series import Point as Point
from ipt.series import changes_of_measure as changes_of_measure
from ipt.series import difference, in_time

Reliable = Literal["improvement", "deterioration", "none"]


@frozen
class Trajectory:
    """What a series of totals amounts to, by the rules of one framework.

    `change` is last minus first in points and `percent` the same in percent of the first, None where the first is 0.
    `last` and all that needs it are None with fewer than two totals. What the framework or the measure has no number
    for is None, never False. `reliable_change` is how many points count as reliable.
    """

    measure: str
    framework: str
    points: tuple[Point, ...]
    first: Point | None
    last: Point | None
    change: Number | None
    percent: float | None
    reliable: Reliable | None
    reliable_change: float | None
    response: bool | None
    remission: bool | None
    at_case_first: bool | None
    at_case_last: bool | None
    recovery: bool | None
    reliable_recovery: bool | None
    important: bool | None = None
    first_response: Reached | None = None
    first_remission: Reached | None = None
    sudden_gains: tuple[SuddenGain, ...] = ()


def trajectory(measure: Measure, points: Sequence[Point], *, framework: Framework) -> Trajectory:
    """The trajectory of these points, which may come in any order; those of one day keep the order they come in.

    A point without a total stays in `points` and counts for nothing else.

    Recovery is: a case at first, and beyond the cut-off on the healthy side at last. With one measure only it is that
    measure's recovery, not the flag of a course, which needs a depression and an anxiety measure
    (`ipt.change.course_outcome`).
    """
    ordered = in_time(points)
    scored = [(point, point.total) for point in ordered if point.total is not None]
    first = scored[0] if scored else None
    last = scored[-1] if len(scored) > 1 else None
    x1, x2 = (first[1] if first else None), (last[1] if last else None)
    rule = framework.rule(measure.id)
    points_needed = change.reliable_points(rule, framework=framework) if rule else None
    reliable = _reliable(measure, x1=x1, x2=x2, framework=framework)
    recovery = _recovery(measure, x1=x1, x2=x2, framework=framework)
    return Trajectory(
        measure=measure.id,
        framework=framework.id,
        points=ordered,
        first=first[0] if first else None,
        last=last[0] if last else None,
        change=None if x1 is None or x2 is None else difference(x2, x1),
        percent=None if x1 is None or x2 is None or x1 == 0 else 100 * difference(x2, x1) / x1,
        reliable=reliable,
        reliable_change=points_needed,
        response=_response(measure, x1=x1, x2=x2),
        remission=_remission(measure, x2=x2),
        at_case_first=_at_case(measure, total=x1, framework=framework),
        at_case_last=_at_case(measure, total=x2, framework=framework),
        recovery=recovery,
        reliable_recovery=None if recovery is None or reliable is None else recovery and reliable == "improvement",
        important=_important(measure, x1=x1, x2=x2),
        first_response=first_reached(ordered, is_true=lambda total: bool(_response(measure, x1=x1, x2=total))),
        first_remission=first_reached(ordered, is_true=lambda total: bool(_remission(measure, x2=total))),
        sudden_gains=sudden_gains(ordered, cut=points_needed, better=measure.better) if points_needed else (),
    )


def at_case(measure: Measure, total: Number | None, *, framework: Framework) -> bool | None:
    """Whether a total is on the clinical side of the framework's cut-off; None without a total or a cut-off."""
    return _at_case(measure, total=total, framework=framework)


def _at_case(measure: Measure, *, total: float | None, framework: Framework) -> bool | None:
    rule = framework.rule(measure.id)
    if total is None or rule is None or rule.case_at is None:
        return None
    return change.is_case(total, cut=rule.case_at, better=measure.better, strict=framework.strict)


def _recovery(measure: Measure, *, x1: float | None, x2: float | None, framework: Framework) -> bool | None:
    rule = framework.rule(measure.id)
    if x1 is None or x2 is None or rule is None or rule.case_at is None:
        return None
    was_case = change.is_case(x1, cut=rule.case_at, better=measure.better, strict=framework.strict)
    return was_case & change.is_well(x2, cut=rule.case_at, better=measure.better)


def _reliable(measure: Measure, *, x1: float | None, x2: float | None, framework: Framework) -> Reliable | None:
    rule = framework.rule(measure.id)
    points = change.reliable_points(rule, framework=framework) if rule else None
    if x1 is None or x2 is None or points is None:
        return None
    if change.improved(x1, last=x2, points=points, better=measure.better, strict=framework.strict):
        return "improvement"
    if change.worsened(x1, last=x2, points=points, better=measure.better, strict=framework.strict):
        return "deterioration"
    return "none"


def _response(measure: Measure, *, x1: float | None, x2: float | None) -> bool | None:
    if x1 is None or x1 == 0 or x2 is None or measure.responds is None or measure.responds.response is None:
        return None
    return change.responded(x1, last=x2, fraction=measure.responds.response, better=measure.better)


def _important(measure: Measure, *, x1: Number | None, x2: Number | None) -> bool | None:
    if x1 is None or x2 is None or not measure.important_changes:
        return None
    gain = difference(x1, x2) if measure.better == "lower" else difference(x2, x1)
    return any(
        (one.points is not None and gain >= one.points)
        or (one.percent is not None and x1 > 0 and 100 * gain >= one.percent * x1)
        for one in measure.important_changes
    )


def _remission(measure: Measure, *, x2: Number | None) -> bool | None:
    if x2 is None or measure.responds is None or measure.responds.remission_below is None:
        return None
    return x2 < measure.responds.remission_below
