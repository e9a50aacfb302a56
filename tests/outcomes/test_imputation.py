"""Imputation never touches what was observed, is the same for the same seed, and finds the truth it can find."""

from math import inf, isclose, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from ipt.outcomes.imputation import imputed, tipping
from ipt.outcomes.proportion import wilson
from ipt.outcomes.rubin import pooled, pooled_rate


def course(n: int, *, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """First score and last score of n people; whoever began worse ends worse."""
    random = np.random.default_rng(seed)
    first = np.clip(np.round(random.normal(16, 5, n)), 0, 27)
    last = np.clip(np.round(0.6 * first + random.normal(0, 4, n)), 0, 27)
    return first, last


scores = st.lists(
    st.tuples(st.integers(0, 27), st.one_of(st.none(), st.integers(0, 27)), st.one_of(st.none(), st.integers(0, 21))),
    min_size=4,
    max_size=40,
)


@given(scores, st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_observed_scores_stay_and_imputed_ones_are_scores_that_somebody_had(rows: list, seed: int) -> None:
    rows = [(10, 8, 7), (15, 12, 3), *rows]
    first = np.array([[row[0]] for row in rows], dtype=float)
    last = np.array([[np.nan if score is None else score for score in row[1:]] for row in rows], dtype=float)
    before = last.copy()

    sets = imputed(last, predictors=first, seed=seed, n_sets=3)

    np.testing.assert_array_equal(last, before)
    seen = np.isfinite(last)
    for one in sets:
        np.testing.assert_array_equal(one[seen], last[seen])
        for column in (0, 1):
            assert set(one[:, column]) <= set(last[seen[:, column], column])


def test_the_same_seed_gives_the_same_sets_and_another_gives_others() -> None:
    first, last = course(200, seed=1)
    last[::3] = np.nan
    of = {"predictors": first[:, None], "n_sets": 5}

    once, again, other = (imputed(last[:, None], seed=seed, **of) for seed in (7, 7, 8))

    np.testing.assert_array_equal(once, again)
    assert not np.array_equal(once, other)


def test_with_nothing_missing_every_set_is_the_data_and_the_interval_is_wilsons() -> None:
    first, last = course(50, seed=2)

    sets = imputed(last[:, None], predictors=first[:, None], seed=1)
    found = pooled_rate([int((one < 10).sum()) for one in sets], of=50, n_imputed=0)

    assert found is not None
    n = int((last < 10).sum())
    oracle = wilson(n, 50)
    assert (found.rate, found.low, found.high) == pytest.approx((n / 50, oracle.low, oracle.high), abs=1e-12)


def test_where_the_worse_beginners_leave_the_pooled_mean_is_near_the_truth_and_completers_are_not() -> None:
    """Missing at random: who began above 16 left three times in four. The true mean of the last scores is known."""
    first, last = course(3000, seed=3)
    truth = last.mean()
    random = np.random.default_rng(5)
    left = (first > 16) & (random.random(3000) < 0.75)
    seen = np.where(left, np.nan, last)

    sets = imputed(seen[:, None], predictors=first[:, None], seed=11)
    found = pooled([one.mean() for one in sets], variances=[one.var(ddof=1) / 3000 for one in sets], freedom=2999)

    assert abs(found.value - truth) < 0.3
    assert abs(np.nanmean(seen) - truth) > 0.8
    assert found.low < truth < found.high
    assert 0.1 < found.share_missing < 0.6


def test_a_reason_that_only_those_who_left_have_does_not_blow_up_what_is_imputed() -> None:
    """Two ways of ending as planned and one of leaving: among the seen the two make up everybody."""
    first, last = course(400, seed=6)
    reason = np.random.default_rng(2).integers(3, size=400)
    seen = np.where(reason == 2, np.nan, last)
    known = np.column_stack([first, reason == 0, reason == 1]).astype(float)

    sets = imputed(seen[:, None], predictors=known, seed=3)

    assert np.std([one.mean() for one in sets]) < 0.3


def test_rubins_rules_worked_by_hand() -> None:
    """Estimates 1, 2, 3 with variance 0.5: within 0.5, between 1, total 0.5 + 4/3, share missing 8/11."""
    found = pooled([1.0, 2.0, 3.0], variances=[0.5, 0.5, 0.5])

    assert (found.value, found.within, found.between) == (2.0, 0.5, 1.0)
    assert isclose(found.se, sqrt(11 / 6))
    assert isclose(found.share_missing, 8 / 11)
    assert isclose(found.freedom, 2 * (11 / 8) ** 2)
    assert isclose(found.high - 2, student.ppf(0.975, 2 * (11 / 8) ** 2) * sqrt(11 / 6))


def test_the_degrees_of_freedom_are_barnard_and_rubins() -> None:
    """With 50 complete degrees: observed 51/53 x 50 x 3/11, joined with 2 x (11/8)^2."""
    found = pooled([1.0, 2.0, 3.0], variances=[0.5, 0.5, 0.5], freedom=50)

    old, observed = 2 * (11 / 8) ** 2, 51 / 53 * 50 * 3 / 11
    assert isclose(found.freedom, old * observed / (old + observed))
    assert pooled([2.0, 2.0], variances=[1.0, 1.0]).freedom == inf


def test_sets_that_disagree_widen_the_interval_of_a_rate() -> None:
    agreed, disagreed = (pooled_rate(counts, of=100, n_imputed=40) for counts in ([50] * 20, [40, 60] * 10))

    assert agreed is not None and disagreed is not None
    assert disagreed.rate == agreed.rate == 0.5
    assert disagreed.low < agreed.low and disagreed.high > agreed.high


def test_the_tipping_line_falls_only_through_imputed_scores() -> None:
    """Four people, cut-off 10, the last two imputed at 5 and 8: at 6 points worse neither is below 10 any more."""
    sets = np.repeat(np.array([[[6.0], [12.0], [5.0], [8.0]]]), 2, axis=0)
    was_missing = np.array([[False], [False], [True], [True]])

    found = tipping(
        sets,
        was_missing=was_missing,
        worse_by=[6.0],
        bounds=[(0, 27)],
        succeeded=lambda one: one[:, 0] < 10,
        benchmark=0.6,
        n_steps=6,
    )

    assert [(step.points, step.rate.rate) for step in found.steps] == [
        (0, 0.75),
        (1, 0.75),
        (2, 0.5),
        (3, 0.5),
        (4, 0.5),
        (5, 0.25),
        (6, 0.25),
    ]
    assert found.tips_at == 2 / 6


def test_shifted_scores_stay_within_the_measure() -> None:
    seen: list[float] = []

    def remember(one: np.ndarray) -> np.ndarray:
        seen.extend(one[:, 0])
        return one[:, 0] < 10

    tipping(
        np.full((2, 1, 1), 25.0),
        was_missing=np.array([[True]]),
        worse_by=[6.0],
        bounds=[(0, 27)],
        succeeded=remember,
    )

    assert max(seen) == 27


@pytest.mark.parametrize(
    ("values", "predictors", "says"),
    [
        ([[np.nan], [np.nan]], [[1.0], [2.0]], "no observed score"),
        ([[1.0], [np.nan]], [[1.0], [np.nan]], "one complete row"),
        ([[1.0], [np.nan]], [[1.0]], "one complete row"),
    ],
)
def test_what_cannot_be_imputed_is_refused(values: list, predictors: list, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        imputed(np.array(values), predictors=np.array(predictors), seed=1)
