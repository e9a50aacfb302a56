"""The findings that were pooled from the Metapsy databases are what the databases give."""

import csv
from collections.abc import Callable

import pytest

from ipt.evidence import TrialFinding
from ipt.library import shipped
from ipt.outcomes.meta import Effect, Method, pooled
from tests.reference.published import shared

Row = dict[str, str]
Chosen = Callable[[Row], bool]
DEPRESSION = "metapsy_depression_ipt_vs_control_2024.csv"
BORDERLINE, ANXIETY = "metapsy_borderline_ipt_2023.csv", "metapsy_social_anxiety_ipt_2024.csv"
TRAUMA, INPATIENTS = "metapsy_ptsd_ipt_2023.csv", "metapsy_inpatients_ipt_2022.csv"


def holds(column: str, value: str) -> Chosen:
    return lambda row: row[column] == value


# Set and finding; file, which rows; 1 or -1 for a database whose .g is above or below 0 where the therapy did better.
COMPUTED: list[tuple[str, str, str, Chosen, int, Method]] = [
    ("depression", "pooled-2024", DEPRESSION, lambda _: True, 1, "reml-hk"),
    ("depression", "pooled-individual-2024", DEPRESSION, holds("format", "ind"), 1, "reml-hk"),
    ("depression-group", "pooled-group-2024", DEPRESSION, holds("format", "grp"), 1, "reml-hk"),
    ("depression-perinatal", "pooled-perinatal-2024", DEPRESSION, holds("target_group", "ppd"), 1, "reml-hk"),
    ("depression-late-life", "pooled-older-2024", DEPRESSION, holds("target_group", "old"), 1, "dl"),
    ("depression-phone", "pooled-phone-2024", DEPRESSION, holds("format", "tel"), 1, "reml-hk"),
    ("depression-low-resource", "uganda-g", DEPRESSION, holds("study", "Bolton, 2003"), 1, "reml-hk"),
    ("counselling-primary-care", "subthreshold-2024", DEPRESSION, holds("diagnosis", "sub"), 1, "dl"),
    ("borderline", "bellino-2010", BORDERLINE, holds("study", "Bellino, 2010"), -1, "reml-hk"),
    ("borderline", "bozzatello-2020", BORDERLINE, holds("study", "Bozzatello, 2020"), -1, "reml-hk"),
    ("social-anxiety", "waiting-list", ANXIETY, lambda _: True, 1, "reml-hk"),
    ("ptsd", "group-waiting-list", TRAUMA, holds("study", "Krupnick, 2008"), 1, "reml-hk"),
    ("depression-inpatients", "end", INPATIENTS, holds("time", "post"), -1, "reml-hk"),
    ("depression-inpatients", "year", INPATIENTS, holds("time", "fu1"), -1, "reml-hk"),
]


@pytest.mark.parametrize(
    ("evidence_id", "finding_id", "name", "chosen", "sign", "method"), COMPUTED, ids=lambda part: str(part)[:24]
)
def test_a_computed_finding_is_what_its_database_gives(
    evidence_id: str, finding_id: str, name: str, chosen: Chosen, sign: int, method: Method
) -> None:
    finding = shipped().evidence_set(evidence_id).finding(finding_id)
    with shared(name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if chosen(row)]
    column = "g" if "g" in rows[0] else ".g"

    found = pooled(
        [Effect(row["study"], sign * float(row[column]), float(row[f"{column}_se"])) for row in rows], method=method
    )

    assert (finding.value, finding.low, finding.high) == pytest.approx((found.g, found.low, found.high), abs=0.0006)
    assert finding.n_studies == found.n_trials
    assert not found.is_narrow


def test_every_finding_that_is_said_to_be_computed_is_computed_here() -> None:
    computed = {(one, finding) for one, finding, *_ in COMPUTED}

    assert {
        (one.id, finding.id) for one in shipped().evidence() for finding in one.findings if is_own(finding)
    } == computed


def is_own(finding: TrialFinding) -> bool:
    return finding.source.startswith("metapsy-")
