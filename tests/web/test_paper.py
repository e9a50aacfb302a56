"""Letters on paper: a tagged PDF that says what it is, in which what was written stands exactly as it was written."""

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from clinic.pages.paper import FOLDER, SHEETS, PaperError, pdf

WORDS: dict[str, str | list[str]] = {
    "service": "Harbour Therapy",
    "phone": "020 7946 0000",
    "addressee": ["Dr Ruth Osei", "The Surgery", "1 Quay Street"],
    "date": "12 January 2026",
    "subject": "Ines Vale, born 3 May 1990",
    "salutation": "Dear Dr Osei,",
    "paragraphs": ["Thank you for asking us to see her.", "We meet for sixteen sessions."],
    "closing": "Yours sincerely,",
    "signature": ["Ada Lund", "Therapist"],
    "page": "Page {n} of {of}",
}


def letter(language: str = "en-gb", **words: Any) -> PdfReader:
    """The letter with some words of its own, read back."""
    return PdfReader(BytesIO(pdf("letter", {**WORDS, **words}, language=language, title="Letter to Dr Osei")))


def text(read: PdfReader) -> str:
    """Everything on its pages, with plain spaces."""
    return "\n".join(page.extract_text() for page in read.pages).replace("\xa0", " ")


def squeezed(words: str) -> str:
    """Without the places where a line may break."""
    return re.sub(r"[\s\u200b]", "", words)


def kinds(node: Any) -> list[str]:
    """The kinds of a PDF's marks, in the order in which they are read out."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [kind for child in node for kind in kinds(child)]
    if not isinstance(node, dict):
        return []
    return [str(kind) for kind in [node.get("/S")] if kind] + kinds(node.get("/K", []))


def test_a_letter_says_that_it_is_accessible_and_what_it_is() -> None:
    read = letter()

    root: Any = read.trailer["/Root"]
    assert read.xmp_metadata is not None
    assert "<pdfuaid:part>1</pdfuaid:part>" in read.xmp_metadata.rdf_root.toxml()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "en-GB"
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == ("Letter to Dr Osei", "Harbour Therapy")
    assert read.pages[0].mediabox[2:] == [pytest.approx(595.28, abs=0.1), pytest.approx(841.89, abs=0.1)]


def test_it_is_read_in_the_order_of_a_letter() -> None:
    read = letter()

    lines = [line.strip() for line in text(read).splitlines()]
    paragraphs = [str(one) for one in WORDS["paragraphs"]]
    assert lines == [
        "Harbour Therapy",
        "020 7946 0000",
        *WORDS["addressee"],
        "12 January 2026",
        "Ines Vale, born 3 May 1990",
        "Dear Dr Osei,",
        *paragraphs,
        "Yours sincerely,",
        "Ada Lund",
        "Therapist",
        "Page 1 of 1",
    ]
    marks = kinds(read.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    assert marks.count("/H1") == 1
    assert marks.count("/P") >= 7


def test_a_letter_can_do_without_phone_and_subject() -> None:
    words = {name: value for name, value in WORDS.items() if name not in ("phone", "subject")}

    read = PdfReader(BytesIO(pdf("letter", words, language="en", title="Letter")))

    assert "020 7946" not in text(read) and "Dear Dr Osei," in text(read)


def test_another_language_is_marked_as_such() -> None:
    assert letter("de", salutation="Sehr geehrte Frau Dr. Osei,").trailer["/Root"]["/Lang"] == "de"  # type: ignore[index]


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:0.1.0"',
        "#sys.inputs",
        "*bold* _leaning_ `code` $x^2$ ~ -- --- ...",
        "= Not a heading",
        "- not a list",
        "<label> @reference https://example.org // not a note /* nor this */",
        "a back\\slash, \"quotes\" and 'more' of them ’ “ ”",
        "{{ words }} {% now %} &amp; <b>",
        "½ ≥ € ☎ ✓ – é ß ø ł Ελένη Наталья",
    ],
)
def test_what_was_written_stands_as_it_was_written(words: str) -> None:
    places = {"paragraphs": [words], "salutation": words, "subject": words, "signature": [words], "addressee": [words]}

    shown = squeezed(text(letter(**places)))

    assert shown.count(squeezed(words)) == 5


def test_a_line_break_stays_one_and_signs_that_nobody_sees_go() -> None:
    shown = text(letter(paragraphs=["first\r\nsecond\n\nthird\x00\x1b\tfourth\u202efifth"]))

    assert re.search(r"first\s*\nsecond\s*\n\s*third fourthfifth", shown)


@pytest.mark.parametrize("word", ["x" * 600, "https://example.org/" + "path/to?x=1&" * 40, "ä" * 300])
def test_a_word_longer_than_the_line_breaks_and_stays_on_the_paper(word: str) -> None:
    read = letter(paragraphs=[f"before {word} after"])

    assert squeezed(f"before {word} after") in squeezed(text(read))
    widest = max(len(line) for line in text(read).splitlines())
    assert widest < 130


@pytest.mark.parametrize(
    ("words", "language"), [("שלום עולם", "en"), ("مرحبا بالعالم", "en"), ("שלום עולם", "he"), ("مرحبا", "ar")]
)
def test_text_that_runs_from_right_to_left_is_shown(words: str, language: str) -> None:
    read = letter(language, paragraphs=[f"{words} (A1)"])

    for word in words.split():
        assert word in text(read) or word[::-1] in text(read)  # a reader of PDFs may give the order of the paper
    assert read.trailer["/Root"]["/Lang"] == language  # type: ignore[index]


def test_a_long_letter_numbers_its_pages_and_names_itself_on_the_later_ones() -> None:
    read = letter(paragraphs=[f"Paragraph {n}. " + "Words of a letter. " * 45 for n in range(12)])

    pages = [page.extract_text() for page in read.pages]
    assert len(pages) == 3
    for n, page in enumerate(pages, start=1):
        assert f"Page {n} of 3" in page
    assert ["Letter to Dr Osei" in page for page in pages] == [False, True, True]
    assert "Ada Lund" in pages[-1]


def test_a_sign_that_no_font_knows_is_refused_with_a_way_out() -> None:
    with pytest.raises(PaperError, match="leave it out, or have a font installed"):
        letter(paragraphs=["\U00016d40"])  # Kirat Rai, a script of 2024


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"salutations": "Dear"}, "salutations"),
        ({"paragraphs": "one text"}, "paragraphs must be a list"),
        ({"date": ["12", "January"]}, "date must be a list where a list is meant"),
    ],
)
def test_wrong_words_are_refused(words: dict[str, Any], says: str) -> None:
    with pytest.raises(PaperError, match=says):
        letter(**words)


def test_a_missing_word_is_refused() -> None:
    with pytest.raises(PaperError, match="wrong words: closing"):
        pdf("letter", {k: v for k, v in WORDS.items() if k != "closing"}, language="en", title="x")


def test_templates_read_no_file_and_run_nothing_that_was_written() -> None:
    templates = sorted(FOLDER.glob("*.typ"))

    assert [path.stem for path in templates] == sorted(SHEETS)
    for path in templates:
        assert (
            re.findall(
                r"\b(?:eval|read|plugin|include|image|csv|yaml|toml|xml|cbor)\(|@preview|#import", path.read_text()
            )
            == []
        )
