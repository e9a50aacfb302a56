"""Concerns: which answers and changes a person must look at, and how soon."""

import pytest

from ipt.concern import Concern, concerns, highest, levels, rank, watched, worsening
from ipt.library import shipped
from ipt.scoring import score

pytestmark = pytest.mark.quick

PHQ_9 = shipped().measure("phq-9")
NHS = shipped().framework("nhs-talking-therapies")
JACOBSON_TRUAX = shipped().framework("jacobson-truax")


@pytest.mark.parametrize(("answer", "level"), [(1, "soon"), (2, "urgent"), (3, "urgent")])
def test_any_answer_above_zero_on_item_9_needs_a_person(answer: int, level: str) -> None:
    assert watched(PHQ_9, {"9": answer}) == (
        Concern(
            kind="watched-answer",
            measure="phq-9",
            item="9",
            value=answer,
            level=level,
            why=f"Item 9, about thoughts of being better off dead or of self-harm, was answered {answer} out of 3.",
        ),
    )


@pytest.mark.parametrize("answer", [0, None])
def test_no_concern_without_an_answer_above_zero(answer: int | None) -> None:
    assert watched(PHQ_9, {"9": answer}) == ()


def test_a_watched_answer_counts_before_the_rest_is_answered() -> None:
    assert [concern.level for concern in watched(PHQ_9, {"9": 3})] == ["urgent"]


@pytest.mark.parametrize(
    ("answer", "assessed", "level"),
    [
        (3, 3, "soon"),
        (2, 2, "soon"),
        (2, 3, "soon"),
        (1, 1, "notice"),
        (1, 3, "notice"),
        (2, 1, "urgent"),
        (3, 2, "urgent"),
        (1, 0, "soon"),
    ],
)
def test_an_answer_not_above_the_assessed_one_is_one_level_lower_and_never_gone(
    answer: int, assessed: int, level: str
) -> None:
    assert [concern.level for concern in watched(PHQ_9, {"9": answer}, assessed={"9": assessed})] == [level]


def test_a_lowered_concern_says_why_it_is_lower() -> None:
    (concern,) = watched(PHQ_9, {"9": 1}, assessed={"9": 2})

    assert concern.why.endswith("was answered 1 out of 3; a risk assessment was recorded when it was 2.")


def test_an_assessment_of_another_item_changes_nothing() -> None:
    assert watched(PHQ_9, {"9": 2}, assessed={"1": 3}) == watched(PHQ_9, {"9": 2})


def test_reliable_worsening_since_the_first_total_is_looked_at_soon() -> None:
    assert worsening(PHQ_9, first=9, last=15, framework=NHS) == (
        Concern(
            kind="reliable-worsening",
            measure="phq-9",
            item=None,
            value=15,
            level="soon",
            why="The total went from 9 to 15, which is worse by more than chance: "
            "6 points, where 6 count as reliable (NHS Talking Therapies).",
        ),
    )


@pytest.mark.parametrize(("first", "last"), [(9, 14), (15, 9), (9, 9)])
def test_less_than_reliable_worsening_is_no_concern(first: int, last: int) -> None:
    assert worsening(PHQ_9, first=first, last=last, framework=NHS) == ()


def test_a_strict_framework_wants_the_change_passed() -> None:
    assert worsening(PHQ_9, first=9, last=14, framework=JACOBSON_TRUAX) == ()
    assert len(worsening(PHQ_9, first=9, last=15, framework=JACOBSON_TRUAX)) == 1


def test_a_measure_the_framework_does_not_cover_has_no_worsening() -> None:
    assert worsening(shipped().measure("bdi-ii"), first=0, last=63, framework=NHS) == ()


def test_both_kinds_of_concern_are_found_together() -> None:
    answers = dict.fromkeys("123456789", 2)

    found = concerns(PHQ_9, answers=answers, result=score(PHQ_9, answers), first=6, framework=NHS)

    assert [(concern.kind, concern.level) for concern in found] == [
        ("watched-answer", "urgent"),
        ("reliable-worsening", "soon"),
    ]
    assert highest(found) == found[0]


def test_without_a_total_the_watched_answer_is_still_found() -> None:
    answers = {"9": 1}

    found = concerns(PHQ_9, answers=answers, result=score(PHQ_9, answers), first=0, framework=NHS)

    assert [concern.kind for concern in found] == ["watched-answer"]


def test_the_levels_are_in_order_and_only_urgent_calls_out_of_hours() -> None:
    assert [word.id for word in levels()] == ["notice", "soon", "urgent"]
    assert [word.deadline.pages_out_of_hours for word in levels() if word.deadline] == [False, False, True]
    assert rank("notice") < rank("soon") < rank("urgent")
    assert highest(()) is None
