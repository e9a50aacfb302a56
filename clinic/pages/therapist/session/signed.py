"""A signed note: something added, or the whole taken out as entered in error."""

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
from clinic.pages.fields import refused, text
from clinic.pages.therapist.session.reading import reading
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.notes import add_addendum, withdraw_note
from clinic.therapy.queries import notes


class AddForm(forms.Form):
    """What is added."""

    text = text(gettext_lazy("What you add"), most=10000, rows=5, needed=True)


class WhyForm(forms.Form):
    """Why the note is taken out."""

    why = text(gettext_lazy("What went wrong"), most=500, needed=True)


@staff_page("GET", "POST", long=True)
def add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """An addendum, under the writer's name and time; what was signed stays."""
    note = notes.note(request.actor, pk)
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_addendum(note=note, **form.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Added to the note."))
            return HttpResponseRedirect(reverse("session", args=[note.session_id]) + "#after", status=303)
    context = {"note": note, "course": note.session.course, "form": form, "read": reading(note)}
    return render(request, "therapist/session/add.html", context, status=422 if form.errors else 200)


@staff_page("GET", "POST", long=True)
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Entered in error: gone from the pages, kept for the audit; another note can be written."""
    note = notes.note(request.actor, pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_note(note=note, **form.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The note is taken out. You can write another."))
            return HttpResponseRedirect(reverse("session", args=[note.session_id]), status=303)
    context = {"note": note, "course": note.session.course, "form": form, "read": reading(note)}
    return render(request, "therapist/session/withdraw_note.html", context, status=422 if form.errors else 200)
