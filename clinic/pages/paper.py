"""Paper: words set as a tagged PDF (PDF/UA-1) that prints on A4 and that a screen reader reads in order.

Typst sets it, inside this process: no other program, no network, no file but the template and fonts. Its own typefaces
hold Latin, Greek, Cyrillic, Hebrew, Devanagari and Arabic; what they lack is looked for among the machine's fonts.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import typst
from attrs import frozen

from clinic.environment import ROOT

FOLDER = ROOT / "clinic" / "templates" / "paper"
NO_PACKAGES = FOLDER / "packages"  # there is none, so a template can only use what lies beside it
TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))  # signs that turn the text after them around
UNPRINTABLE = re.compile(r'the text `"(.+?)"` could not be displayed')


class PaperError(ValueError):
    """The words cannot be set; the message is one sentence with the way out."""


@frozen
class Sheet:
    """What a template asks for: words that are one text, words that are lists of texts, and those it can do without."""

    texts: frozenset[str]
    lists: frozenset[str]
    optional: frozenset[str] = frozenset()


SHEETS = {
    "letter": Sheet(
        texts=frozenset({"service", "phone", "date", "subject", "salutation", "closing", "page"}),
        lists=frozenset({"addressee", "paragraphs", "signature"}),
        optional=frozenset({"phone", "subject"}),
    ),
}


def pdf(template: str, words: Mapping[str, str | Sequence[str]], *, language: str, title: str) -> bytes:
    """The words in the named template (a key of SHEETS) as a PDF/UA-1 file, shown exactly as they were written.

    `language` is a code such as "en" or "en-gb"; `title` is what a reader names the file by, and heads later pages.
    `letter` takes service, phone (optional), addressee (lines), date, subject (optional, the heading), salutation,
    paragraphs, closing, signature (lines) and page ("Page {n} of {of}"). A line break within a text is one on paper.
    """
    check(template, words)
    lang, _, region = language.partition("-")
    clean: dict[str, str | list[str] | None] = {"lang": lang, "region": region or None, "title": plain(title)}
    for name, value in words.items():
        clean[name] = plain(value) if isinstance(value, str) else [plain(text) for text in value]
    return typeset(template, clean)


def typeset(template: str, words: Mapping[str, Any]) -> bytes:
    """The named template with these words, which are clean, as a PDF/UA-1 file."""
    try:
        return typst.compile(
            FOLDER / f"{template}.typ",
            root=FOLDER,
            font_paths=fonts(),
            sys_inputs={"words": json.dumps(words)},
            pdf_standards=["ua-1"],
            package_path=NO_PACKAGES,
            package_cache_path=NO_PACKAGES,
        )
    except typst.TypstError as fault:
        if found := UNPRINTABLE.search(str(fault)):
            raise PaperError(
                f"No font here can print “{found[1]}”: leave it out, or have a font installed that knows it."
            ) from None
        raise


def check(template: str, words: Mapping[str, str | Sequence[str]]) -> None:
    """Every word the template needs, none it does not know, each of its kind."""
    sheet = SHEETS[template]
    known = sheet.texts | sheet.lists
    if wrong := sorted((known - sheet.optional - words.keys()) | (words.keys() - known)):
        raise PaperError(f"{template} is told wrong words: {', '.join(wrong)}. It takes {', '.join(sorted(known))}.")
    if mixed := sorted(name for name in words if isinstance(words[name], str) != (name in sheet.texts)):
        raise PaperError(f"{template}: {', '.join(mixed)} must be a list where a list is meant, else one text.")


def plain(text: str) -> str:
    """The text without signs that nobody sees (control signs, turned reading); a line break stays one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").translate(TURNS)
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


@cache
def fonts() -> typst.Fonts:
    """The typefaces of the package, then the machine's own; looked up once, at the first letter."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
