"""Measures that suit some courses of a protocol: for whom and when. Nothing asks for one by itself."""

from collections.abc import Collection
from typing import Literal

from attrs import frozen

When = Literal["start", "middle", "end", "each_session", "each_week"]


@frozen
class SuitedMeasure:
    """A measure that a clinician may add to a course, and when it is then answered or rated.

    It suits courses whose focus is one of `areas`, people who are one of `people`, and those who have one of
    `conditions`; one that names none of these suits everybody.
    """

    measure: str
    when: tuple[When, ...]
    source: str
    tag: Literal["S", "BK", "INF"]
    areas: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    def suits(
        self, *, areas: Collection[str] = (), people: Collection[str] = (), conditions: Collection[str] = ()
    ) -> bool:
        """Whether it suits a course with these areas as focus, for somebody of these people with these conditions.

        >>> grief = SuitedMeasure("pg-13-r", when=("start", "end"), source="openipt", tag="INF", areas=("grief",))
        >>> grief.suits(areas={"grief"}), grief.suits(areas={"dispute"}), grief.suits(people={"perinatal"})
        (True, False, False)
        """
        pairs = ((self.areas, areas), (self.people, people), (self.conditions, conditions))
        named = [(mine, theirs) for mine, theirs in pairs if mine]
        return not named or any(not set(mine).isdisjoint(theirs) for mine, theirs in named)
