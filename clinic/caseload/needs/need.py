"""Need: one reason why a client needs a person, before it is a row."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from attrs import field, frozen

from clinic.caseload.choices import RANKS, Kind


@frozen
class Need:
    """Why, since when, about which course, by when; `facts` are ids, numbers and days that the pages put in words."""

    kind: Kind
    since: datetime
    course: UUID | None = None
    due_on: date | None = None
    facts: Mapping[str, object] = field(factory=dict)

    @property
    def rank(self) -> int:
        """Its place among the kinds; the lowest comes first."""
        return RANKS[self.kind]
