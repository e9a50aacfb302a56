"""Reading sheets: the entry that counts, the ones before it, and what of it the client may see."""

from uuid import UUID

from attrs import frozen
from django.db.models import Q
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people import access
from clinic.therapy.models import Course, Entry
from ipt.prompts import PromptSet, Value, without_private


@frozen
class OwnEntry:
    """A sheet as the client may see it."""

    entry: Entry
    prompts: PromptSet
    values: dict[str, Value]


def versions(course: Course, sheet: str) -> list[Entry]:
    """Every entry of a sheet that was not withdrawn, newest first (one statement)."""
    rows = Entry.objects.filter(course=course, sheet=sheet, withdrawn_at=None)
    return list(rows.select_related("written_by").order_by("-written_at"))


def newest(course: Course, sheet: str) -> Entry | None:
    """The entry that counts (one statement)."""
    rows = Entry.objects.filter(course=course, sheet=sheet, withdrawn_at=None)
    return rows.select_related("written_by").order_by("-written_at").first()


def of_course(course: Course) -> dict[str, Entry]:
    """The entry that counts of each sheet (one statement)."""
    rows = Entry.objects.filter(course=course, withdrawn_at=None).select_related("written_by")
    return {row.sheet: row for row in rows.order_by("written_at")}


def entry(course: Course, pk: UUID) -> Entry:
    """One entry of a course (one statement), or 404."""
    rows = Entry.objects.filter(course=course, pk=pk, withdrawn_at=None)
    row = rows.select_related("course", "written_by").first()
    if row is None:
        raise Http404
    return row


def between(row: Entry) -> list[Entry]:
    """What others wrote on the same sheet between what this entry was based on and itself (one statement)."""
    rows = Entry.objects.filter(
        course=row.course_id, sheet=row.sheet, withdrawn_at=None, written_at__lt=row.written_at
    ).exclude(pk=row.pk)
    if row.based_on is not None:
        rows = rows.filter(written_at__gt=row.based_on.written_at)
    return list(rows.select_related("written_by").order_by("written_at"))


def own_entry(viewer: Actor, sheet: str) -> OwnEntry | None:
    """What the client wrote or was shown last on a sheet (two statements).

    Of whichever course: a plan for hard times stays theirs when sessions to keep well or another course begin.
    """
    client = access.own_or_404(viewer, viewer.id)
    theirs = Entry.objects.filter(course__client=client, sheet=sheet, withdrawn_at=None)
    theirs = theirs.filter(Q(by_client=True) | Q(shared_at__isnull=False))
    row = theirs.select_related("course").order_by("-written_at").first()
    if row is None:
        return None
    prompts = library().prompts(row.sheet, row.version)
    return OwnEntry(entry=row, prompts=prompts, values=without_private(prompts, row.values))
