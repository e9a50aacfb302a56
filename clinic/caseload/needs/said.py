"""Needs that a client's own word brings, and the follow-up that was promised."""

from collections.abc import Iterator

from clinic.caseload.choices import Kind
from clinic.caseload.facts import ClientFacts, CourseFacts
from clinic.caseload.needs.need import Need


def disagreed(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """The client said no to the newest formulation or agreement: the work returns to it."""
    refused = [one for one in course.answers if one.refused_on is not None and one.agreed_on is None]
    if refused:
        since = min(one.answered_at or facts.at(one.refused_on or facts.today) for one in refused)
        about = sorted(one._meta.model_name or "" for one in refused)
        yield Need(Kind.DISAGREED, since=since, course=course.course.pk, facts={"about": about})


def commented(facts: ClientFacts) -> Iterator[Need]:
    """The client wrote something that nobody has read."""
    if facts.comments:
        known = {"n": len(facts.comments), "about": sorted({comment.about for comment in facts.comments})}
        course = facts.current.course.pk if facts.current else None
        yield Need(Kind.COMMENTED, since=facts.comments[0].at, course=course, facts=known)


def follow_up(facts: ClientFacts) -> Iterator[Need]:
    """The day of a follow-up has come."""
    for row in facts.follow_ups:
        if row.due_on <= facts.today and row.course.ended_on is not None:
            known = {"follow_up": str(row.pk)}
            since = facts.at(row.due_on)
            yield Need(Kind.FOLLOW_UP, since=since, course=row.course_id, due_on=row.due_on, facts=known)
            return
