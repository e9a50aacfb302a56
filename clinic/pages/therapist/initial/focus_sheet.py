"""What was found out about a focus, by the prompts of its own area; for a dispute, each stage with what it means."""

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

from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import line, offer, refused
from clinic.pages.prompted import PromptForm, prompt_form
from clinic.pages.therapist.initial.focus_cards import STAGE, cards_of
from clinic.pages.therapist.initial.met import differing
from clinic.pages.therapist.initial.person import revision_of
from clinic.pages.therapist.initial.private import mark_private
from clinic.pages.therapist.initial.wording import words_of
from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.focus import fill_focus, reword_focus, sheet_of
from clinic.therapy.queries import courses, inventory
from clinic.therapy.queries import focus as foci


class WordsForm(forms.Form):
    """The focus in better words, or about other people too."""

    title = line(gettext_lazy("In the client's words"), most=200)
    people = forms.MultipleChoiceField(
        label=gettext_lazy("With whom"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, row: Any, people: Any) -> None:
        begin = {"title": row.title, "people": [str(person.pk) for person in row.people.all()]}
        super().__init__(data, initial=begin)
        self.by_id = {str(one.relationship.pk): one.relationship for one in people}
        offer(self, "people", [(key, person.name) for key, person in self.by_id.items()])


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID, focus: UUID) -> HttpResponse:
    """The fields of the area; saving keeps both texts when somebody else saved meanwhile."""
    course = courses.course(request.actor, pk)
    row = foci.focus(course, focus)
    if request.method != "POST":
        return page(request, course, row)
    form = form_of(row, data=request.POST)
    if form.is_valid():
        try:
            fill_focus(
                focus=row,
                values=form.texts(),
                revision=revision_of(request),
                by=request.actor,
                now=timezone.now(),
            )
        except Overtaken:
            return page(request, course, foci.focus(course, focus), form=form, has_met=True)
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("focus_sheet", args=[pk, focus]), status=303)
    return page(request, course, row, form=form)


@staff_page("POST", long=True)
def reword(request: StaffRequest, pk: UUID, focus: UUID) -> HttpResponse:
    """Other words or people; what was agreed stands."""
    course = courses.course(request.actor, pk)
    row = foci.focus(course, focus)
    words = WordsForm(request.POST, row=row, people=inventory.people(course.client))
    if words.is_valid():
        chosen = [words.by_id[key] for key in words.cleaned_data["people"]]
        try:
            reword_focus(
                focus=row,
                title=words.cleaned_data["title"],
                people=chosen,
                revision=revision_of(request),
                by=request.actor,
                now=timezone.now(),
            )
        except CourseError as problem:
            refused(words, problem)
        else:
            return HttpResponseRedirect(reverse("focus_sheet", args=[pk, focus]), status=303)
    return page(request, course, foci.focus(course, focus), words=words)


def page(
    request: Any,
    course: Any,
    row: Any,
    *,
    form: PromptForm | None = None,
    words: WordsForm | None = None,
    has_met: bool = False,
) -> HttpResponse:
    """The page; where two texts met, the other stands beside and the form carries its revision."""
    [card] = cards_of(course, [row])
    has_stage = any(prompt.id == STAGE for prompt in sheet_of(row.area).prompts)
    context = {
        "course": course,
        "row": row,
        "card": card,
        "form": form or form_of(row),
        "words_form": words or WordsForm(row=row, people=inventory.people(course.client)),
        "about": words_of("problem-areas").get(f"{row.area}.about"),
        "stages": stages() if has_stage else [],
        "stages_about": words_of("dispute-stages").about,
        "has_met": has_met,
        "theirs": differing(sheet_of(row.area), theirs=row.values, typed=form) if has_met and form is not None else [],
        "errors_of": next((one for one in (form, words) if one is not None and one.errors), None),
    }
    failed = has_met or context["errors_of"] is not None
    return render(request, "therapist/initial/focus_sheet.html", context, status=422 if failed else 200)


def form_of(row: Any, *, data: Any = None) -> PromptForm:
    """The fields of the focus's own area."""
    sheet = sheet_of(row.area)
    return mark_private(prompt_form(sheet, library().words(sheet, "en"), data=data, values=row.values))


def stages() -> list[dict[str, str]]:
    """The stages of a dispute and how each is known."""
    words = words_of("dispute-stages")
    return [
        {"id": stage.id, "label": words[stage.id], "about": words.get(f"{stage.id}.about")}
        for stage in library().vocabulary("dispute-stages").words
    ]
