"""Fear, control and violence: what was asked about one person, on a page of its own that no client ever sees."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import refused
from clinic.pages.prompted import PromptForm, prompt_form, rows
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.hard_times import SHEET, is_unsafe, record_safety
from clinic.therapy.queries import courses, inventory

SHORT = 3  # so many choices stand beside each other on a phone


class JudgementForm(forms.Form):
    """The clinician's judgement."""

    is_not_safe = forms.BooleanField(
        label=gettext_lazy("Not safe for the client"),
        help_text=gettext_lazy("Never listed as help anywhere, and nobody is urged to talk it over with them."),
        required=False,
    )


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Each saving is a record; the newest counts, the others stay."""
    course = courses.course(request.actor, pk)
    row = inventory.person(course.client, person)
    prompts = library().prompts(SHEET)
    words = library().words(prompts, "en")
    today = {"asked_on": timezone.localdate().isoformat()}
    form = from_lists(prompt_form(prompts, words, data=request.POST or None, values=today))
    judged = JudgementForm(request.POST or None, initial={"is_not_safe": is_unsafe(row)})
    if request.method == "POST" and form.is_valid() and judged.is_valid():
        try:
            record_safety(
                relationship=row,
                values=form.texts(),
                is_not_safe=judged.cleaned_data["is_not_safe"],
                by=request.actor,
                now=timezone.now(),
            )
        except CourseError as problem:
            refused(judged if problem.field in judged.fields else form, problem)
        else:
            messages.success(request, _("Recorded. The client's side shows none of it."))
            return HttpResponseRedirect(reverse("relationship_safety", args=[pk, person]), status=303)
    records = [{"record": one, "rows": rows(prompts, words, one.values)} for one in inventory.safety_records(row)]
    context: dict[str, Any] = {
        "course": course,
        "row": row,
        "form": form,
        "judged": judged,
        "records": records,
        "is_unsafe": is_unsafe(row),
    }
    failed = form.errors or judged.errors
    return render(request, "therapist/initial/safety.html", context, status=422 if failed else 200)


def from_lists(form: PromptForm) -> PromptForm:
    """The form with its longer choices picked from lists, so that it is filled in without scrolling."""
    for field in form.fields.values():
        choices: Any = getattr(field, "choices", ())
        if len(choices) > SHORT:
            field.widget = forms.Select(choices=choices)
    return form
