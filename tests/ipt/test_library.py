"""The library: versions, folders, texts, languages, digests, and definitions that must not change."""

from pathlib import Path

import pytest

from ipt.library import SHIPPED, DefinitionError, Library, NotDefined, WordingMissing, shipped

pytestmark = pytest.mark.quick

PHQ_9 = (SHIPPED / "measures/phq-9/1.toml").read_text(encoding="utf-8")
ENGLISH = (SHIPPED / "wordings/measures/phq-9/1.en.toml").read_text(encoding="utf-8")


def test_the_shipped_library_is_read_once() -> None:
    assert shipped() is shipped()


def test_the_newest_version_is_given_unless_one_is_named() -> None:
    second = PHQ_9.replace("\nversion = 1\n", "\nversion = 2\n")
    library = Library.from_texts({"measures/phq-9/2.toml": second}, base=shipped())

    assert library.measure("phq-9").version == 2
    assert library.measure("phq-9", 1) == shipped().measure("phq-9")
    assert [one.version for one in library.measures() if one.id == "phq-9"] == [2]


def test_a_version_has_its_own_wording() -> None:
    second = PHQ_9.replace("\nversion = 1\n", "\nversion = 2\n")
    library = Library.from_texts({"measures/phq-9/2.toml": second}, base=shipped())

    assert library.languages(library.measure("phq-9", 1)) == ("en",)
    with pytest.raises(WordingMissing, match="phq-9 version 2 has no text in en; it has no language"):
        library.wording(library.measure("phq-9"), "en")


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: shipped().measure("phq-10"), "There is no measure phq-10; there is asrm, audit, audit-c, bdi-ii"),
        (lambda: shipped().measure("phq-9", 9), "There is no measure phq-9 9; there is .*phq-9 1"),
        (lambda: shipped().framework("iapt"), "There is no framework iapt; there is jacobson-truax, nhs-talking-th"),
        (lambda: shipped().vocabulary("colours"), "There is no vocabulary colours; there is affects, concern-l"),
    ],
)
def test_what_is_not_defined_is_answered_by_what_is(ask: object, sentence: str) -> None:
    with pytest.raises(NotDefined, match=sentence):
        ask()  # type: ignore[operator]


def test_a_service_adds_a_folder_of_its_own(tmp_path: Path) -> None:
    home = tmp_path / "measures" / "mood"
    home.mkdir(parents=True)
    (home / "1.toml").write_text(MOOD, encoding="utf-8")

    library = Library.from_folders(SHIPPED, tmp_path)

    assert library.measure("mood").high == 10
    assert library.measure("phq-9") == shipped().measure("phq-9")
    with pytest.raises(NotDefined):
        shipped().measure("mood")


def test_a_service_may_put_its_own_words_in_place_of_the_shipped_ones() -> None:
    name = "wordings/measures/phq-9/1.en.toml"
    library = Library.from_texts({name: ENGLISH.replace('title = "PHQ-9"', 'title = "Mood"', 1)}, base=shipped())

    assert library.wording(library.measure("phq-9"), "en").title == "Mood"
    assert library.digest(library.measure("phq-9")) == shipped().digest(shipped().measure("phq-9"))


def test_nobody_may_put_their_own_scoring_in_place_of_a_defined_version() -> None:
    with pytest.raises(DefinitionError, match="version: expected a version number of its own, came one that is defin"):
        Library.from_texts({"measures/phq-9/1.toml": PHQ_9}, base=shipped())


def test_a_translation_is_a_file_of_its_own() -> None:
    welsh = ENGLISH.replace('language = "en"', 'language = "cy"')
    library = Library.from_texts({"wordings/measures/phq-9/1.cy.toml": welsh}, base=shipped())

    assert library.languages(library.measure("phq-9")) == ("cy", "en")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="nowhere: expected a file or a folder, came nothing"):
        Library.from_folders(SHIPPED, tmp_path / "nowhere")


def test_a_digest_is_of_the_content_and_not_of_comments_or_spaces() -> None:
    spaced = "# A remark.\n\n" + PHQ_9.replace("low = 0\n", "low   =   0\n", 1)
    library = Library.from_texts({"measures/phq-9/1.toml": spaced, **LEVELS})

    assert library.digest(library.measure("phq-9")) == shipped().digest(shipped().measure("phq-9"))
    assert len(shipped().digest(shipped().measure("phq-9"))) == 64


def published(folder: Path, *, digest: str) -> Path:
    home = folder / "measures" / "mood"
    home.mkdir(parents=True)
    (home / "1.toml").write_text(MOOD, encoding="utf-8")
    (folder / "released.toml").write_text(f'"measures/mood/1.toml" = "{digest}"\n', encoding="utf-8")
    return folder


def test_a_published_definition_that_did_not_change_is_read(tmp_path: Path) -> None:
    mood = Library.from_texts({"measures/mood/1.toml": MOOD})
    folder = published(tmp_path, digest=mood.digests()["measures/mood/1.toml"])

    assert Library.from_folders(folder).measure("mood") == mood.measure("mood")


def test_a_published_definition_that_changed_is_refused_until_it_gets_a_new_version(tmp_path: Path) -> None:
    folder = published(tmp_path, digest="0" * 64)

    with pytest.raises(DefinitionError, match=r"1\.toml: version: expected the content published under this version"):
        Library.from_folders(folder)


def test_a_published_definition_that_is_gone_is_missed(tmp_path: Path) -> None:
    (tmp_path / "released.toml").write_text(f'"measures/mood/1.toml" = "{"0" * 64}"\n', encoding="utf-8")

    with pytest.raises(DefinitionError, match=r"measures/mood/1\.toml: expected a published definition, which is kept"):
        Library.from_folders(tmp_path)


MOOD = """
id = "mood"
version = 1
domain = "wellbeing"
rater = "self"
entry = "total"
better = "higher"
low = 0
high = 10
period_days = 1
missing = { prorate_up_to = 0, source = "made-up", verified = false }
sources = [{ id = "made-up", text = "Made up for this test." }]

[licence]
tier = "A"
owner = "nobody"
terms = "Made up for this test."
uses = ["clinical"]
commercial = true
checked_on = 2026-11-22
verified = false
source = "made-up"
"""

LEVELS = {
    "vocabulary/concern-levels/1.toml": (SHIPPED / "vocabulary/concern-levels/1.toml").read_text(encoding="utf-8")
}
