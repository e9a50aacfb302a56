"""Words with one meaning each, such as the levels of concern, their rank and their deadline."""

from typing import Literal

from attrs import frozen


@frozen
class Deadline:
    """When a person must have looked: a default that a service may change.

    `working-hours` counts hours in which the service is open; `next-session-or-working-day` is whichever comes first,
    the next session or the end of the next working day; `next-contact` sets no time of its own.
    """

    rule: Literal["working-hours", "next-session-or-working-day", "next-contact"]
    pages_out_of_hours: bool
    working_hours: int | None = None
    working_days: int | None = None


@frozen
class Word:
    """One word, what it means, and its place where the words of a vocabulary are in an order."""

    id: str
    meaning: str
    rank: int | None = None
    deadline: Deadline | None = None


@frozen
class Vocabulary:
    """A closed list of words."""

    id: str
    version: int
    source: str
    verified: bool
    words: tuple[Word, ...]

    def word(self, word_id: str) -> Word:
        """The word with this id; LookupError names the vocabulary and its words."""
        for word in self.words:
            if word.id == word_id:
                return word
        raise LookupError(f"{self.id} has no word {word_id}; it has {', '.join(word.id for word in self.words)}.")
