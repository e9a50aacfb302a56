"""Trajectory: change, reliable change, response, remission and recovery of one person's totals."""

from datetime import date

import pytest

from ipt.library import Library, shipped
from ipt.trajectory import Point, Reached, Trajectory, at_case, trajectory

pytestmark = pytest.mark.quick

PHQ_9 = shipped().measure("phq-9")
NHS = shipped().framework("nhs-talking-therapies")
JACOBSON_TRUAX = shipped().framework("jacobson-truax")


def points(*totals: int | None) -> tuple[Point, ...]:
    return tuple(Point(date(2026, 1, 1 + day), total) for day, total in enumerate(totals))


def test_a_course_from_18_to_9_recovered_reliably() -> None:
    series = points(18, None, 14, 9)

    assert trajectory(PHQ_9, series, framework=NHS) == Trajectory(
        measure="phq-9",
        framework="nhs-talking-therapies",
        points=series,
        first=series[0],
        last=series[3],
        change=-9,
        percent=-50.0,
        reliable="improvement",
        reliable_change=6,
        response=True,
        remission=False,
        at_case_first=True,
        at_case_last=False,
        recovery=True,
        reliable_recovery=True,
        important=True,
        first_response=Reached(on=series[3].on, days=(series[3].on - series[0].on).days, held=None),
    )


@pytest.mark.parametrize(
    ("first", "last", "reliable", "recovery", "reliable_recovery"),
    [
        (18, 12, "improvement", False, False),
        (12, 9, "none", True, False),
        (18, 13, "none", False, False),
        (9, 15, "deterioration", False, False),
        (9, 3, "improvement", False, False),
    ],
)
def test_reliable_change_and_recovery_are_two_things(
    first: int, last: int, reliable: str, recovery: bool, reliable_recovery: bool
) -> None:
    found = trajectory(PHQ_9, points(first, last), framework=NHS)

    assert (found.reliable, found.recovery, found.reliable_recovery) == (reliable, recovery, reliable_recovery)


@pytest.mark.parametrize(
    ("first", "last", "response", "remission"),
    [(20, 10, True, False), (20, 11, False, False), (8, 4, True, True), (6, 4, False, True), (9, 5, False, False)],
)
def test_response_is_half_and_remission_is_below_five(first: int, last: int, response: bool, remission: bool) -> None:
    found = trajectory(PHQ_9, points(first, last), framework=NHS)

    assert (found.response, found.remission) == (response, remission)


def test_points_are_put_in_order_of_their_days() -> None:
    series = points(18, 12, 6)

    assert trajectory(PHQ_9, series[::-1], framework=NHS) == trajectory(PHQ_9, series, framework=NHS)


def test_one_total_is_a_first_and_no_last() -> None:
    found = trajectory(PHQ_9, points(12), framework=NHS)

    assert (found.first, found.last, found.change, found.reliable) == (points(12)[0], None, None, None)
    assert (found.at_case_first, found.at_case_last, found.recovery, found.remission) == (True, None, None, None)


def test_answers_without_a_total_are_neither_first_nor_last() -> None:
    series = points(None, 12, None, 6, None)

    found = trajectory(PHQ_9, series, framework=NHS)

    assert (found.first, found.last, found.change) == (series[1], series[3], -6)
    assert found.points == series


def test_nothing_at_all_is_a_trajectory_without_claims() -> None:
    found = trajectory(PHQ_9, (), framework=NHS)

    assert (found.first, found.last, found.change, found.percent, found.reliable) == (None, None, None, None, None)


def test_zero_is_a_first_total_with_a_change_and_without_a_percentage() -> None:
    found = trajectory(PHQ_9, points(0, 6), framework=NHS)

    assert (found.change, found.percent, found.response, found.reliable) == (6, None, None, "deterioration")
    assert trajectory(PHQ_9, points(6, 0), framework=NHS).percent == -100.0


def test_what_the_framework_does_not_cover_is_unknown_and_not_false() -> None:
    found = trajectory(shipped().measure("hrsd-17"), points(20, 7), framework=NHS)

    assert (found.change, found.response, found.remission) == (-13, True, True)
    assert (found.reliable, found.reliable_change, found.recovery) == (None, None, None)
    assert (found.at_case_first, found.at_case_last) == (None, None)


def test_what_the_measure_has_no_number_for_is_unknown_and_not_false() -> None:
    found = trajectory(shipped().measure("gad-7"), points(14, 3), framework=NHS)

    assert (found.response, found.remission, found.recovery) == (None, None, True)


def test_a_strict_framework_computes_its_points_and_wants_them_passed() -> None:
    found = trajectory(PHQ_9, points(15, 10), framework=JACOBSON_TRUAX)

    assert found.reliable_change == pytest.approx(5.20, abs=0.005)
    assert (found.reliable, found.at_case_last, found.recovery) == ("none", False, False)
    assert trajectory(PHQ_9, points(15, 9), framework=JACOBSON_TRUAX).reliable_recovery is True


def test_where_higher_is_better_a_rise_is_the_improvement() -> None:
    library = Library.from_texts({"measures/well/1.toml": WELL, "frameworks/local/1.toml": LOCAL}, base=shipped())

    found = trajectory(library.measure("well"), points(4, 9), framework=library.framework("local"))

    assert (found.reliable, found.response, found.at_case_first, found.recovery) == ("improvement", True, True, True)


@pytest.mark.parametrize(("total", "expected"), [(9, False), (10, True), (0, False), (None, None)])
def test_a_total_at_the_cut_off_is_a_case(total: int | None, expected: bool | None) -> None:
    assert at_case(PHQ_9, total, framework=NHS) is expected


WELL = """
id = "well"
version = 1
rater = "self"
entry = "total"
better = "higher"
low = 0
high = 10
period_days = 7
missing = { prorate_up_to = 0, source = "made-up", verified = false }
responds = { response = 0.5, source = "made-up", verified = false }
sources = [{ id = "made-up", text = "Made up for this test." }]
domain = "goals"
status = "own"
[licence]
tier = "own"
owner = "OpenIPT"
terms = "Made up for a test."
uses = ["research"]
commercial = false
checked_on = 2026-11-22
verified = false
source = "made-up"
"""

LOCAL = """
id = "local"
version = 1
title = "Local"
method = "nhs-talking-therapies"
strict = false
worsening = "soon"
sources = [{ id = "made-up", text = "Made up for this test." }]
rules = [{ measure = "well", better = "higher", case_at = 5, points = 3, source = "made-up", verified = false }]
"""
