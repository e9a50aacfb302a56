"""The benchmarks of NHS Talking Therapies are the published tables, number for number."""

import csv

import pytest

from ipt.benchmark import Share, Stretch
from ipt.library import shipped
from tests.reference.published import shared

Row = dict[str, str]
TOTALS = "nhs_tt_england_totals_2017-18_to_2023-24.csv"
BY_THERAPY = "nhs_tt_england_by_therapy_2019-20_to_2023-24.csv"
IPT = "Interpersonal Psycho therapy (IPT)"


def rows(name: str) -> list[Row]:
    with shared(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(stretch: Stretch, share_id: str) -> Share:
    share = stretch.share(share_id)
    assert share is not None
    return share


def test_all_therapies_are_told_as_published_for_every_year() -> None:
    benchmark = shipped().benchmark("nhs-talking-therapies")
    published = rows(TOTALS)

    assert [stretch.id for stretch in benchmark.stretches] == [row["year"] for row in published]
    for row in published:
        stretch = benchmark.stretch(row["year"])
        finished, no_case = float(row["finished_course_treatment_n"]), float(row["not_at_caseness_n"])
        assert stretch.counts == {
            "referrals": float(row["referrals_received_n"]),
            "finished": finished,
            "at_caseness": float(row["at_caseness_n"]),
            "not_at_caseness": no_case,
        }
        for share_id, column, of in (
            ("recovery", "recovery", finished - no_case),
            ("reliable_recovery", "reliable_recovery", finished - no_case),
            ("reliable_improvement", "improvement", finished),
            ("no_reliable_change", "no_reliable_change", finished),
            ("reliable_deterioration", "deterioration", finished),
        ):
            share = told(stretch, share_id)
            assert (share.n, share.of) == (float(row[f"{column}_n"]), of)
            assert share.percent == float(row[f"{column}_pct"])


@pytest.mark.parametrize(
    ("benchmark_id", "problem"),
    [("nhs-talking-therapies-ipt", "Total"), ("nhs-talking-therapies-ipt-depression", "Depression")],
)
def test_ipt_is_told_as_published_for_every_year(benchmark_id: str, problem: str) -> None:
    benchmark = shipped().benchmark(benchmark_id)
    published = [row for row in rows(BY_THERAPY) if row["therapy"] == IPT and row["problem"] == problem]

    assert {stretch.id for stretch in benchmark.stretches} == {row["year"] for row in published}
    for row in published:
        stretch = benchmark.stretch(row["year"])
        courses, no_case = float(row["courses_of_therapy_n"]), float(row["not_caseness_n"])
        assert stretch.counts["referrals_with_therapy"] == float(row["total_finishing_course_treatment_n"])
        assert (stretch.counts["courses"], stretch.counts["not_at_caseness"]) == (courses, no_case)
        for share_id, column, of in (
            ("recovery", "recovery", courses - no_case),
            ("reliable_recovery", "rel_recovery", courses - no_case),
            ("reliable_improvement", "improvement", courses),
            ("no_reliable_change", "no_change", courses),
            ("reliable_deterioration", "deterioration", courses),
        ):
            share = told(stretch, share_id)
            assert (share.n, share.of) == (float(row[f"ther_{column}_n"]), of)
            assert share.percent == float(row[f"ther_{column}_pct"])
        for mean, name in zip(stretch.means, ("phq", "gad", "wsas"), strict=True):
            assert (mean.start, mean.start_sd) == (float(row[f"{name}_mean_start"]), float(row[f"{name}_sd_start"]))
            assert (mean.end, mean.end_sd) == (float(row[f"{name}_mean_end"]), float(row[f"{name}_sd_end"]))


def test_among_therapies_with_a_thousand_courses_ipt_came_second_on_recovery_in_2022_23() -> None:
    year = [row for row in rows(BY_THERAPY) if row["year"] == "2022-23" and row["problem"] == "Total"]
    large = [row for row in year if row["therapy"] != "Total" and float(row["courses_of_therapy_n"] or 0) >= 1000]
    recovery = {
        row["therapy"]: float(row["ther_recovery_n"])
        / (float(row["courses_of_therapy_n"]) - float(row["not_caseness_n"]))
        for row in large
    }

    ordered = sorted(recovery, key=lambda therapy: -recovery[therapy])
    assert (len(ordered), ordered.index(IPT) + 1) == (12, 2)
    ours = told(shipped().benchmark("nhs-talking-therapies-ipt").stretch("2022-23"), "recovery")
    assert recovery[IPT] == pytest.approx(ours.exact)
