"""Benchmarks: counts beside their percentages, the line of the licence, and what they may not be read as."""

from datetime import date

import pytest

from ipt.library import SHIPPED, DefinitionError, Library, NotDefined, shipped

pytestmark = pytest.mark.quick

NAME = "benchmarks/nhs-talking-therapies-ipt/2.toml"
IPT = (SHIPPED / "benchmarks/nhs-talking-therapies-ipt/1.toml").read_text(encoding="utf-8")
IPT = IPT.replace("version = 1", "version = 2", 1)
LINE = "Contains public sector information licensed under the Open Government Licence v3.0 (c) NHS England."


def test_ipt_in_2022_23_is_told_with_its_counts() -> None:
    year = shipped().benchmark("nhs-talking-therapies-ipt").stretch("2022-23")

    recovery = year.share("recovery")
    assert recovery is not None
    assert (recovery.n, recovery.of, recovery.percent) == (2619, 5860 - 477, 48.7)
    assert recovery.exact == pytest.approx(0.4865, abs=0.00005)
    assert (year.begins_on, year.ends_on) == (date(2022, 4, 1), date(2023, 3, 31))
    assert year.counts["courses"] == 5860
    assert [mean.measure for mean in year.means] == ["phq-9", "gad-7", "wsas"]
    assert (year.means[0].start, year.means[0].end) == (15.7, 9.6)


def test_those_who_were_no_case_are_left_out_of_recovery_and_unscored_courses_are_not() -> None:
    recovery = shipped().benchmark("nhs-talking-therapies").stretch("2021-22").share("recovery")

    assert recovery is not None
    assert recovery.exact == pytest.approx(0.5015, abs=0.00005)  # with at_caseness below it would be .5029


def test_the_newest_year_is_given_unless_one_is_named() -> None:
    assert shipped().benchmark("nhs-talking-therapies").newest.id == "2023-24"
    with pytest.raises(LookupError, match="nhs-talking-therapies has no 1999; it has 2017-18, 2018-19"):
        shipped().benchmark("nhs-talking-therapies").stretch("1999")
    with pytest.raises(NotDefined, match="There is no benchmark moon; there is dropout-from-ipt, nhs-talking"):
        shipped().benchmark("moon")


@pytest.mark.parametrize("benchmark", shipped().benchmarks(), ids=lambda one: one.id)
def test_the_figures_of_the_nhs_carry_the_line_of_their_licence_and_all_say_what_they_are_not(
    benchmark: object,
) -> None:
    from_nhs = [one for one in shipped().benchmarks() if one.kind == "service"]

    assert [one.attribution for one in from_nhs] == [LINE] * 3
    assert all(shipped().words(one, "en")["caution"] for one in shipped().benchmarks())


def test_the_waiting_standards_are_75_and_95_percent() -> None:
    standing = shipped().benchmark("nhs-talking-therapies-standards").stretch("standing")

    assert {share.id: share.percent for share in standing.shares} == {
        "seen_within_6_weeks": 75,
        "seen_within_18_weeks": 95,
        "recovery": 50,
    }


def test_dropout_from_trials_has_its_published_interval() -> None:
    left = shipped().benchmark("dropout-from-ipt").stretch("trials").share("left_ipt")

    assert left is not None
    assert (left.percent, left.low, left.high, left.n_studies, left.verified) == (20.6, 17.4, 24.2, 72, True)
    assert left.exact is None
    assert shipped().benchmark("dropout-from-ipt").stretch("trials").share("left_moon") is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("percent = 50.2, n = 2112", "percent = 51.2, n = 2112", "shares[0].percent: expected 50.2, from its counts"),
        ("n = 2112, of = 4209", "n = 5000, of = 4209", "shares[0].n: expected a count from 0 to 4209, its denominator"),
        ("n = 2112, of = 4209", "n = 2112", "shares[0].of: expected a count with its denominator, or neither"),
        (
            "percent = 50.2, n = 2112, of = 4209",
            "percent = 150",
            "shares[0].percent: expected a percentage from 0 to 100",
        ),
        (
            "percent = 50.2, n = 2112, of = 4209",
            "percent = 50, low = 60, high = 70",
            "shares[0].percent: expected a num",
        ),
        (
            "percent = 50.2, n = 2112, of = 4209",
            "percent = 50, low = 40",
            "shares[0].low: expected both ends of the int",
        ),
        ('id = "reliable_recovery"', 'id = "recovery"', "shares[1]: expected each one once, came recovery again"),
        ('source = "therapy-based-outcomes"', 'source = "hearsay"', "shares[0].source: expected one of therapy-based"),
        ("ends_on = 2020-03-31", "ends_on = 2019-03-31", "ends_on: expected a date from 2019-04-01 on"),
        ("begins_on = 2019-04-01", "begins_on = 2030-04-01", "stretches: expected the oldest first"),
        ("courses = 4542", "courses = -1", "counts.courses: expected 0 or more, came -1"),
        ('attribution = "Contains', 'attribution = ""  # "', "attribution: expected the line that the licence"),
    ],
)
def test_a_fault_of_a_benchmark_is_told_with_its_place(old: str, new: str, fault: str) -> None:
    assert old in IPT

    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({NAME: IPT.replace(old, new, 1)}, base=shipped())

    told = [str(one).removeprefix(f"{NAME}: ").removeprefix("stretches[0].") for one in broken.value.faults]
    assert any(one.startswith(fault) for one in told), told
