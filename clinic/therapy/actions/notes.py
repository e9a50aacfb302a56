"""Writing session notes: drafts that never overwrite each other, signed and locked, added to, entered in error."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from attrs import frozen

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.safety.actions.risk import record_risk
from clinic.safety.choices import Finding
from clinic.safety.models import RiskRecord
from clinic.therapy.actions.courses import CourseError, open_alerts, protocol_of
from clinic.therapy.models import Addendum, NoteCopy, ProcessNote, SessionNote, TherapySession
from ipt.prompts import PromptSet, Value, filled

ASKED = "risk_asked"  # the prompt of a note that says whether risk was asked


class NoteError(CourseError):
    """What cannot be done with a note; `field` names what to mend."""


class Draft(TypedDict):
    """What a page sends while somebody types: `revision` it began from, `page` to know two tabs apart."""

    values: Mapping[str, Value]
    revision: int
    page: str


@frozen
class Saved:
    """A draft after saving. `copy`: somebody else saved meanwhile, so this text was kept beside theirs."""

    note: SessionNote
    copy: NoteCopy | None = None


def prompts_of(session: TherapySession) -> PromptSet:
    """The sheet of a session's note, by its protocol."""
    return library().prompts(protocol_of(session.course).sheets["note"])


@action
def save_note(*, session: TherapySession, draft: Draft, by: Actor, now: datetime) -> Saved:
    """Save a draft. When another page has saved since, nothing is overwritten: both texts are kept and said so."""
    session = locked(session)
    note = standing_note(session)
    if note is None:
        return Saved(begin(session, draft, by=by, now=now))
    if note.is_signed:
        raise NoteError("note", "This note is signed: add to it with an addendum.")
    is_mine = note.saved_by_id == by.user_id and note.saved_in == draft["page"] != ""
    if draft["revision"] < note.revision and not is_mine:
        if same(note.values, draft["values"]):
            nothing_changed()
            return Saved(note)
        return Saved(note, keep_beside(note, draft, by=by, now=now))
    if same(note.values, draft["values"]):
        nothing_changed()
        return Saved(note)
    write(note, draft["values"], page=draft["page"], by=by, now=now)
    happened("note saved", about=note, client=session.course.client_id, by=by, now=now)
    return Saved(note)


def begin(session: TherapySession, draft: Draft, *, by: Actor, now: datetime) -> SessionNote:
    """The first draft of a note."""
    prompts = prompts_of(session)
    note = SessionNote(
        session=session,
        prompts=prompts.id,
        version=prompts.version,
        revision=0,
        began_at=now,
        saved_at=now,
        saved_by_id=by.id,
    )
    write(note, draft["values"], page=draft["page"], by=by, now=now)
    happened("note begun", about=note, client=session.course.client_id, by=by, now=now)
    return note


def write(note: SessionNote, values: Mapping[str, Value], *, page: str, by: Actor, now: datetime) -> None:
    """Put values into a note and count it as a new revision."""
    note.values, note.filled = dict(values), list(filled(values))
    note.revision += 1
    note.saved_at, note.saved_by_id, note.saved_in = now, by.id, page[:40]
    note.save()


def keep_beside(note: SessionNote, draft: Draft, *, by: Actor, now: datetime) -> NoteCopy:
    """The text of a page that came second, kept until somebody has settled both; one copy for each page."""
    copy = NoteCopy.objects.filter(note=note, settled_at=None, saved_by_id=by.id, saved_in=draft["page"]).first()
    copy = copy or NoteCopy(note=note, saved_by_id=by.id, saved_in=draft["page"][:40])
    copy.values, copy.saved_at = dict(draft["values"]), now
    copy.save()
    happened("note kept beside another", about=copy, client=note.session.course.client_id, by=by, now=now)
    return copy


@action
def settle_copies(*, note: SessionNote, values: Mapping[str, Value], by: Actor, now: datetime) -> SessionNote:
    """Somebody read both texts and wrote what stands; the copies stay in the record as they were."""
    note = SessionNote.objects.select_for_update().select_related("session__course").get(pk=note.pk)
    if note.is_signed:
        raise NoteError("note", "This note is signed: add to it with an addendum.")
    write(note, values, page="", by=by, now=now)
    for copy in NoteCopy.objects.filter(note=note, settled_at=None):
        copy.settled_at = now
        copy.save(update_fields=["settled_at"])
    happened("note settled", about=note, client=note.session.course.client_id, by=by, now=now)
    return note


@action
def sign_note(
    *,
    note: SessionNote,
    revision: int,
    asked_none: bool = False,
    open_alert_why: str = "",
    by: Actor,
    now: datetime,
) -> SessionNote:
    """Sign and lock. `asked_none`: risk was asked, nothing was found, and the record of it is made here.

    A note is signed by somebody who has read its newest text, with what is needed filled, and not over an open alert
    without a reason.
    """
    note = SessionNote.objects.select_for_update().select_related("session__course__client__team").get(pk=note.pk)
    if note.is_signed:
        nothing_changed()
        return note
    client = note.session.course.client
    refuse_signing(note, revision=revision, open_alert_why=open_alert_why)
    note.risk_record = risk_of(note, asked_none=asked_none, by=by, now=now)
    note.open_alert_why = open_alert_why.strip()
    note.signed_at, note.signed_by_id = now, by.user_id
    note.save()
    happened("note signed", about=note, client=client.pk, by=by, now=now)
    return note


def refuse_signing(note: SessionNote, *, revision: int, open_alert_why: str) -> None:
    """Refuse a signature that would not hold."""
    if not note.session.was_held:
        raise NoteError("attendance", "Say first that the client came: only a session that was held has a note.")
    if NoteCopy.objects.filter(note=note, settled_at=None).exists():
        raise NoteError("copies", "There are two texts of this note. Read both and settle them before signing.")
    if revision != note.revision:
        raise NoteError("revision", "The note was changed since you opened this page. Read it again, then sign.")
    prompts = library().prompts(note.prompts, note.version)
    for prompt in prompts.prompts:
        if prompt.is_needed and prompt.id not in note.filled:
            label = library().words(prompts, "en")[prompt.id]
            raise NoteError(prompt.id, f"{label}: fill this in before signing.")
    if open_alerts(note.session.course.client).exists() and not open_alert_why.strip():
        raise NoteError("open_alert_why", "An alert is open. Close it first, or say why you sign all the same.")


def risk_of(note: SessionNote, *, asked_none: bool, by: Actor, now: datetime) -> RiskRecord | None:
    """The risk record of the session: made here when nothing was found, else the one made around the session."""
    if note.values.get(ASKED) != "asked":
        return None
    client = note.session.course.client
    if asked_none:
        look = {"was_asked": True, "finding": Finding.NONE.value}
        return record_risk(client=client, look=look, by=by, now=now)  # type: ignore[arg-type]  # a TypedDict's keys
    made = client.risk_records.filter(withdrawn_at=None, at__gte=note.session.starts_at, was_asked=True)
    record = made.order_by("-at").first()
    if record is None:
        raise NoteError(ASKED, "You wrote that risk was asked: record what was found, or tick that there was nothing.")
    return record


@action
def add_addendum(*, note: SessionNote, text: str, by: Actor, now: datetime) -> Addendum:
    """Something to add to a signed note; what was signed stays as it is."""
    if not note.is_signed or note.withdrawn_at is not None:
        raise NoteError("text", "Only a signed note takes an addendum: change the draft instead.")
    if not text.strip():
        raise NoteError("text", "Write what is to be added.")
    row = Addendum.objects.create(note=note, text=text.strip(), at=now, by_id=by.id)
    happened("note added to", about=row, client=note.session.course.client_id, by=by, now=now)
    return row


@action
def withdraw_note(*, note: SessionNote, why: str, by: Actor, now: datetime) -> SessionNote:
    """Entered in error: gone from pages, kept for the audit; the session may have another note."""
    note = SessionNote.objects.select_for_update().select_related("session__course").get(pk=note.pk)
    if not why.strip():
        raise NoteError("why", "Say why the note is withdrawn.")
    if note.withdrawn_at is not None:
        nothing_changed()
        return note
    note.withdrawn_at, note.withdrawn_by_id, note.withdrawn_why = now, by.user_id, why.strip()
    note.save()
    happened("note withdrawn", about=note, client=note.session.course.client_id, by=by, now=now)
    return note


@action
def save_process_note(*, session: TherapySession, text: str, revision: int, by: Actor, now: datetime) -> ProcessNote:
    """The writer's own thoughts, apart from the record. A text saved in another tab is never overwritten."""
    session = locked(session)
    note = ProcessNote.objects.filter(session=session, by_id=by.id).first()
    if note is not None and note.revision != revision and note.text != text.strip():
        raise NoteError("revision", "You changed this in another tab. Both texts are shown: put them together.")
    note = note or ProcessNote(session=session, by_id=by.id, revision=0)
    note.text, note.saved_at, note.revision = text.strip(), now, note.revision + 1
    note.save()
    happened("process note saved", about=note, client=session.course.client_id, by=by, now=now)
    return note


def locked(session: TherapySession) -> TherapySession:
    """The session, kept from others until the action ends, so that a note is begun once."""
    rows = TherapySession.objects.select_for_update(of=("self",)).select_related("course__client__team")
    return rows.get(pk=session.pk)


def standing_note(session: TherapySession) -> SessionNote | None:
    """The note of a session that was not withdrawn, locked."""
    return SessionNote.objects.select_for_update().filter(session=session, withdrawn_at=None).first()


def same(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether two drafts say the same."""
    return dict(one) == dict(other)
