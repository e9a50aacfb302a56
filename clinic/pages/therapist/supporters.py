"""People who may be called in hard times, and people who must never be listed as help. For clinicians only."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.queries import who
from clinic.safety.actions.plans import PlanError, mark_unsafe, name_supporter, remove_supporter
from clinic.safety.queries import client as safety


class SupporterForm(forms.Form):
    """Three fields are enough."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    relation = forms.CharField(label=gettext_lazy("Who that is"), max_length=60, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)


@staff_page("GET", "POST")
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The list, and one more."""
    client = who.client(request.actor, pk)
    form = SupporterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name_supporter(client=client, **form.cleaned_data, by=request.actor, now=timezone.now())
            return HttpResponseRedirect(reverse("supporters", args=[pk]), status=303)
        except PlanError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, str(fault))
    return page(request, client=client, form=form)


@staff_page("POST")
def change(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Mark somebody as not safe, or take them off the list."""
    client = who.client(request.actor, pk)
    supporter = safety.supporter(client, person)
    try:
        if request.POST.get("do") == "unsafe":
            mark_unsafe(
                supporter=supporter, why=request.POST.get("why", "")[:500], by=request.actor, now=timezone.now()
            )
        else:
            remove_supporter(supporter=supporter, by=request.actor, now=timezone.now())
    except PlanError as fault:
        form = SupporterForm()
        return page(request, client=client, form=form, errors=[("", str(fault))])
    return HttpResponseRedirect(reverse("supporters", args=[pk]), status=303)


def page(
    request: Any, *, client: Any, form: SupporterForm, errors: list[tuple[str, str]] | None = None
) -> HttpResponse:
    """The page."""
    people = safety.supporters(client)
    context = {
        "client": client,
        "form": form,
        "errors": errors,
        "people": [person for person in people if not person.is_unsafe],
        "unsafe": [person for person in people if person.is_unsafe],
    }
    return render(request, "therapist/supporters.html", context, status=422 if form.errors or errors else 200)
