"""Words with one meaning each: levels of concern with rank and deadline, problem areas with goals and strategies."""

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
    """One word, what it means, and its place where the words of a vocabulary are in an order.

    Without `meaning` the texts are in a wording. A problem area has `goals` and `strategies`, whose texts are there
    too, and may name the prompt set of its own fields.
    """

    id: str
    meaning: str = ""
    rank: int | None = None
    deadline: Deadline | None = None
    source: str | None = None
    tag: Literal["S", "BK", "INF"] | None = None
    goals: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    prompts: str | None = None


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
