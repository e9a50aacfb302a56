"""Needs that scores bring: no improvement, symptoms that return, questionnaires that are overdue or to be asked."""

from collections.abc import Iterator
from datetime import date, timedelta

from clinic.answers.choices import Met
from clinic.answers.models import Occasion
from clinic.answers.outcome import changes, since_end
from clinic.answers.rhythm import START
from clinic.caseload.choices import Kind
from clinic.caseload.facts import ClientFacts, CourseFacts
from clinic.caseload.needs.need import Need
from ipt.signals import return_of_symptoms, signals


def of_running(facts: ClientFacts, course: CourseFacts) -> Iterator[Need]:
    """What the protocol's rules on improvement see in the scores of the running course; none while one keeps well.

    That somebody is better and not yet well at the end is no lack of improvement: the page of the end says it.
    """
    if is_maintenance(facts):
        return
    for change in changes(course.course, facts.series):
        spoken = signals(
            course.protocol, standing=course.standing, trajectory=change.trajectory, better=change.measure.better
        )
        found = [signal for signal in spoken if signal.rule.kind == "no_improvement"]
        last = change.trajectory.last
        if found and last is not None and change.trajectory.first is not None:
            known = {
                "rules": [signal.rule.id for signal in found],
                "measure": change.measure.id,
                "first": change.trajectory.first.total,
                "last": last.total,
            }
            yield Need(Kind.NOT_IMPROVING, since=facts.at(last.on), course=course.course.pk, facts=known)
            return


def of_return(facts: ClientFacts) -> Iterator[Need]:
    """Symptoms that come back after the end of a course, during maintenance too."""
    course = next((one for one in facts.courses if not one.runs), None)
    if course is None or (facts.current is not course and not is_maintenance(facts)):
        return
    for change in changes(course.course, facts.series):
        later = since_end(course.course, series=change.series)
        at_end = change.trajectory.last or change.trajectory.first
        if not later or at_end is None or at_end.total is None or later[-1].total is None:
            continue
        found = return_of_symptoms(
            course.protocol,
            measure=change.measure.id,
            at_end=at_end.total,
            now=later[-1].total,
            better=change.measure.better,
        )
        if found:
            known = {
                "rules": [signal.rule.id for signal in found],
                "measure": change.measure.id,
                "first": at_end.total,
                "last": later[-1].total,
            }
            yield Need(Kind.RETURNED, since=facts.at(later[-1].on), course=course.course.pk, facts=known)
            return


def is_maintenance(facts: ClientFacts) -> bool:
    """Whether what runs now is a maintenance."""
    return facts.current is not None and facts.current.runs and facts.current.length.is_maintenance


def of_measures(facts: ClientFacts) -> Iterator[Need]:
    """Questionnaires whose day has passed without an answer, and those that are asked in person."""
    newest: dict[str, Occasion] = {}
    for occasion in facts.waiting:
        newest.setdefault(occasion.measure, occasion)
    overdue, to_ask = [], []
    for occasion in newest.values():
        on = due_day(facts, occasion)
        if on is not None and on < facts.today:
            overdue.append((on, occasion))
        elif occasion.met == Met.IN_SESSION:
            to_ask.append(occasion)
    if overdue:
        first = min(on for on, _ in overdue)
        course = overdue[0][1].course_id
        known = {"measures": sorted(occasion.measure for _, occasion in overdue)}
        since = facts.at(first + timedelta(days=1))
        yield Need(Kind.MEASURE_OVERDUE, since=since, course=course, due_on=first, facts=known)
    if to_ask:
        known = {"measures": sorted(occasion.measure for occasion in to_ask)}
        since = min(occasion.met_at for occasion in to_ask)
        yield Need(Kind.ASK_IN_SESSION, since=since, course=to_ask[0].course_id, facts=known)


def due_day(facts: ClientFacts, occasion: Occasion) -> date | None:
    """The day by which an answer was wanted: of what was asked at the start, the day of the first session."""
    if occasion.due_on is not None or occasion.key != START:
        return occasion.due_on
    course = next((one for one in facts.courses if one.course.pk == occasion.course_id), None)
    days = [one.starts_at.astimezone(facts.zone).date() for one in course.sessions] if course else []
    return min(days, default=None)
