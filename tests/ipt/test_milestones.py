"""First response and remission, whether they held, sudden gains, and changes of measure."""

from datetime import date, timedelta

import pytest

from ipt.library import shipped
from ipt.milestones import Reached, SuddenGain, first_reached, sudden_gains
from ipt.trajectory import ChangeOfMeasure, Point, changes_of_measure, trajectory

pytestmark = pytest.mark.quick

NHS = shipped().framework("nhs-talking-therapies")
START = date(2026, 1, 5)


def weekly(*totals: float | None, after: int = 0) -> tuple[Point, ...]:
    return tuple(Point(START + timedelta(weeks=after + week), total) for week, total in enumerate(totals))


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ((18, 12, 4, 3), Reached(START + timedelta(weeks=2), 14, True)),
        ((18, 4, 9, 3), Reached(START + timedelta(weeks=1), 7, False)),
        ((18, 12, 4), Reached(START + timedelta(weeks=2), 14, None)),
        ((18, None, 4, None, 3), Reached(START + timedelta(weeks=2), 14, True)),
        ((18, 12), None),
        ((4, 12), None),
    ],
)
def test_the_first_time_below_a_cut_is_told_with_whether_it_held(
    totals: tuple[float | None, ...], expected: Reached | None
) -> None:
    assert first_reached(weekly(*totals), is_true=lambda total: total < 5) == expected


def test_a_trajectory_tells_first_response_first_remission_and_an_important_change() -> None:
    found = trajectory(shipped().measure("phq-9"), weekly(18, 9, 4, 3), framework=NHS)

    assert found.first_response == Reached(START + timedelta(weeks=1), 7, True)
    assert found.first_remission == Reached(START + timedelta(weeks=2), 14, True)
    assert found.important is True


@pytest.mark.parametrize(("last", "important"), [(17, False), (16, False), (15, False), (14, True)])
def test_a_fifth_of_the_first_total_is_important_on_the_phq_9(last: int, important: bool) -> None:
    assert trajectory(shipped().measure("phq-9"), weekly(18, last), framework=NHS).important is important


def test_a_large_step_that_lasts_is_a_sudden_gain() -> None:
    """The interval that the authors of the R package suddengains print: 32, 31, 33 before and 5, 6, 7 after."""
    assert sudden_gains(weekly(32, 31, 33, 5, 6, 7), cut=7, better="lower") == (
        SuddenGain(START + timedelta(weeks=3), 28),
    )


@pytest.mark.parametrize(
    "totals",
    [(32, 31, 33, 27, 26, 25), (32, 31, 33, 5, 33, 32), (33, 5, 6, 7), (32, 31, 33, 5), (20, 20, 20, 15.5, 15.5, 15.5)],
    ids=["too few points", "does not last", "nothing before", "nothing after", "under a quarter"],
)
def test_a_step_that_misses_one_criterion_is_none(totals: tuple[float, ...]) -> None:
    cut = 4 if totals[0] == 20 else 7

    assert sudden_gains(weekly(*totals), cut=cut, better="lower") == ()


def test_where_higher_is_better_a_rise_is_the_gain() -> None:
    (found,) = sudden_gains(weekly(10, 11, 10, 25, 26, 25), cut=5, better="higher")

    assert found.points == 15


def test_a_missing_total_asks_for_a_larger_step() -> None:
    whole, gap = weekly(30, 27, 24, 15, 12, 9), weekly(30, None, 24, 15, None, 9)

    assert len(sudden_gains(whole, cut=7, better="lower")) == 1
    assert sudden_gains(gap, cut=7, better="lower") == ()


def test_another_measure_of_the_same_domain_in_place_of_one_is_a_change() -> None:
    known = shipped()
    series = [(known.measure("phq-9"), weekly(18, 14)), (known.measure("phq-8"), weekly(12, 9, after=2))]

    assert changes_of_measure(series) == (ChangeOfMeasure(START + timedelta(weeks=2), "phq-9", 1, "phq-8", 1),)


@pytest.mark.parametrize("other", ["gad-7", "hrsd-17"], ids=["another domain", "another rater"])
def test_measures_of_another_kind_are_no_change(other: str) -> None:
    known = shipped()

    assert changes_of_measure([(known.measure("phq-9"), weekly(18)), (known.measure(other), weekly(9, after=2))]) == ()


def test_measures_side_by_side_are_no_change() -> None:
    known = shipped()
    side_by_side = [(known.measure("phq-9"), weekly(18, 14, 9)), (known.measure("phq-8"), weekly(12, 9, after=1))]

    assert changes_of_measure(side_by_side) == ()
