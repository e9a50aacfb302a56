"""Reading notes: the note of a session with its copies and addenda, the last signed ones, one's own process note."""

from collections import defaultdict
from uuid import UUID

from attrs import frozen
from django.http import Http404
from django.utils import timezone

from clinic.audit.actor import Actor
from clinic.audit.opening import opens_record
from clinic.people import access
from clinic.therapy.models import (
    Addendum,
    Course,
    NoteCopy,
    ProcessNote,
    SessionNote,
    StrategyUse,
    TechniqueUse,
    TherapySession,
)


@frozen
class Ticks:
    """What was ticked in one session."""

    techniques: dict[str, str]  # technique -> its line
    strategies: frozenset[tuple[str, str]]  # (area, strategy)


def note_of(session: TherapySession) -> SessionNote | None:
    """The note of a session that the viewer has opened (one statement)."""
    rows = SessionNote.objects.filter(session=session, withdrawn_at=None)
    return rows.select_related("saved_by", "signed_by", "risk_record").first()


@opens_record("note opened")
def note(viewer: Actor, pk: UUID) -> SessionNote:
    """One note whose client the viewer may open (one statement), or 404."""
    seen = access.clients(viewer, now=timezone.now()).values("pk")
    rows = SessionNote.objects.filter(pk=pk, withdrawn_at=None, session__course__client__in=seen)
    row = rows.select_related(
        "session__course__client__team", "session__course__client__therapist", "saved_by", "signed_by"
    ).first()
    if row is None:
        raise Http404
    return row


def copies(note: SessionNote) -> list[NoteCopy]:
    """Texts that wait to be settled (one statement)."""
    return list(NoteCopy.objects.filter(note=note, settled_at=None).select_related("saved_by").order_by("saved_at"))


def addenda(note: SessionNote) -> list[Addendum]:
    """What was added, oldest first (one statement)."""
    return list(Addendum.objects.filter(note=note).select_related("by").order_by("at"))


def last_note(course: Course, *, before: TherapySession | None = None) -> SessionNote | None:
    """The newest note of a course, of a session before this one (one statement)."""
    rows = SessionNote.objects.filter(session__course=course, withdrawn_at=None)
    if before is not None:
        rows = rows.filter(session__starts_at__lt=before.starts_at)
    return rows.select_related("session").order_by("-session__starts_at").first()


def notes_of(course: Course) -> dict[UUID, SessionNote]:
    """Notes of a course by session, without their text (one statement)."""
    rows = SessionNote.objects.filter(session__course=course, withdrawn_at=None)
    return {row.session_id: row for row in rows.defer("values", "open_alert_why", "withdrawn_why")}


def ticks_of(course: Course) -> dict[UUID, Ticks]:
    """What was ticked in each session of a course (two statements); lines are opened only when read."""
    techniques: dict[UUID, dict[str, str]] = defaultdict(dict)
    strategies: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    used = TechniqueUse.objects.filter(session__course=course).defer("line").order_by("at")
    for row in used:
        techniques[row.session_id][row.technique] = ""
    for one in StrategyUse.objects.filter(session__course=course):
        strategies[one.session_id].add((one.area, one.strategy))
    ids = {*techniques, *strategies}
    return {pk: Ticks(techniques=techniques[pk], strategies=frozenset(strategies[pk])) for pk in ids}


def ticks(session: TherapySession) -> Ticks:
    """What was ticked in one session, with the lines (two statements)."""
    techniques = {row.technique: row.line for row in TechniqueUse.objects.filter(session=session).order_by("at")}
    strategies = StrategyUse.objects.filter(session=session).values_list("area", "strategy")
    return Ticks(techniques=techniques, strategies=frozenset(strategies))


def process_note(viewer: Actor, session: TherapySession) -> ProcessNote | None:
    """The viewer's own process note; nobody else's (one statement)."""
    return ProcessNote.objects.filter(session=session, by_id=viewer.id).first()
