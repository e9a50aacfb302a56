"""One course at a glance as the values of its row: where it stands, how the scores went, when to look again."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from clinic.answers.outcome import changes
from clinic.answers.queries import Series
from clinic.caseload.choices import NOTHING, OF_SUPERVISION, State
from clinic.caseload.facts import ClientFacts, CourseFacts
from clinic.caseload.needs.meetings import end_of, note_due_at
from clinic.caseload.needs.need import Need
from ipt.trajectory import Trajectory

LATELY = timedelta(days=30)  # our default: so long an ended course stays in sight
N_POINTS = 12  # totals of the small line
Values = dict[str, Any]


def rows_of(facts: ClientFacts, needs: tuple[Need, ...]) -> Iterator[tuple[UUID, Values]]:
    """The id and values of each row of one client: one a course, or one in all when there is none."""
    if not facts.courses:
        yield facts.client.pk, waiting(facts, needs)
    for course in facts.courses:
        yield course.course.pk, of_course(facts, course, needs=needs)


def waiting(facts: ClientFacts, needs: tuple[Need, ...]) -> Values:
    """A client without a course, with the scores there are."""
    scores = of_series(facts.series[0], facts.series[0].trajectory) if facts.series else {}
    known = {"course_id": None, "state": State.WAITING.value, "is_on_list": True}
    return {**blank(), **known, **whose(facts), **scores, **first_need(needs), "look_again_at": None}


def of_course(facts: ClientFacts, course: CourseFacts, *, needs: tuple[Need, ...]) -> Values:
    """One course; only the current one carries what the client needs."""
    is_current = course is facts.current
    mine = needs if is_current else ()
    lately = course.course.ended_on is not None and facts.today - course.course.ended_on <= LATELY
    found = changes(course.course, facts.series)
    scores = of_series(found[0].series, found[0].trajectory) if found else {}
    known = {
        "course_id": course.course.pk,
        "state": (State.RUNNING if course.runs else State.ENDED).value,
        "is_current": is_current,
        "is_on_list": is_current and (course.runs or lately or bool(mine)),
        "look_again_at": look_again_at(facts, course) if is_current else None,
    }
    return {
        **blank(),
        **whose(facts),
        **known,
        **standing(course),
        **coming(facts, course),
        **scores,
        **first_need(mine),
    }


def blank() -> Values:
    """A row without course and scores."""
    return {
        "phase": "",
        "phases": [],
        "areas": [],
        "n_held": 0,
        "n_planned": 0,
        "n_left": 0,
        "n_fit": 0,
        "weeks_left": 0,
        "ends_on": None,
        "next_session_id": None,
        "next_at": None,
        "measure": "",
        "version": 0,
        "first_total": None,
        "last_total": None,
        "last_on": None,
        "change": None,
        "worse_by": None,
        "reliable": "",
        "points": [],
    }


def whose(facts: ClientFacts) -> Values:
    """Client and therapist."""
    return {"client_id": facts.client.pk, "therapist_id": facts.client.therapist_id, "is_current": True}


def first_need(needs: tuple[Need, ...]) -> Values:
    """What comes first for the therapist, and what for the supervisor: rank, and since when."""
    first = next(iter(needs), None)
    signal = next((need for need in needs if need.kind in OF_SUPERVISION), None)
    return {
        "rank": first.rank if first else NOTHING,
        "since": first.since if first else None,
        "signal_rank": signal.rank if signal else NOTHING,
        "signal_since": signal.since if signal else None,
    }


def standing(course: CourseFacts) -> Values:
    """Phases and numbers, as the course's own page shows them too."""
    where = course.standing
    phases = [
        {
            "phase": one.phase,
            "first": one.first,
            "last": one.last,
            "state": one.state,
            "began_on": one.began_on.isoformat() if one.began_on else None,
        }
        for one in where.phases
    ]
    return {
        "phase": where.phase,
        "phases": phases,
        "areas": list(course.areas),
        "n_held": where.n_held,
        "n_planned": where.n_planned,
        "n_left": where.n_left,
        "n_fit": where.n_fit,
        "weeks_left": where.weeks_left,
        "ends_on": where.ends_on,
    }


def coming(facts: ClientFacts, course: CourseFacts) -> Values:
    """The appointment that goes on or comes next."""
    ahead = [one for one in course.sessions if not one.attendance and end_of(one) > facts.now]
    if not course.runs or not ahead:
        return {}
    return {"next_session_id": ahead[0].pk, "next_at": ahead[0].starts_at}


def of_series(series: Series, found: Trajectory) -> Values:
    """The scores of one measure within a course, or of a client without one."""
    totals = [point.total for point in found.points]
    newest = found.last or found.first
    change = found.change
    return {
        "measure": series.measure.id,
        "version": series.measure.version,
        "first_total": found.first.total if found.first else None,
        "last_total": newest.total if newest else None,
        "last_on": newest.on if newest else None,
        "change": change,
        "worse_by": change if change is None or series.measure.better == "lower" else -change,
        "reliable": found.reliable or "",
        "points": totals[-N_POINTS:],
    }


def look_again_at(facts: ClientFacts, course: CourseFacts) -> datetime | None:
    """When time alone may change something: a session over, a note late, a new day; None for what is long over."""
    return min(moments(facts, course), default=None)


def moments(facts: ClientFacts, course: CourseFacts) -> Iterator[datetime]:
    """Every such moment to come."""
    tomorrow = datetime.combine(facts.today + timedelta(days=1), time(), facts.zone)
    if course.runs:
        yield tomorrow
        ends = [end_of(one) for one in course.sessions if not one.attendance]
        notes = [note_due_at(facts, one) for one in course.sessions if one.was_held and one.pk not in course.signed]
        yield from (at for at in (*ends, *notes) if at > facts.now)
    elif facts.waiting:
        yield tomorrow
    else:
        days = [row.due_on for row in facts.follow_ups]
        gone = gone_on(course)
        yield from (facts.at(day) for day in (*days, *([gone] if gone else [])) if day > facts.today)


def gone_on(course: CourseFacts) -> date | None:
    """The day from which an ended course is out of sight."""
    ended_on = course.course.ended_on
    return None if ended_on is None else ended_on + LATELY + timedelta(days=1)
