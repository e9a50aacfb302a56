"""Time to an event against lifelines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from ipt.outcomes.survival import aalen_johansen, kaplan_meier, thinned

people = st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=80)


@given(people)
@settings(max_examples=60, deadline=None)
def test_the_curve_and_its_limits_are_those_of_lifelines(rows: list[tuple[int, bool]]) -> None:
    days, happened = [float(day) for day, _ in rows], [had for _, had in rows]

    curve = kaplan_meier(days, happened=happened)

    fitted = KaplanMeierFitter().fit(days, happened)
    for step in curve.steps:
        assert step.share == pytest.approx(fitted.predict(step.day), abs=1e-9)
        if step.share > 0:
            limits = fitted.confidence_interval_.loc[step.day].to_list()
            assert [step.low, step.high] == pytest.approx(limits, abs=1e-9)
    halved = fitted.survival_function_["KM_estimate"] <= 0.5 + 1e-9
    assert curve.median == (halved.idxmax() if halved.any() else None)


def test_who_is_still_running_counts_until_the_last_day_worked_by_hand() -> None:
    """Events on days 2 and 5, running on 3 and 6: 4 at risk, then 2: 0.75, then 0.375."""
    curve = kaplan_meier([2, 3, 5, 6], happened=[True, False, True, False])

    assert [(step.day, step.n_at_risk, step.n_events, step.share) for step in curve.steps] == [
        (2, 4, 1, 0.75),
        (5, 2, 1, 0.375),
    ]
    assert (curve.quarter, curve.median, curve.three_quarters) == (2, 5, None)


def test_without_anybody_or_any_event_there_is_no_step_and_no_median() -> None:
    nobody, nothing = kaplan_meier([], happened=[]), kaplan_meier([3, 4], happened=[False, False])

    assert (nobody.n, nobody.steps, nobody.median) == (0, (), None)
    assert (nothing.n, nothing.n_events, nothing.steps, nothing.median) == (2, 0, (), None)


@pytest.mark.parametrize("days", [[1.0], [1.0, -1.0], [1.0, float("nan")]])
def test_a_missing_or_impossible_day_is_refused(days: list[float]) -> None:
    with pytest.raises(ValueError, match="days"):
        kaplan_meier(days, happened=[True, True])


def test_two_ways_to_end_rise_as_lifelines_has_them() -> None:
    random = np.random.default_rng(7)
    days = random.permutation(np.arange(1, 201)).astype(float)
    kinds = random.choice(["planned", "left", ""], size=200, p=[0.5, 0.3, 0.2]).tolist()

    found = aalen_johansen(days, kind=[kind or None for kind in kinds], kinds=("planned", "left"))

    codes = [{"planned": 1, "left": 2, "": 0}[kind] for kind in kinds]
    for number, kind in enumerate(("planned", "left"), start=1):
        fitted = AalenJohansenFitter(calculate_variance=True).fit(days, codes, event_of_interest=number)
        for step in found.of(kind)[:-1]:
            assert step.share == pytest.approx(float(fitted.cumulative_density_.loc[step.day].iloc[0]), abs=1e-9)
            high, low = sorted(fitted.confidence_interval_.loc[step.day].to_list(), reverse=True)
            assert (step.low, step.high) == pytest.approx((low, high), abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["planned", "left", None])), min_size=1, max_size=60))
def test_the_kinds_and_those_still_running_make_up_everybody(rows: list[tuple[int, str | None]]) -> None:
    days = [float(day) for day, _ in rows]
    ended = kaplan_meier(days, happened=[kind is not None for _, kind in rows])

    found = aalen_johansen(days, kind=[kind for _, kind in rows], kinds=("planned", "left"))

    last = [curve[-1].share if curve else 0.0 for curve in found.curves]
    still = ended.steps[-1].share if ended.steps else 1.0
    assert sum(last) + still == pytest.approx(1.0)


def test_a_kind_nobody_named_is_refused() -> None:
    with pytest.raises(ValueError, match="died is not among planned, left"):
        aalen_johansen([3.0], kind=["died"], kinds=("planned", "left"))


def test_a_long_curve_is_thinned_to_both_its_ends() -> None:
    curve = kaplan_meier(np.arange(1000), happened=np.ones(1000, dtype=bool))

    few = thinned(curve.steps, most=50)

    assert len(few) == 50
    assert (few[0], few[-1]) == (curve.steps[0], curve.steps[-1])
