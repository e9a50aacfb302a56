"""The score chart: geometry worked by hand, and what a reader who sees no picture is told."""

import re
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from clinic.pages.charts import draw, draw_both
from clinic.pages.drawing import (
    NARROW,
    WIDE,
    Chart,
    CutOff,
    Happening,
    Reading,
    Row,
    Scale,
    Severity,
    Size,
    Tick,
)

pytestmark = pytest.mark.quick

START = date(2025, 9, 8)
MINIMAL, MILD, MODERATE, WORSE, SEVERE = (
    Severity("minimal", "minimal", 0, 4),
    Severity("mild", "mild", 5, 9),
    Severity("moderate", "moderate", 10, 14),
    Severity("moderately-severe", "moderately severe", 15, 19),
    Severity("severe", "severe", 20, 27),
)
PHQ_9 = Scale(
    low=0,
    high=27,
    severities=(MINIMAL, MILD, MODERATE, WORSE, SEVERE),
    cut_off=CutOff(10, "10 or more counts as a case"),
    reliable_change=6,
)
BARE = Scale(low=0, high=27)  # no names beside the plot: it runs from 34 to 750, the days from 44 to 740


def weekly(*totals: int | None) -> list[Reading]:
    return [Reading(START + timedelta(weeks=week), total) for week, total in enumerate(totals)]


def places(chart: Chart) -> list[tuple[int, int]]:
    return [(dot.x, dot.y) for dot in chart.dots]


# A PHQ-9 total has 28 steps in 196 pixels: 7 each; a dot stands in the middle of its step.


def test_each_total_stands_in_the_middle_of_its_step() -> None:
    chart = draw(weekly(27, 26, 0), scale=BARE)

    assert places(chart) == [(44, 4), (392, 11), (740, 193)]
    assert chart.paths == ("M44 4 L392 11 L740 193",)


def test_days_are_spaced_by_time_not_by_number() -> None:
    readings = [Reading(START, 10), Reading(START + timedelta(days=1), 10), Reading(START + timedelta(days=12), 10)]

    chart = draw(readings, scale=BARE)

    assert [dot.x for dot in chart.dots] == [44, 102, 740]  # 696 pixels for 12 days: 58 a day


def test_readings_are_put_in_order_of_their_days() -> None:
    assert draw(reversed(weekly(20, 15, 9)), scale=PHQ_9) == draw(weekly(20, 15, 9), scale=PHQ_9)


def test_severities_are_stripes_from_their_lowest_to_their_highest_total() -> None:
    chart = draw(weekly(10), scale=PHQ_9)

    assert [(stripe.severity, stripe.y, stripe.height, stripe.tone) for stripe in chart.stripes] == [
        (MINIMAL, 161, 35, 0),
        (MILD, 126, 35, 1),
        (MODERATE, 91, 35, 2),
        (WORSE, 56, 35, 3),
        (SEVERE, 0, 56, 4),
    ]
    assert chart.dots[0].severity == MODERATE


def test_the_cut_off_lies_between_the_last_non_case_and_the_first_case() -> None:
    chart = draw(weekly(9, 10), scale=PHQ_9)

    assert chart.cut is not None
    assert chart.cut.y == 126
    below, above = chart.dots
    assert above.y < chart.cut.y < below.y
    assert [(mark.text, mark.anchor) for mark in chart.marks] == [("27", "end"), ("10", "end"), ("0", "end")]


def test_where_higher_is_better_the_worst_tone_is_lowest_and_the_cut_off_lies_above_its_value() -> None:
    low_mood, well = Severity("low", "low mood", 0, 12), Severity("well", "well", 13, 25)
    scale = Scale(
        low=0, high=25, better="higher", severities=(low_mood, well), cut_off=CutOff(12, "12 or less: look closer")
    )

    chart = draw(weekly(12, 13), scale=scale)

    assert [(stripe.severity, stripe.tone) for stripe in chart.stripes] == [(low_mood, 4), (well, 0)]
    assert chart.cut is not None
    low, high = chart.dots
    assert high.y < chart.cut.y < low.y
    assert chart.cut.y == 98  # 13 of 26 steps below the upper edge of 196 pixels


def test_the_names_of_severities_stay_inside_both_pictures() -> None:
    charts = draw_both(weekly(10), scale=PHQ_9)

    wide, narrow = ([line.text for s in c.stripes for line in s.lines] for c in (charts.wide, charts.narrow))
    assert wide == ["minimal", "mild", "moderate", "moderately severe", "severe"]
    assert narrow == ["minimal", "mild", "moderate", "moderately", "severe", "severe"]
    for chart in (charts.wide, charts.narrow):
        for line in (line for stripe in chart.stripes for line in stripe.lines):
            assert line.x + chart.size.width_of(line.text) <= chart.size.width


def test_a_severity_too_thin_for_its_name_stays_nameless() -> None:
    thin = Scale(low=0, high=100, severities=(Severity("a", "thin", 0, 3), Severity("b", "thick", 4, 100)))

    chart = draw(weekly(50), scale=thin)

    assert [[line.text for line in stripe.lines] for stripe in chart.stripes] == [[], ["thick"]]


def test_the_name_of_a_band_takes_as_many_lines_as_it_needs_where_there_is_height() -> None:
    low, high = Severity("low", "below", 0, 4), Severity("high", "at or above the higher cut-off", 5, 27)

    chart = draw([Reading(on=START, total=9)], scale=Scale(low=0, high=27, severities=(low, high)), size=WIDE)

    assert [line.text for line in chart.stripes[1].lines] == ["at or above the", "higher cut-off"]


def test_the_whisker_spans_the_reliable_change_around_the_first_total() -> None:
    chart = draw(weekly(19, 12), scale=PHQ_9)

    assert chart.whisker == "M44 18 V102 M39 18 H49 M39 102 H49"  # 25 at 18, 13 at 102


def test_a_whisker_beyond_the_scale_has_no_cap_there() -> None:
    assert draw(weekly(25, 12), scale=PHQ_9).whisker == "M44 4 V60 M39 60 H49"


def test_a_reliable_change_need_not_be_a_whole_number() -> None:
    scale = Scale(low=0, high=27, reliable_change=5.5)

    assert draw(weekly(20), scale=scale).whisker == "M44 14 V91 M39 14 H49 M39 91 H49"


def test_without_a_first_total_or_a_reliable_change_there_is_no_whisker() -> None:
    assert draw([], scale=PHQ_9).whisker == ""
    assert draw(weekly(19), scale=BARE).whisker == ""


def test_an_answer_without_a_total_breaks_the_line_and_is_marked() -> None:
    chart = draw(weekly(20, 18, None, 14, 12), scale=BARE)

    assert chart.paths == ("M44 53 L218 67", "M566 95 L740 109")
    assert [(hole.x, hole.kind) for hole in chart.holes] == [(392, "skipped")]


def test_a_questionnaire_never_answered_breaks_the_line_and_is_marked() -> None:
    missed = START + timedelta(weeks=2)
    readings = [reading for reading in weekly(20, 18, 16, 14, 12) if reading.on != missed]

    chart = draw(readings, scale=BARE, missed=[missed])

    assert chart.paths == ("M44 53 L218 67", "M566 95 L740 109")
    assert [(hole.x, hole.kind, hole.on) for hole in chart.holes] == [(392, "missed", missed)]


def test_a_single_total_between_holes_is_a_dot_without_a_line() -> None:
    chart = draw(weekly(20, None, 14, None, 12), scale=BARE)

    assert (len(chart.dots), chart.paths) == (3, ())


def test_nothing_answered_is_an_empty_chart() -> None:
    chart = draw([], scale=PHQ_9)

    assert chart.is_empty
    assert (chart.dots, chart.ticks, chart.rows, chart.lowest) == ((), (), (), None)


def test_one_total_stands_at_the_beginning() -> None:
    chart = draw(weekly(14), scale=PHQ_9)

    assert places(chart) == [(44, 95)]
    assert chart.ticks == (Tick(44, START, "start", shows_year=True),)


def test_sixty_totals_keep_apart_on_a_wide_chart_and_shrink_on_a_narrow_one() -> None:
    charts = draw_both(weekly(*[week % 28 for week in range(60)]), scale=PHQ_9)

    assert (charts.wide.radius, charts.narrow.radius) == (4, 2)
    for chart in (charts.wide, charts.narrow):
        across = [dot.x for dot in chart.dots]
        assert across == sorted(set(across))
        assert chart.frame.left <= across[0]
        assert across[-1] <= chart.frame.right


def test_totals_of_one_day_stand_beside_each_other_in_order() -> None:
    readings = [*weekly(18, 15), Reading(START + timedelta(weeks=1), 12, "by phone"), Reading(date(2025, 9, 22), 9)]

    chart = draw(readings, scale=BARE)

    assert places(chart) == [(44, 67), (386, 88), (398, 109), (740, 130)]


def test_totals_of_one_only_day_stay_inside_the_plot() -> None:
    chart = draw([Reading(START, total) for total in (18, 12, 9)], scale=BARE)

    assert [dot.x for dot in chart.dots] == [39, 51, 63]


def test_the_axis_runs_to_the_planned_end() -> None:
    chart = draw(weekly(20, 18), scale=BARE, until=START + timedelta(weeks=4))

    assert [dot.x for dot in chart.dots] == [44, 218]


def test_ticks_are_whole_weeks_apart_and_say_the_year_when_it_changes() -> None:
    readings = [Reading(date(2025, 11, 24), 20), Reading(date(2026, 1, 26), 9)]  # nine weeks

    wide, narrow = draw(readings, scale=BARE), draw(readings, scale=BARE, size=NARROW)

    assert [(tick.on, tick.shows_year) for tick in wide.ticks] == [
        (date(2025, 11, 24), True),
        (date(2025, 12, 8), False),
        (date(2025, 12, 22), False),
        (date(2026, 1, 5), True),
        (date(2026, 1, 19), False),
    ]
    assert [(tick.on, tick.shows_year) for tick in narrow.ticks] == [
        (date(2025, 11, 24), False),
        (date(2025, 12, 15), False),
        (date(2026, 1, 5), True),
        (date(2026, 1, 26), False),
    ]


def test_names_of_events_take_rows_so_that_none_covers_another() -> None:
    events = [
        Happening(START, "moved out"),
        Happening(START, "mother rang"),
        Happening(START + timedelta(weeks=8), "letter from the landlord"),
    ]

    chart = draw(weekly(*[10] * 9), scale=BARE, events=events)

    first, second, third = chart.events
    assert (first.x, first.y, first.name.anchor) == (44, -10, "start")
    assert (second.x, second.y) == (44, -29)  # one row of 13 + 6 pixels higher
    assert (third.x, third.y, third.name.anchor) == (740, -10, "end")
    assert chart.head == 8 + 2 * 19
    assert chart.view_box.startswith("0 -46 760 ")


def test_the_fifth_event_of_one_day_keeps_its_dot_without_a_name() -> None:
    chart = draw(weekly(10, 9), scale=BARE, events=[Happening(START, f"event {n}") for n in range(5)])

    assert [event.name.text for event in chart.events] == ["event 0", "event 1", "event 2", "event 3", ""]


def test_an_event_before_the_first_score_is_in_the_table_and_not_on_the_axis() -> None:
    chart = draw(weekly(10, 9), scale=BARE, events=[Happening(date(2019, 5, 1), "wedding")])

    assert chart.events == ()
    assert chart.rows[0] == Row("event", date(2019, 5, 1), "wedding")


def test_the_rows_say_what_the_picture_says() -> None:
    missed = START + timedelta(days=10)

    chart = draw(weekly(19, None, 9), scale=PHQ_9, missed=[missed])

    assert chart.rows == (
        Row("score", START, "", 19, WORSE, None),
        Row("skipped", START + timedelta(weeks=1)),
        Row("missed", missed),
        Row("score", START + timedelta(weeks=2), "", 9, MILD, -10),
    )
    assert (chart.lowest, chart.highest) == (9, 19)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_every_dot_is_inside_the_plot(size: Size) -> None:
    chart = draw(weekly(*range(28)), scale=PHQ_9, size=size)

    for dot in chart.dots:
        assert chart.frame.left <= dot.x - chart.radius
        assert dot.x + chart.radius <= chart.frame.right
        assert 0 <= dot.y <= chart.frame.bottom


# What the templates make of it


def drawn(*readings: Reading, scale: Scale = PHQ_9) -> str:
    return render_to_string(
        "components/score_chart.svg",
        {"charts": draw_both(readings, scale=scale), "id": "phq-9", "title": "PHQ-9"},
    )


def test_the_picture_has_a_title_and_a_description_in_words() -> None:
    page = drawn(*weekly(19, None, 9))

    assert "PHQ-9 from 8 September 2025 to 22 September 2025</title>" in page
    assert "Lower is better. 2 totals: the first 19, the latest 9; lowest 9, highest 19." in page
    assert "Once there is no total." in page
    assert "<title>8 September 2025: 19, moderately severe</title>" in page
    assert "total; lower is better" in page
    assert "a change of 6 or more from the first total is reliable" in page


def test_the_picture_keeps_to_the_content_security_policy() -> None:
    page = drawn(*weekly(19, None, 9))

    assert "style=" not in page
    assert "<style" not in page
    assert "<script" not in page
    assert "onclick" not in page


def test_no_two_parts_of_the_picture_share_an_id() -> None:
    ids = re.findall(r'\bid="([^"]+)"', drawn(*weekly(19, 9)))

    assert sorted(ids) == ["phq-9-small-desc", "phq-9-small-title", "phq-9-wide-desc", "phq-9-wide-title"]


def test_a_chart_without_answers_says_so() -> None:
    page = drawn()

    assert "No scores yet" in page
    assert 'role="img"' not in page


def test_the_words_of_a_person_are_escaped() -> None:
    charts = draw_both(weekly(10, 9), scale=PHQ_9, events=[Happening(START, "<b>row</b>")])

    page = render_to_string("components/score_chart.svg", {"charts": charts, "id": "a", "title": "PHQ-9"})

    assert "<b>" not in page
    assert "&lt;b&gt;row&lt;/b&gt;" in page


def test_the_table_twin_says_each_total_with_its_change() -> None:
    chart = draw(weekly(19, None, 9, 20), scale=PHQ_9, events=[Happening(START, "last day at work")])

    page = render_to_string("components/score_table.html", {"chart": chart, "id": "phq-9", "title": "PHQ-9"})

    assert page.count("<tr") == 6  # a heading, an event, three totals, one without
    assert "8 September 2025" in page
    assert "moderately severe" in page
    assert "−10" in page
    assert "+1" in page
    assert "answered, no total" in page
    assert "last day at work" in page
