"""What stands beside the score in the picture of a course: phases, sessions, events, people, techniques."""

from datetime import date
from typing import Literal

from attrs import frozen

from clinic.pages.drawing import Happening

TO_COME = "to_come"  # an appointment; the other words are those of the record of a session
NOT_HELD = ("client_cancelled", "therapist_cancelled", "did_not_come")


@frozen
class SessionMark:
    """A session or appointment. `n` counts those held (None: not held); one to come has the number it is to get."""

    on: date
    n: int | None
    attendance: str

    @property
    def is_held(self) -> bool:
        return self.attendance != TO_COME and self.attendance not in NOT_HELD


@frozen
class PhaseSpan:
    """A phase of the course by its name; without `last_on` it runs to the next, or on."""

    label: str
    first_on: date
    last_on: date | None = None


@frozen
class PersonRow:
    """One person's closeness: stretches of (first day, last day, ring), ring 1 being the closest of four."""

    name: str
    spans: tuple[tuple[date, date, int], ...] = ()


@frozen
class TechniqueMark:
    """What was used in the session of a day, in words."""

    on: date
    labels: tuple[str, ...]


@frozen
class Along:
    """All that shares the axis with the score. `missed`: days on which the measure was asked and not answered."""

    sessions: tuple[SessionMark, ...] = ()
    phases: tuple[PhaseSpan, ...] = ()
    events: tuple[Happening, ...] = ()
    people: tuple[PersonRow, ...] = ()
    techniques: tuple[TechniqueMark, ...] = ()
    missed: tuple[date, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The days that the axis must hold; events and people stand on it only as far as it reaches."""
        phases = (span.first_on for span in self.phases)
        return (*(mark.on for mark in self.sessions), *phases, *self.missed, *(mark.on for mark in self.techniques))


@frozen
class PhaseStep:
    """A phase in the line that fills: numbers of its first and last session, how many the course has held so far."""

    label: str
    first: int
    last: int
    state: Literal["done", "now", "to_come"]
    words: str
    n_held: int = 0

    @property
    def n(self) -> int:
        """How many sessions long."""
        return max(1, self.last - self.first + 1)

    @property
    def n_filled(self) -> int:
        """How many of them are behind: all of a phase that is done, none of one to come."""
        if self.state == "now":
            return max(0, min(self.n_held - self.first + 1, self.n))
        return self.n if self.state == "done" else 0
