"""The client's pages are written for a reader of eleven: short sentences, short words (Flesch and Kincaid 1975)."""

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[3] / "clinic" / "templates" / "client"
TEXT = re.compile(
    r'{%\s*translate "([^"]+)"|{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate|{%\s*plural[^%]*%}(.*?){%',
    re.DOTALL,
)
GRADE_OF_ELEVEN = 6.0  # school years; the sixth is the year of the eleventh birthday
FEW = 20  # words: below, the formula says nothing


def texts(path: Path) -> list[str]:
    """Sentences of a page as they are read, with a name in place of what is filled in."""
    found = [next(text for text in groups if text) for groups in TEXT.findall(path.read_text("utf-8")) if any(groups)]
    return [re.sub(r"{{.*?}}", "Ada", text).strip() for text in found]


def grade(sentences: list[str]) -> float:
    """0.39 x words a sentence + 11.8 x syllables a word - 15.59."""
    whole = " ".join(text if text[-1] in ".!?:" else f"{text}." for text in sentences)
    n_sentences = len([part for part in re.split(r"[.!?:]+\s", f"{whole} ") if part.strip()])
    words = re.findall(r"[A-Za-z']+", whole)
    return 0.39 * len(words) / n_sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e."""
    heard = word.lower() if word.endswith("le") else word.lower().removesuffix("e")
    return max(1, len(re.findall(r"[aeiouy]+", heard)))


def test_the_formula_tells_plain_from_heavy() -> None:
    plain = ["You can stop at any time.", "Nothing is lost."]
    heavy = ["Interpersonal difficulties precipitating symptomatic deterioration necessitate comprehensive evaluation."]

    assert grade(plain) < 4 < 12 < grade(heavy)


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_a_reader_of_eleven_can_read(path: Path) -> None:
    sentences = texts(path)

    if sum(len(text.split()) for text in sentences) >= FEW:
        assert grade(sentences) <= GRADE_OF_ELEVEN
