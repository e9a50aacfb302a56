"""Writing session notes: drafts that never overwrite each other, signed and locked, added to, entered in error."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from attrs import frozen
from django.db.models import Max

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.safety.actions.risk import record_risk
from clinic.safety.choices import Finding
from clinic.safety.models import RiskRecord
from clinic.therapy.actions.courses import CourseError, open_alerts, protocol_of
from clinic.therapy.models import Addendum, NoteCopy, ProcessNote, SessionNote, TherapySession
from ipt.prompts import PromptSet, Value, filled

PAGE = 40  # so much of a page's own id is kept
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
    session, page = locked(session), draft["page"][:PAGE]
    note = standing_note(session)
    if note is None:
        return Saved(begin(session, draft, by=by, now=now))
    if note.is_signed:
        raise NoteError("note", "This note is signed: add to it with an addendum.")
    if same(note.values, draft["values"]):
        nothing_changed()
        return Saved(note)
    is_mine = note.saved_by_id == by.user_id and note.saved_in == page != ""
    if draft["revision"] != note.revision:
        if not is_mine:
            return Saved(note, keep_beside(note, draft, by=by, now=now))
        keep_former(note, over=draft["values"], note=note, now=now)  # its last answer got lost, or this came late
    write(note, draft["values"], page=page, by=by, now=now)
    happened("note saved", about=note, client=session.course.client_id, by=by, now=now)
    return Saved(note)


def begin(session: TherapySession, draft: Draft, *, by: Actor, now: datetime) -> SessionNote:
    """The first draft of a note. Its revisions go on from a withdrawn one's: a page of that one cannot pass for new."""
    prompts = prompts_of(session)
    note = SessionNote(
        session=session,
        prompts=prompts.id,
        version=prompts.version,
        revision=SessionNote.objects.filter(session=session).aggregate(last=Max("revision"))["last"] or 0,
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
    note.saved_at, note.saved_by_id, note.saved_in = now, by.id, page[:PAGE]
    note.save()


def keep_beside(note: SessionNote, draft: Draft, *, by: Actor, now: datetime) -> NoteCopy:
    """The text of a page that came second, kept until somebody has settled both; one copy for each page."""
    mine, page = NoteCopy.objects.filter(note=note, settled_at=None, saved_by_id=by.id), draft["page"][:PAGE]
    same_page = [copy for copy in mine.filter(saved_in=page) if page or same(copy.values, draft["values"])]
    if same_page:
        keep_former(same_page[0], over=draft["values"], note=note, now=now)
    copy = same_page[0] if same_page else NoteCopy(note=note, saved_by_id=by.id, saved_in=page)
    copy.values, copy.saved_at = dict(draft["values"]), now
    copy.save()
    happened("note kept beside another", about=copy, client=note.session.course.client_id, by=by, now=now)
    return copy


def keep_former(row: SessionNote | NoteCopy, *, over: Mapping[str, Value], note: SessionNote, now: datetime) -> None:
    """Keep a text that is written over, where the new one does not say all of it and may be the older one."""
    if says_all(over, row.values):
        return
    NoteCopy.objects.create(
        note=note,
        values=dict(row.values),
        saved_at=row.saved_at,
        saved_by_id=row.saved_by_id,
        saved_in=row.saved_in,
        settled_at=now,
    )


@action
def settle_copies(
    *,
    note: SessionNote,
    values: Mapping[str, Value],
    read_at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> SessionNote:
    """Somebody read every text and wrote what stands; all texts stay in the record as they were.

    `read_at`: when they were shown. What was saved later was not read, and then nothing is settled.
    """
    note = locked_note(note)
    refuse_closed(note)
    copies = list(NoteCopy.objects.filter(note=note, settled_at=None))
    if read_at is not None and max([note.saved_at, *(copy.saved_at for copy in copies)]) > read_at:
        raise NoteError("copies", "Another text was saved while you wrote. Read it too, then settle them.")
    keep_former(note, over=values, note=note, now=now)
    write(note, values, page="", by=by, now=now)
    for copy in copies:
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
    note = locked_note(note)
    if note.is_signed and note.withdrawn_at is None:
        nothing_changed()
        return note
    refuse_closed(note)
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
        if asked_none:
            raise NoteError(ASKED, "You ticked that risk was asked, but the note says it was not: mend one of them.")
        return None
    client = note.session.course.client
    made = client.risk_records.filter(withdrawn_at=None, at__gte=note.session.starts_at, was_asked=True)
    record = made.order_by("at").first()  # of a note that is signed late: this session's own, not a later one's
    if not asked_none and record is None:
        raise NoteError(ASKED, "You wrote that risk was asked: record what was found, or tick that there was nothing.")
    if asked_none and record is None:
        look = {"was_asked": True, "finding": Finding.NONE.value}
        return record_risk(client=client, look=look, by=by, now=now)  # type: ignore[arg-type]  # a TypedDict's keys
    if asked_none and made.exclude(finding=Finding.NONE).exists():
        raise NoteError("asked_none", "A risk record made since the session began says otherwise: leave this unticked.")
    return record


@action
def add_addendum(*, note: SessionNote, text: str, by: Actor, now: datetime) -> Addendum:
    """Something to add to a signed note; what was signed stays as it is."""
    note = locked_note(note)
    if not note.is_signed or note.withdrawn_at is not None:
        raise NoteError("text", "Only a signed note takes an addendum: change the draft instead.")
    if not text.strip():
        raise NoteError("text", "Write what is to be added.")
    last = Addendum.objects.filter(note=note).order_by("-at").first()
    if last is not None and last.by_id == by.id and last.text == text.strip():
        nothing_changed()
        return last
    row = Addendum.objects.create(note=note, text=text.strip(), at=now, by_id=by.id)
    happened("note added to", about=row, client=note.session.course.client_id, by=by, now=now)
    return row


@action
def withdraw_note(*, note: SessionNote, why: str, by: Actor, now: datetime) -> SessionNote:
    """Entered in error: gone from pages, kept for the audit; the session may have another note."""
    note = locked_note(note)
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


def locked_note(note: SessionNote) -> SessionNote:
    """A note as it stands now; its session is locked first, as in saving, so that two never wait for each other."""
    session = locked(note.session)
    row = SessionNote.objects.select_for_update().get(pk=note.pk)
    row.session = session
    return row


def refuse_closed(note: SessionNote) -> None:
    """A note that is signed or withdrawn is written no more."""
    if note.withdrawn_at is not None:
        raise NoteError("note", "This note was withdrawn: open the session again and write another.")
    if note.is_signed:
        raise NoteError("note", "This note is signed: add to it with an addendum.")


def standing_note(session: TherapySession) -> SessionNote | None:
    """The note of a session that was not withdrawn, locked."""
    return SessionNote.objects.select_for_update().filter(session=session, withdrawn_at=None).first()


def says_all(new: Mapping[str, Value], old: Mapping[str, Value]) -> bool:
    """Whether every text of the old draft stands in the new one, and every choice is the same."""
    pairs = [(value, new.get(name)) for name, value in old.items()]
    return all(was in now if isinstance(was, str) and isinstance(now, str) else was == now for was, now in pairs)


def same(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether two drafts say the same."""
    return dict(one) == dict(other)
