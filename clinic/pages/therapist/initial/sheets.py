"""Any sheet of the course's form of IPT: filled in, shown to the client without what is private, kept by versions."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import day, refused, text
from clinic.pages.prompted import PromptForm, prompt_form, rows
from clinic.pages.therapist.initial.people import to_id
from clinic.pages.therapist.initial.private import mark_private
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.entries import is_open_for, share_entry, sheets_of, withdraw_entry, write_entry
from clinic.therapy.queries import courses, entries


class DayForm(forms.Form):
    """The day something was talked about."""

    on = day(gettext_lazy("Talked about on"))


class WhyForm(forms.Form):
    """Why something is withdrawn."""

    why = text(gettext_lazy("What went wrong"), most=500, needed=True)


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID, sheet: str) -> HttpResponse:
    """The newest version to go on from; saving makes another and loses none."""
    course = courses.course(request.actor, pk)
    if sheet not in sheets_of(courses.protocol_of(course)):
        raise Http404
    found = entries.versions(course, sheet)
    if request.method != "POST":
        return page(request, course, sheet=sheet, found=found)
    form, talked = form_of(sheet, data=request.POST), DayForm(request.POST)
    if form.is_valid() and talked.is_valid():
        based_on = next((row for row in found if row.pk == to_id(request.POST.get("based_on", ""))), None)
        try:
            row = write_entry(
                course=course,
                sheet=sheet,
                values=form.texts(),
                on=talked.cleaned_data["on"],
                based_on=based_on,
                by=request.actor,
                now=timezone.now(),
            )
        except CourseError as problem:
            refused(talked if problem.field in talked.fields else form, problem)
        else:
            if not entries.between(row):
                messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("sheet", args=[pk, sheet]), status=303)
    return page(request, course, sheet=sheet, found=found, form=form, talked=talked)


@staff_page("POST", long=True)
def share(request: StaffRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """What is not private of it stands on the client's own page."""
    course = courses.course(request.actor, pk)
    row = entries.entry(course, entry)
    try:
        share_entry(entry=row, by=request.actor, now=timezone.now())
        messages.success(request, _("The client can read it on their own page, without what is private."))
    except CourseError as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(reverse("sheet", args=[pk, row.sheet]), status=303)


@staff_page("GET", "POST", long=True)
def withdraw(request: StaffRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Entered in error: the version before counts again."""
    course = courses.course(request.actor, pk)
    row = entries.entry(course, entry)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_entry(entry=row, why=form.cleaned_data["why"], by=request.actor, now=timezone.now())
        messages.success(request, _("Taken out. It is kept for the record of changes."))
        return HttpResponseRedirect(reverse("sheet", args=[pk, row.sheet]), status=303)
    context = {"course": course, "row": row, "form": form, "read": read(row), "title": words_of(row.sheet).title}
    return render(request, "therapist/initial/withdraw.html", context, status=422 if form.errors else 200)


def page(
    request: Any,
    course: Any,
    *,
    sheet: str,
    found: list[Any],
    form: PromptForm | None = None,
    talked: DayForm | None = None,
) -> HttpResponse:
    """The page; where two people wrote at once, both texts stand above the form."""
    newest = found[0] if found else None
    others = entries.between(newest) if newest else []
    words = words_of(sheet)
    context = {
        "course": course,
        "sheet": sheet,
        "title": words.title,
        "about": words.about,
        "form": form or form_of(sheet, values=newest.values if newest else None),
        "talked": talked or DayForm(initial={"on": timezone.localdate()}),
        "may_write": is_open_for(course, sheet=sheet),
        "newest": newest,
        "read": read(newest),
        "others": [{"entry": row, "rows": read(row)} for row in others],
        "earlier": [{"entry": row, "rows": read(row)} for row in found[1:]],
        "is_private": all(prompt.is_private for prompt in library().prompts(sheet).prompts),
        "has_private": any(prompt.is_private for prompt in library().prompts(sheet).prompts),
        "errors_of": next((one for one in (form, talked) if one is not None and one.errors), None),
    }
    failed = any(one is not None and one.errors for one in (form, talked))
    return render(request, "therapist/initial/sheet.html", context, status=422 if failed else 200)


def form_of(sheet: str, *, data: Any = None, values: Any = None) -> PromptForm:
    """The sheet to fill in."""
    prompts = library().prompts(sheet)
    return mark_private(prompt_form(prompts, library().words(prompts, "en"), data=data, values=values))


def read(row: Any) -> list[Any]:
    """A version to read."""
    if row is None:
        return []
    prompts = library().prompts(row.sheet, row.version)
    return rows(prompts, library().words(prompts, "en"), row.values)


def words_of(sheet: str) -> Any:
    """The sheet's words."""
    return library().words(library().prompts(sheet), "en")
