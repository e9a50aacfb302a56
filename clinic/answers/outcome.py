"""What the scores say of one course: first and last total of each measure, and whether that is a reliable change."""

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import frozen

from clinic.answers.queries import Series
from clinic.answers.series import FRAMEWORK, framework_for
from clinic.definitions.library import library
from clinic.therapy.choices import EndResult
from clinic.therapy.models import Course
from clinic.therapy.queries.courses import protocol_of
from clinic.therapy.queries.standing import has_begun, is_within
from ipt.framework import Framework
from ipt.measure import Measure
from ipt.trajectory import Point, Trajectory, trajectory

RESULTS = {"improvement": EndResult.IMPROVED, "deterioration": EndResult.WORSE, "none": EndResult.NO_CHANGE}


@frozen
class Change:
    """One measure within one course, by the first framework that has numbers for it (None where none has)."""

    series: Series
    trajectory: Trajectory
    framework: Framework | None

    @property
    def measure(self) -> Measure:
        """Its definition."""
        return self.series.measure

    @property
    def result(self) -> EndResult:
        """Improved, not or worse; not known without two totals or without a number to hold them against."""
        return RESULTS.get(self.trajectory.reliable or "", EndResult.NOT_KNOWN)


def changes(course: Course, series: Iterable[Series], *, until: date | None = None) -> tuple[Change, ...]:
    """Every measure with totals within the course (no statement); the one that says how the course went comes first.

    That is the protocol's main measure where it has two totals, else the first other one that can be judged. `until`
    is the last day that counts, when the course has not ended yet.
    """
    found = [one for one in (change(course, series=one, until=until) for one in series) if one is not None]
    measures = sorted(protocol_of(course).measures, key=lambda asked: not asked.is_main)
    asked = [one.measure for one in measures]
    return tuple(sorted(found, key=lambda one: rank(one, asked=asked)))


def change(course: Course, *, series: Series, until: date | None) -> Change | None:
    """One measure within the course, or None where it has no total there."""
    within = [
        one for one in series.trajectory.points if is_within(course, one.on) and (until is None or one.on <= until)
    ]
    points = [one for one in within if one.total is not None]
    if not points:
        return None
    framework = framework_for(series.measure.id)
    used = framework or library().framework(FRAMEWORK)
    return Change(series, trajectory(series.measure, points, framework=used), framework)


def since_start(course: Course, *, series: Series) -> Trajectory | None:
    """One measure from the start of a course to its newest total, also after its end; None without a total since."""
    points = [one for one in series.trajectory.points if one.total is not None and has_begun(course, one.on)]
    framework = framework_for(series.measure.id) or library().framework(FRAMEWORK)
    return trajectory(series.measure, points, framework=framework) if points else None


def rank(change: Change, *, asked: Sequence[str]) -> tuple[bool, bool, int, str]:
    """Two totals first, then a result that is known, then the protocol's order with its main measure in front."""
    name = change.measure.id
    place = asked.index(name) if name in asked else len(asked)
    return change.trajectory.last is None, change.result is EndResult.NOT_KNOWN, place, name


def result_of(changes: Sequence[Change]) -> EndResult:
    """What is stored with the end of a course."""
    return changes[0].result if changes else EndResult.NOT_KNOWN


def since_end(course: Course, *, series: Series) -> tuple[Point, ...]:
    """Totals of one measure after the end of a course, in order of time."""
    if course.ended_on is None:
        return ()
    return tuple(one for one in series.trajectory.points if one.total is not None and one.on > course.ended_on)
