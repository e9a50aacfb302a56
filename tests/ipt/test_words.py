"""The texts of protocols, sheets and vocabularies: found by language, complete, and none too many."""

import pytest

from ipt.library import DefinitionError, Library, WordingMissing, shipped
from ipt.reading import read

pytestmark = pytest.mark.quick

SOURCES = 'sources = [{ id = "made-up", text = "Made up for this test." }]'
SHEET = f"""
id = "visit"
version = 1
{SOURCES}
prompts = [
  {{ id = "who", kind = "line", source = "made-up", tag = "INF" }},
  {{ id = "stage", kind = "choice", choices = ["talking", "silent"], source = "made-up", tag = "INF" }},
]
"""
SHEET_WORDS = """
of = "visit"
version = 1
language = "en"
title = "Visit"

[texts]
"who" = "Who came?"
"who.hint" = "A first name will do."
"stage" = "How do you talk?"
"stage.talking" = "We still talk"
"stage.silent" = "We no longer talk"
"""
KINDS = """
id = "kinds"
version = 1
source = "Made up for this test."
verified = false
words = [{ id = "loss", goals = ["mourn"], strategies = ["tell"], tag = "INF" }, { id = "change" }]
"""
KIND_WORDS = """
of = "kinds"
version = 1
language = "en"
title = "Kinds"
about = "What it may be about."

[texts]
"loss" = "A loss"
"loss.about" = "Somebody died."
"loss.goal.mourn" = "Mourn"
"loss.strategy.tell" = "Tell the story"
"change" = "A change"
"""
NAMES = {
    "sheet": "wordings/prompts/visit/1.en.toml",
    "kinds": "wordings/vocabulary/kinds/1.en.toml",
}
TEXTS = {
    "prompts/visit/1.toml": SHEET,
    "vocabulary/kinds/1.toml": KINDS,
    NAMES["sheet"]: SHEET_WORDS,
    NAMES["kinds"]: KIND_WORDS,
}


def told(which: str, *, old: str, new: str) -> list[str]:
    name = NAMES[which]
    assert old in TEXTS[name]
    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({**TEXTS, name: TEXTS[name].replace(old, new, 1)})
    return [str(fault).removeprefix(f"{name}: ") for fault in broken.value.faults]


def test_a_text_is_found_by_its_key() -> None:
    library = Library.from_texts(TEXTS)

    words = library.words(library.prompts("visit"), "en")

    assert (words.title, words["stage.silent"], words.get("who.hint")) == (
        "Visit",
        "We no longer talk",
        "A first name will do.",
    )
    assert (words.get("stage.hint"), words.get("stage.hint", "–")) == ("", "–")
    assert library.words(library.vocabulary("kinds"), "en").about == "What it may be about."


def test_a_text_that_is_not_there_is_named() -> None:
    library = Library.from_texts(TEXTS)

    with pytest.raises(KeyError, match=r"visit version 1 has no text when in en"):
        library.words(library.prompts("visit"), "en")["when"]


def test_a_language_is_found_by_its_main_form_and_otherwise_missed() -> None:
    library = Library.from_texts(TEXTS)
    sheet = library.prompts("visit")

    assert library.words(sheet, "en-GB") == library.words(sheet, "en")
    assert library.languages(sheet) == ("en",)
    with pytest.raises(WordingMissing, match="visit version 1 has no text in cy; it has en"):
        library.words(sheet, "cy")


def test_a_service_may_put_its_own_words_in_place() -> None:
    own = SHEET_WORDS.replace("Who came?", "Who was there?")

    library = Library.from_texts({NAMES["sheet"]: own}, base=Library.from_texts(TEXTS))

    assert library.words(library.prompts("visit"), "en")["who"] == "Who was there?"


@pytest.mark.parametrize(
    ("which", "old", "new", "fault"),
    [
        ("sheet", '"who" = "Who came?"\n', "", "texts.who: expected a text, came nothing"),
        ("sheet", '"Who came?"', '" "', "texts.who: expected a text, came nothing"),
        ("sheet", '"stage.silent" = "We no longer talk"\n', "", "texts.stage.silent: expected a text, came nothing"),
        ("sheet", '"who.hint"', '"who.help"', "texts.who.help: expected one of who, stage, stage.talking, stage.sil"),
        ("sheet", 'title = "Visit"', 'title = ""', "title: expected a text, came nothing"),
        ("kinds", '"change" = "A change"\n', "", "texts.change: expected a text, came nothing"),
        ("kinds", '"loss.goal.mourn" = "Mourn"\n', "", "texts.loss.goal.mourn: expected a text, came nothing"),
        ("kinds", '"loss.strategy.tell"', '"loss.strategy.say"', "texts.loss.strategy.tell: expected a text, came no"),
        ("kinds", 'of = "kinds"', 'of = "kind"', "of: expected kinds, as in the file's path, came kind"),
        ("kinds", 'language = "en"', 'language = "cy"', "language: expected en, as in the file's path, came cy"),
        ("kinds", "about = ", "abuot = ", "abuot: expected only the keys of, version, language, title, texts, about"),
    ],
)
def test_a_fault_of_the_words_is_told_with_its_place(which: str, old: str, new: str, fault: str) -> None:
    assert any(one.startswith(fault) for one in told(which, old=old, new=new)), told(which, old=old, new=new)


def test_a_protocols_words_name_every_phase_task_length_point_and_rule() -> None:
    name = "wordings/protocols/ipt/1.en.toml"
    bare = 'of = "ipt"\nversion = 1\nlanguage = "en"\ntitle = "IPT"\n[texts]\n'

    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({name: bare}, base=shipped())

    missed = {fault.key for fault in broken.value.faults}
    assert missed >= {
        "texts.phase.initial",
        "texts.opening.ending",
        "texts.task.focus",
        "texts.task.focus.late",
        "texts.length.sixteen",
        "texts.agenda.plan",
        "texts.rule.early_no_change",
        "texts.phase.maintenance",
    }


def test_a_word_without_a_meaning_needs_a_wording_of_its_vocabulary() -> None:
    with pytest.raises(DefinitionError, match=r"words\[0\]\.meaning: expected a text, here or in a wording"):
        Library.from_texts({"vocabulary/kinds/1.toml": KINDS})


def test_a_problem_area_names_a_sheet_that_is_there() -> None:
    with_sheet = KINDS.replace('{ id = "change" }', '{ id = "change", prompts = "visits" }')

    with pytest.raises(DefinitionError, match=r"words\[1\]\.prompts: expected one of visit, came \"visits\""):
        Library.from_texts({**TEXTS, "vocabulary/kinds/1.toml": with_sheet})


def test_words_of_nothing_are_told() -> None:
    with pytest.raises(DefinitionError, match=r"of: expected a definition in prompts that has this version, came visi"):
        Library.from_texts({NAMES["sheet"]: SHEET_WORDS})


def test_words_of_a_broken_definition_are_not_told_as_well() -> None:
    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({**TEXTS, "prompts/visit/1.toml": SHEET.replace('"line"', '"row"')})

    assert {fault.file for fault in broken.value.faults} == {"prompts/visit/1.toml"}


def test_words_must_lie_in_their_place_because_they_do_not_say_what_they_are_of() -> None:
    _, (fault,) = read({"desk/words.toml": SHEET_WORDS}, anywhere=True)

    assert fault.expected.startswith("a path that ends in ")


@pytest.mark.parametrize(("text", "name"), [(SHEET, "prompts/visit/1.toml"), (KINDS, "vocabulary/kinds/1.toml")])
def test_a_draft_is_known_by_its_keys(text: str, name: str) -> None:
    (definition,), faults = read({"desk/draft.toml": text}, anywhere=True)

    assert (definition.name, faults) == (name, ())
