"""The interpersonal inventory: everybody in a list, one more in three fields, who may be called in hard times."""

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
from clinic.pages.fields import line, offer, refused
from clinic.pages.therapist.initial.wording import options, words_of
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.hard_times import mark_in_hard_times, no_longer_in_hard_times
from clinic.therapy.actions.inventory import add_relationship, put_back_relationship, share_relationship
from clinic.therapy.choices import LifeStatus
from clinic.therapy.queries import courses, inventory

MOST = 5
RINGS = (
    ("", gettext_lazy("Not in the circle yet")),
    (1, gettext_lazy("Ring 1, closest")),
    (2, gettext_lazy("Ring 2")),
    (3, gettext_lazy("Ring 3")),
    (4, gettext_lazy("Ring 4, furthest out")),
)


class PersonForm(forms.Form):
    """Who somebody is; the ring is asked with a new person only."""

    name = line(gettext_lazy("Name or initials"), needed=True)
    kind = forms.ChoiceField(label=gettext_lazy("Who that is"))
    ring = forms.TypedChoiceField(
        label=gettext_lazy("How close now"), choices=RINGS, coerce=int, empty_value=None, required=False
    )
    status = forms.ChoiceField(
        label=gettext_lazy("They are"), choices=LifeStatus.choices, initial=LifeStatus.LIVING, required=False
    )
    supports = forms.BooleanField(label=gettext_lazy("Gives support"), required=False)
    conflicts = forms.BooleanField(label=gettext_lazy("There is conflict"), required=False)
    is_past = forms.BooleanField(
        label=gettext_lazy("From the past"),
        help_text=gettext_lazy("Looked at for what happens again and again; no longer part of their life."),
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, row: Any = None) -> None:
        names = ("name", "kind", "status", "supports", "conflicts", "is_past")
        super().__init__(data, initial={name: getattr(row, name) for name in names} if row else {"ring": 2})
        offer(self, "kind", options("relationship-types"))
        if row is not None:
            del self.fields["ring"]

    def more(self) -> dict[str, Any]:
        """What is said beyond name, kind and ring."""
        known = self.cleaned_data
        return {
            "status": known["status"] or LifeStatus.LIVING,
            **{name: known[name] for name in ("supports", "conflicts", "is_past")},
        }


class CallForm(forms.Form):
    """One of the people with a number to call."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))
    phone = line(gettext_lazy("Phone"), most=40, needed=True)

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: list[Any]) -> None:
        super().__init__(data)
        offer(self, "person", [(str(one.relationship.pk), one.relationship.name) for one in people])


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The list first; a name, who that is and how close they are is enough."""
    course = courses.course(request.actor, pk)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data
        try:
            added = add_relationship(
                client=course.client,
                name=known["name"],
                kind=known["kind"],
                ring=known["ring"],
                more=form.more(),  # type: ignore[arg-type]  # the form's own fields
                by=request.actor,
                now=timezone.now(),
            )
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("%(name)s is in the inventory.") % {"name": added.name})
            return HttpResponseRedirect(reverse("inventory", args=[pk]), status=303)
    return page(request, course, form=form)


@staff_page("POST", long=True)
def call(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put somebody on the list for hard times, or take them off it."""
    course = courses.course(request.actor, pk)
    known: dict[str, Any] = {"by": request.actor, "now": timezone.now()}
    if gone := request.POST.get("take_off"):
        row = inventory.person(course.client, to_id(gone))
        try:
            no_longer_in_hard_times(relationship=row, **known)
        except CourseError as problem:
            messages.error(request, str(problem))
        return HttpResponseRedirect(reverse("inventory", args=[pk]) + "#hard-times", status=303)
    form = CallForm(request.POST, people=callable_people(inventory.people(course.client)))
    if form.is_valid():
        row = inventory.person(course.client, to_id(form.cleaned_data["person"]))
        try:
            mark_in_hard_times(relationship=row, phone=form.cleaned_data["phone"], **known)
        except CourseError as problem:
            refused(form, problem)
        else:
            return HttpResponseRedirect(reverse("inventory", args=[pk]) + "#hard-times", status=303)
    return page(request, course, call_form=form)


@staff_page("POST", long=True)
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show everybody to the client, or put somebody back who was taken out."""
    course = courses.course(request.actor, pk)
    known: dict[str, Any] = {"by": request.actor, "now": timezone.now()}
    try:
        if back := request.POST.get("put_back"):
            put_back_relationship(relationship=inventory.person(course.client, to_id(back)), **known)
            messages.success(request, _("Back in the inventory."))
        else:
            for one in inventory.people(course.client):
                share_relationship(relationship=one.relationship, **known)
            messages.success(request, _("Everybody stands on the client's own page now."))
    except CourseError as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(reverse("inventory", args=[pk]), status=303)


def page(
    request: Any, course: Any, *, form: PersonForm | None = None, call_form: CallForm | None = None
) -> HttpResponse:
    """The page."""
    kinds, people = words_of("relationship-types"), inventory.people(course.client)
    rows = [{"known": one, "kind": kinds[one.relationship.kind]} for one in people]
    context = {
        "course": course,
        "now": [one for one in rows if not one["known"].relationship.is_past],  # type: ignore[attr-defined]
        "past": [one for one in rows if one["known"].relationship.is_past],  # type: ignore[attr-defined]
        "n_people": len(rows),
        "n_hidden": sum(not one.relationship.is_shown_to_client for one in people),
        "listed": [one for one in people if one.phone],
        "most": MOST,
        "may_call": callable_people(people),
        "taken_out": inventory.taken_out(course.client),
        "form": form or PersonForm(),
        "call_form": call_form or CallForm(people=callable_people(people)),
        "sheets": courses.protocol_of(course).sheets,
    }
    status = 422 if any(one is not None and one.errors for one in (form, call_form)) else 200
    return render(request, "therapist/initial/people.html", context, status=status)


def callable_people(people: Any) -> list[Any]:
    """Those who could be put on the list for hard times."""
    return [
        one for one in people if not one.phone and not one.is_unsafe and one.relationship.status != LifeStatus.DECEASED
    ]


def to_id(text: str) -> UUID:
    """An id out of a form; one that nobody has where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
