"""Fitting an expected course: against SciPy's multivariate t, courses made by the model itself, and mirrored ones."""

import numpy as np
import pytest
from attrs import evolve
from scipy.optimize import approx_fprime
from scipy.stats import multivariate_t

from ipt.expected import expect
from ipt.fitted import Fit, Transform, Widening
from ipt.outcomes.ahead import back, forecasts, onto
from ipt.outcomes.expected import TooFewCourses, fit
from ipt.outcomes.likelihood import CENTRE, SPREAD, Panel, misfit, powers, spread
from ipt.outcomes.series import Floats, Series, digits, folds, sampled, series

MADE_BY = Fit(
    scale=Transform(low=0, high=40),
    origin="first",
    time_scale=1.0,
    mean=(24.0, -4.0),
    level_variance=16.0,
    slope_variance=2.0,
    covariance=0.0,
    drift_variance=6.0,
    drift_weeks=4.0,
    noise_variance=4.0,
    first_noise_variance=4.0,
    freedom=100.0,
    n_courses=0,
    n_scores=0,
)


def made(n: int, *, seed: int = 7, n_scores: int = 8) -> Series:
    """Courses of weekly scores that follow MADE_BY, near enough normal, cut off at the range."""
    chance = np.random.default_rng(seed)
    weeks = np.arange(n_scores, dtype=float)
    f = np.log1p(weeks)
    k = 16 + 2 * np.outer(f, f) + 6 * np.exp(-np.abs(np.subtract.outer(weeks, weeks)) / 4) + 4 * np.eye(n_scores)
    scores = np.clip(24 - 4 * f + chance.multivariate_normal(np.zeros(n_scores), k, size=n), 0, 40)
    names = [f"c{number}" for number in range(n) for _ in weeks]
    return series(names, days=np.tile(7 * weeks, n), scores=scores.ravel())


@pytest.fixture(scope="module")
def courses() -> Series:
    return made(300)


@pytest.fixture(scope="module")
def found(courses: Series) -> Fit:
    return fit(courses, low=0, high=40, measure="ors", better="higher")


def panels() -> list[Panel]:
    chance = np.random.default_rng(1)
    return [
        Panel(weeks=np.cumsum(chance.uniform(0.2, 2, (4, n)), axis=1) - 1, z=chance.normal(size=(4, n)))
        for n in (1, 2, 5)
    ]


@pytest.mark.parametrize("degree", [1, 2])
def test_the_likelihood_is_that_of_a_multivariate_t(degree: int) -> None:
    theta = np.concatenate([CENTRE + 0.2, np.linspace(0.3, -0.4, degree + 1)])
    expected = 0.5 * np.sum((0.2 / SPREAD) ** 2)
    for panel in panels():
        parts = spread(theta[:9], weeks=panel.weeks)
        for z, k, x in zip(panel.z, parts.k, powers(parts.f, degree=degree), strict=True):
            expected -= multivariate_t.logpdf(z, loc=x @ theta[9:], shape=k, df=np.exp(theta[8]))

    assert misfit(theta, panels())[0] == pytest.approx(expected)


@pytest.mark.parametrize("degree", [1, 2])
def test_the_gradient_is_the_slope_of_the_likelihood(degree: int) -> None:
    theta = np.concatenate([CENTRE - 0.1, np.linspace(0.3, -0.4, degree + 1)])

    slopes = approx_fprime(theta, lambda one: misfit(one, panels())[0], 1e-7)

    assert misfit(theta, panels())[1] == pytest.approx(slopes, abs=1e-4)


def test_the_numbers_of_courses_made_by_the_model_come_back(courses: Series, found: Fit) -> None:
    assert found.scale == Transform(low=0, high=40)
    assert found.mean == pytest.approx((24, -4), abs=1.0)
    assert found.noise_variance == pytest.approx(4, rel=0.3)
    assert found.level_variance + found.drift_variance == pytest.approx(22, rel=0.25)
    assert found.freedom > 15
    assert (found.n_courses, found.n_scores, found.measure, found.better) == (300, 2400, "ors", "higher")


def test_its_errors_are_as_small_as_those_of_the_numbers_the_courses_were_made_by(found: Fit) -> None:
    new = made(300, seed=8)

    ours, best = forecasts(found, new), forecasts(MADE_BY, new)

    assert np.abs(ours.score - ours.expected).mean() < 1.02 * np.abs(best.score - best.expected).mean()
    assert 0.77 < ours.is_inside.mean() < 0.84


def test_it_is_calibrated_by_held_out_courses(found: Fit) -> None:
    assert found.calibration is not None
    assert found.calibration.next.n_predictions == found.calibration.last.n_predictions == 300 * 7
    assert found.calibration.next.n_courses == 300
    assert found.calibration.next.low < found.calibration.next.rate < found.calibration.next.high
    assert found.is_calibrated


def test_columns_of_courses_and_one_course_are_expected_alike() -> None:
    wider = (Widening(weeks=1, factor=0.9), Widening(weeks=5, factor=1.3))
    few = made(5, n_scores=4)
    for one in (
        evolve(MADE_BY, widening=wider),
        evolve(MADE_BY, first_widening=wider),
        evolve(MADE_BY, origin="given", mean=(20.0, -3.0, 0.4)),
        evolve(MADE_BY, scale=Transform(low=0, high=40, power=0.5, is_from_top=True), mean=(-4.0, -0.5), freedom=4.0),
    ):
        rows = forecasts(one, few)
        for number in range(len(rows.day)):
            start = few.starts[rows.course[number]]
            seen = [(few.days[start + k], few.scores[start + k]) for k in range(rows.seen[number])]
            alone = expect(one, seen, rows.day[number])
            assert alone is not None
            columns = (rows.expected[number], rows.low[number], rows.high[number])
            assert columns == pytest.approx((alone.expected, alone.low, alone.high))


def test_each_number_of_scores_seen_has_its_next_and_its_last_in_order() -> None:
    rows = forecasts(MADE_BY, series(["b", "b", "b", "a", "c", "c"], days=[0, 7, 21, 0, 0, 5], scores=[20] * 6))

    told = list(zip(rows.course, rows.seen, rows.left, rows.is_last, rows.day, rows.weeks, strict=True))
    assert told == [
        (0, 1, 2, False, 7, 1),
        (0, 1, 2, True, 21, 3),
        (0, 2, 1, False, 21, 2),
        (0, 2, 1, True, 21, 2),
        (2, 1, 1, False, 5, 5 / 7),
        (2, 1, 1, True, 5, 5 / 7),
    ]


def test_the_order_of_rows_does_not_change_a_fit() -> None:
    plain = made(30)
    names = [plain.names[number] for number in np.repeat(np.arange(30), 8)]
    order = np.random.default_rng(3).permutation(240)

    shuffled = series([names[one] for one in order], days=plain.days[order], scores=plain.scores[order])
    one, other = (fit(courses, low=0, high=40) for courses in (plain, shuffled))

    assert other.mean == pytest.approx(one.mean, rel=1e-3)
    assert other.noise_variance == pytest.approx(one.noise_variance, rel=1e-3)


def test_mirrored_scores_are_expected_mirrored() -> None:
    plain = made(60, n_scores=5)
    mirrored = evolve(plain, scores=40 - plain.scores)

    ours, theirs = (forecasts(fit(courses, low=0, high=40), courses) for courses in (plain, mirrored))

    assert 40 - theirs.expected == pytest.approx(ours.expected, abs=0.05)


def test_courses_whose_scores_never_change_are_expected_to_stay() -> None:
    still = evolve(made(12, n_scores=4), scores=np.full(48, 9.0))

    rows = forecasts(fit(still, low=0, high=27), still)

    assert rows.expected == pytest.approx(np.full(len(rows.day), 9.0), abs=0.1)
    assert np.all(rows.high - rows.low < 1)


def test_few_courses_are_fitted_without_a_calibration_and_too_few_not_at_all() -> None:
    assert fit(made(24), low=0, high=40).calibration is None
    with pytest.raises(TooFewCourses, match="10 courses with two scores are needed to fit on, and there are 9"):
        fit(made(9), low=0, high=40)


def test_a_score_outside_the_range_is_refused() -> None:
    with pytest.raises(ValueError, match="Every score lies from 0 to 27"):
        fit(made(30), low=0, high=27)


@pytest.mark.parametrize("scale", [Transform(0, 63, 0.5), Transform(0, 63, 2 / 3, is_from_top=True), Transform(-5, 5)])
def test_a_column_is_brought_onto_the_scale_and_back_as_a_number_is(scale: Transform) -> None:
    scores: Floats = np.linspace(scale.low, scale.high, 12)

    z = onto(scale, scores)

    assert z == pytest.approx([scale.onto(float(score)) for score in scores])
    assert back(scale, z) == pytest.approx(scores)
    beyond = np.array([-99.0, 99.0])
    assert back(scale, beyond).tolist() == [scale.back(-99.0), scale.back(99.0)] == [scale.low, scale.high]


def test_rows_become_courses_by_day_with_one_score_a_day() -> None:
    found = series(["b", "a", "b", "b"], days=[7, 0, 0, 7], scores=[10, 5, 20, 13])

    assert (found.names, found.starts.tolist()) == (("b", "a"), [0, 2, 3])
    assert (found.days.tolist(), found.scores.tolist()) == ([0, 7, 0], [20, 11.5, 5])
    assert found.some(np.array([1])).scores.tolist() == [5]
    assert found.shortened(1).lengths.max() == 1


def test_a_long_course_keeps_its_first_and_its_last_score() -> None:
    long = series(["a"] * 101, days=np.arange(101.0), scores=np.arange(101.0))

    assert long.shortened(5).days.tolist() == [0, 25, 50, 75, 100]


def test_draws_of_courses_hang_on_their_names_alone() -> None:
    plain = made(40)
    turned = plain.some(np.arange(40)[::-1])

    assert sorted(sampled(plain, most=10).names) == sorted(sampled(turned, most=10).names)
    assert folds(plain.names, salt="x").tolist() == folds(turned.names, salt="x")[::-1].tolist()


def test_a_fold_is_the_draw_that_the_protocol_of_the_data_names() -> None:
    # printf cv:enrichd:4 | sha256sum begins with 62f22a62
    assert digits("4", salt="cv:enrichd") == 0x62F22A62
    assert folds(["4"], salt="cv:enrichd").tolist() == [0x62F22A62 % 5]
