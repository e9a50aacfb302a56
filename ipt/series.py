"""Points in time of one measure, and where a course goes from one measure to another: such series are never joined."""

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import frozen

from ipt.adding import exact
from ipt.item import Number
from ipt.measure import Measure


@frozen
class Point:
    """One answered measure: its day and its total, None where it was answered without a total."""

    on: date
    total: Number | None


@frozen
class ChangeOfMeasure:
    """On this day one measure, or another version of it, took the place of one of the same domain and rater."""

    on: date
    before: str
    before_version: int
    after: str
    after_version: int


def in_time(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points in order of time; those of one day keep the order they come in."""
    return tuple(sorted(points, key=lambda point: point.on))


def difference(last: Number, first: Number) -> Number:
    """Last minus first, without the noise of binary numbers; whole where both are.

    >>> difference(2.1, 2.3), difference(8, 15)
    (-0.2, -7)
    """
    apart = exact(last) - exact(first)
    return int(apart) if isinstance(last, int) and isinstance(first, int) else float(apart)


def changes_of_measure(series: Iterable[tuple[Measure, Sequence[Point]]]) -> tuple[ChangeOfMeasure, ...]:
    """Where a measure took the place of another, in order of time.

    Each series is one measure in one version and about one person. Two that were answered side by side are no change,
    nor are two of different domains or raters.
    """
    spans = [(measure, in_time(points)) for measure, points in series if points]
    found = []
    for measure, points in spans:
        before = [
            (older[-1].on, one)
            for one, older in spans
            if one.domain == measure.domain and one.rater == measure.rater and older[-1].on < points[0].on
        ]
        if before:
            _, last = max(before, key=lambda pair: pair[0])
            if (last.id, last.version) != (measure.id, measure.version):
                found.append(ChangeOfMeasure(points[0].on, last.id, last.version, measure.id, measure.version))
    return tuple(sorted(found, key=lambda change: (change.on, change.after)))
