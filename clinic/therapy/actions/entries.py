"""Writing sheets of prompts: each saving is a row of its own, the newest counts, none is lost."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.therapy.actions.allowed import fitting, not_to_come, own_only, staff_only
from clinic.therapy.actions.courses import CourseError, locked, must_run, protocol_of
from clinic.therapy.models import Course, Entry, TherapySession
from clinic.therapy.queries.entries import newest
from ipt.prompts import filled
from ipt.protocol import Protocol

AFTERWARDS = ("ending", "leaving")  # purposes of sheets that are written after the end of a course too
ELSEWHERE = ("inventory", "safety", "note", "agreement")  # purposes of sheets that have records of their own


@action
def write_entry(
    *,
    course: Course,
    sheet: str,
    values: Mapping[str, object],
    on: date | None = None,
    session: TherapySession | None = None,
    based_on: Entry | None = None,
    asked: Collection[str] | None = None,
    by: Actor,
    now: datetime,
) -> Entry:
    """What was written on a sheet (id of a prompt set) on a day. `asked`: the prompts the form held, all without it.

    Where somebody saved another since `based_on`, both stand: `entries.between` finds what was written meanwhile.
    """
    course = locked(course)
    must_run_for(course, sheet=sheet)
    own_only(course.client_id, by=by)
    if sheet not in sheets_of(protocol_of(course)):
        raise CourseError("", "This form of IPT does not use this sheet.")
    prompts = library().prompts(sheet)
    last = newest(course, sheet)
    kept = fitting(prompts, values, before=last.values if last else {}, asked=asked, by=by)
    if not kept:
        raise CourseError(prompts.prompts[0].id, "Nothing is filled in yet: write at least one line.")
    day = not_to_come(on, client=course.client, now=now)
    if last is not None and (last.values, last.on) == (kept, day):
        nothing_changed()
        return last
    row = Entry.objects.create(
        course=course,
        sheet=prompts.id,
        version=prompts.version,
        on=day,
        session=session,
        values=kept,
        filled=list(filled(kept)),
        based_on=based_on,
        by_client=by.is_client,
        written_at=now,
        written_by_id=by.user_id,
    )
    happened("sheet written", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def share_entry(*, entry: Entry, by: Actor, now: datetime) -> Entry:
    """What is not private of a sheet stands on the client's own pages from now on."""
    staff_only(by)
    must_run_for(locked(entry.course), sheet=entry.sheet)
    if entry.shared_at is not None:
        nothing_changed()
        return entry
    entry.shared_at = now
    entry.save(update_fields=["shared_at"])
    happened("sheet shown", about=entry, client=entry.course.client_id, by=by, now=now)
    return entry


@action
def withdraw_entry(*, entry: Entry, why: str, by: Actor, now: datetime) -> Entry:
    """Entered in error: gone from pages and counts, kept for the audit. The one before counts again."""
    staff_only(by)
    course = locked(entry.course)
    if not why.strip():
        raise CourseError("why", "Say what went wrong.")
    if entry.withdrawn_at is not None:
        nothing_changed()
        return entry
    entry.withdrawn_at, entry.withdrawn_by_id, entry.withdrawn_why = now, by.user_id, why.strip()
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    happened("sheet withdrawn", about=entry, client=course.client_id, by=by, now=now)
    return entry


def sheets_of(protocol: Protocol) -> set[str]:
    """Ids of the sheets a course of this form may have entries of."""
    by_purpose = {sheet for purpose, sheet in protocol.sheets.items() if purpose not in ELSEWHERE}
    of_tasks = {task.sheet for task in protocol.tasks if task.sheet}
    elsewhere = {sheet for purpose, sheet in protocol.sheets.items() if purpose in ELSEWHERE}
    return (by_purpose | of_tasks) - elsewhere


def is_open_for(course: Course, *, sheet: str) -> bool:
    """Whether a sheet may be written: the plan for hard times and next options also after the end of the course."""
    sheets = protocol_of(course).sheets
    return not course.has_ended or sheet in {sheets.get(purpose) for purpose in AFTERWARDS}


def must_run_for(course: Course, *, sheet: str) -> None:
    """CourseHasEnded for a course that is over, but for what is offered after an end as well."""
    if not is_open_for(course, sheet=sheet):
        must_run(course)
