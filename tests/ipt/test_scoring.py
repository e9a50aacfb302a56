"""Scoring: what is refused, and what a Result says."""

import pytest

from ipt.library import Library, shipped
from ipt.scoring import AnswerError, Result, ScaleScore, read_answers, read_total, score, total_only

pytestmark = pytest.mark.quick

PHQ_9 = shipped().measure("phq-9")
BDI_II = shipped().measure("bdi-ii")


def test_a_result_says_everything_about_the_answers() -> None:
    answers = {"1": 2, "2": 2, "3": 1, "4": 2, "5": 1, "6": 2, "7": 1, "8": 0, "9": 1}

    assert score(PHQ_9, answers) == Result(
        measure="phq-9",
        version=1,
        total=12,
        band="moderate",
        missing=(),
        prorated=False,
        scales=(),
        patterns=("major",),
        entry="items",
        out_of=27,
        cases=("depression",),
    )


def test_the_difficulty_item_is_never_in_the_total_and_never_missing() -> None:
    answers = {str(number): 1 for number in range(1, 10)}

    without = score(PHQ_9, answers)
    with_it = score(PHQ_9, {**answers, "difficulty": 3})
    skipped = score(PHQ_9, {**answers, "difficulty": None})

    assert without == with_it == skipped
    assert without.total == 9


def test_an_item_that_was_not_sent_is_missing_like_one_without_an_answer() -> None:
    sent = {str(number): 0 for number in range(1, 9)}

    assert score(PHQ_9, sent) == score(PHQ_9, {**sent, "9": None})
    assert score(PHQ_9, sent).missing == ("9",)
    assert score(PHQ_9, sent).total is None


def test_no_answer_at_all_has_no_total_even_when_prorating_is_asked_for() -> None:
    result = score(PHQ_9, {}, prorate=True)

    assert (result.total, result.prorated, len(result.missing)) == (None, False, 9)


@pytest.mark.parametrize("value", [4, -1, True, "2", 2.0])
def test_a_value_the_item_does_not_allow_is_refused_by_name(value: object) -> None:
    with pytest.raises(AnswerError) as refusal:
        score(PHQ_9, {"3": value})  # type: ignore[dict-item]

    assert refusal.value.item == "3"
    assert refusal.value.allowed == "one of 0, 1, 2, 3"
    assert str(refusal.value) == f"Item 3 takes one of 0, 1, 2, 3; {value!r} came."


def test_an_item_the_measure_does_not_have_is_refused() -> None:
    with pytest.raises(AnswerError, match="There is no item 10: phq-9 has 1, 2, 3, 4, 5, 6, 7, 8, 9, difficulty"):
        score(PHQ_9, {"10": 1})


def test_a_measure_without_items_is_not_scored_by_item() -> None:
    with pytest.raises(AnswerError, match="bdi-ii is entered as a total"):
        score(BDI_II, {"1": 1})


def test_a_total_from_paper_keeps_its_provenance() -> None:
    assert total_only(PHQ_9, 15) == Result(
        measure="phq-9",
        version=1,
        total=15,
        band="moderately-severe",
        entry="total",
        out_of=27,
        cases=("depression",),
    )


@pytest.mark.parametrize("total", [-1, 64, True])
def test_a_total_outside_the_range_is_refused(total: int) -> None:
    with pytest.raises(AnswerError, match="bdi-ii takes a total that is a whole number from 0 to 63") as refusal:
        total_only(BDI_II, total)

    assert refusal.value.item is None


def test_written_answers_are_read_in_item_order() -> None:
    assert read_answers(shipped().measure("gad-2"), " 2 ,-") == {"1": 2, "2": None}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "1,1",
            "Item 3 has no answer: phq-9 takes 9 answers, each one of 0, 1, 2, 3 or - for a missing answer; 2 came.",
        ),
        (
            "1,1,1,1,1,1,1,1,1,1",
            "There is no item after item 9: phq-9 takes 9 answers, "
            "each one of 0, 1, 2, 3 or - for a missing answer; 10 came.",
        ),
        ("1,1,1,1,4,1,1,1,1", "Item 5 takes one of 0, 1, 2, 3; '4' came."),
        ("1,,1,1,1,1,1,1,1", "Item 2 takes one of 0, 1, 2, 3; '' came."),
        ("1,1,1,1,1,1,1,1,٣", "Item 9 takes one of 0, 1, 2, 3; '٣' came."),
        ("01,1,1,1,1,1,1,1,1", "Item 1 takes one of 0, 1, 2, 3; '01' came."),
    ],
)
def test_written_answers_that_do_not_fit_are_refused_by_item(written: str, sentence: str) -> None:
    with pytest.raises(AnswerError) as refusal:
        read_answers(PHQ_9, written)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("written", ["", "-", "x", "1.5", "٣", "1_0", "9" * 5000])
def test_a_written_total_is_a_plain_whole_number(written: str) -> None:
    with pytest.raises(AnswerError, match="a whole number from 0 to 63"):
        read_total(BDI_II, written)


def test_scales_are_sums_over_their_items_and_need_all_of_them() -> None:
    library = Library.from_texts({"measures/pair/1.toml": PAIR_WITH_SCALES}, base=shipped())
    pair = library.measure("pair")

    assert score(pair, {"a": 1, "b": 3}).scales == (ScaleScore("first", 1), ScaleScore("both", 4))
    assert score(pair, {"a": 1}).scales == (ScaleScore("first", 1), ScaleScore("both", None))


PAIR_WITH_SCALES = """
id = "pair"
version = 1
rater = "self"
entry = "items"
better = "higher"
low = 0
high = 6
period_days = 7
items = [{ id = "a", values = [0, 1, 2, 3] }, { id = "b", values = [0, 1, 2, 3] }]
scales = [{ id = "first", items = ["a"] }, { id = "both", items = ["a", "b"] }]
missing = { prorate_up_to = 0, source = "made-up", verified = false }
sources = [{ id = "made-up", text = "Made up for this test." }]
domain = "goals"
status = "own"
[licence]
tier = "own"
owner = "OpenIPT"
terms = "Made up for a test."
uses = ["research"]
commercial = false
checked_on = 2026-11-22
verified = false
source = "made-up"
"""
