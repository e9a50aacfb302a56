"""Two texts of one note beside each other: somebody reads both and writes what stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.session.forms import note_form
from clinic.pages.therapist.session.reading import reading
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.notes import settle_copies
from clinic.therapy.queries import courses, notes


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every text with who wrote it and when; below them a form that starts with both."""
    session, now = courses.session(request.actor, pk), timezone.now()
    note = notes.note_of(session)
    copies = notes.copies(note) if note else []
    if note is None or not copies:
        return HttpResponseRedirect(reverse("session", args=[pk]) + "#after")
    form = note_form(session, data=request.POST or None, values=together(note, copies))
    if request.method == "POST" and form.is_valid():
        try:
            read_at = moment(request.POST.get("read_at", ""))
            settle_copies(note=note, values=form.texts(), read_at=read_at, by=request.actor, now=timezone.now())
        except CourseError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("One text stands now. The others stay in the record."))
            return HttpResponseRedirect(reverse("session", args=[pk]) + "#after", status=303)
    texts = [{"who": note.saved_by, "at": note.saved_at, "rows": reading(note)}]
    texts += [{"who": copy.saved_by, "at": copy.saved_at, "rows": reading(note, copy.values)} for copy in copies]
    context = {
        "session": session,
        "course": session.course,
        "texts": texts,
        "form": form,
        "read_at": now.isoformat(),
    }
    return render(request, "therapist/session/texts.html", context, status=422 if form.errors else 200)


def together(note: Any, copies: list[Any]) -> dict[str, Any]:
    """Both texts under each other where they differ; of two choices the newer one."""
    prompts = library().prompts(note.prompts, note.version)
    merged = dict(note.values)
    for copy in copies:
        for name, value in copy.values.items():
            mine = merged.get(name)
            if (
                isinstance(value, str)
                and isinstance(mine, str)
                and prompts.prompt(name).kind == "text"
                and value != mine
            ):
                merged[name] = f"{mine}\n\n{value}"
            else:
                merged[name] = value
    return merged


def moment(text: str) -> datetime | None:
    """When the page was shown, as it was sent along."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None
