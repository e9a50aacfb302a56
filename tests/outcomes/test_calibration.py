"""Whether what was expected held: by hand for a prior, and with bounds that know which predictions go together."""

import numpy as np
import pytest

from ipt.expected import expect
from ipt.outcomes.ahead import Forecasts
from ipt.outcomes.calibration import by_prior, calibration, held_against
from ipt.outcomes.proportion import wilson
from ipt.outcomes.series import series
from ipt.prior import Prior

# From 20 the line ends at 10 + 0.5 × (20 - 15) = 12.5 after ten weekly sessions, with a residual of 5 √0.64 = 4
# about it, so that four in five last scores lie from 7.4 to 17.6.
LINE = Prior(
    id="any",
    version=1,
    source="made",
    verified=False,
    low=0,
    high=30,
    start_mean=15,
    start_sd=6,
    end_mean=10,
    end_sd=5,
    correlation=0.6,
    is_correlation_assumed=True,
    n_sessions=10,
    weeks_per_session=1,
    least_first=8,
    sources=(),
)


def rows_of(course: list[int], *, is_inside: list[bool]) -> Forecasts:
    """As many forecasts of the next and of the last score, with a width of 2 about 0, and a score of 0 or 2."""
    n = len(course)
    whole, numbers = np.array(course * 2), np.zeros(2 * n)
    return Forecasts(
        course=whole,
        seen=np.ones_like(whole),
        left=np.ones_like(whole),
        is_last=np.repeat([False, True], n),
        day=numbers,
        weeks=numbers,
        score=np.where(np.tile(is_inside, 2), 0.0, 2.0),
        away=numbers,
        expected=numbers,
        low=numbers - 1,
        high=numbers + 1,
    )


def test_a_prior_is_held_against_a_services_own_courses() -> None:
    courses = series(
        ["ada", "ada", "ada", "bo", "bo", "cy"], days=[0, 7, 63, 0, 63, 5], scores=[20, 17, 25, 20, 13, 20]
    )

    found = held_against(LINE, courses)

    assert found is not None
    line = [expect(LINE, [(0, 20)], day) for day in (7, 63)]
    at_1, at_end = (one.expected for one in line if one)
    assert (found.next.n_inside, found.next.n_predictions, found.next.n_courses) == (2, 3, 2)
    assert (found.last.n_inside, found.last.n_predictions) == (1, 3)
    assert found.next_error == pytest.approx((abs(17 - at_1) + (25 - at_end) + abs(13 - at_end)) / 3)
    assert found.last_error == pytest.approx((2 * (25 - at_end) + abs(13 - at_end)) / 3)
    assert not found.is_enough


def test_a_prior_has_no_row_where_it_draws_no_line() -> None:
    low = series(["ada", "ada", "bo"], days=[0, 7, 0], scores=[7, 9, 20])

    assert held_against(LINE, low) is None
    assert len(by_prior(LINE, low).day) == 0


def test_predictions_of_one_course_that_go_together_count_once() -> None:
    together = rows_of([course for course in range(100) for _ in range(10)], is_inside=([True] * 800) + [False] * 200)

    found = calibration([together]).next

    assert (found.n_inside, found.n_predictions, found.n_courses, found.rate) == (800, 1000, 100, 0.8)
    assert (found.low, found.high) == (wilson(80, 100).low, wilson(80, 100).high)


def test_the_same_courses_numbers_in_another_part_are_other_courses() -> None:
    part = rows_of([0, 1, 2], is_inside=[True, True, False])

    found = calibration([part, part])

    assert (found.last.n_inside, found.last.n_predictions, found.last.n_courses) == (4, 6, 6)
    assert found.last_error == pytest.approx(2 * 2 / 6)


def test_all_inside_leaves_bounds_by_the_number_of_predictions() -> None:
    found = calibration([rows_of([0, 0, 1], is_inside=[True] * 3)]).next

    assert (found.low, found.high) == (wilson(3, 3).low, wilson(3, 3).high)
