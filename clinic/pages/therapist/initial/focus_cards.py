"""A focus ready to read: area, words, people, the stage of a dispute with what it means, and what to be careful of."""

from typing import Any

from attrs import frozen

from clinic.definitions.library import library
from clinic.pages.prompted import PromptRow, rows
from clinic.pages.therapist.initial.wording import words_of
from clinic.therapy.actions.focus import sheet_of
from clinic.therapy.queries import focus as foci
from clinic.therapy.queries import inventory
from clinic.therapy.queries.focus import Rated

STAGE = "stage"


@frozen
class FocusCard:
    """One focus. `unsafe`: names of its people who are marked as not safe."""

    focus: Any
    area: str
    title: str
    people: tuple[str, ...]
    unsafe: tuple[str, ...]
    stage: str
    stage_about: str
    rows: tuple[PromptRow, ...]
    goals: tuple[Rated, ...]


def cards_of(course: Any, found: list[Any]) -> list[FocusCard]:
    """These foci, ready to read."""
    if not found:
        return []
    unsafe = {one.relationship.pk for one in inventory.people(course.client) if one.is_unsafe}
    goals = foci.goals(course)
    return [card(row, unsafe=unsafe, goals=goals) for row in found]


def card(row: Any, *, unsafe: set[Any], goals: list[Rated]) -> FocusCard:
    """One of them."""
    areas, stages = words_of("problem-areas"), words_of("dispute-stages")
    sheet = sheet_of(row.area)
    stage = str(row.values.get(STAGE, ""))
    return FocusCard(
        focus=row,
        area=areas[row.area],
        title=row.title or areas[row.area],
        people=tuple(person.name for person in row.people.all()),
        unsafe=tuple(person.name for person in row.people.all() if person.pk in unsafe),
        stage=stages.get(stage),
        stage_about=stages.get(f"{stage}.about"),
        rows=tuple(rows(sheet, library().words(sheet, "en"), row.values)),
        goals=tuple(one for one in goals if one.goal.focus_id == row.pk and one.goal.dropped_on is None),
    )
