"""Pooling of effects: by hand where a hand can, beside statsmodels where it can, and whole in any order."""

from itertools import permutations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from ipt.outcomes.meta import Effect, joined, needed_to_treat, pooled

EFFECTS = [
    Effect("Ada, 1999", 0.2, 0.10),
    Effect("Bo, 2001", 0.9, 0.20),
    Effect("Cleo, 2004", 0.5, 0.15),
    Effect("Dan, 2010", -0.1, 0.25),
    Effect("Eve, 2015", 0.7, 0.30),
]
G, VARIANCE = np.array([one.g for one in EFFECTS]), np.array([one.se**2 for one in EFFECTS])


def test_two_effects_of_one_trial_are_joined_into_their_mean_with_the_error_of_correlated_ones() -> None:
    [trial] = joined([Effect("Ada", 0.4, 0.2), Effect("Ada", 0.6, 0.2)], correlation=0.6)

    # By hand: the variance of the mean of two is se^2 (1 + r) / 2 = 0.04 * 1.6 / 2.
    assert trial.g == pytest.approx(0.5)
    assert trial.se == pytest.approx(sqrt(0.032))
    assert trial.n_rows == 2


def test_unequal_effects_of_a_trial_are_joined_by_the_inverse_of_their_covariance() -> None:
    effects = [Effect("Ada", 0.2, 0.1), Effect("Ada", 0.5, 0.2), Effect("Ada", 0.8, 0.15)]
    errors = np.array([effect.se for effect in effects])
    covariance = np.outer(errors, errors) * (0.3 + 0.7 * np.eye(3))
    weights = np.linalg.inv(covariance).sum(axis=0)

    [trial] = joined(effects, correlation=0.3)

    assert trial.g == pytest.approx(float(weights @ [0.2, 0.5, 0.8] / weights.sum()), abs=1e-12)
    assert trial.se == pytest.approx(float(1 / sqrt(weights.sum())), abs=1e-12)


@pytest.mark.parametrize("correlation", [-0.1, 1, 1.5, float("nan")])
def test_a_correlation_within_trials_is_from_0_to_less_than_1(correlation: float) -> None:
    with pytest.raises(ValueError, match="from 0 to less than 1"):
        joined(EFFECTS, correlation=correlation)


@pytest.mark.parametrize(("g", "se"), [(0.1, 0.0), (0.1, -1.0), (float("nan"), 1.0), (0.1, float("inf"))])
def test_an_effect_that_is_no_number_or_has_no_error_is_refused(g: float, se: float) -> None:
    with pytest.raises(ValueError, match="Ada: an effect is a number"):
        joined([Effect("Ada", g, se)], correlation=0.5)


def test_dersimonian_and_laird_are_those_of_statsmodels() -> None:
    oracle = combine_effects(G, VARIANCE, method_re="chi2")

    found = pooled(EFFECTS, method="dl")

    assert found.tau2 == pytest.approx(oracle.tau2, abs=1e-12)
    assert found.q == pytest.approx(oracle.q, abs=1e-12)
    assert found.i2 == pytest.approx(100 * oracle.i2, abs=1e-9)
    assert (found.g, found.se) == pytest.approx((oracle.mean_effect_re, oracle.sd_eff_w_re), abs=1e-12)


def test_the_interval_of_hartung_and_knapp_is_that_of_statsmodels_at_the_same_variance_between_trials() -> None:
    found = pooled(EFFECTS)
    oracle = combine_effects(G, VARIANCE + found.tau2, method_re="chi2", use_t=True)

    assert found.g == pytest.approx(oracle.mean_effect_fe, abs=1e-12)
    assert found.se == pytest.approx(oracle.sd_eff_w_fe_hksj, abs=1e-12)
    low, high = oracle.conf_int(use_t=True)[2]
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_no_variance_between_trials_has_a_higher_restricted_likelihood() -> None:
    def log_likelihood(tau2: float) -> float:
        weight = 1 / (VARIANCE + tau2)
        mean = (weight * G).sum() / weight.sum()
        return float(-0.5 * (np.log(VARIANCE + tau2).sum() + np.log(weight.sum()) + (weight * (G - mean) ** 2).sum()))

    found = pooled(EFFECTS).tau2

    assert found > 0
    assert log_likelihood(found) >= max(log_likelihood(other) for other in np.linspace(0, 3, 3001))


def test_one_trial_has_its_own_interval_and_no_prediction() -> None:
    found = pooled([Effect("Ada", 0.5, 0.2)])

    assert (found.g, found.se, found.tau2, found.i2, found.q) == (0.5, pytest.approx(0.2), 0.0, 0.0, 0.0)
    assert (found.low, found.high) == pytest.approx((0.5 - 1.959964 * 0.2, 0.5 + 1.959964 * 0.2), abs=1e-6)
    assert (found.pi_low, found.pi_high) == (None, None)


def test_two_trials_have_an_interval_with_one_degree_of_freedom_and_no_prediction() -> None:
    found = pooled([Effect("Ada", 0.0, 0.2), Effect("Bo", 1.0, 0.2)])

    # By hand: equal weights, so the error is half the difference, and t with one degree of freedom reaches 12.706.
    assert (found.g, found.se) == pytest.approx((0.5, 0.5))
    assert found.high == pytest.approx(0.5 + 12.7062 * 0.5, abs=1e-3)
    assert found.tau2 == pytest.approx(0.5 - 0.04)
    assert (found.pi_low, found.pi_high) == (None, None)


def test_trials_that_agree_have_no_variance_between_them() -> None:
    found = pooled([Effect(name, 0.4, 0.2) for name in ("Ada", "Bo", "Cleo")])

    assert (found.tau2, found.i2, found.g) == (0.0, 0.0, pytest.approx(0.4))


def test_nothing_to_pool_is_refused() -> None:
    with pytest.raises(ValueError, match="no effect to pool"):
        pooled([])


def test_the_order_of_rows_never_matters() -> None:
    effects = [*EFFECTS[:3], Effect("Ada, 1999", 0.45, 0.12)]

    results = {pooled(list(order)) for order in permutations(effects)}

    assert len(results) == 1


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEF"), st.floats(-3, 3), st.floats(0.01, 2)),
        min_size=1,
        max_size=20,
    ),
    st.floats(0, 0.95),
)
def test_a_pooled_effect_is_whole(rows: list[tuple[str, float, float]], correlation: float) -> None:
    found = pooled([Effect(*row) for row in rows], correlation=correlation)

    assert found.low <= found.g <= found.high
    assert 0 <= found.i2 <= 100
    assert found.tau2 >= 0
    assert sum(trial.weight for trial in found.trials) == pytest.approx(1)
    assert sum(trial.n_rows for trial in found.trials) == found.n_rows == len(rows)
    if found.pi_low is not None and found.pi_high is not None:
        assert found.pi_low <= found.low + 1e-9
        assert found.pi_high >= found.high - 1e-9


@pytest.mark.parametrize(("d", "n"), [(0.63, 2.91), (0.19, 9.4), (0.04, 44.3), (-0.63, -2.91)])
def test_the_number_needed_to_treat_follows_kraemer_and_kupfer(d: float, n: float) -> None:
    assert needed_to_treat(d) == pytest.approx(n, abs=0.05)


def test_no_difference_has_no_number_needed_to_treat() -> None:
    assert needed_to_treat(0.0) is None


def test_trials_that_agree_by_chance_have_an_interval_that_is_called_too_narrow() -> None:
    alike = [Effect("Ada", 0.09, 0.3), Effect("Bo", 0.10, 0.2), Effect("Cleo", 0.11, 0.2)]

    assert pooled(alike).is_narrow
    assert not pooled(alike, method="dl").is_narrow
    assert not pooled(EFFECTS).is_narrow
    assert not pooled(alike[:1]).is_narrow
