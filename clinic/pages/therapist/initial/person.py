"""One person of the inventory: who they are, all that can be asked about them folded until wanted, their place."""

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
from clinic.pages.prompted import PromptForm, prompt_form
from clinic.pages.therapist.initial.met import differing
from clinic.pages.therapist.initial.people import RINGS, PersonForm
from clinic.pages.therapist.initial.private import mark_private
from clinic.pages.therapist.initial.wording import words_of
from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.circle import leave_circle, place, wish
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.inventory import change_relationship, remove_relationship, share_relationship
from clinic.therapy.queries import courses, inventory


class PlaceForm(forms.Form):
    """Where somebody stands, and where the client would like them to be."""

    ring = forms.TypedChoiceField(
        label=gettext_lazy("How close now"), choices=RINGS, coerce=int, empty_value=None, required=False
    )
    wished_ring = forms.TypedChoiceField(
        label=gettext_lazy("How close the client wishes"),
        choices=(("", gettext_lazy("No wish said")), *RINGS[1:]),
        coerce=int,
        empty_value=None,
        required=False,
    )


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    """The whole person; saving keeps both texts when somebody else saved meanwhile."""
    course = courses.course(request.actor, pk)
    row = inventory.person(course.client, person)
    if request.method != "POST":
        return page(request, course, row)
    form, sheet = PersonForm(request.POST, row=row), sheet_form(row, data=request.POST)
    if form.is_valid() and sheet.is_valid():
        known = form.cleaned_data
        try:
            change_relationship(
                relationship=row,
                person={"name": known["name"], "kind": known["kind"], **form.more()},  # type: ignore[arg-type]  # its fields
                values=sheet.texts(),
                revision=revision_of(request),
                by=request.actor,
                now=timezone.now(),
            )
        except Overtaken as met:
            return page(request, course, met.there, form=form, sheet=sheet, has_met=True)
        except CourseError as problem:
            refused(form if problem.field in form.fields else sheet, problem)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("relationship", args=[pk, person]), status=303)
    return page(request, course, row, form=form, sheet=sheet)


@staff_page("POST", long=True)
def change(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Place, wish, show, hide, take out: one button each."""
    course = courses.course(request.actor, pk)
    row = inventory.person(course.client, person)
    known: dict[str, Any] = {"relationship": row, "by": request.actor, "now": timezone.now()}
    back = reverse("relationship", args=[pk, person])
    try:
        match request.POST.get("do"):
            case "place":
                put(request, known)
            case "share":
                share_relationship(**known)
            case "hide":
                share_relationship(is_shown=False, **known)
            case "remove":
                remove_relationship(**known)
                messages.success(request, _("%(name)s is taken out. They can be put back.") % {"name": row.name})
                back = reverse("inventory", args=[pk])
    except CourseError as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(back, status=303)


def put(request: Any, known: dict[str, Any]) -> None:
    """In a ring, or out of the circle; and the wish beside it."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the four rings."))
        return
    ring, wished = form.cleaned_data["ring"], form.cleaned_data["wished_ring"]
    now_at = next(
        (one.place for one in inventory.people(known["relationship"].client) if is_same(one, known["relationship"])),
        None,
    )
    if ring is None:
        leave_circle(**known)
    elif now_at is None or now_at.ring != ring:
        place(ring=ring, **known)
    if ring is not None and wished != (now_at.wished_ring if now_at else None):
        wish(ring=wished, **known)
    messages.success(request, _("Saved."))


def is_same(one: Any, row: Any) -> bool:
    """Whether a row of the list is this person."""
    return bool(one.relationship.pk == row.pk)


def page(
    request: Any,
    course: Any,
    row: Any,
    *,
    form: PersonForm | None = None,
    sheet: PromptForm | None = None,
    has_met: bool = False,
) -> HttpResponse:
    """The page; where two texts met, the other stands beside and the form carries its revision."""
    known = next((one for one in inventory.people(course.client) if is_same(one, row)), None)
    at = known.place if known else None
    prompts = library().prompts(inventory.SHEET)
    context = {
        "course": course,
        "row": row,
        "known": known,
        "kind": words_of("relationship-types")[row.kind],
        "form": form or PersonForm(row=row),
        "sheet": sheet or sheet_form(row),
        "place_form": PlaceForm(
            initial={"ring": at.ring if at else "", "wished_ring": at.wished_ring if at else ""}, auto_id="place_%s"
        ),
        "revision": row.revision,
        "theirs": differing(prompts, theirs=row.values, typed=sheet) if has_met and sheet is not None else [],
        "has_met": has_met,
    }
    failed = has_met or any(one is not None and one.errors for one in (form, sheet))
    return render(request, "therapist/initial/person.html", context, status=422 if failed else 200)


def sheet_form(row: Any, *, data: Any = None) -> PromptForm:
    """All that can be asked about somebody."""
    prompts = library().prompts(inventory.SHEET)
    return mark_private(prompt_form(prompts, library().words(prompts, "en"), data=data, values=row.values))


def revision_of(request: Any) -> int:
    """The revision the page began from; 0, which nothing has, where the form has none."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0
