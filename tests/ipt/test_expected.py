"""What to expect of one course: against a plain multivariate t, by hand, and the prior against our own table of it."""

import json
from datetime import date
from math import inf, log1p, sqrt

import numpy as np
import pytest
from attrs import evolve
from scipy.stats import t as student

from ipt.expected import Expected, band, expect, quantile_90, surprise, widened
from ipt.fitted import Calibration, Coverage, Fit, Transform, Widening
from ipt.library import shipped
from ipt.prior import Prior

FIT = Fit(
    scale=Transform(low=0, high=63, power=0.5),
    origin="first",
    time_scale=1.2,
    mean=(4.6, -0.8, 0.05),
    level_variance=0.8,
    slope_variance=0.2,
    covariance=-0.1,
    drift_variance=0.4,
    drift_weeks=5.0,
    noise_variance=0.15,
    first_noise_variance=0.25,
    freedom=7.0,
    n_courses=300,
    n_scores=3000,
)
SEEN = ((0, 31), (6, 28), (14, 30), (30, 19), (51, 12))
PLAIN = evolve(
    FIT,
    scale=Transform(low=0, high=40),
    mean=(10.0, 0.0),
    level_variance=4.0,
    slope_variance=0.0,
    covariance=0.0,
    drift_variance=0.0,
    noise_variance=4.0,
    first_noise_variance=4.0,
)


def by_inversion(fit: Fit, seen: tuple[tuple[float, float], ...], day: float) -> Expected:
    """The conditional distribution of a multivariate t, from the whole matrix."""
    origin = seen[0][0] if fit.origin == "first" else 0
    weeks = np.array([*(one for one, _ in seen), day], float) - origin
    weeks /= 7
    f = np.log1p(np.maximum(weeks, 0) / fit.time_scale)
    k = fit.level_variance + fit.slope_variance * np.outer(f, f) + fit.covariance * np.add.outer(f, f)
    k += fit.drift_variance * np.exp(-np.abs(np.subtract.outer(weeks, weeks)) / fit.drift_weeks)
    k += np.diag([fit.first_noise_variance, *[fit.noise_variance] * len(seen[1:]), fit.noise_variance])
    mean = sum(b * f**power for power, b in enumerate(fit.mean))
    left = np.sqrt([score for _, score in seen]) - mean[:-1]
    weights = np.linalg.solve(k[:-1, :-1], k[:-1, -1])
    middle = mean[-1] + weights @ left
    size = (fit.freedom + left @ np.linalg.solve(k[:-1, :-1], left)) / (fit.freedom + len(seen))
    half = student.ppf(0.9, fit.freedom + len(seen)) * np.sqrt(size * (k[-1, -1] - weights @ k[:-1, -1]))
    return Expected(day=day, expected=middle**2, low=max(middle - half, 0) ** 2, high=min((middle + half) ** 2, 63))


@pytest.mark.parametrize("n_seen", range(1, 6))
@pytest.mark.parametrize("ahead", [1, 7, 120.5])
@pytest.mark.parametrize("origin", ["first", "given"])
def test_the_state_expects_what_the_whole_multivariate_t_does(n_seen: int, ahead: float, origin: str) -> None:
    fit, seen = evolve(FIT, origin=origin), tuple((day + 20, score) for day, score in SEEN[:n_seen])
    day = seen[-1][0] + ahead

    found, oracle = expect(fit, seen, day), by_inversion(fit, seen, day)

    assert found is not None
    assert found.expected == pytest.approx(oracle.expected, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), abs=0.01)


def test_one_score_is_drawn_half_way_to_the_mean_where_persons_and_answers_vary_alike() -> None:
    found = expect(PLAIN, [(0, 14)], 7)

    # Half of 14 - 10 is believed. The variance left is 4 / 2 of the person and 4 of the answer; the misfit is 16 / 8.
    half = student.ppf(0.9, 8) * sqrt((7 + 2) / (7 + 1) * 6)
    assert found is not None
    assert found.expected == pytest.approx(12)
    assert (found.low, found.high) == pytest.approx((12 - half, 12 + half), abs=1e-3)


def test_somebody_whose_scores_jump_about_gets_a_wider_interval() -> None:
    calm, jumping = (expect(PLAIN, [(0, 10), (7, 10 + by), (14, 10 - by)], 21) for by in (0, 8))

    assert calm is not None
    assert jumping is not None
    assert calm.expected == pytest.approx(jumping.expected)
    assert jumping.high - jumping.low > 1.5 * (calm.high - calm.low)


def test_neither_the_order_of_scores_nor_two_of_one_day_matter() -> None:
    assert expect(FIT, SEEN[::-1], 60) == expect(FIT, SEEN, 60)
    assert expect(FIT, [(0, 30), (0, 32), *SEEN[1:]], 60) == expect(FIT, SEEN, 60)


def test_an_interval_stays_in_the_range_of_the_measure() -> None:
    low, high = expect(FIT, [(0, 0), (7, 0)], 14), expect(FIT, [(0, 63), (7, 63)], 14)

    assert low is not None
    assert high is not None
    assert (low.low, high.high) == (0, 63)


def test_a_scale_from_the_top_is_the_mirror_of_one_from_the_bottom() -> None:
    top = evolve(FIT, scale=Transform(low=0, high=63, power=0.5, is_from_top=True), mean=tuple(-b for b in FIT.mean))

    below, above = expect(FIT, SEEN, 60), expect(top, [(day, 63 - score) for day, score in SEEN], 60)

    assert below is not None
    assert above is not None
    assert (above.expected, above.low, above.high) == pytest.approx(
        (63 - below.expected, 63 - below.high, 63 - below.low)
    )


def test_a_band_is_what_is_expected_of_each_day() -> None:
    assert band(FIT, SEEN, [52, 80]) == (expect(FIT, SEEN, 52), expect(FIT, SEEN, 80))


def test_nothing_is_expected_of_nobody() -> None:
    assert expect(FIT, [], 7) is None
    assert band(FIT, [], [7]) == ()
    assert surprise(FIT, []) == ()


@pytest.mark.parametrize("day", [51, 50, inf])
def test_a_day_that_does_not_come_after_the_last_score_is_refused(day: float) -> None:
    with pytest.raises(ValueError, match="does not come after day 51"):
        expect(FIT, SEEN, day)


@pytest.mark.parametrize("pair", [(60, 64), (60, -1), (60, inf), (inf, 3)])
def test_a_score_that_cannot_be_is_refused(pair: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="A score from 0 to 63 on a day is needed"):
        expect(FIT, [*SEEN, pair], 70)


def test_each_score_is_held_against_what_those_before_it_led_to_expect() -> None:
    scores = [(0, 20), (7, 19), (14, 60), (21, 0)]

    found = surprise(FIT, scores)

    assert [one.expected for one in found] == [expect(FIT, scores[:n], scores[n][0]) for n in (1, 2, 3)]
    assert [(one.day, one.score, one.side) for one in found] == [(7, 19, None), (14, 60, "above"), (21, 0, "below")]


def test_an_interval_is_widened_by_its_distance() -> None:
    wider = evolve(FIT, widening=(Widening(weeks=1, factor=1.0), Widening(weeks=14, factor=1.2)))

    near, far, far_before = expect(wider, SEEN, 58), expect(wider, SEEN, 51 + 98), expect(FIT, SEEN, 51 + 98)

    assert near == expect(FIT, SEEN, 58)
    assert far is not None
    assert far_before is not None
    assert sqrt(far.high) - sqrt(far.expected) == pytest.approx(1.2 * (sqrt(far_before.high) - sqrt(far.expected)))


def test_an_interval_from_the_first_score_alone_is_widened_by_its_own_factor() -> None:
    wider = evolve(FIT, first_widening=(Widening(weeks=1, factor=1.5),))

    first, plain = (expect(fit, SEEN[:1], 7) for fit in (wider, FIT))

    assert first is not None
    assert plain is not None
    assert sqrt(first.high) - sqrt(first.expected) == pytest.approx(1.5 * (sqrt(plain.high) - sqrt(plain.expected)))
    assert expect(wider, SEEN, 60) == expect(FIT, SEEN, 60)


def test_between_two_distances_the_factor_lies_on_a_line_in_log_time() -> None:
    known = (Widening(weeks=1, factor=1.0), Widening(weeks=7, factor=1.4))

    assert widened(known, 3) == pytest.approx(1.2)  # ln 2, ln 4, ln 8: half way
    assert (widened(known, 0), widened(known, 50)) == (1.0, 1.4)
    assert widened((), 3) == 1.0


@pytest.mark.parametrize("freedom", [4, 5, 8, 20, 100])
def test_the_ninetieth_percentile_of_t_is_near_the_exact_one(freedom: float) -> None:
    assert quantile_90(freedom) == pytest.approx(student.ppf(0.9, freedom), abs=3e-4)


def coverage(n_inside: int, *, of: int = 1000, n_courses: int = 200) -> Coverage:
    return Coverage(n_inside=n_inside, n_predictions=of, n_courses=n_courses, low=0.0, high=1.0)


@pytest.mark.parametrize(
    ("near", "far", "is_calibrated"),
    [
        (coverage(800), coverage(800), True),
        (coverage(719), coverage(800), False),
        (coverage(800), coverage(881), False),
        (coverage(160, of=199), coverage(800), False),
        (coverage(160, of=200, n_courses=49), coverage(800), False),
        (coverage(160, of=200, n_courses=50), coverage(800), True),
    ],
)
def test_a_fit_is_calibrated_by_enough_held_out_courses_inside(
    near: Coverage, far: Coverage, is_calibrated: bool
) -> None:
    fit = evolve(FIT, calibration=Calibration(next=near, last=far, next_error=2.6, last_error=4.0))

    assert fit.is_calibrated is is_calibrated


def test_a_fit_that_was_never_held_against_courses_is_not_calibrated() -> None:
    assert not FIT.is_calibrated


def test_a_fit_comes_back_from_json_as_it_was() -> None:
    found = Calibration(next=coverage(800), last=coverage(810), next_error=2.6, last_error=4.0)
    fit = evolve(FIT, calibration=found, widening=(Widening(weeks=1, factor=1.1),), measure="phq-9", better="lower")
    fit = evolve(fit, from_on=date(2024, 4, 1), to_on=date(2025, 3, 31))

    assert Fit.from_plain(json.loads(json.dumps(fit.to_plain()))) == fit


def test_a_fit_of_another_method_or_with_another_key_is_refused() -> None:
    with pytest.raises(ValueError, match="fit the courses again"):
        Fit.from_plain({**FIT.to_plain(), "method": "older"})
    with pytest.raises(ValueError, match="fit: luck"):
        Fit.from_plain({**FIT.to_plain(), "luck": 1})


def prior(measure: str) -> Prior:
    found = shipped().prior(shipped().measure(measure))
    assert found is not None
    return found


# Our table of the default: expected at sessions 2, 4, 6, 8, 10, and the upper line at session 10.
@pytest.mark.parametrize(
    ("measure", "first", "line", "upper"),
    [
        ("phq-9", 10, (8.94, 7.88, 7.26, 6.82, 6.48), 13.47),
        ("phq-9", 15, (13.28, 11.56, 10.55, 9.84, 9.29), 16.28),
        ("phq-9", 20, (17.62, 15.24, 13.85, 12.87, 12.10), 19.09),
        ("gad-7", 10, (9.02, 8.04, 7.47, 7.07, 6.75), 12.86),
        ("gad-7", 15, (13.33, 11.66, 10.68, 9.99, 9.45), 15.55),
        ("gad-7", 20, (17.64, 15.27, 13.89, 12.91, 12.14), 18.25),
    ],
)
def test_the_prior_draws_its_published_table(measure: str, first: int, line: tuple[float, ...], upper: float) -> None:
    found = band(prior(measure), [(3, first)], [3 + 7 * (session - 1) for session in (2, 4, 6, 8, 10)])

    assert [one.expected for one in found] == pytest.approx(line, abs=0.0051)
    assert found[-1].high == pytest.approx(upper, abs=0.0051)


def test_a_prior_learns_nothing_from_later_scores_and_is_flat_after_its_end() -> None:
    phq = prior("phq-9")

    once, twice = expect(phq, [(0, 20)], 63), expect(phq, [(0, 20), (7, 2)], 63)

    assert once == twice
    assert once is not None
    assert evolve(once, day=200) == expect(phq, [(0, 20)], 200)
    assert not phq.is_calibrated


def test_a_prior_draws_no_line_from_a_first_score_below_its_least() -> None:
    assert expect(prior("phq-9"), [(0, 9), (7, 20)], 14) is None
    assert expect(prior("phq-9"), [(0, 10), (7, 9)], 14) is not None


def test_a_prior_too_says_which_score_was_further_than_expected() -> None:
    found = surprise(prior("phq-9"), [(0, 20), (7, 26), (63, 12), (70, 3)])

    assert [one.side for one in found] == ["above", None, "below"]


def test_the_first_weeks_count_for_more_than_later_ones() -> None:
    declining = evolve(PLAIN, mean=(10.0, -2.0))

    found = band(declining, [(0, 10)], [7, 14])

    assert found[0].expected - found[1].expected == pytest.approx(2 * (log1p(2 / 1.2) - log1p(1 / 1.2)))
