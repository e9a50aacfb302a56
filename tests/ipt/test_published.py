"""The framework of published reliable change: whose numbers, in whom, and one rule of several chosen by population."""

from datetime import date

import pytest

from ipt import change
from ipt.framework import Rule
from ipt.library import DefinitionError, Library, shipped
from ipt.series import Point
from ipt.trajectory import trajectory

pytestmark = pytest.mark.quick

PUBLISHED = shipped().framework("published")
FIRST = "male veterans, first treatment trial"
SECOND = "male veterans, second treatment trial"

MADE_UP = """
id = "made-up"
version = 1
title = "Made up"
method = "jacobson-truax"
strict = false
worsening = "soon"
rules = [
  {{ measure = "phq-9", population = "adults", case_at = 10, points = 5, source = "made-up", verified = false }},
  {{ measure = "phq-9", population = "{population}", case_at = 11, {change}, source = "made-up", verified = false }},
]
sources = [{{ id = "made-up", text = "Made up for this test." }}]
"""


def rule(measure: str, *, population: str | None = None) -> Rule:
    found = PUBLISHED.rule(measure, population=population)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("measure", "case_at", "points", "verified"),
    [
        ("core-10", 11, 6, True),
        ("epds", 13, 4, True),
        ("wsas", 10, 8, False),
        ("pcl-5", 29, 15, True),
        ("spin", 19, 10, False),
        ("ors", 24.9, 5, False),
    ],
)
def test_the_numbers_are_the_published_ones_and_keep_their_tags(
    measure: str, case_at: float, points: float, verified: bool
) -> None:
    found = rule(measure)

    assert (found.case_at, found.points, found.verified) == (case_at, points, verified)


def test_every_rule_says_in_whom_it_was_found() -> None:
    assert all(one.population for one in PUBLISHED.rules)


@pytest.mark.parametrize(
    "measure", ["hrsd-17", "ces-d", "mfq", "das-7", "mspss", "ucla-3", "iip-32", "ecr-rs", "pg-13-r"]
)
def test_where_nothing_safe_is_published_there_is_no_rule(measure: str) -> None:
    assert PUBLISHED.rule(measure) is None


def test_a_population_chooses_among_the_rules_of_one_measure() -> None:
    assert rule("pcl-5", population=FIRST) == rule("pcl-5")
    assert rule("pcl-5", population=SECOND).points == 18
    assert PUBLISHED.rule("pcl-5", population="nurses") is None


@pytest.mark.parametrize(
    ("measure", "first", "last", "expected"),
    [
        ("epds", 16, 12, "recovered"),
        ("epds", 16, 13, "unchanged"),
        ("epds", 20, 15, "improved"),
        ("ors", 20.0, 25.0, "recovered"),
        ("ors", 18.0, 24.9, "improved"),
        ("ors", 26.0, 20.0, "harmed"),
        ("pcl-5", 43, 28, "recovered"),
        ("pcl-5", 45, 29, "improved"),
    ],
)
def test_a_pair_of_totals_is_told_by_the_published_numbers(
    measure: str, first: float, last: float, expected: str
) -> None:
    moved = change.movement_of(rule(measure), first=first, last=last, framework=PUBLISHED)

    assert change.category(moved) == expected


def test_a_measure_that_gets_better_upwards_is_drawn_by_its_own_direction() -> None:
    points = [Point(on=date(2026, 1, 5), total=18.0), Point(on=date(2026, 3, 5), total=26.5)]

    found = trajectory(shipped().measure("ors"), points, framework=PUBLISHED)

    assert found.reliable == "improvement"


@pytest.mark.parametrize(
    ("population", "changed", "fault"),
    [
        ("adults", "points = 6", "rules[1]: expected each one once, came phq-9 of adults again"),
        (
            "nurses",
            'spread = { sd = 5.0, reliability = 0.9, kind = "alpha" }',
            "z: expected a number, for rules with a spread, came nothing",
        ),
    ],
)
def test_rules_of_one_measure_differ_by_population_and_a_spread_needs_z(
    population: str, changed: str, fault: str
) -> None:
    text = MADE_UP.format(population=population, change=changed)

    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({"frameworks/made-up/1.toml": text}, base=shipped())

    assert [str(one) for one in broken.value.faults] == [f"frameworks/made-up/1.toml: {fault}"]


def test_two_populations_are_no_fault() -> None:
    text = MADE_UP.format(population="nurses", change="points = 7")

    found = Library.from_texts({"frameworks/made-up/1.toml": text}, base=shipped()).framework("made-up")

    assert [one.points for one in found.rules] == [5, 7]
