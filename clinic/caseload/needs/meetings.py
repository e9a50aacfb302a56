"""Needs that appointments bring: absences, attendance and notes nobody has recorded, no appointment to come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from clinic.caseload.choices import Kind
from clinic.caseload.facts import ClientFacts, CourseFacts
from clinic.caseload.needs.need import Need
from clinic.people.presence import hours_of
from clinic.therapy.choices import Attendance
from clinic.therapy.models import TherapySession

NOTE_DAYS = 2  # our default: a note is late when two working days after its session have closed
WITHOUT_HOURS = timedelta(days=2)  # for a team that has no working hours at all


def of_meetings(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """Everything about the appointments of the running course."""
    yield from absences(facts, course)
    yield from unrecorded(facts, course)
    yield from unsigned(facts, course)
    yield from unbooked(facts, course)


def absences(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """Did not come and sent no word: once until somebody has tried, twice in a row until somebody has reached them."""
    missed = missed_in_a_row(course)
    if not missed:
        return
    last = missed[-1]
    tries = [contact for contact in facts.contacts if contact.at >= last.starts_at]
    if any(contact.was_reached for contact in tries):
        return
    tried_on = tries[-1].at.astimezone(facts.zone).date().isoformat() if tries else None
    known = {"session": str(last.pk), "on": day_of(facts, last), "times": len(missed), "tried_on": tried_on}
    if len(missed) > 1:
        yield Need(Kind.MISSED_TWICE, since=last.starts_at, course=course.course.pk, facts=known)
    elif not tries:
        yield Need(Kind.MISSED, since=last.starts_at, course=course.course.pk, facts=known)


def missed_in_a_row(course: CourseFacts) -> list[TherapySession]:
    """The last absences without a word, in order of time; what we cancelled ourselves is passed over."""
    found: list[TherapySession] = []
    for session in reversed(course.sessions):
        if session.attendance == Attendance.DID_NOT_COME and not session.had_word:
            found.insert(0, session)
        elif session.attendance and session.attendance != Attendance.THERAPIST_CANCELLED:
            break
    return found


def unrecorded(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """Appointments that are over and of which nobody has said what became of them."""
    over = [one for one in course.sessions if not one.attendance and end_of(one) <= facts.now]
    if over:
        known = {"session": str(over[0].pk), "on": day_of(facts, over[0]), "n": len(over)}
        yield Need(Kind.ATTENDANCE, since=end_of(over[0]), course=course.course.pk, facts=known)


def unsigned(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """Sessions that were held and whose note nobody has signed, late ones apart."""
    late: list[tuple[datetime, TherapySession]] = []
    still: list[tuple[datetime, TherapySession]] = []
    for session in course.sessions:
        if session.was_held and session.pk not in course.signed:
            until = note_due_at(facts, session)
            (late if until <= facts.now else still).append((until, session))
    for kind, rows in ((Kind.NOTE_LATE, late), (Kind.NOTE_OPEN, still)):
        if rows:
            until, session = rows[0]
            since = until if kind is Kind.NOTE_LATE else end_of(session)
            on = until.astimezone(facts.zone).date()
            known = {"session": str(session.pk), "on": day_of(facts, session), "n": len(rows)}
            yield Need(kind, since=since, course=course.course.pk, due_on=on, facts=known)


def note_due_at(facts: ClientFacts, session: TherapySession) -> datetime:
    """By when the note of a session is signed: closing time of the second working day after it."""
    hours = hours_of(facts.client.team)
    until = end_of(session)
    for _ in range(NOTE_DAYS):
        next_close = hours.end_of_next_day(until)
        if next_close is None:
            return end_of(session) + WITHOUT_HOURS
        until = next_close
    return until


def unbooked(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """Sessions are left and none is booked."""
    ahead = [one for one in course.sessions if not one.attendance and end_of(one) > facts.now]
    if not ahead and course.standing.n_left > 0:
        over = [end_of(one) for one in course.sessions if one.attendance]
        since = max(over, default=course.course.begun_at)
        yield Need(Kind.NO_APPOINTMENT, since=since, course=course.course.pk, facts={"n_left": course.standing.n_left})


def end_of(session: TherapySession) -> datetime:
    """When an appointment is over."""
    return session.starts_at + timedelta(minutes=session.minutes)


def day_of(facts: ClientFacts, session: TherapySession) -> str:
    """The client's own day of an appointment, as it is kept in facts."""
    return session.starts_at.astimezone(facts.zone).date().isoformat()
