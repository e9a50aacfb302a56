"""The picture of a course: geometry worked by hand, what happens at its edges, and what a reader of words is told."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from clinic.pages.course_drawing import CourseChart, CourseCharts, draw_course
from clinic.pages.course_lanes import sign
from clinic.pages.course_marks import Along, PersonRow, PhaseSpan, SessionMark, TechniqueMark
from clinic.pages.course_rows import DayRow
from clinic.pages.drawing import CutOff, Happening, Reading, Row, Scale, Severity

pytestmark = pytest.mark.quick

START = date(2025, 11, 3)
SEVERE = Severity("severe", "severe", 20, 27)
PHQ_9 = Scale(
    low=0,
    high=27,
    severities=(Severity("mild", "mild", 0, 19), SEVERE),
    cut_off=CutOff(10, "cut-off"),
    reliable_change=6,
)


def week(n: int, *, days: int = 0) -> date:
    return START + timedelta(weeks=n, days=days)


def scores(*totals: int | None) -> list[Reading]:
    return [Reading(week(n), total) for n, total in enumerate(totals)]


def came(*weeks: int) -> tuple[SessionMark, ...]:
    return tuple(SessionMark(week(on), n, "came") for n, on in enumerate(weeks, start=1))


def draw(along: Along, *, readings: list[Reading] | None = None, today: int = 6) -> CourseCharts:
    return draw_course(readings or [], scale=PHQ_9, along=along, today=week(today), until=week(11))


# The wide plot runs from 34 to 604, its days from 44 to 594: 550 pixels for eleven weeks, 50 a week.


def test_sessions_stand_on_the_axis_of_the_score_with_their_numbers() -> None:
    marks = (*came(0, 1), SessionMark(week(2), None, "did_not_come"), SessionMark(week(11), 3, "to_come"))

    chart = draw(Along(sessions=marks), readings=scores(20, 18)).wide

    assert [(each.x, each.kind, each.number) for each in chart.sessions] == [
        (44, "came", "1"),
        (94, "came", "2"),
        (144, "did_not_come", ""),
        (594, "to_come", "3"),
    ]
    assert [dot.x for dot in chart.chart.dots] == [44, 94]


def test_each_attendance_has_a_sign_of_its_own_shape() -> None:
    kinds = ("came", "late", "cancelled", "did_not_come", "to_come")

    assert len({sign(kind, radius=5) for kind in kinds}) == len(kinds)


def test_the_line_of_phases_fills_up_to_today() -> None:
    phases = (PhaseSpan("Initial", week(0)), PhaseSpan("Middle", week(4)), PhaseSpan("Ending", week(9)))

    first, middle, ending = draw(Along(phases=phases), today=6).wide.phases

    assert (first.x, first.width, first.filled, first.boundary) == (34, 208, 208, None)
    assert (middle.x, middle.width, middle.filled, middle.boundary) == (244, 248, 100, 244)
    assert (ending.x, ending.width, ending.filled, ending.is_ahead) == (494, 110, 0, True)


def test_a_course_that_has_ended_fills_its_last_phase_to_the_end() -> None:
    phases = (PhaseSpan("Initial", week(0)), PhaseSpan("Ending", week(4), week(8)))

    last = draw(Along(phases=phases), today=10).wide.phases[-1]

    assert (last.x, last.width, last.filled) == (244, 200, 200)


def test_closeness_is_a_block_the_taller_the_closer() -> None:
    tom = PersonRow("Tom", ((week(0), week(4), 4), (week(4), week(8), 1)))

    (lane,) = draw(Along(sessions=came(0), people=(tom,))).wide.people

    far, near = lane.blocks
    assert (far.x, far.width, far.height) == (44, 199, 4)
    assert (near.x, near.width, near.height) == (244, 199, 16)
    assert far.y + far.height == near.y + near.height == lane.y


def test_the_first_four_people_are_drawn_and_all_are_in_the_table() -> None:
    people = tuple(PersonRow(name, ((week(0), week(8), 2),)) for name in "ABCDE")

    charts = draw(Along(sessions=came(0), people=people))

    assert [lane.name.text for lane in charts.wide.people] == ["A", "B", "C", "D"]
    assert [name for name, _ in charts.wide.rows[0].people] == ["A", "B", "C", "D", "E"]


def test_techniques_are_squares_above_each_other_four_at_most() -> None:
    marks = (TechniqueMark(week(0), ("role play",)), TechniqueMark(week(2), tuple("abcdef")))

    one, many = draw(Along(sessions=came(0, 2), techniques=marks)).wide.techniques

    assert re.fullmatch(r"M44 \d+v-4", one.path)
    assert re.fullmatch(r"M144 \d+v-19", many.path)  # four squares of 4 pixels and three gaps of 1


def test_a_missed_session_without_an_answer_breaks_the_line() -> None:
    marks = (*came(0, 1), SessionMark(week(2), None, "did_not_come"), SessionMark(week(3), 3, "came"))
    readings = [reading for reading in scores(20, 18, 16, 14, 12) if reading.on != week(2)]

    chart = draw(Along(sessions=marks), readings=readings).wide.chart

    assert chart.paths == ("M44 53 L94 67", "M194 95 L244 109")


def test_a_missed_session_that_was_answered_for_does_not_break_the_line() -> None:
    marks = (*came(0, 1), SessionMark(week(2), None, "client_cancelled"))

    chart = draw(Along(sessions=marks), readings=scores(20, 18, 16)).wide.chart

    assert chart.paths == ("M44 53 L94 67 L144 81",)


def test_names_of_short_phases_take_two_lines_so_that_none_covers_another() -> None:
    phases = (PhaseSpan("Initial", week(0)), PhaseSpan("Middle", week(2)), PhaseSpan("Ending", week(9)))

    first, middle, ending = draw(Along(phases=phases)).narrow.phases

    assert (first.name.text, middle.name.text, ending.name.text) == ("Initial", "Middle", "Ending")
    assert first.name.y == ending.name.y < middle.name.y


def long_course() -> CourseCharts:
    """Forty sessions, thirty events, people with long names and names from right to left."""
    label = "argument about money with the neighbour upstairs, about noise"
    names = (
        "Maximiliane-Alexandrina von Hohenstein-Wittelsbach the Elder",
        "أبو عبد الرحمن محمد بن عبد الله",
        "王小明",
    )
    return draw_course(
        [Reading(week(n), 20 - n // 3) for n in range(40)],
        scale=PHQ_9,
        along=Along(
            sessions=came(*range(40)),
            phases=tuple(
                PhaseSpan(name, week(on)) for name, on in (("Initial", 0), ("Middle", 4), ("Maintenance", 16))
            ),
            events=tuple(Happening(week(n, days=n % 5), label if n % 3 else "تحدثت مع أمي") for n in range(30)),
            people=tuple(PersonRow(name, ((week(0), week(39), 1),)) for name in names),
            techniques=tuple(TechniqueMark(week(n), tuple("abcdef")) for n in range(40)),
        ),
        today=week(39),
        until=week(39),
    )


def texts_of(course: CourseChart) -> list[tuple[int, int]]:
    """Where each name of events, phases and people begins and ends."""
    width_of, chart = course.chart.size.width_of, course.chart
    names = [*(event.name for event in chart.events), *(bar.name for bar in course.phases)]
    names += [lane.name for lane in course.people]
    return [
        (name.x - width_of(name.text), name.x) if name.anchor == "end" else (name.x, name.x + width_of(name.text))
        for name in names
    ]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_nothing_of_a_long_course_leaves_the_picture(size: str) -> None:
    course: CourseChart = getattr(long_course(), size)
    chart = course.chart

    for begin, end in texts_of(course):
        assert begin >= 0
        assert end <= chart.size.width
    for lane in course.people:
        for block in lane.blocks:
            assert chart.frame.left <= block.x
            assert block.x + block.width <= chart.frame.right
    assert all(-chart.head <= event.y - event.radius for event in chart.events)
    assert course.techniques_y < chart.axis_y < chart.ticks_y < chart.frame.bottom + chart.foot


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_names_of_thirty_events_never_cover_each_other(size: str) -> None:
    course: CourseChart = getattr(long_course(), size)
    rows: dict[int, list[tuple[int, int]]] = {}
    for event, reach in zip(course.chart.events, texts_of(course), strict=False):
        if event.name.text:
            rows.setdefault(event.name.y, []).append(reach)

    for reaches in rows.values():
        for (_, end), (begin, _) in pairwise(sorted(reaches)):
            assert end < begin
    nameless = [event for event in course.chart.events if not event.name.text]
    assert nameless
    assert {event.y for event in nameless} == {-10}
    assert all(event.y < -10 for event in course.chart.events if event.name.text)


def test_numbers_of_forty_sessions_keep_apart() -> None:
    charts = long_course()

    assert [each.number for each in charts.wide.sessions][:5] == ["1", "", "3", "", "5"]
    assert [each.number for each in charts.narrow.sessions if each.number][:3] == ["1", "5", "9"]


def test_every_event_and_every_person_of_a_long_course_is_in_the_table() -> None:
    rows = long_course().wide.rows

    assert sum(len(row.events) for row in rows) == 30
    assert sum(len(row.people) for row in rows) == 3
    assert {row.on for row in rows} >= {week(n) for n in range(40)}


def test_a_day_of_the_table_says_all_that_was_on_it() -> None:
    along = Along(
        sessions=came(0),
        phases=(PhaseSpan("Initial", week(0)),),
        events=(Happening(week(0), "last day at work"),),
        people=(PersonRow("Tom", ((week(0), week(2), 3), (week(2), week(4), 3), (week(4), week(6), 2))),),
        techniques=(TechniqueMark(week(0), ("role play",)),),
    )

    rows = draw(along, readings=scores(20)).wide.rows

    score = Row("score", week(0), "", 20, SEVERE, None)
    assert rows == (
        DayRow(
            week(0),
            [*came(0)],
            [score],
            ["Initial"],
            ["last day at work"],
            people=[("Tom", 3)],
            techniques=["role play"],
        ),
        DayRow(week(4), people=[("Tom", 2)]),
    )
