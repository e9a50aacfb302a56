"""The six ordered parts of a safety plan, and what of it a client is shown. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from attrs import frozen


@frozen
class Part:
    """One part: its field, heading for the client, and a question that helps to fill it."""

    field: str
    heading: str
    question: str
    names_people: bool = False


# Order after Stanley & Brown 2012 (Cognitive and Behavioral Practice 19, 256-264); headings and questions are ours.
PARTS = (
    Part(
        "warning_signs", "Signs that it is getting hard", "What do you notice first: thoughts, feelings, what you do?"
    ),
    Part("coping", "What I can do by myself", "What takes your mind off it without anybody else?"),
    Part(
        "distraction",
        "People and places that take my mind off it",
        "Where could you go, and who is good company?",
        True,
    ),
    Part("helpers", "People I can ask for help", "Whom could you tell how bad it is?", True),
    Part("professionals", "Professionals I can call", "Who treats you, and where would you go at night?"),
    Part(
        "surroundings", "Making my surroundings safer", "What should not be within reach, and who can keep it for you?"
    ),
)


NO_NAMES = frozenset("my our the ex mr mrs ms miss mx dr sir uncle aunt auntie and of from".split())


@frozen
class ShownPart:
    """A part as the client sees it."""

    heading: str
    lines: tuple[str, ...]


def named_in(line: str, names: Iterable[str]) -> bool:
    """Whether a line names one of these people: by the whole name, by its first word, or by a later capitalised one.

    Accents and the capitals of the first word do not matter; “Uncle”, “My ex” and titles are no names.
    """
    plain = without_accents(line)
    return any(
        re.search(pattern, plain) for name in names if name.strip() for pattern in patterns(without_accents(name))
    )


def patterns(name: str) -> Iterable[str]:
    """What to look for in a line: the name, its first word in any capitals, the others as names are written."""
    words = [word for word in name.split() if word.casefold().strip(".") not in NO_NAMES]
    yield rf"(?i)(?<!\w){re.escape(name.strip())}(?!\w)"
    for place, word in enumerate(words):
        if place == 0 or (word[0].isupper() and len(word) > 2):
            yield rf"{'(?i)' if place == 0 else ''}(?<!\w){re.escape(word)}(?!\w)"


def without_accents(text: str) -> str:
    """The text with plain letters and plain apostrophes, so that José is found as Jose."""
    apart = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def shown(parts: Iterable[tuple[Part, str]], *, unsafe: Iterable[str]) -> tuple[ShownPart, ...]:
    """The parts that hold anything, without any line that names somebody marked unsafe."""
    names = list(unsafe)
    kept = (
        (part.heading, tuple(line.strip() for line in text.splitlines() if line.strip() and not named_in(line, names)))
        for part, text in parts
    )
    return tuple(ShownPart(heading=heading, lines=lines) for heading, lines in kept if lines)
