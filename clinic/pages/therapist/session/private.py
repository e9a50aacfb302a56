"""A process note: one's own thoughts, apart from the record, sealed, and perhaps to be disclosed all the same."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import text
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.notes import save_process_note
from clinic.therapy.queries import courses, notes


class ProcessForm(forms.Form):
    """One text."""

    text = text(gettext_lazy("Your own thoughts"), most=20000, rows=12)
    revision = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Only its writer sees it here. A text saved in another tab is shown beside, never overwritten."""
    session = courses.session(request.actor, pk)
    note = notes.process_note(request.actor, session)
    start = {"text": note.text if note else "", "revision": note.revision if note else 0}
    form, theirs = ProcessForm(request.POST or None, initial=start), ""
    if request.method == "POST" and form.is_valid():
        try:
            save_process_note(session=session, **form.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            theirs = note.text if note else ""
            form = ProcessForm({"text": form.cleaned_data["text"], "revision": start["revision"]})
            form.add_error("text", str(problem))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("process_note", args=[pk]), status=303)
    context = {"session": session, "course": session.course, "form": form, "theirs": theirs, "note": note}
    return render(request, "therapist/session/private.html", context, status=422 if form.errors else 200)
