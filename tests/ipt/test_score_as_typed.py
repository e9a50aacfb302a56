"""`python -m ipt score` with the answers of worked examples as a person types them (measures.md 2.8)."""

import json
from typing import Any

import pytest

from ipt.__main__ import main

Capture = pytest.CaptureFixture[str]
OLD_KEYS = {"measure", "version", "total", "band", "is_case", "patterns", "missing", "prorated", "concerns"}
PCL = ",".join("2" if item in (1, 6, 8, 9, 15, 16) else "1" for item in range(1, 21))


def same(value: int, n: int) -> str:
    return ",".join([str(value)] * n)


def scored(capsys: Capture, *words: str) -> dict[str, Any]:
    assert main(["score", *words, "--json"]) == 0, capsys.readouterr().err
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert said.keys() >= OLD_KEYS
    return said


@pytest.mark.parametrize(
    ("measure", "answers", "expected"),
    [
        ("phq-9", "2,2,1,2,1,2,1,0,1", {"total": 12, "band": "moderate", "is_case": True, "patterns": ["major"]}),
        ("phq-9", "0,1,3,3,3,3,0,0,0", {"total": 13, "band": "moderate", "patterns": [], "concerns": []}),
        ("phq-9", "2,2,-,2,1,1,1,1,0", {"total": None, "missing": ["3"], "prorated": False}),
        ("gad-7", "1,1,1,1,1,1,1", {"total": 7, "band": "mild", "is_case": False}),
        ("gad-7", "2, 1, 1, 1, 1, 1, 1", {"total": 8, "band": "mild", "is_case": True}),
        ("ces-d", same(0, 20), {"total": 12}),
        ("ces-d", same(3, 20), {"total": 48}),
        ("dast-10", same(0, 10), {"total": 1}),
        ("dast-10", same(1, 10), {"total": 9}),
        ("core-10", same(0, 10), {"total": 8}),
        ("core-10", same(4, 10), {"total": 32}),
        ("core-10", same(2, 9) + ",-", {"total": 20, "missing": ["10"], "prorated": True}),
        ("qids-sr16", "1,0,2,0,2,0,-,3,-,1,1,0,1,1,2,1", {"total": 13, "band": "moderate", "missing": []}),
        ("hrsd-17", "4,4,4,2,2,2,4,4,4,4,4,2,2,2,4,2,2", {"total": 52}),
        ("hrsd-17", "4,4,4,2,2,2,4,4,4,4,4,2,2,2,4,3,2", {"total": 50}),
        ("pcl-5", PCL, {"total": 26, "is_case": False, "patterns": ["dsm-5"]}),
        ("wsas", "N/A,4,4,4,4", {"total": 16, "out_of": 32}),
        ("who-5", "1,1,2,1,2", {"total": 28, "cases": ["poor", "depression"]}),
        ("pg-13-r", f"1,14,{same(3, 10)},1", {"total": 30, "patterns": ["prolonged-grief"]}),
        ("pg-13-r", f"1,11,{same(3, 10)},1", {"total": 30, "patterns": []}),
        ("pg-13-r", f"0,-,{same(3, 10)},1", {"patterns": [], "not_applicable": ["prolonged-grief"]}),
        ("audit", same(4, 10), {"total": 40, "band": "zone-4"}),
        ("audit-c", "1,1,1", {"total": 3}),
        ("c-ssrs", "1,0,-,-,-,0,-", {"total": None, "triage": "low", "missing": []}),
        ("c-ssrs", "1,1,0,0,1,0,-", {"triage": "high"}),
    ],
)
def test_answers_as_typed(measure: str, answers: str, expected: dict[str, object], capsys: Capture) -> None:
    said = scored(capsys, measure, answers)

    assert {key: said[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("measure", "answers", "total"), [("phq-9", "2,2,-,2,1,1,1,1,0", 11), ("wsas", "n/a,4,4,4,4", 20)]
)
def test_raised_from_what_was_answered(measure: str, answers: str, total: int, capsys: Capture) -> None:
    said = scored(capsys, measure, answers, "--prorate")

    assert (said["total"], said["prorated"]) == (total, True)


@pytest.mark.parametrize(
    ("measure", "answers", "scales"),
    [
        ("mspss", same(5, 12), {"significant-other": 5, "family": 5, "friends": 5}),
        ("ecr-rs", "7,7,7,7,1,1,4,4,4", {"avoidance": 1, "anxiety": 4}),
    ],
)
def test_scales_as_typed(measure: str, answers: str, scales: dict[str, int], capsys: Capture) -> None:
    assert {scale["id"]: scale["total"] for scale in scored(capsys, measure, answers)["scales"]} == scales


@pytest.mark.parametrize("n_answers", [22, 28])
def test_a_whole_sheet_may_be_typed_where_counts_stand_among_the_items(n_answers: int, capsys: Capture) -> None:
    said = scored(capsys, "ede-q", same(3, n_answers))

    assert {scale["total"] for scale in said["scales"]} == {3}
    assert (said["total"], said["cases"]) == (3, ["community", "clinical"])


def test_what_stands_after_the_last_item_is_refused(capsys: Capture) -> None:
    assert main(["score", "phq-9", same(0, 10)]) == 2
    assert "takes 9 answers" in capsys.readouterr().err
