"""Words of vocabularies as the pages of the first phase show them: kinds of people and events, problem areas."""

from typing import Any

from attrs import frozen

from clinic.definitions.library import library
from clinic.therapy.queries import courses
from ipt.words import Words


@frozen
class Area:
    """A problem area in words: what it is about, and what the work in it aims at."""

    id: str
    label: str
    about: str
    goals: tuple[str, ...]


def words_of(vocabulary_id: str) -> Words:
    """The words of a vocabulary."""
    return library().words(library().vocabulary(vocabulary_id), "en")


def options(vocabulary_id: str, *, empty: Any = None) -> list[tuple[str, Any]]:
    """Its words as choices, after an empty one where `empty` says what that means."""
    words = words_of(vocabulary_id)
    known = [(word.id, words[word.id]) for word in library().vocabulary(vocabulary_id).words]
    return known if empty is None else [("", empty), *known]


def areas_of(course: Any) -> tuple[Area, ...]:
    """The problem areas of a course's form of IPT."""
    words, vocabulary = words_of("problem-areas"), library().vocabulary("problem-areas")
    return tuple(
        Area(
            id=area,
            label=words[area],
            about=words.get(f"{area}.about"),
            goals=tuple(words[f"{area}.goal.{goal}"] for goal in vocabulary.word(area).goals),
        )
        for area in courses.protocol_of(course).areas
    )


def area_options(course: Any, *, empty: Any) -> list[tuple[str, Any]]:
    """The problem areas of a course as choices."""
    return [("", empty), *((area.id, area.label) for area in areas_of(course))]
