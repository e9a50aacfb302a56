"""The published numbers of IPT against control, from the effects of the Metapsy depression database (24.0.2)."""

import csv
from collections.abc import Callable

import pytest

from ipt.outcomes.meta import Effect, hedges_g, needed_to_treat, pooled
from tests.reference.published import shared

Row = dict[str, str]
FILE = "metapsy_depression_ipt_vs_control_2024.csv"


@pytest.fixture
def rows() -> list[Row]:
    with shared(FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def effects(rows: list[Row]) -> list[Effect]:
    return [Effect(study=row["study"], g=float(row["g"]), se=float(row["g_se"])) for row in rows]


def test_48_effects_of_31_trials_pool_to_the_published_mean_with_its_intervals(rows: list[Row]) -> None:
    found = pooled(effects(rows))

    assert (found.n_rows, found.n_trials) == (48, 31)
    assert [round(number, 3) for number in (found.g, found.low, found.high)] == [0.480, 0.310, 0.651]
    assert found.pi_low is not None
    assert found.pi_high is not None
    assert [round(number, 3) for number in (found.pi_low, found.pi_high)] == [-0.350, 1.311]
    assert found.tau2 == pytest.approx(0.158, abs=0.0005)
    assert found.i2 == pytest.approx(75.9, abs=0.06)  # 75.849 where the likelihood is highest


def test_the_method_of_dersimonian_and_laird_gives_its_published_numbers(rows: list[Row]) -> None:
    found = pooled(effects(rows), method="dl")

    assert [round(number, 3) for number in (found.g, found.low, found.high)] == [0.481, 0.303, 0.659]


@pytest.mark.parametrize(
    ("chosen", "n_trials", "published"),
    [
        (lambda row: row["target_group"] == "ppd", 9, [0.540, 0.095, 0.985]),
        (lambda row: row["diagnosis"] == "mdd", 19, [0.471, 0.267, 0.676]),
        (lambda row: int(row["year"]) <= 2010, 15, [0.607, 0.364, 0.851]),
    ],
    ids=["perinatal", "major depression", "up to 2010"],
)
def test_a_part_of_the_trials_pools_to_its_published_mean(
    rows: list[Row], chosen: Callable[[Row], bool], n_trials: int, published: list[float]
) -> None:
    found = pooled(effects([row for row in rows if chosen(row)]))

    assert found.n_trials == n_trials
    assert [round(number, 3) for number in (found.g, found.low, found.high)] == published


def test_g_and_its_error_come_out_of_the_means_to_14_decimals(rows: list[Row]) -> None:
    with_means = [row for row in rows if row["outcome_type"] == "msd"]

    assert len(with_means) == 35
    for row in with_means:
        first, second = float(row["n_arm1"]), float(row["n_arm2"])
        g, se = hedges_g(
            mean=(float(row["mean_arm1"]), float(row["mean_arm2"])),
            sd=(float(row["sd_arm1"]), float(row["sd_arm2"])),
            n=(int(first), int(second)),
        )
        assert g == pytest.approx(float(row["g"]), abs=1e-14)
        assert se == pytest.approx(float(row["g_se"]), abs=1e-14)


def test_the_number_needed_to_treat_is_the_published_one() -> None:
    assert needed_to_treat(0.63) == pytest.approx(2.91, abs=0.005)  # Cuijpers and others 2011
