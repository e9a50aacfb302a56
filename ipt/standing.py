"""Where a course stands: its phase, session n of N, the time that is left, and which tasks are done, due or late."""

from datetime import date
from typing import Literal

from attrs import frozen

from ipt.fit import WEEK, days_that_fit
from ipt.happened import Break, Happened, Plan
from ipt.phases import PhaseStanding, phase_at, phase_standings, planned_starts
from ipt.protocol import COUNTS, Length, Protocol, Task
from ipt.words import Words

__all__ = [
    "Break",
    "Happened",
    "PhaseStanding",
    "Plan",
    "Standing",
    "TaskStanding",
    "phase_at",
    "standing",
    "why_late",
]

State = Literal["done", "open", "due", "late"]


@frozen
class TaskStanding:
    """One task: by which session it should be done, and the day it was done where that is known.

    It is due when that session is coming, and late once that session was held.
    """

    task: Task
    state: State
    by_session: int
    done_on: date | None


@frozen
class Standing:
    """One course on one day.

    `n_held` of `n_planned` sessions took place, `n_left` are to come, `n_next` is the number of the coming one and
    `n_fit` says how many have room before the end date. After the end nothing is left, and everything fits.
    `midpoint` is the session of the review, None where there is none.
    """

    phase: str
    phases: tuple[PhaseStanding, ...]
    n_held: int
    n_planned: int
    n_left: int
    n_next: int
    n_fit: int
    fits: bool
    midpoint: int | None
    weeks_left: int
    ends_on: date
    is_over_end_date: bool
    next_on: date | None
    tasks: tuple[TaskStanding, ...]
    ended_on: date | None

    @property
    def due(self) -> tuple[TaskStanding, ...]:
        """The tasks to be done in the coming session or, as a review, before it is over."""
        return tuple(task for task in self.tasks if task.state == "due")

    @property
    def late(self) -> tuple[TaskStanding, ...]:
        """The tasks whose session was held and that are not done."""
        return tuple(task for task in self.tasks if task.state == "late")

    def task(self, task_id: str) -> TaskStanding:
        """The standing of this task; LookupError names what there is."""
        for one in self.tasks:
            if one.task.id == task_id:
                return one
        raise LookupError(f"No task {task_id} in this length; it has {', '.join(one.task.id for one in self.tasks)}.")


def standing(protocol: Protocol, *, length: str, happened: Happened, on: date) -> Standing:
    """Where a course of this length stands at the end of a day, by what had happened until then."""
    chosen = protocol.length(length)
    known = happened.until(on)
    n_held, plan = len(known.held), known.plan
    has_ended = known.ended_on is not None
    n_left = 0 if has_ended else max(0, plan.n_sessions - n_held)
    n_fit = 0 if has_ended else len(days_that_fit(chosen, happened=known, on=on))
    phases = phase_standings(chosen, happened=known)
    return Standing(
        phase=next(one.phase for one in phases if one.state == "now"),
        phases=phases,
        n_held=n_held,
        n_planned=plan.n_sessions,
        n_left=n_left,
        n_next=n_held + 1,
        n_fit=n_fit,
        fits=n_fit >= n_left,
        midpoint=_midpoint(chosen, happened=known),
        weeks_left=0 if has_ended else max(0, -(-(plan.ends_on - on).days // WEEK)),
        ends_on=plan.ends_on,
        is_over_end_date=not has_ended and on > plan.ends_on,
        next_on=None if has_ended else next(iter(known.ahead), None),
        tasks=_tasks(protocol, length=chosen, happened=known, phases=phases),
        ended_on=known.ended_on,
    )


def why_late(standing: Standing, task_standing: TaskStanding, words: Words) -> str:
    """Why a task is late, in words: "session 5, no focus agreed"."""
    when = f"session {standing.n_next}" if standing.n_left else f"after session {standing.n_held}"
    return f"{when}, {words[f'task.{task_standing.task.id}.late']}"


def _midpoint(length: Length, *, happened: Happened) -> int | None:
    """The session of the review: that of the length, or half of a shorter plan, though none that was held by then."""
    if length.midpoint is None:
        return None
    half = -(-happened.plan.n_sessions // 2)
    coming_then = happened.n_held_by(happened.plan.on) + 1
    return max(min(length.midpoint, half), min(length.midpoint, coming_then))


def _tasks(
    protocol: Protocol, *, length: Length, happened: Happened, phases: tuple[PhaseStanding, ...]
) -> tuple[TaskStanding, ...]:
    """The tasks of the phases of this length, in the order of the protocol; a review only where there is a midpoint."""
    names = [one.phase for one in phases]
    mine = [task for task in protocol.tasks if task.phase in names]
    n_held = len(happened.held)
    found = []
    for task in mine:
        by_session = _by_session(task, length=length, happened=happened, phases=phases)
        if by_session is not None:
            state = _state(task, by_session=by_session, n_held=n_held, happened=happened)
            done_on = happened.facts.get(task.done_when) if state == "done" else None
            found.append(TaskStanding(task, state, by_session, done_on))
    return tuple(found)


def _by_session(task: Task, *, length: Length, happened: Happened, phases: tuple[PhaseStanding, ...]) -> int | None:
    """The session by which a task should be done: by the plan, or by when its phase really begins."""
    index = [one.phase for one in phases].index(task.phase)
    match task.due:
        case "first_session":
            return 1
        case "phase_start":
            return phases[index].first
        case "phase_end":
            starts = planned_starts(length, plan=happened.plan, happened=happened)
            return max(1, (*starts[1:], happened.plan.n_sessions + 1)[index] - 1)
        case "midpoint":
            return _midpoint(length, happened=happened)
        case "ending_start":
            return phases[-1].first
        case "last_session":
            return happened.plan.n_sessions


def _state(task: Task, *, by_session: int, n_held: int, happened: Happened) -> State:
    if task.done_when in COUNTS:
        is_done = happened.counts.get(task.done_when, 0) >= (task.at_least or 1)
    else:
        is_done = task.done_when in happened.facts
    if is_done:
        return "done"
    if task.is_optional or n_held + 1 < by_session:
        return "open"
    return "late" if n_held >= by_session else "due"
