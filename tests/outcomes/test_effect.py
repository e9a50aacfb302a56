"""Effects of change and of difference by numbers that others have published."""

from math import isclose, sqrt

import numpy as np
import pytest

from ipt.outcomes.effect import (
    Group,
    Pairs,
    number_needed_to_treat,
    small_sample_factor,
    standardised_change,
    standardised_difference,
)


@pytest.mark.parametrize(
    ("n", "first", "sd", "last", "effect"),
    [
        (20, 30.6, 15.0, 38.5, 0.5056),
        (50, 23.5, 3.1, 26.8, 1.0481),
        (9, 0.5, 0.1, 0.7, 1.8054),
        (10, 53.4, 14.5, 75.9, 1.4181),
        (14, 35.6, 4.7, 36.0, 0.0801),
    ],
)
def test_the_corrected_change_is_the_one_metafor_computes(
    n: int, first: float, sd: float, last: float, effect: float
) -> None:
    """The treated groups of Morris 2008, as in the analysis example of metafor, which has the exact factor."""
    found = standardised_change(Pairs(n, first, sd, last, sd, 0.5), better="higher", corrected=True)

    assert found is not None
    assert found.value == pytest.approx(effect, rel=1e-3)


def test_the_change_of_ipt_in_england_is_the_published_one() -> None:
    """PHQ-9 from 15.7 to 9.6, effect size 1.1 (2022-23; standard deviation of 5.6 at the start)."""
    found = standardised_change(Pairs(5860, 15.7, 5.6, 9.6, 6.3, 0.5))

    assert found is not None
    assert round(found.value, 1) == 1.1


def test_towards_health_is_up_where_higher_is_better() -> None:
    pairs = Pairs(40, 20.0, 5.0, 25.0, 5.0, 0.4)
    up, down = standardised_change(pairs, better="higher"), standardised_change(pairs, better="lower")

    assert up is not None and down is not None
    assert up.value == 1.0 and down.value == -1.0


@pytest.mark.parametrize("pairs", [Pairs(2, 20, 5, 10, 5, 0.1), Pairs(0, 0, 0, 0, 0, 0), Pairs(9, 8, 0, 4, 2, 0)])
def test_too_few_or_all_alike_have_no_effect(pairs: Pairs) -> None:
    assert standardised_change(pairs) is None


def test_the_interval_of_a_change_holds_the_truth_about_nineteen_times_in_twenty() -> None:
    """A true change of 1 standard deviation, more spread at the end than at the start, 40 people, 2,000 samples."""
    random = np.random.default_rng(20)
    n_held = 0
    for _ in range(2000):
        first = random.normal(16, 5, 40)
        last = 11 + 0.6 * (first - 16) + random.normal(0, 5.5, 40)
        found = standardised_change(
            Pairs(
                40,
                first.mean(),
                first.std(ddof=1),
                last.mean(),
                last.std(ddof=1),
                float(np.corrcoef(first, last)[0, 1]),
            )
        )
        assert found is not None
        n_held += found.low <= 1 <= found.high

    assert 0.93 <= n_held / 2000 <= 0.965


def test_two_groups_worked_by_hand() -> None:
    """10 (SD 5) against 13 (SD 5), 50 each: d = 0.6, g = 0.6 x (1 - 3/391), se = sqrt(100/2500 + 0.36/200)."""
    found = standardised_difference(Group(50, 10.0, 5.0), other=Group(50, 13.0, 5.0))

    assert isclose(found.value, 0.6 * (1 - 3 / 391))
    assert isclose(found.se, sqrt(0.04 + 0.0018))


def test_a_group_of_one_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="two people in each group"):
        standardised_difference(Group(1, 10.0, 5.0), other=Group(50, 13.0, 5.0))


def test_the_factor_for_small_samples_falls_to_one() -> None:
    assert small_sample_factor(19) == 0.96
    assert small_sample_factor(10_000) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(("effect", "number"), [(0.63, 2.91), (0.2, 8.89), (0.5, 3.62), (0.8, 2.34)])
def test_the_number_needed_to_treat_is_kraemer_and_kupfers(effect: float, number: float) -> None:
    """0.63 -> 2.91 as published in 2011; the others from the table of Kraemer & Kupfer 2006 to their own rounding."""
    found = number_needed_to_treat(effect)

    assert found is not None
    assert found == pytest.approx(number, abs=0.011)


def test_no_effect_has_no_number_needed_to_treat_and_harm_has_one_below_nought() -> None:
    assert number_needed_to_treat(0.0) is None
    harmful = number_needed_to_treat(-0.63)
    assert harmful is not None and round(harmful, 2) == -2.91
