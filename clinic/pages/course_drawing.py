"""One course as a picture: the score chart and, on its axis, phases, sessions, people and techniques. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import evolve, frozen

from clinic.pages.charts import HOLES, draw_in, frame_of, paths
from clinic.pages.course_lanes import (
    BAR,
    KINDS,
    LANE,
    PersonLane,
    PhaseBar,
    SessionSign,
    Squares,
    person_lanes,
    phase_bars,
    session_signs,
    sign,
    technique_squares,
)
from clinic.pages.course_marks import NOT_HELD, Along, SessionMark
from clinic.pages.course_rows import DayRow, day_rows
from clinic.pages.drawing import BESIDE, MANY, NARROW, WIDE, Ahead, Chart, Frame, Reading, Scale, Size

MOST_PEOPLE = 4


@frozen
class CourseChart:
    """The score chart with its rows below; lanes that hold nothing have no height."""

    chart: Chart
    rows: tuple[DayRow, ...]
    phases: tuple[PhaseBar, ...] = ()
    phases_y: int = 0
    sessions: tuple[SessionSign, ...] = ()
    sessions_y: int = 0
    numbers_y: int = 0
    people: tuple[PersonLane, ...] = ()
    techniques: tuple[Squares, ...] = ()
    techniques_y: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def is_long(self) -> bool:
        """Whether there are so many sessions that the words of each stand in the table only."""
        return len(self.sessions) > MANY

    @property
    def has_scores(self) -> bool:
        return bool(self.chart.dots)

    @property
    def key(self) -> list[tuple[str, str]]:
        """The signs of sessions that are used, as kind and path, in a steady order."""
        used = {each.kind for each in self.sessions}
        return [(kind, sign(kind, radius=6)) for kind in KINDS if kind in used]

    @property
    def signs(self) -> list[tuple[str, list[SessionSign]]]:
        """The sessions by kind of sign."""
        return [(kind, [each for each in self.sessions if each.kind == kind]) for kind, _ in self.key]

    @property
    def n_held(self) -> int:
        return sum(sign.mark.is_held for sign in self.sessions)

    @property
    def n_not_held(self) -> int:
        return sum(sign.mark.attendance in NOT_HELD for sign in self.sessions)

    @property
    def techniques_words_y(self) -> int:
        return self.chart.size.baseline(self.techniques_y + 2)

    @property
    def label_x(self) -> int:
        return self.chart.frame.right + BESIDE


@frozen
class CourseCharts:
    """The same course drawn twice; the style sheet shows the one that fits."""

    wide: CourseChart
    narrow: CourseChart


def draw_course(
    readings: Iterable[Reading],
    *,
    scale: Scale,
    along: Along,
    today: date,
    until: date | None = None,
    ahead: Sequence[Ahead] = (),
) -> CourseCharts:
    """The picture for a desk and for a phone. `until`: the planned end, so that what is still to come has its room.

    `ahead` is what is to be expected of the scores to come.
    The line of scores is broken where a session was missed and nothing was answered for it.
    """
    readings = sorted(readings, key=lambda reading: reading.on)
    days = sorted([*(reading.on for reading in readings), *along.days])
    rows = day_rows(readings, scale=scale, along=along)
    wide, narrow = (
        _draw(
            readings,
            scale=scale,
            along=along,
            ahead=ahead,
            today=today,
            frame=frame_of(days, scale=scale, until=until, size=size, has_rows=True),
            size=size,
        )
        for size in (WIDE, NARROW)
    )
    return CourseCharts(wide=evolve(wide, rows=rows), narrow=evolve(narrow, rows=rows))


def _draw(
    readings: Sequence[Reading],
    *,
    scale: Scale,
    along: Along,
    ahead: Sequence[Ahead],
    today: date,
    frame: Frame,
    size: Size,
) -> CourseChart:
    """The lanes from the plot downwards: days without a total, phases, sessions, people, techniques, the days."""
    chart = draw_in(
        frame, readings=readings, scale=scale, missed=along.missed, events=along.events, ahead=ahead, size=size
    )
    breaks = [*(hole.on for hole in chart.holes), *gaps(along.sessions, readings=readings)]
    phases, n_lines = phase_bars(along.phases, frame=frame, today=today, size=size)
    phases_y = frame.bottom + (HOLES if chart.holes else 0) + BESIDE
    sessions_y = phases_y + (BAR + n_lines * (size.font + 3) + 6 if phases else 0) + 8
    numbers_y = size.baseline(sessions_y + 9 + size.font / 2)
    people_y = sessions_y + size.font + 18
    people = person_lanes(along.people[:MOST_PEOPLE], frame=frame, y=people_y, size=size)
    techniques_y = people_y + len(people) * LANE + 8
    bottom = techniques_y + (18 if along.techniques else -4)
    return CourseChart(
        chart=evolve(
            chart,
            paths=paths(chart.dots, breaks=breaks),
            axis_y=bottom,
            ticks_y=bottom + size.font + 6,
            foot=bottom + size.font + 12 - frame.bottom,
        ),
        rows=(),
        phases=phases,
        phases_y=phases_y,
        sessions=session_signs(along.sessions, frame=frame, size=size),
        sessions_y=sessions_y,
        numbers_y=numbers_y,
        people=people,
        techniques=technique_squares(along.techniques, frame=frame, y=techniques_y),
        techniques_y=techniques_y,
    )


def gaps(sessions: Sequence[SessionMark], *, readings: Sequence[Reading]) -> tuple[date, ...]:
    """Sessions that were not held and for which, since the one before, nothing was answered either."""
    found, before = [], date.min
    for mark in sorted(sessions, key=lambda mark: mark.on):
        if mark.attendance in NOT_HELD and not any(before < reading.on <= mark.on for reading in readings):
            found.append(mark.on)
        before = mark.on
    return tuple(found)
