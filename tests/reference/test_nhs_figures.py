"""England's published figures follow from their own counts by the denominators that `ipt.outcomes` uses."""

import csv

import pytest

from ipt.outcomes.proportion import rate
from tests.reference.published import shared

YEARS = [f"{year}-{year % 100 + 1}" for year in range(2017, 2024)]


def rows(name: str) -> list[dict[str, str]]:
    with shared(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def england(year: str) -> dict[str, float]:
    [row] = [row for row in rows("nhs_tt_england_totals_2017-18_to_2023-24.csv") if row["year"] == year]
    return {name: float(value) for name, value in row.items() if name != "year"}


@pytest.mark.parametrize("year", YEARS)
def test_recovery_is_counted_among_finished_courses_less_those_not_at_caseness(year: str) -> None:
    of = england(year)
    eligible = int(of["finished_course_treatment_n"] - of["not_at_caseness_n"])

    for outcome in ("recovery", "reliable_recovery"):
        found = rate(int(of[f"{outcome}_n"]), eligible)
        assert found.rate is not None and 100 * found.rate == pytest.approx(of[f"{outcome}_pct"], abs=0.0501)


@pytest.mark.parametrize("year", YEARS)
def test_change_is_counted_among_all_finished_courses(year: str) -> None:
    of = england(year)

    for outcome in ("improvement", "deterioration", "no_reliable_change"):
        found = rate(int(of[f"{outcome}_n"]), int(of["finished_course_treatment_n"]))
        assert found.rate is not None and 100 * found.rate == pytest.approx(of[f"{outcome}_pct"], abs=0.0501)


def test_courses_at_caseness_would_be_another_denominator() -> None:
    of = england("2021-22")

    ours = of["recovery_n"] / (of["finished_course_treatment_n"] - of["not_at_caseness_n"])
    trap = of["recovery_n"] / of["at_caseness_n"]

    assert (round(100 * ours, 2), round(100 * trap, 2)) == (50.15, 50.29)
    assert round(100 * ours, 1) == of["recovery_pct"] != round(100 * trap, 1)


def test_all_therapies_in_2022_23() -> None:
    of = england("2022-23")
    found = rate(int(of["recovery_n"]), int(of["finished_course_treatment_n"] - of["not_at_caseness_n"]))

    assert (found.n, found.of) == (316_251, 634_388)
    assert found.rate == pytest.approx(0.4985, abs=0.00005)


def therapies() -> dict[str, dict[str, str]]:
    every = rows("nhs_tt_england_by_therapy_2019-20_to_2023-24.csv")
    problems = {row["problem"] for row in every}
    [whole] = [problem for problem in problems if problem.lower().startswith(("all", "total"))]
    return {row["therapy"]: row for row in every if row["year"] == "2022-23" and row["problem"] == whole}


def test_interpersonal_psychotherapy_in_2022_23() -> None:
    [ipt] = [row for therapy, row in therapies().items() if "nterpersonal" in therapy]
    n_courses, not_cases = int(float(ipt["courses_of_therapy_n"])), int(float(ipt["not_caseness_n"]))

    recovery = rate(int(float(ipt["ther_recovery_n"])), n_courses - not_cases)
    reliable = rate(int(float(ipt["ther_rel_recovery_n"])), n_courses - not_cases)
    improvement = rate(int(float(ipt["ther_improvement_n"])), n_courses)

    assert (recovery.n, recovery.of) == (2_619, 5_860 - 477)
    assert recovery.rate == pytest.approx(0.4865, abs=0.00005)
    assert recovery.low == pytest.approx(0.4732, abs=0.00005)
    assert recovery.high == pytest.approx(0.4999, abs=0.00005)
    assert reliable.rate == pytest.approx(0.4523, abs=0.00005)
    assert (improvement.n, improvement.of) == (3_657, 5_860)
    assert improvement.rate == pytest.approx(0.6241, abs=0.00005)


def test_among_therapies_with_a_thousand_courses_it_is_second_on_recovery_and_first_on_improvement() -> None:
    large = {name: row for name, row in therapies().items() if float(row["courses_of_therapy_n"] or 0) >= 1_000}

    def recovery(row: dict[str, str]) -> float:
        return float(row["ther_recovery_n"]) / (float(row["courses_of_therapy_n"]) - float(row["not_caseness_n"]))

    def improvement(row: dict[str, str]) -> float:
        return float(row["ther_improvement_n"]) / float(row["courses_of_therapy_n"])

    by_recovery = sorted(large, key=lambda name: recovery(large[name]), reverse=True)
    by_improvement = sorted(large, key=lambda name: improvement(large[name]), reverse=True)

    assert len(large) == 12
    assert "ouple" in by_recovery[0] and recovery(large[by_recovery[0]]) == pytest.approx(0.5318, abs=0.00005)
    assert "nterpersonal" in by_recovery[1]
    assert "nterpersonal" in by_improvement[0]
