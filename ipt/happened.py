"""What has happened in a course, as far as its standing asks: plans, sessions, appointments, breaks and facts."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from attrs import evolve, field, frozen


@frozen
class Plan:
    """From this day on: so many sessions altogether, and an end date."""

    on: date
    n_sessions: int
    ends_on: date


@frozen
class Break:
    """Days without sessions, both ends included."""

    first: date
    last: date


def _has_a_plan(happened: "Happened", _: object, plans: tuple[Plan, ...]) -> None:
    if not plans or list(plans) != sorted(plans, key=lambda plan: plan.on):
        raise ValueError("A course has at least one plan, and its plans come oldest first.")


@frozen
class Happened:
    """One course, or one maintenance: `held` are the days of sessions that took place, `ahead` of those to come.

    `facts` give the first day on which a fact of `ipt.protocol.FACTS`, of an entry or of a filled prompt was true;
    `counts` are as they are now, and may have a day in `facts` too. The first plan holds from the beginning.
    """

    started_on: date
    plans: tuple[Plan, ...] = field(validator=_has_a_plan)
    held: tuple[date, ...] = ()
    ahead: tuple[date, ...] = ()
    breaks: tuple[Break, ...] = ()
    facts: Mapping[str, date] = field(factory=dict)
    counts: Mapping[str, int] = field(factory=dict)
    ended_on: date | None = None

    def until(self, on: date) -> Self:
        """What was known at the end of this day, in order of time; appointments are those from this day on."""
        return evolve(
            self,
            plans=(self.plans[0], *(plan for plan in self.plans[1:] if plan.on <= on)),
            held=tuple(sorted(day for day in self.held if day <= on)),
            ahead=tuple(sorted(day for day in self.ahead if day >= on and not self.is_break(day))),
            facts={fact: day for fact, day in self.facts.items() if day <= on},
            ended_on=self.ended_on if self.ended_on and self.ended_on <= on else None,
        )

    @property
    def plan(self) -> Plan:
        """The newest plan."""
        return self.plans[-1]

    def n_held_by(self, day: date) -> int:
        """How many sessions were held up to and on this day."""
        return sum(held <= day for held in self.held)

    def is_break(self, day: date) -> bool:
        """Whether the day lies in a break."""
        return any(one.first <= day <= one.last for one in self.breaks)
