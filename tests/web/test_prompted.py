"""A sheet as a form and as rows: nothing that was filled folds away, nothing private comes to the client's side."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from clinic.definitions.library import library
from clinic.pages.prompted import PromptForm, prompt_form, rows
from ipt.measure import Source
from ipt.prompts import Prompt, PromptSet, cleaned
from ipt.words import Words


def prompt(name: str, kind: Any, **given: Any) -> Prompt:
    """A prompt of a made-up sheet."""
    return Prompt(id=name, kind=kind, source="openipt", tag="INF", **given)


SHEET = PromptSet(
    id="all-kinds",
    version=1,
    sources=(Source(id="openipt", text="Made up for this test."),),
    prompts=(
        prompt("title", "line", is_needed=True),
        prompt("story", "text"),
        prompt("stage", "choice", choices=("one", "two")),
        prompt("which", "choice", choices=tuple("abcdefg")),
        prompt("feelings", "choices", choices=("sad", "glad")),
        prompt("told", "yes_no"),
        prompt("chance", "scale"),
        prompt("when", "day"),
        prompt("judgement", "text", is_private=True),
    ),
)
CHOICES = [
    *(f"stage.{one}" for one in ("one", "two")),
    *(f"which.{one}" for one in "abcdefg"),
    "feelings.sad",
    "feelings.glad",
]
WORDS = Words(
    of="all-kinds",
    version=1,
    language="en",
    title="All kinds",
    about="",
    texts={name: name.upper() for name in (*(one.id for one in SHEET.prompts), *CHOICES)} | {"story.hint": "In short"},
)
WHOLE: dict[str, Any] = {
    "title": "The row",
    "story": "First\r\nsecond",
    "stage": "two",
    "which": "g",
    "feelings": ["sad", "glad"],
    "told": "no",
    "chance": "0",
    "when": "2026-03-02",
    "judgement": "hostile",
}
KEPT: dict[str, Any] = {**WHOLE, "told": False, "chance": 0}


def sent(**given: Any) -> QueryDict:
    """What a browser sends."""
    data = QueryDict(mutable=True)
    for name, value in given.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def form_of(data: QueryDict | None = None, **given: Any) -> PromptForm:
    """The form of the made-up sheet."""
    return prompt_form(SHEET, WORDS, data=data, **given)


def folded(form: PromptForm) -> list[str]:
    """Ids of the prompts that wait until they are wanted."""
    return [field.name for field in form.folded()]


def test_what_is_sent_is_what_the_sheet_keeps_and_what_it_keeps_is_what_is_shown_again() -> None:
    form = form_of(sent(**WHOLE))
    assert form.is_valid(), form.errors
    assert form.texts() == KEPT == cleaned(SHEET, KEPT)

    again = form_of(values=KEPT)
    shown = {field.name: field.value() for field in again.own()}
    assert shown == {**WHOLE, "chance": 0}
    assert form_of(sent(**{name: str(v) if isinstance(v, int) else v for name, v in shown.items()})).is_valid()


def test_every_filled_field_stands_open_a_no_and_a_zero_too() -> None:
    assert folded(form_of(values=KEPT)) == []
    assert folded(form_of()) == [one.id for one in SHEET.prompts if one.id != "title"]
    assert folded(form_of(values={"chance": 0, "told": False})) == [
        one.id for one in SHEET.prompts if one.id not in ("title", "chance", "told")
    ]


def test_a_faulty_field_stands_open_with_its_error_and_the_others_are_kept() -> None:
    form = form_of(sent(title="The row", chance="11", when="soon", stage="three", story="kept"))

    assert not form.is_valid()
    assert set(form.errors) == {"chance", "when", "stage"}
    assert {"chance", "when", "stage", "story"} & set(folded(form)) == set()
    assert form["story"].value() == "kept"


def test_what_is_needed_is_needed_for_a_signature_and_not_for_a_draft() -> None:
    assert set(form_of(sent(story="only this")).errors) == {"title"}
    draft = form_of(sent(story="only this"), needs=False)

    assert draft.is_valid()
    assert draft.texts() == {"story": "only this"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "x" * 301),
        ("story", "x" * 20_001),
        ("which", "h"),
        ("feelings", ["sad", "mad"]),
        ("told", "perhaps"),
        ("chance", "-1"),
        ("chance", "5.5"),
        ("when", "2026-02-30"),
        ("title", "with\x00nothing"),
    ],
)
def test_a_value_that_its_prompt_does_not_take_is_told_at_its_field(name: str, value: Any) -> None:
    form = form_of(sent(**{"title": "The row", name: value}))

    assert list(form.errors) == [name]


@pytest.mark.parametrize(("name", "value"), [("title", "x" * 300), ("story", "x" * 20_000), ("chance", "10")])
def test_a_value_at_the_edge_is_taken(name: str, value: str) -> None:
    form = form_of(sent(**{"title": "The row", name: value}))

    assert form.is_valid(), form.errors


def test_what_is_wiped_is_kept_no_more() -> None:
    form = form_of(sent(title="The row", story="  ", stage="", told="", when=""), values=KEPT)

    assert form.is_valid(), form.errors
    assert form.texts() == {"title": "The row"}


def test_some_of_the_prompts_are_shown_and_no_other_is_taken() -> None:
    form = form_of(sent(**WHOLE), only=["story", "told"])

    assert list(form.fields) == ["story", "told"]
    assert form.is_valid()
    assert form.texts() == {"story": "First\r\nsecond", "told": False}


def test_none_of_the_prompts_is_none_and_not_all() -> None:
    """A sheet that is private throughout has nothing for a client: no field may come from an empty choice."""
    remote = library().prompts("remote")
    assert remote.for_client == ()

    form = prompt_form(
        remote, library().words(remote, "en"), only=[one.id for one in remote.for_client], data=sent(where_now="home")
    )

    assert (list(form.fields), form.is_valid(), form.texts()) == ([], True, {})


def test_a_field_that_a_page_adds_is_no_part_of_the_sheet() -> None:
    form = form_of(sent(title="The row", revision="4"))
    form.fields["revision"] = form_of().fields["chance"]

    assert form.is_valid(), form.errors
    assert form.texts() == {"title": "The row"}
    assert "revision" not in [field.name for field in form.own()]


def test_two_forms_of_one_sheet_share_nothing() -> None:
    one, other = form_of(), form_of()
    one.fields["title"].required = False

    assert other.fields["title"].required


# ---- Rows ----


def test_rows_say_everything_in_words_in_the_order_of_the_sheet() -> None:
    found = rows(SHEET, WORDS, dict(reversed(KEPT.items())))

    assert [(row.label, row.value) for row in found] == [
        ("TITLE", "The row"),
        ("STORY", "First\r\nsecond"),
        ("STAGE", "STAGE.TWO"),
        ("WHICH", "WHICH.G"),
        ("FEELINGS", "FEELINGS.SAD, FEELINGS.GLAD"),
        ("TOLD", "No"),
        ("CHANCE", "0 of 10"),
        ("WHEN", "2 Mar 2026"),
        ("JUDGEMENT", "hostile"),
    ]


def test_rows_for_the_client_hold_nothing_private_and_nothing_unknown() -> None:
    found = rows(SHEET, WORDS, {**KEPT, "of_an_older_version": "x"}, for_client=True)

    assert [row.id for row in found] == [one.id for one in SHEET.prompts if one.id != "judgement"]
    assert not any(row.is_private or "hostile" in row.value for row in found)
    assert rows(library().prompts("session-note"), WORDS, {"plan": "x"}, for_client=True) == []


def test_a_choice_that_is_no_longer_offered_is_still_read() -> None:
    assert [row.value for row in rows(SHEET, WORDS, {"stage": "three", "feelings": ["mad"]})] == ["three", "mad"]


# ---- On the page ----


def shown(form: PromptForm) -> str:
    """The form as a page shows it."""
    return render_to_string("components/prompts.html", {"form": form})


def test_every_control_has_a_label_and_what_was_typed_is_escaped() -> None:
    html = shown(form_of(values={"story": "</textarea><script>alert(1)</script>", "title": '"><b>'}))

    assert "<script>" not in html
    assert '"><b>' not in html
    for one in SHEET.prompts:
        assert one.id.upper() in html
    assert "In short" in html


@pytest.mark.parametrize("sheet", [one.id for one in library().prompt_sets()])
def test_every_shipped_sheet_is_a_form_that_takes_nothing_but_what_is_needed(sheet: str) -> None:
    prompts = library().prompts(sheet)
    words = library().words(prompts, "en")

    form = prompt_form(prompts, words, data=QueryDict(""), needs=False)

    assert form.is_valid(), form.errors
    assert form.texts() == {}
    assert set(prompt_form(prompts, words, data=QueryDict("")).errors) == {
        one.id for one in prompts.prompts if one.is_needed
    }
    assert shown(form)


def test_a_day_is_shown_to_the_browser_as_it_takes_it() -> None:
    assert 'value="2026-03-02"' in str(form_of(values=KEPT)["when"])
    assert form_of(sent(title="x", when="2026-03-02")).fields["when"].clean("2026-03-02") == date(2026, 3, 2)
