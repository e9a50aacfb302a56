"""One sheet of a course on a page of its own: the form from its newest entry, a saving, and every entry to read."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest
from clinic.pages.fields import refused
from clinic.pages.prompted import PromptForm, prompt_form, rows
from clinic.pages.therapist.initial.private import mark_private
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.entries import write_entry

if TYPE_CHECKING:
    from clinic.therapy.models import Course, Entry


def sheet_form(request: StaffRequest, sheet: str, *, entries: list["Entry"], sends: bool = True) -> PromptForm:
    """The form of a sheet, filled with what its newest entry holds; `sends` False when another form was sent."""
    prompts = library().prompts(sheet)
    values = entries[0].values if entries else {}
    known = {prompt.id for prompt in prompts.prompts}
    kept = {name: value for name, value in values.items() if name in known}
    data = (request.POST or None) if sends else None
    return mark_private(prompt_form(prompts, library().words(prompts, "en"), data=data, values=kept))


def save_sheet(request: StaffRequest, course: "Course", form: PromptForm, *, entries: list["Entry"]) -> "Entry | None":
    """Keep what was written as a new entry, and say so when somebody else wrote one meanwhile; None when refused."""
    if not form.is_valid():
        return None
    seen = request.POST.get("based_on", "")
    based_on = next((entry for entry in entries if str(entry.pk) == seen), None)
    try:
        entry = write_entry(
            course=course,
            sheet=form.prompt_set.id,
            values=form.texts(),
            based_on=based_on,
            by=request.actor,
            now=timezone.now(),
        )
    except CourseError as problem:
        refused(form, problem)
        return None
    if entries and str(entries[0].pk) != seen and entries[0].pk != entry.pk:
        messages.warning(request, met(entries[0]))
    else:
        messages.success(request, _("Saved."))
    return entry


def met(other: "Entry") -> str:
    """That two people wrote at the same time: both stand below."""
    known = {"who": other.written_by.name if other.written_by else _("the client"), "at": date_format(other.written_at)}
    return (
        _(
            "Saved. %(who)s saved this sheet meanwhile (%(at)s): nothing was written over. "
            "Yours counts now; theirs stands below under “Earlier”. Read both, and save what should stand."
        )
        % known
    )


def read(entry: "Entry", *, for_client: bool = False) -> dict[str, Any]:
    """An entry, ready to read by its own version of the sheet."""
    prompts = library().prompts(entry.sheet, entry.version)
    words = library().words(prompts, "en")
    return {"entry": entry, "rows": rows(prompts, words, entry.values, for_client=for_client), "title": words.title}
