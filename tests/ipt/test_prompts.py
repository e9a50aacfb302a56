"""Sheets of prompts: what is kept, what is refused and how that is told, what never leaves to the client."""

from datetime import date, datetime

import pytest

from ipt.library import DefinitionError, Library, NotDefined, shipped
from ipt.prompts import LONGEST, PromptError, PromptSet, cleaned, filled, without_private

pytestmark = pytest.mark.quick

NAME = "prompts/visit/1.toml"
VISIT = """
id = "visit"
version = 1
sources = [{ id = "made-up", text = "Made up for this test." }]
prompts = [
  { id = "who", kind = "line", source = "made-up", tag = "INF", is_needed = true },
  { id = "what", kind = "text", source = "made-up", tag = "S" },
  { id = "stage", kind = "choice", choices = ["talking", "silent"], source = "made-up", tag = "BK" },
  { id = "feelings", kind = "choices", choices = ["sad", "angry", "glad"], source = "made-up", tag = "BK" },
  { id = "fear", kind = "yes_no", is_private = true, source = "made-up", tag = "INF" },
  { id = "mood", kind = "scale", low = -5, high = 5, source = "made-up", tag = "INF" },
  { id = "strength", kind = "scale", source = "made-up", tag = "INF" },
  { id = "until", kind = "day", source = "made-up", tag = "INF" },
]
"""


def visit(text: str = VISIT) -> PromptSet:
    return Library.from_texts({NAME: text}).prompts("visit")


def test_values_are_kept_in_the_order_of_the_sheet_and_without_what_holds_nothing() -> None:
    came = {"until": "2026-05-01", "what": "  ", "feelings": [], "stage": None, "who": " Nora ", "fear": False}

    assert list(cleaned(visit(), came).items()) == [("who", "Nora"), ("fear", False), ("until", "2026-05-01")]


@pytest.mark.parametrize(
    ("prompt", "came", "kept"),
    [
        ("what", "first\nthen", "first\nthen"),
        ("stage", "silent", "silent"),
        ("feelings", ["glad", "sad"], ["sad", "glad"]),
        ("feelings", ("angry",), ["angry"]),
        ("fear", True, True),
        ("fear", "yes", True),
        ("fear", "no", False),
        ("mood", -5, -5),
        ("mood", "-5", -5),
        ("mood", 5, 5),
        ("strength", 0, 0),
        ("strength", "10", 10),
        ("until", date(2026, 5, 1), "2026-05-01"),
        ("until", "2026-05-01", "2026-05-01"),
    ],
)
def test_a_value_that_fits_is_kept_in_one_form(prompt: str, came: object, kept: object) -> None:
    values = cleaned(visit(), {"who": "Nora", prompt: came})

    assert values[prompt] == kept
    assert type(values[prompt]) is type(kept)
    assert cleaned(visit(), values) == values


@pytest.mark.parametrize(
    ("prompt", "came", "way_out"),
    [
        ("who", "", "Fill this in; it is needed."),
        ("who", "two\nlines", "Write it on one line."),
        ("who", 7, "Write it in words."),
        ("who", "x" * (LONGEST["line"] + 1), "Use at most 300 characters; 301 came."),
        ("what", "x" * (LONGEST["text"] + 1), "Use at most 20000 characters; 20001 came."),
        ("stage", "leaving", "Choose one of talking, silent."),
        ("stage", ["talking"], "Choose one of talking, silent."),
        ("feelings", ["sad", "numb"], "Choose any of sad, angry, glad."),
        ("feelings", "sad", "Choose any of sad, angry, glad."),
        ("fear", "maybe", "Choose yes or no."),
        ("fear", 1, "Choose yes or no."),
        ("mood", 6, "Give a whole number from -5 to 5."),
        ("mood", -6, "Give a whole number from -5 to 5."),
        ("mood", "--5", "Give a whole number from -5 to 5."),
        ("mood", "1.5", "Give a whole number from -5 to 5."),
        ("mood", 1.0, "Give a whole number from -5 to 5."),
        ("strength", True, "Give a whole number from 0 to 10."),
        ("strength", "11", "Give a whole number from 0 to 10."),
        ("until", "next week", "Give a day such as 2026-05-01."),
        ("until", "2026-02-30", "Give a day such as 2026-05-01."),
        ("until", datetime(2026, 5, 1, 9), "Give a day such as 2026-05-01."),  # noqa: DTZ001
        ("nowhere", "x", "This field is not on the sheet visit; leave it out."),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_field_and_a_way_out(
    prompt: str, came: object, way_out: str
) -> None:
    with pytest.raises(PromptError) as refused:
        cleaned(visit(), {"who": "Nora", prompt: came})

    assert (refused.value.prompt, refused.value.way_out) == (prompt, way_out)
    assert str(refused.value) == f"{prompt}: {way_out}"


def test_the_longest_text_allowed_is_kept() -> None:
    longest = {"who": "x" * LONGEST["line"], "what": "x" * LONGEST["text"]}

    assert cleaned(visit(), longest) == longest


def test_a_no_and_a_zero_are_something_and_an_empty_text_is_not() -> None:
    assert filled({"a": False, "b": 0, "c": "x", "d": ["x"], "e": "", "f": " ", "g": [], "h": None}) == (
        "a",
        "b",
        "c",
        "d",
    )


def test_what_is_private_never_goes_to_the_clients_side() -> None:
    values = cleaned(visit(), {"who": "Nora", "fear": True, "mood": 2})

    assert without_private(visit(), values) == {"who": "Nora", "mood": 2}
    assert "fear" not in [prompt.id for prompt in visit().for_client]


def test_a_sheet_answers_by_name() -> None:
    assert visit().prompt("mood").high == 5
    with pytest.raises(LookupError, match="visit has no prompt when; it has who, what, stage, "):
        visit().prompt("when")
    with pytest.raises(NotDefined, match="There is no prompt set visits; there is visit"):
        Library.from_texts({NAME: VISIT}).prompts("visits")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('choices = ["talking", "silent"], ', "", "prompts[2].choices: expected choices for choice and choices, none"),
        (
            'kind = "text"',
            'kind = "text", choices = ["a"]',
            "prompts[1].choices: expected choices for choice and choic",
        ),
        ('["talking", "silent"]', '["silent", "silent"]', "prompts[2].choices[1]: expected each one once, came silent"),
        (
            '["talking", "silent"]',
            '["talking", "hint"]',
            "prompts[2].choices: expected any other word: hint is the key",
        ),
        ('id = "what"', 'id = "who"', "prompts[1]: expected each one once, came who again"),
        ('id = "what"', 'id = "what.for"', "prompts[1].id: expected a word without a dot, came"),
        ("high = 5", "high = -5", "prompts[5].high: expected a whole number above low, -5, came -5"),
        ('source = "made-up"', 'source = "book"', 'prompts[0].source: expected one of made-up, came "book"'),
        (
            'kind = "day"',
            'kind = "date"',
            "prompts[7].kind: expected one of line, text, choice, choices, yes_no, scale",
        ),
        ('tag = "S"', 'tag = "seen"', "prompts[1].tag: expected one of S, BK, INF, came"),
    ],
)
def test_a_fault_of_a_sheet_is_told_with_its_place(old: str, new: str, fault: str) -> None:
    assert old in VISIT
    with pytest.raises(DefinitionError) as broken:
        visit(VISIT.replace(old, new, 1))

    assert any(str(one).startswith(f"{NAME}: {fault}") for one in broken.value.faults), str(broken.value)


def test_a_sheet_without_prompts_is_no_sheet() -> None:
    bare = VISIT[: VISIT.index("prompts = [")] + "prompts = []\n"

    with pytest.raises(DefinitionError, match="prompts: expected at least one, came none"):
        visit(bare)


def test_every_shipped_sheet_takes_nothing_at_all_unless_it_needs_something() -> None:
    for one in shipped().prompt_sets():
        if not any(prompt.is_needed for prompt in one.prompts):
            assert cleaned(one, {}) == {}, one.id
