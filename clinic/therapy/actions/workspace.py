"""Writing during the hour: a technique used, a strategy worked on; one tap sets it, another takes it back."""

from datetime import datetime

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.therapy.actions.courses import CourseError, protocol_of
from clinic.therapy.models import SessionNote, StrategyUse, TechniqueUse, TherapySession


@action
def tick_technique(
    *, session: TherapySession, technique: str, is_used: bool, line: str | None = None, by: Actor, now: datetime
) -> TechniqueUse | None:
    """A technique was used in this session, or was not after all; at most a line beside it."""
    must_be_open(session)
    if technique not in protocol_of(session.course).techniques:
        raise CourseError("technique", "This technique does not belong to the form of IPT of this course.")
    row = TechniqueUse.objects.filter(session=session, technique=technique).first()
    if not is_used:
        take_back(row, session=session, by=by, now=now)
        return None
    if row is not None and (line is None or line.strip() == row.line):
        nothing_changed()
        return row
    row = row or TechniqueUse(session=session, technique=technique, at=now)
    row.line = row.line if line is None else line.strip()
    row.save()
    happened("technique ticked", about=row, client=session.course.client_id, by=by, now=now)
    return row


@action
def tick_strategy(
    *, session: TherapySession, area: str, strategy: str, is_used: bool, by: Actor, now: datetime
) -> StrategyUse | None:
    """A strategy of the problem area was worked on, or was not after all."""
    must_be_open(session)
    is_area = area in protocol_of(session.course).areas
    if not is_area or strategy not in library().vocabulary("problem-areas").word(area).strategies:
        raise CourseError("strategy", "This strategy does not belong to the form of IPT of this course.")
    row = StrategyUse.objects.filter(session=session, area=area, strategy=strategy).first()
    if not is_used:
        take_back(row, session=session, by=by, now=now)
        return None
    if row is not None:
        nothing_changed()
        return row
    row = StrategyUse.objects.create(session=session, area=area, strategy=strategy, at=now)
    happened("strategy ticked", about=row, client=session.course.client_id, by=by, now=now)
    return row


def take_back(row: TechniqueUse | StrategyUse | None, *, session: TherapySession, by: Actor, now: datetime) -> None:
    """Take a tick back."""
    if row is None:
        nothing_changed()
        return
    happened("tick taken back", about=row, client=session.course.client_id, by=by, now=now)
    row.delete()


def must_be_open(session: TherapySession) -> None:
    """Ticks belong to the note: once it is signed they stay. The session is locked, so that two taps make one tick."""
    TherapySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if SessionNote.objects.filter(session=session, withdrawn_at=None).exclude(signed_at=None).exists():
        raise CourseError("session", "The note of this session is signed: its ticks stay. Add an addendum instead.")
