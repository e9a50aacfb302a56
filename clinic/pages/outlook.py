"""What scores were to be expected in a course: for the chart, and as a question to take to supervision."""

from datetime import date, timedelta
from typing import Any

from attrs import evolve, frozen

from clinic.answers.queries import Series
from clinic.pages.drawing import Ahead, Reading
from clinic.reports.queries import Expecting, expecting
from clinic.therapy.queries.standing import is_within
from ipt.expected import Expected, band, expect, surprise

STEP = timedelta(weeks=1)
DAY = timedelta(days=1)


@frozen
class Outlook:
    """What is to be expected, day by day; which days came unexpected; and the last of them, when it was the newest.

    `next` is the score to come at the next appointment, `side` where the newest score lay: "above" or "below" its
    interval, empty inside it.
    """

    by: Expecting
    ahead: tuple[Ahead, ...]
    surprises: frozenset[date]
    next: Ahead | None
    side: str
    newest_on: date | None
    is_better: bool


def outlook(course: Any, *, series: Series | None, next_on: date | None) -> Outlook | None:
    """The outlook of one course (at most one statement); None without a calibrated fit, or where it is switched off."""
    if series is None:
        return None
    by = expecting(course.client, measure=series.measure.id, version=series.measure.version)
    seen = scores(course, series=series)
    if by is None or not seen:
        return None
    first = seen[0][0]
    days = [(float((on - first).days), total) for on, total in seen]
    came = surprise(by.fit, days)
    side = came[-1].side or "" if came else ""
    ahead = [] if course.ended_on else coming(by, days, first=first, newest=seen[-1][0], until=course.ends_on)
    to_come = next_on if next_on and next_on > seen[-1][0] and not course.ended_on else None
    return Outlook(
        by=by,
        ahead=tuple(ahead),
        surprises=frozenset(first + one.day * DAY for one in came if one.side),
        next=one_day(by, days, first=first, on=to_come) if to_come else None,
        side=side,
        newest_on=seen[-1][0],
        is_better=(side == "below") == (series.measure.better == "lower"),
    )


def scores(course: Any, *, series: Series) -> list[tuple[date, float]]:
    """The totals within the course, by day, one a day (their mean)."""
    found: dict[date, list[float]] = {}
    for point in series.trajectory.points:
        if point.total is not None and is_within(course, point.on):
            found.setdefault(point.on, []).append(point.total)
    return [(on, sum(totals) / len(totals)) for on, totals in sorted(found.items())]


def coming(by: Expecting, days: list[tuple[float, float]], *, first: date, newest: date, until: date) -> list[Ahead]:
    """Week by week from the newest score to the planned end."""
    n = (until - newest).days // STEP.days
    wanted = [newest + STEP * step for step in range(1, n + 1)] or ([until] if until > newest else [])
    if wanted and wanted[-1] < until:
        wanted.append(until)
    found = band(by.fit, days, [float((on - first).days) for on in wanted]) if wanted else ()
    return [shown_on(on, one) for on, one in zip(wanted, found, strict=bool(found))]


def one_day(by: Expecting, days: list[tuple[float, float]], *, first: date, on: date) -> Ahead | None:
    """What is to be expected on one day."""
    found = expect(by.fit, days, float((on - first).days))
    return shown_on(on, found) if found else None


def shown_on(on: date, found: Expected) -> Ahead:
    """To one decimal place: more would say more than anybody knows."""
    return Ahead(on, round(found.low, 1), round(found.expected, 1), round(found.high, 1))


def marked(readings: list[Reading], view: Outlook | None) -> list[Reading]:
    """The readings, with those that came unexpected marked."""
    if view is None:
        return readings
    return [evolve(one, is_surprise=one.on in view.surprises) for one in readings]
