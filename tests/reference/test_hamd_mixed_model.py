"""The antidepressant trial: what the drug adds at week 6 by the mixed model, whoever left before."""

import csv

import numpy as np

from ipt.outcomes.repeated import Fitted, repeated_measures
from tests.reference.published import shared

WEEKS = (1, 2, 4, 6)


def fitted() -> tuple[Fitted, int]:
    """Change from the start on baseline and arm (1 = drug), each by week; and how many were seen at week 6."""
    with shared("antidepressant_trial_hamd17.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    scores = {(row["patient"], int(row["week"])): float(row["hamd17"]) for row in rows if row["hamd17"]}
    arms = {row["patient"]: float(row["arm"] == "DRUG") for row in rows}
    changes = [[scores.get((one, week), np.nan) - scores[one, 0] for week in WEEKS] for one in arms]
    covariates = [[1.0, scores[one, 0], arm] for one, arm in arms.items()]
    found = repeated_measures(np.array(changes), covariates=np.array(covariates))
    return found, int(np.isfinite(np.array(changes)[:, -1]).sum())


def test_placebo_minus_drug_at_week_6_is_2_80_points() -> None:
    found, n_at_the_end = fitted()

    assert (found.n_people, n_at_the_end) == (172, 129)
    drug = found.at(WEEKS.index(6), covariate=2)
    assert (round(-drug.value, 2), round(drug.se, 2)) == (2.80, 1.11)
    assert drug.interval.low < drug.value < drug.interval.high < 0
