"""A funnel by numbers worked by hand: limits, over-dispersion, case-mix; nobody is ranked."""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.funnel import Unit, funnel, limits, over_dispersion, with_case_mix


def test_limits_stand_around_the_pooled_rate() -> None:
    """Half recover, 100 people: a standard error of 0.05, so 0.402 to 0.598, and 0.345 to 0.655."""
    found = limits(100, pooled=0.5, tau=0.0)

    assert [round(limit, 3) for limit in found.plain_95 + found.plain_998] == [0.402, 0.598, 0.345, 0.655]
    assert found.wide_95 == found.plain_95


def test_over_dispersion_widens_the_limits_by_pythagoras() -> None:
    found = limits(100, pooled=0.5, tau=0.12)

    assert isclose(found.wide_95[1], 0.5 + 1.959963984540054 * 0.13)


def test_units_that_differ_by_chance_alone_are_not_over_dispersed() -> None:
    assert over_dispersion([0.5, -0.5, 1.0, -1.0], errors=[0.05] * 4) == 0.0


def test_over_dispersion_worked_by_hand() -> None:
    """z of 3 and -3 twice, errors of 0.1: the ratio is 9, so tau^2 = (4 x 9 - 3) / (400 - 100) = 0.11."""
    assert isclose(over_dispersion([3, -3, 3, -3], errors=[0.1] * 4), sqrt(0.11))


def test_points_stand_by_name_and_small_units_are_not_shown() -> None:
    found = funnel([Unit("Cleo", 30, 50), Unit("Ada", 20, 50), Unit("Bo", 3, 4)])

    assert found is not None
    assert [point.name for point in found.points] == ["Ada", "Cleo"]
    assert (found.n_units, found.n_not_shown) == (3, 1)
    assert isclose(found.pooled, 53 / 104)


@pytest.mark.parametrize("units", [[], [Unit("Ada", 0, 0)], [Unit("Ada", 0, 9)], [Unit("Ada", 9, 9)]])
def test_without_anybody_or_without_any_difference_there_is_no_funnel(units: list[Unit]) -> None:
    assert funnel(units) is None


def test_a_unit_with_harder_cases_is_held_against_harder_cases() -> None:
    """Mild: 60 of 100 recover over all; severe: 30 of 100. Ada has 90 severe and 10 mild, and recovers as they do."""
    units = with_case_mix(
        {("Ada", "mild"): (6, 10), ("Ada", "severe"): (27, 90), ("Bo", "mild"): (54, 90), ("Bo", "severe"): (3, 10)}
    )
    found = funnel(units)

    assert found is not None and found.has_case_mix
    assert [unit.expected for unit in units] == pytest.approx([33.0, 57.0])
    assert [point.share for point in found.points] == pytest.approx([0.45, 0.45])
    assert [point.z for point in found.points] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_with_one_stratum_case_mix_changes_nothing() -> None:
    plain = funnel([Unit("Ada", 20, 50), Unit("Bo", 40, 60)])
    mixed = funnel(with_case_mix({("Ada", "all"): (20, 50), ("Bo", "all"): (40, 60)}))

    assert plain is not None and mixed is not None
    assert [point.z for point in plain.points] == pytest.approx([point.z for point in mixed.points])
    assert [point.at for point in mixed.points] == pytest.approx([50, 60])


def test_case_mix_for_some_units_only_is_refused() -> None:
    with pytest.raises(ValueError, match="Bo has no case-mix"):
        funnel([Unit("Ada", 20, 50, 22.0, 11.0), Unit("Bo", 40, 60)])


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=2, max_size=12), st.randoms())
def test_the_order_of_units_never_matters(parts: list[tuple[int, int]], random: object) -> None:
    units = [Unit(f"u{place}", yes, yes + no) for place, (yes, no) in enumerate(parts)]
    turned = list(units)
    random.shuffle(turned)  # type: ignore[attr-defined]

    assert funnel(units) == funnel(turned)


def test_who_lies_outside_the_plain_limits_lies_beyond_the_drawn_line() -> None:
    found = funnel([Unit(f"u{n}", 40 + 2 * n, 100 + n) for n in range(20)])

    assert found is not None
    for point in found.points:
        low, high = limits(point.at, pooled=found.pooled, tau=found.tau).wide_998
        assert point.outside == (not low <= point.share <= high)
