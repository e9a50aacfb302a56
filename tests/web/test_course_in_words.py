"""The picture of a course as pages show it: in words for who sees no picture, as a table, within its weight."""

import re
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from clinic.pages.course_drawing import CourseChart, CourseCharts, draw_course
from clinic.pages.course_marks import Along, PersonRow, PhaseSpan, PhaseStep, SessionMark, TechniqueMark
from clinic.pages.drawing import CutOff, Happening, Reading, Scale, Severity

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


def drawn(charts: CourseCharts) -> str:
    return render_to_string(
        "components/mood_and_relationships.svg", {"charts": charts, "id": "phq-9", "title": "PHQ-9"}
    )


def drawn_one(course: CourseChart) -> str:
    context = {"course": course, "chart": course.chart, "id": "a", "class": "wide", "title": "PHQ-9"}
    return render_to_string("components/course_drawing.svg", context)


def usual() -> CourseCharts:
    marks = (*came(*range(10)), *(SessionMark(week(n), n + 1, "to_come") for n in range(10, 16)))
    return draw_course(
        scores(19, 20, 18, 17, 16, 19, 15, 14, 12, 9),
        scale=PHQ_9,
        along=Along(
            sessions=marks,
            phases=(PhaseSpan("Initial", week(0)), PhaseSpan("Middle", week(4)), PhaseSpan("Ending", week(12))),
            events=(Happening(week(1), "last day at work"), Happening(week(5), "row with Tom")),
            people=tuple(
                PersonRow(name, ((week(0), week(4), 3), (week(4), week(9), 2)))
                for name in ("Tom", "Nora", "Mum", "Ines")
            ),
            techniques=(TechniqueMark(week(5), ("role play", "clarification")), TechniqueMark(week(8), ("role play",))),
        ),
        today=week(9),
        until=week(15),
    )


def test_whoever_cancelled_the_sign_is_one_and_the_words_tell_them_apart() -> None:
    marks = (SessionMark(week(0), None, "client_cancelled"), SessionMark(week(1), None, "therapist_cancelled"))
    charts = draw(Along(sessions=marks))

    page = drawn(charts)

    assert {each.kind for each in charts.wide.sessions} == {"cancelled"}
    assert "3 November 2025: cancelled by the client</title>" in page
    assert "10 November 2025: cancelled by us</title>" in page


def test_events_from_the_client_and_the_therapist_stand_above_and_run_down_to_the_people() -> None:
    chart = draw(Along(sessions=came(0), events=(Happening(week(1), "row with Tom"),)), readings=scores(20)).wide

    (event,) = chart.chart.events
    assert (event.x, event.name.text) == (94, "row with Tom")
    assert chart.chart.axis_y > chart.sessions_y
    assert f'<path class="eventline" d="M94 -10V{chart.chart.axis_y}"/>' in drawn_one(chart)


def test_a_reader_who_sees_no_picture_is_told_what_it_shows() -> None:
    page = drawn(usual())

    assert "PHQ-9, sessions and people from 3 November 2025 to 16 February 2026</title>" in page
    assert "10 sessions held." in page
    assert "Middle: from 1 December." in page
    assert "Tom: first ring 3, last ring 2 of 4, 1 being the closest." in page
    assert "a person: the taller, the closer" in page


def test_only_signs_that_are_used_are_explained() -> None:
    page = drawn(usual())

    assert "to come</li>" in page
    assert "did not come" not in page
    assert "session cancelled" not in page


def test_no_two_parts_share_an_id_and_both_drawings_have_words() -> None:
    page = drawn(usual())

    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for named in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert set(named.split()) <= set(ids)
    assert page.count('role="img"') == 2


def test_the_picture_keeps_to_the_content_security_policy() -> None:
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", drawn(usual()))


def test_words_of_people_are_escaped_everywhere() -> None:
    along = Along(
        sessions=came(0),
        phases=(PhaseSpan("<i>a</i>", week(0)),),
        events=(Happening(week(0), "<i>b</i>"),),
        people=(PersonRow("<i>c</i>", ((week(0), week(2), 3),)),),
        techniques=(TechniqueMark(week(0), ("<i>d</i>",)),),
    )
    charts = draw(along)

    assert "<i>" not in drawn(charts) + table(charts)


def test_before_anything_has_happened_the_picture_says_what_would_begin_it() -> None:
    page = drawn(draw_course([], scale=PHQ_9, along=Along(), today=START))

    assert "Nothing to draw yet" in page
    assert 'role="img"' not in page


def test_without_a_score_the_sessions_are_drawn_and_the_plot_says_so() -> None:
    page = drawn(draw(Along(sessions=came(0))))

    assert "no score yet" in page
    assert "One session held." in page


def test_without_a_session_the_scores_are_drawn_and_the_row_says_so() -> None:
    page = drawn(draw(Along(), readings=scores(20, 18)))

    assert "none yet" in page
    assert "2 totals" in page


def table(charts: CourseCharts) -> str:
    context = {"chart": charts.wide, "id": "phq-9", "title": "PHQ-9"}
    return render_to_string("components/mood_and_relationships_table.html", context)


def test_the_table_twin_says_what_the_picture_says() -> None:
    page = table(usual())

    assert "<details" in page
    for words in ("10, came", "11, to come", "last day at work", "Tom: ring 2 of 4", "role play, clarification"):
        assert words in page
    assert "Middle begins" in page
    assert "<b>9</b> mild, −10" in page


def test_a_usual_course_leaves_room_on_a_page_of_forty_kilobytes() -> None:
    assert len((drawn(usual()) + table(usual())).encode()) < 20_000


# The line of phases above it


@pytest.mark.parametrize(
    ("state", "n_held", "n_filled"), [("done", 4, 8), ("now", 4, 0), ("now", 10, 6), ("now", 14, 8), ("to_come", 10, 0)]
)
def test_a_phase_is_filled_by_the_sessions_held_in_it(state: str, n_held: int, n_filled: int) -> None:
    step = PhaseStep("Middle", 5, 12, state, "", n_held)  # type: ignore[arg-type]

    assert (step.n, step.n_filled) == (8, n_filled)


def test_the_phase_of_now_is_marked_for_those_who_do_not_see_the_line() -> None:
    steps = [
        PhaseStep("Initial", 1, 4, "done", "sessions 1–4", 10),
        PhaseStep("Middle", 5, 12, "now", "session 10", 10),
    ]

    page = render_to_string("components/phases.html", {"steps": steps})

    assert '<li class="now n8" aria-current="step">' in page
    assert "<b>Middle</b> <span>session 10</span>" in page
