"""The mixed model for repeated measures where its answer is known beforehand."""

import numpy as np
import pytest

from ipt.outcomes.repeated import NotFitted, repeated_measures


def people(n: int, *, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    arm = np.repeat([0.0, 1.0], n // 2)
    spread = np.array([[16.0, 10.0, 8.0], [10.0, 25.0, 15.0], [8.0, 15.0, 36.0]])
    scores = random.multivariate_normal([18, 15, 12], spread, size=n) - np.outer(arm, [0.0, 1.0, 3.0])
    return scores, np.column_stack([np.ones(n), arm])


def test_with_nobody_missing_it_is_the_difference_of_the_means() -> None:
    scores, covariates = people(60)

    found = repeated_measures(scores, covariates=covariates)

    for visit in range(3):
        one, other = scores[:30, visit], scores[30:, visit]
        estimate = found.at(visit, covariate=1)
        assert estimate.value == pytest.approx(other.mean() - one.mean(), abs=1e-6)
        pooled = np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / 2)
        assert estimate.se == pytest.approx(pooled * np.sqrt(2 / 30), rel=1e-3)


def test_those_who_left_because_of_their_last_score_do_not_mislead_it() -> None:
    """The third visit is missing for all whose second score was above 17: completers look better than they are."""
    scores, covariates = people(4000, seed=9)
    scores[scores[:, 1] > 17, 2] = np.nan

    found = repeated_measures(scores, covariates=covariates)

    assert found.at(2, covariate=0).value == pytest.approx(12, abs=0.5)
    assert np.nanmean(scores[:2000, 2]) < 11


def test_the_order_of_people_never_matters() -> None:
    scores, covariates = people(40)
    scores[::5, 2] = np.nan
    turned = np.random.default_rng(1).permutation(40)

    one = repeated_measures(scores, covariates=covariates)
    other = repeated_measures(scores[turned], covariates=covariates[turned])

    assert one.coefficients == pytest.approx(other.coefficients, abs=1e-4)


def test_too_few_people_and_missing_covariates_are_refused() -> None:
    scores, covariates = people(40)
    with pytest.raises(NotFitted, match="more people"):
        repeated_measures(scores[:2], covariates=covariates[:2])
    covariates[0, 1] = np.nan
    with pytest.raises(ValueError, match="one complete row"):
        repeated_measures(scores, covariates=covariates)
