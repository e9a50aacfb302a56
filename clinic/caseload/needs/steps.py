"""Needs that the standing of a course brings: tasks that are late, review and ending due, time that runs out."""

from collections.abc import Iterator
from datetime import date, timedelta

from clinic.caseload.choices import Kind
from clinic.caseload.facts import ClientFacts, CourseFacts
from clinic.caseload.needs.need import Need
from ipt.standing import TaskStanding

OWN_KIND = {"review_held": Kind.REVIEW_DUE, "ending_opened": Kind.ENDING_DUE}  # by what makes the task done
FIRST = ("risk_asked", "focus_agreed")  # named first among the late ones
THE_END = "course_ended"


def of_steps(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """Everything about the steps and the time of the running course."""
    yield from tasks(facts, course)
    yield from time_left(facts, course)
    yield from sick_role(facts, course)


def tasks(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """Review and ending as soon as they are due, every other task when it is late."""
    where = course.standing
    n = {"n": where.n_next, "n_held": where.n_held, "n_left": where.n_left}
    for one in (*where.late, *where.due):
        if kind := OWN_KIND.get(one.task.done_when):
            known = {**n, "by": one.by_session, "is_late": one.state == "late"}
            yield Need(kind, since=facts.at(came_due(course, one)), course=course.course.pk, facts=known)
    late = [one for one in where.late if one.task.done_when not in (*OWN_KIND, THE_END)]
    if late:
        late.sort(key=lambda one: place(one.task.done_when))
        since = min(came_late(course, one) for one in late)
        names = {"tasks": [one.task.id for one in late]}
        yield Need(Kind.TASK_LATE, since=facts.at(since), course=course.course.pk, facts={**n, **names})


def place(fact: str) -> int:
    """What is named first."""
    return FIRST.index(fact) if fact in FIRST else len(FIRST)


def came_due(course: CourseFacts, one: TaskStanding) -> date:
    """The day from which the session of a task was the coming one."""
    return day_of_session(course, one.by_session - 1)


def came_late(course: CourseFacts, one: TaskStanding) -> date:
    """The day on which the session was held by which a task should have been done."""
    return day_of_session(course, one.by_session)


def day_of_session(course: CourseFacts, n: int) -> date:
    """The day of the n-th session that was held; of none, the start."""
    held = sorted(course.happened.held)
    return held[min(n, len(held)) - 1] if n > 0 and held else course.happened.started_on


def time_left(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """The end date has passed, all sessions are held, or those that are left no longer fit before it."""
    where, pk = course.standing, course.course.pk
    n = {"n_left": where.n_left, "n_fit": where.n_fit, "n_planned": where.n_planned}
    if where.is_over_end_date:
        since = facts.at(where.ends_on + timedelta(days=1))
        yield Need(Kind.END_PASSED, since=since, course=pk, due_on=where.ends_on, facts=n)
    elif not where.n_left:
        yield Need(Kind.SESSIONS_USED, since=facts.at(last_day(course)), course=pk, due_on=where.ends_on, facts=n)
    elif not where.fits:
        since = facts.at(max(last_day(course), course.happened.plan.on))
        yield Need(Kind.DOES_NOT_FIT, since=since, course=pk, due_on=where.ends_on, facts=n)


def last_day(course: CourseFacts) -> date:
    """The day of the last session that was held, or the start."""
    return day_of_session(course, len(course.happened.held))


def sick_role(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """What was laid down in the sick role is handed back by the end."""
    sheet = course.protocol.sheets.get("sick_role")
    known = course.happened.facts
    last = course.standing.phases[-1]
    is_ending = len(course.standing.phases) > 1 and last.state == "now"
    if sheet and is_ending and f"entry.{sheet}" in known and f"filled.{sheet}.handed_back_on" not in known:
        since = facts.at(last.began_on or course.happened.started_on)
        yield Need(Kind.SICK_ROLE, since=since, course=course.course.pk, facts={"sheet": sheet})
