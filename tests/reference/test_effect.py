"""Effects recomputed from published means: the column of the Metapsy database, and England's own effect size."""

import csv
from itertools import product

import pytest

from ipt.outcomes.effect import Group, Pairs, standardised_change, standardised_difference
from tests.reference.published import shared


def test_every_g_that_was_made_from_means_comes_out_again() -> None:
    with shared("metapsy_depression_ipt_vs_control_2024.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["outcome_type"] == "msd"]
    arms = "mean_arm1 sd_arm1 n_arm1 mean_arm2 sd_arm2 n_arm2".split()
    with_means = [row for row in rows if all(row[arm] for arm in arms)]

    assert len(with_means) == 35
    for row in with_means:
        one = Group(int(float(row["n_arm1"])), float(row["mean_arm1"]), float(row["sd_arm1"]))
        other = Group(int(float(row["n_arm2"])), float(row["mean_arm2"]), float(row["sd_arm2"]))
        found = standardised_difference(one, other=other)
        assert found.value == pytest.approx(float(row["g"]), abs=1e-13), row["study"]
        assert found.se == pytest.approx(float(row["g_se"]), abs=1e-12), row["study"]


def test_the_effect_size_of_every_therapy_is_the_published_one() -> None:
    """All rows with 20 courses and more: means, standard deviations and effects are published to one decimal."""
    with shared("nhs_tt_england_by_therapy_2019-20_to_2023-24.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if float(row["courses_of_therapy_n"] or 0) >= 20]
    n_compared = 0
    for row, measure in product(rows, ("phq", "gad", "wsas")):
        columns = [row[f"{measure}_{column}"] for column in "mean_start sd_start mean_end sd_end effect_size".split()]
        if not all(columns):
            continue
        first, sd_first, last, sd_last, effect = map(float, columns)
        found = standardised_change(Pairs(int(float(row["courses_of_therapy_n"])), first, sd_first, last, sd_last, 0.5))
        assert found is not None
        slack = 0.05 + 0.1 / sd_first + abs(effect) * 0.05 / sd_first
        assert found.value == pytest.approx(effect, abs=slack), f"{row['therapy']}, {row['problem']}, {row['year']}"
        n_compared += 1

    assert n_compared > 1000
