"""Each published method of reliable change gives what its paper's index gives, written here a second time."""

from collections.abc import Callable
from math import sqrt
from statistics import mean, stdev, variance
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ipt import change
from ipt.change import Norm
from ipt.measure import Direction
from ipt.reliable import CannotDecide, Method, Paired, Question, limits_by

Ends = list[tuple[float, float]]
Index = Callable[[float, float], float]
METHODS: tuple[Method, ...] = get_args(Method)


def paired(ends: Ends) -> Paired:
    firsts, lasts = zip(*ends, strict=True)
    changes = [last - first for first, last in ends]
    return Paired(len(ends), Norm(mean(firsts), stdev(firsts)), Norm(mean(lasts), stdev(lasts)), stdev(changes))


def index_of(method: Method, *, ends: Ends, reliability: float) -> Index:
    """The index of the paper, to be held against 1.96 (Hageman and Arrindell: 1.65)."""
    firsts, lasts = zip(*ends, strict=True)
    m1, s1, m2, s2 = mean(firsts), stdev(firsts), mean(lasts), stdev(lasts)
    error, prediction = s1 * sqrt(1 - reliability), s1 * sqrt(1 - reliability**2)
    if method == "hageman-arrindell":
        covariance = sum((one - m1) * (other - m2) for one, other in ends) / (len(ends) - 1)
        true = s1**2 - error**2 + s2**2 - error**2 - 2 * covariance
        differences = true / (s1**2 + s2**2 - 2 * covariance)
        drift = (m2 - m1) * (1 - differences)
        return lambda x1, x2: ((x2 - x1) * differences + drift) / (sqrt(differences) * sqrt(2 * error**2))
    both = sqrt(reliability**2 * s1**2 * (1 - reliability) + s1**2 * (1 - reliability))
    indices: dict[str, Index] = {
        "jt": lambda x1, x2: (x2 - x1) / sqrt(2 * error**2),
        "edwards-nunnally": lambda x1, x2: (x2 - (reliability * (x1 - m1) + m1)) / error,
        "gulliksen-lord-novick": lambda x1, x2: ((x2 - m1) - reliability * (x1 - m1)) / prediction,
        "hsu-linn-lord": lambda x1, x2: ((x2 - m2) - reliability * (x1 - m1)) / prediction,
        "nunnally-kotsch": lambda x1, x2: (x2 - (reliability * (x1 - m1) + m1)) / both,
    }
    return indices[method]


totals = st.integers(0, 60).map(float)


@given(
    st.lists(st.tuples(totals, totals), min_size=4, max_size=20),
    st.sampled_from([0.7, 0.8, 0.88, 0.95]),
    st.sampled_from(METHODS),
    st.sampled_from(["lower", "higher"]),
)
def test_a_method_says_what_its_index_says(ends: Ends, reliability: float, method: Method, better: Direction) -> None:
    changes = [last - first for first, last in ends]
    error = stdev(first for first, _ in ends) * sqrt(1 - reliability)
    assume(error > 0)
    if method == "hageman-arrindell":
        assume(variance(changes) > 2.01 * error**2 and stdev(last for _, last in ends) > 1.01 * error)
    within = limits_by(Question(method, reliability, better=better, z=1.96), paired=paired(ends))
    index = index_of(method, ends=ends, reliability=reliability)
    least = 1.65 if method == "hageman-arrindell" else 1.96

    for first, last in ends:
        found = change.movement_within(within, first=first, last=last, paired=True)
        towards_health = index(first, last) * (1 if better == "higher" else -1)
        if abs(abs(towards_health) - least) > 1e-9:
            assert found.improved == (towards_health > least)
            assert found.worsened == (towards_health < -least)


def test_the_reliable_change_of_jacobson_and_truax_is_the_one_of_the_paper() -> None:
    found = limits_by(Question("jt", 0.80, better="higher", z=1.96), paired=Paired(9, Norm(40, 7.5), Norm(47, 8), 6))

    assert found.points == pytest.approx(1.96 * 4.743, abs=0.001)
    assert (found.slope, found.intercept, found.cut) == (1, 0, None)


def test_a_reliability_at_the_end_widens_nunnally_and_kotsch() -> None:
    group = Paired(9, Norm(40, 10), Norm(47, 8), 6)

    found = limits_by(Question("nunnally-kotsch", 0.8, better="lower", z=1.96, reliability_last=0.6), paired=group)

    assert found.points == pytest.approx(1.96 * 10 * sqrt(0.8**2 * 0.2 + 0.4))


@pytest.mark.parametrize(
    ("method", "group", "sentence"),
    [
        ("jt", Paired(9, Norm(40, 0), Norm(47, 8), 6), "All first scores are the same"),
        ("hageman-arrindell", Paired(9, Norm(40, 10), Norm(47, 8), 1), "vary no more than by error"),
        ("hageman-arrindell", Paired(9, Norm(40, 10), Norm(47, 2), 12), "spread of the last scores"),
    ],
)
def test_what_cannot_be_told_is_said(method: Method, group: Paired, sentence: str) -> None:
    with pytest.raises(CannotDecide, match=sentence):
        limits_by(Question(method, 0.8, better="lower", z=1.96), paired=group)


def test_a_cut_off_without_its_norms_names_what_to_set() -> None:
    group = Paired(9, Norm(40, 10), Norm(47, 8), 12)

    with pytest.raises(CannotDecide, match="set functional_mean and functional_sd"):
        limits_by(Question("jt", 0.8, better="lower", z=1.96, cut_off="c"), paired=group)
