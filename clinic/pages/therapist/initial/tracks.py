"""Two tracks in one order of time: what happened with people, and how the symptoms were. Pure of tables."""

from datetime import date
from itertools import groupby
from typing import Any

from attrs import frozen
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.answers.queries import Series
from clinic.pages.therapist.initial.wording import words_of
from clinic.therapy.choices import Precision


@frozen
class Mark:
    """One row: `track` is people (something happened), measure, onset (of the symptoms) or start (of the course)."""

    on: date
    when: str
    track: str
    title: str
    text: str = ""
    event: Any = None
    names: tuple[str, ...] = ()


def track(course: Any, *, events: list[Any], series: tuple[Series, ...], named: Any) -> list[Mark]:
    """All rows, oldest first; scores with nothing between them are one row."""
    marks = [of_event(event) for event in events]
    if not any(event.is_onset for event in events):
        marks += onset(named)
    marks += [Mark(on=course.started_on, when=in_full(course.started_on), track="start", title=_("The course began"))]
    points = [
        Mark(
            on=sheet.answered_on,
            when=date_format(sheet.answered_on, "j F Y"),
            track="measure",
            title=one.wording.title,
            text=str(sheet.score.total),
        )
        for one in series[:1]
        for sheet in one.sheets
        if sheet.score.total is not None
    ]
    ordered = sorted([*marks, *points], key=lambda mark: (mark.on, mark.track == "measure"))
    found: list[Mark] = []
    for is_score, group in groupby(ordered, key=lambda mark: mark.track == "measure"):
        rows = list(group)
        found += [together(rows)] if is_score else rows
    return found


def together(scores: list[Mark]) -> Mark:
    """Scores in a row: from the first to the last of them."""
    first, last = scores[0], scores[-1]
    if len(scores) == 1:
        return first
    said = _("%(first)s → %(last)s, answered %(n)s times") % {"first": first.text, "last": last.text, "n": len(scores)}
    return Mark(on=first.on, when=f"{first.when} – {last.when}", track="measure", title=first.title, text=said)


def onset(named: Any) -> list[Mark]:
    """When the symptoms began, as it was told when the illness was named; an event that says so takes its place."""
    told = named.values.get("onset_on") if named is not None else None
    if not isinstance(told, str):
        return []
    on = date.fromisoformat(told)
    return [
        Mark(on=on, when=in_full(on), track="onset", title=_("The symptoms began"), text=_("as told about the illness"))
    ]


def of_event(event: Any) -> Mark:
    """One event in words."""
    kinds = words_of("life-event-kinds")
    moods = ""
    if event.mood_before is not None and event.mood_after is not None:
        moods = _("mood %(before)s → %(after)s of 10") % {"before": event.mood_before, "after": event.mood_after}
    elif event.mood_after is not None:
        moods = _("mood after: %(after)s of 10") % {"after": event.mood_after}
    return Mark(
        on=event.on,
        when=about(event.on, event.precision),
        track="onset" if event.is_onset else "people",
        title=kinds[event.kind],
        text=moods,
        event=event,
        names=tuple(person.name for person in event.people.all() if person.removed_at is None),
    )


def about(on: date, precision: str) -> str:
    """A day as exactly as it is known."""
    if precision == Precision.YEAR:
        return str(on.year)
    return date_format(on, "F Y") if precision == Precision.MONTH else in_full(on)


def in_full(on: date) -> str:
    """A day in full."""
    return date_format(on, "j F Y")
