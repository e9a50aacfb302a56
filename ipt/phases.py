"""The phases of a course in its sessions: which are done, which is now, which are to come; never back."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import frozen

from ipt.happened import Happened, Plan
from ipt.protocol import Length, PhaseRange, Protocol


@frozen
class PhaseStanding:
    """One phase of a course in session numbers, both ends included; expected ones for a phase to come.

    A phase that was passed over is done without a session: it ends before it starts (`last` is `first` - 1), and
    `began_on` is None unless it began on the very day it was passed.
    """

    phase: str
    first: int
    last: int
    state: Literal["done", "now", "to_come"]
    began_on: date | None


def phase_standings(length: Length, *, happened: Happened) -> tuple[PhaseStanding, ...]:
    """The phases of a course in order: done ones, one that is now, and those to come.

    Everything that happened is looked at day by day, as it was then: so what comes later, a new plan too, can bring a
    phase forward and can never take one back.
    """
    began = _began(length, happened=happened)
    now = max(began)
    firsts = _firsts(length, began=began, happened=happened)
    end = max(happened.plan.n_sessions, len(happened.held), firsts[-1] - 1)
    lasts = [*(first - 1 for first in firsts[1:]), end]
    return tuple(
        PhaseStanding(
            phase=one.phase,
            first=firsts[index],
            last=lasts[index],
            state="done" if index < now else "now" if index == now else "to_come",
            began_on=began[index][0] if index in began else None,
        )
        for index, one in enumerate(length.phases)
    )


def phase_at(protocol: Protocol, *, length: str, happened: Happened, n: int) -> str:
    """The phase that session `n` was held in, or is expected to be held in."""
    every = phase_standings(protocol.length(length), happened=happened.until(date.max))
    return next(one.phase for one in reversed(every) if one.first <= n or one is every[0])


def planned_starts(length: Length, *, plan: Plan, happened: Happened) -> tuple[int, ...]:
    """The first session of each phase by a plan.

    A plan with fewer sessions than the length brings the last phase forward, though never before the session that was
    coming when the plan was made; one with more stretches the last phase and moves nothing.
    """
    ending = length.ending
    by_plan = min(ending.first, plan.n_sessions - ending.n_sessions + 1)
    coming_then = happened.n_held_by(plan.on) + 1
    start = max(by_plan, min(ending.first, coming_then))
    return tuple(min(one.first, start) for one in length.phases)


def _firsts(length: Length, *, began: Mapping[int, tuple[date, int]], happened: Happened) -> list[int]:
    """The first session of each phase: as it was, or as expected, and then not before the one after the coming one."""
    starts = planned_starts(length, plan=happened.plan, happened=happened)
    now, after_coming = max(began), len(happened.held) + 2
    firsts = [began[index][1] if index in began else 0 for index in range(now + 1)]
    for index in reversed(range(now)):
        firsts[index] = firsts[index] or firsts[index + 1]
    for start in starts[now + 1 :]:
        firsts.append(max(start, after_coming, firsts[-1]))
    return firsts


def _began(length: Length, *, happened: Happened) -> Mapping[int, tuple[date, int]]:
    """The day on which each phase began, and its first session, by its place among the phases."""
    began = {0: (happened.started_on, 1)}
    days = {happened.started_on, *happened.held, *happened.facts.values(), *(plan.on for plan in happened.plans)}
    for day in sorted(days):
        for index in range(max(began) + 1, len(length.phases)):
            first = _first_session(length.phases[index], index=index, length=length, happened=happened, day=day)
            if first is not None:
                began[index] = (day, max(first, began[max(began)][1]))
    return began


def _first_session(phase: PhaseRange, *, index: int, length: Length, happened: Happened, day: date) -> int | None:
    """The first session of a phase that begins by this day; None for one that does not."""
    coming = happened.n_held_by(day) + 1
    for fact in (phase.needs, phase.opens):
        if fact and happened.facts.get(fact, date.max) <= day:
            return coming
    if phase.needs:
        return None
    earlier = [plan for plan in happened.plans if plan.on < day] or [happened.plans[0]]
    of_the_day = [earlier[-1], *(plan for plan in happened.plans if plan.on == day)]
    starts = [planned_starts(length, plan=plan, happened=happened)[index] for plan in of_the_day]
    return min(coming, *starts) if coming >= min(starts) else None
