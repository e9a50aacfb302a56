"""Change: the worked numbers of Jacobson and Truax, and the flags of a course of NHS Talking Therapies."""

from math import sqrt

import pytest

from ipt.change import (
    Category,
    CourseOutcome,
    Movement,
    Norm,
    category,
    course_outcome,
    cut_off_a,
    cut_off_b,
    cut_off_c,
    is_finished,
    movement_of,
    reliable_change_index,
    reliable_points,
    standard_difference,
    standard_error,
)
from ipt.framework import Framework, Rule, Spread
from ipt.library import shipped

pytestmark = pytest.mark.quick

NHS = shipped().framework("nhs-talking-therapies")
JACOBSON_TRUAX = shipped().framework("jacobson-truax")

Ends = tuple[float, float | None]


def moved(measure: str, *, ends: Ends | None) -> Movement[bool]:
    rule = NHS.rule(measure)
    assert rule
    first, last = ends if ends else (0, None)
    return movement_of(rule, first=first, last=last, framework=NHS)


def by_jacobson_truax(*, points: float, cut: float) -> tuple[Rule, Framework]:
    rule = Rule(measure="phq-9", source="made-up", verified=False, case_at=cut, points=points)
    framework = Framework(
        id="made-up",
        version=1,
        title="Made up",
        method="jacobson-truax",
        strict=True,
        worsening="soon",
        sources=(),
        rules=(rule,),
        z=1.96,
    )
    return rule, framework


# Jacobson & Truax 1991, the example of the paper: M1 40, s1 7.5, M0 60, s0 7.5, r .80, x1 32.5, x2 47.5, higher better.


def test_the_three_cut_offs_of_the_paper() -> None:
    clinical, functional = Norm(40, 7.5), Norm(60, 7.5)

    assert cut_off_a(clinical, better="higher") == 55
    assert cut_off_b(functional, better="higher") == 45
    assert cut_off_c(clinical, functional=functional) == 50


def test_the_reliable_change_of_the_paper() -> None:
    sdiff = standard_difference(7.5, reliability=0.80)

    assert standard_error(7.5, reliability=0.80) == pytest.approx(3.354, abs=0.0005)
    assert sdiff == pytest.approx(4.743, abs=0.0005)
    assert reliable_change_index(32.5, last=47.5, sdiff=sdiff) == pytest.approx(3.162, abs=0.0005)


def test_the_same_with_the_standard_deviation_of_ten() -> None:
    sdiff = standard_difference(10, reliability=0.80)

    assert standard_error(10, reliability=0.80) == pytest.approx(4.472, abs=0.0005)
    assert sdiff == pytest.approx(6.325, abs=0.0005)
    assert reliable_change_index(32.5, last=47.5, sdiff=sdiff) == pytest.approx(2.372, abs=0.0005)


def test_the_person_of_the_paper_improved_and_did_not_recover() -> None:
    rule, framework = by_jacobson_truax(points=1.96 * standard_difference(7.5, reliability=0.80), cut=50)
    upwards = Rule(
        measure="made-up", source="made-up", verified=False, better="higher", case_at=rule.case_at, points=rule.points
    )

    assert category(movement_of(upwards, first=32.5, last=47.5, framework=framework)) == "improved"


@pytest.mark.parametrize(
    ("sd", "reliability", "z", "sdiff", "points"),
    [
        (5.5, 0.89, 1.96, 2.580, 5.06),
        (5.66, 0.89, 1.96, 2.655, 5.20),
        (5.5, 0.84, 1.96, 3.111, 6.10),
        (5.0, 0.92, 1.96, 2.000, 3.92),
        (6.7, 0.90, 1.645, 2.996, 4.93),
        (6.7, 0.90, 1.96, 2.996, 5.87),
    ],
)
def test_reliable_change_in_points(sd: float, reliability: float, z: float, sdiff: float, points: float) -> None:
    assert standard_difference(sd, reliability=reliability) == pytest.approx(sdiff, abs=0.0005)
    assert z * sqrt(2) * sd * sqrt(1 - reliability) == pytest.approx(points, abs=0.005)

    rule = Rule(measure="made-up", source="made-up", verified=False, spread=Spread(sd, reliability, kind="alpha"))
    framework = Framework(
        id="made-up",
        version=1,
        title="Made up",
        method="jacobson-truax",
        strict=True,
        worsening="soon",
        sources=(),
        rules=(rule,),
        z=z,
    )
    assert reliable_points(rule, framework=framework) == pytest.approx(points, abs=0.005)


def test_the_cut_offs_where_lower_is_better() -> None:
    clinical, functional = Norm(30, 8), Norm(10, 6)

    assert cut_off_a(clinical, better="lower") == 14.00
    assert cut_off_b(functional, better="lower") == 22.00
    assert cut_off_c(clinical, functional=functional) == pytest.approx(18.571, abs=0.0005)


@pytest.mark.parametrize("framework", [NHS, JACOBSON_TRUAX], ids=lambda framework: framework.id)
@pytest.mark.parametrize(
    ("first", "last", "expected"), [(18, 9, "recovered"), (18, 12, "improved"), (12, 9, "unchanged")]
)
def test_the_worked_changes_of_the_phq_9(first: int, last: int, expected: Category, framework: Framework) -> None:
    rule = framework.rule("phq-9")
    assert rule

    assert category(movement_of(rule, first=first, last=last, framework=framework)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (18, 18, "unchanged"),
        (12, 20, "deteriorated"),
        (4, 15, "harmed"),
    ],
)
def test_the_categories_of_jacobson_and_truax(first: int, last: int, expected: Category) -> None:
    rule, framework = by_jacobson_truax(points=6, cut=10)

    assert category(movement_of(rule, first=first, last=last, framework=framework)) == expected


def test_a_change_of_exactly_the_points_or_to_exactly_the_cut_off_is_not_enough_when_strict() -> None:
    rule, framework = by_jacobson_truax(points=6, cut=10)

    assert category(movement_of(rule, first=18, last=12, framework=framework)) == "unchanged"
    assert category(movement_of(rule, first=18, last=10, framework=framework)) == "improved"
    assert category(movement_of(rule, first=10, last=3, framework=framework)) == "improved"


def test_without_a_last_total_there_is_no_category() -> None:
    rule, framework = by_jacobson_truax(points=6, cut=10)

    assert category(movement_of(rule, first=18, last=None, framework=framework)) is None


def test_the_shipped_phq_9_rule_gives_the_points_the_nhs_rounds_up_to_six() -> None:
    rule = JACOBSON_TRUAX.rule("phq-9")
    assert rule

    assert reliable_points(rule, framework=JACOBSON_TRUAX) == pytest.approx(5.20, abs=0.005)


# The worked courses: first and last PHQ-9 and anxiety measure (GAD-7 unless named).
COURSES = [
    # number, PHQ-9, anxiety measure, its ends, at case, recovery, reliable change, reliable recovery
    (1, (15, 8), "gad-7", (12, 6), True, True, "improvement", True),
    (2, (10, 9), "gad-7", (7, 7), True, True, "none", False),
    (3, (9, 9), "gad-7", (8, 7), True, True, "none", False),
    (4, (20, 14), "gad-7", (15, 11), True, False, "improvement", False),
    (5, (20, 15), "gad-7", (15, 12), True, False, "none", False),
    (6, (20, 12), "gad-7", (10, 14), True, False, "none", False),
    (7, (9, 3), "gad-7", (7, 2), False, False, "improvement", False),
    (8, (9, 15), "gad-7", (7, 7), False, False, "deterioration", False),
    (9, (12, 5), "gad-7", (9, 8), True, False, "improvement", False),
    (10, (14, None), "gad-7", None, True, False, "not paired", False),
    (11, (12, 6), "spin", (30, 18), True, True, "improvement", True),
    (12, (5, 5), "spin", (15, 15), False, False, "none", False),
    (14, (16, 6), "gad-7", (12, 4), True, True, "improvement", True),
    (15, (18, 9), "gad-7", (6, 10), True, False, "none", False),
]


@pytest.mark.parametrize(
    ("number", "depression", "measure", "anxiety", "at_case", "recovery", "reliable", "reliable_recovery"), COURSES
)
def test_a_worked_course_gets_its_flags(
    number: int,
    depression: Ends,
    measure: str,
    anxiety: Ends | None,
    at_case: bool,
    recovery: bool,
    reliable: str,
    reliable_recovery: bool,
) -> None:
    outcome = course_outcome(moved("phq-9", ends=depression), anxiety=moved(measure, ends=anxiety))

    assert outcome == CourseOutcome(
        at_case=at_case,
        recovery=recovery,
        improvement=reliable == "improvement",
        deterioration=reliable == "deterioration",
        no_reliable_change=reliable == "none",
        reliable_recovery=reliable_recovery,
    ), f"course {number}"


def test_a_course_with_one_attended_treatment_contact_is_not_finished() -> None:
    assert NHS.n_treatments == 2
    assert not is_finished(1.0, least=NHS.n_treatments)


def test_a_course_with_two_treatments_and_a_follow_up_is_finished_by_the_two() -> None:
    assert NHS.n_treatments == 2
    assert is_finished(2.0, least=NHS.n_treatments)


def test_a_framework_without_a_cut_off_makes_no_flags() -> None:
    rule = Rule(measure="made-up", source="made-up", verified=False, points=3)

    with pytest.raises(ValueError, match="nhs-talking-therapies has no cut-off or no reliable change for made-up"):
        movement_of(rule, first=3, last=1, framework=NHS)
