"""Measures that suit what a course is about: when each is answered, and whether it can be asked here. A hint only."""

from typing import Any

from attrs import frozen
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.answers.askable import can_ask
from clinic.definitions.library import library
from clinic.therapy.queries.courses import protocol_of

WHEN = {
    "start": gettext_lazy("at the start"),
    "middle": gettext_lazy("half way"),
    "end": gettext_lazy("at the end"),
    "each_session": gettext_lazy("at each session"),
    "each_week": gettext_lazy("each week"),
}


@frozen
class Suited:
    """One measure by its short name, when it is answered, and how it comes into the record."""

    title: str
    when: str
    can_be_asked: bool
    is_own: bool


def suited_to(course: Any, *, areas: list[str]) -> list[Suited]:
    """Those the protocol names for these problem areas or for what the course is for; no statement."""
    conditions = [course.condition] if course.condition else []
    rows = protocol_of(course).suited_measures
    return [shown(row) for row in rows if row.suits(areas=areas, conditions=conditions)]


def shown(row: Any) -> Suited:
    """One of them."""
    measure = library().measure(row.measure)
    wording = library().wording(measure, "en")
    return Suited(
        title=wording.title,
        when=_(", ").join(str(WHEN[one]) for one in row.when),
        can_be_asked=can_ask(measure),
        is_own=measure.status == "own",
    )
