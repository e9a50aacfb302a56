"""Proportions against published numbers and statsmodels."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from ipt.outcomes.proportion import Contrast, Rate, contrast, difference, rate, wilson

whole = st.tuples(st.integers(0, 5000), st.integers(1, 5000)).map(sorted)


def test_the_recovery_of_ipt_in_england_2022_23_has_its_interval() -> None:
    found = rate(2619, 5860 - 477)

    assert found.rate is not None and round(100 * found.rate, 2) == 48.65
    assert found.low is not None and round(100 * found.low, 2) == 47.32
    assert found.high is not None and round(100 * found.high, 2) == 49.99


@given(whole)
def test_wilson_is_the_wilson_of_statsmodels(n_of: list[int]) -> None:
    n, of = n_of

    found = wilson(n, of)

    assert (found.low, found.high) == pytest.approx(proportion_confint(n, of, method="wilson"), abs=1e-12)


@given(whole, whole)
def test_the_difference_of_two_proportions_is_newcombes(one: list[int], other: list[int]) -> None:
    assume(one[1] > 0 and other[1] > 0)

    found = difference(rate(*one), less=rate(*other))

    assert found is not None
    oracle = confint_proportions_2indep(one[0], one[1], other[0], other[1], method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(oracle, abs=1e-9)


def test_newcombes_own_example_comes_out() -> None:
    """56/70 against 48/80: 0.0524 to 0.3339 (Newcombe 1998, table II, method 10)."""
    found = difference(rate(56, 70), less=rate(48, 80))

    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


def test_of_nobody_there_is_no_rate_and_nothing_to_compare() -> None:
    assert rate(0, 0) == Rate(0, 0, None, None, None)
    assert difference(rate(0, 0), less=rate(1, 2)) is None
    assert contrast(rate(0, 0), against=rate(1, 2), view="a", against_view="b") == Contrast("a", "b", None, None)


@pytest.mark.parametrize(("n", "of"), [(-1, 3), (4, 3), (0, 0), (1, 0)])
def test_a_part_greater_than_the_whole_is_refused(n: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no proportion"):
        wilson(n, of)


@pytest.mark.parametrize(
    ("one", "against", "direction", "points"),
    [((4, 4), (5, 10), "higher", 50.0), ((5, 10), (5, 8), "lower", 12.5), ((1, 2), (2, 4), "same", 0.0)],
)
def test_views_are_compared_in_percentage_points(
    one: tuple[int, int], against: tuple[int, int], direction: str, points: float
) -> None:
    found = contrast(rate(*one), against=rate(*against), view="completers", against_view="starters")

    assert (found.direction, found.points) == (direction, points)
