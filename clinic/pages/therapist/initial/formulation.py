"""The formulation: recorded facts beside an empty page, versions, shown to the client, agreed or refused."""

from collections.abc import Mapping
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

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import refused
from clinic.pages.therapist.initial.answer import AnswerForm, overtaken
from clinic.pages.therapist.initial.facts import facts_of
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.formulation import answer_formulation, share_formulation, write_formulation
from clinic.therapy.queries import comments, courses
from clinic.therapy.queries.formulation import in_force, refused_last, versions


class PageForm(forms.Form):
    """An empty page. `based_on` is the version that the writer saw."""

    text = forms.CharField(
        label=gettext_lazy("The formulation"),
        max_length=20_000,
        help_text=gettext_lazy("What happened with whom, what it did, and why working on it should help."),
        widget=forms.Textarea(attrs={"rows": 14, "class": "words"}),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, newest: Any = None) -> None:
        begin = {"text": newest.text, "based_on": newest.version} if newest else {"based_on": 0}
        super().__init__(data, initial=begin)


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Writing makes a version; no sentence of it comes from the software."""
    course = courses.course(request.actor, pk)
    found = versions(course)
    form = PageForm(request.POST or None, newest=found[0] if found else None)
    if request.method == "POST" and form.is_valid():
        based_on = form.cleaned_data["based_on"]
        try:
            row = write_formulation(
                course=course, text=form.cleaned_data["text"], based_on=based_on, by=request.actor, now=timezone.now()
            )
        except CourseError as problem:
            refused(form, problem)
        else:
            met = f"?beside={row.version - 1}" if row.version > based_on + 1 else ""
            if not met:
                messages.success(request, _("Version %(n)s is kept.") % {"n": row.version})
            return HttpResponseRedirect(reverse("formulation", args=[pk]) + met, status=303)
    return page(request, course, found=found, form=form)


@staff_page("POST", long=True)
def answered(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The client's yes or no to the newest version, as it was told."""
    course = courses.course(request.actor, pk)
    found, answer = versions(course), AnswerForm(request.POST)
    if found and (reason := overtaken(request, found[0])):
        answer.add_error(None, reason)
    if found and answer.is_valid():
        try:
            row = answer_formulation(formulation=found[0], **answer.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(answer, problem)
        else:
            if row.agreed_on:
                messages.success(request, _("Agreed. The focus can be chosen."))
            return HttpResponseRedirect(reverse("formulation", args=[pk]), status=303)
    return page(request, course, found=versions(course), answer=answer)


@staff_page("POST", long=True)
def share(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The newest version stands on the client's own page."""
    course = courses.course(request.actor, pk)
    found = versions(course)
    if found and (reason := overtaken(request, found[0])):
        messages.error(request, reason)
    elif found:
        try:
            share_formulation(formulation=found[0], by=request.actor, now=timezone.now())
            messages.success(request, _("The client can read it on their own page, and say yes or no."))
        except CourseError as problem:
            messages.error(request, str(problem))
    return HttpResponseRedirect(reverse("formulation", args=[pk]), status=303)


def page(
    request: Any, course: Any, *, found: list[Any], form: PageForm | None = None, answer: AnswerForm | None = None
) -> HttpResponse:
    """The page."""
    newest = found[0] if found else None
    context = {
        "course": course,
        "form": form or PageForm(newest=newest),
        "answer": answer or AnswerForm(),
        "errors_of": next((one for one in (form, answer) if one is not None and one.errors), None),
        "facts": facts_of(course),
        "newest": newest,
        "in_force": in_force(found),
        "refused": refused_last(found),
        "versions": found,
        "beside": beside(request.GET.get("beside", ""), found=found),
        "comments": comments.comments(course.client, about="formulation", ids=[row.pk for row in found]),
    }
    failed = any(one is not None and one.errors for one in (form, answer))
    return render(request, "therapist/initial/formulation.html", context, status=422 if failed else 200)


def beside(wanted: str, *, found: list[Any]) -> Any:
    """An earlier version to be read beside the newest one."""
    return next((row for row in found[1:] if str(row.version) == wanted), None)
