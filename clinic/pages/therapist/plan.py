"""The safety plan: as it stands, its versions, a new version, and a link with which the client sees and prints it."""

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

from clinic.answers.actions.asking import share_plan
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import day, text
from clinic.people.queries import who
from clinic.safety.actions.plans import PlanError, make_plan
from clinic.safety.plan import PARTS
from clinic.safety.queries import client as safety


class PlanForm(forms.Form):
    """Six parts, a line each; made together or not; when to look at it again; who has a copy."""

    was_made_together = forms.BooleanField(
        label=gettext_lazy("Made together with the client"), required=False, initial=True
    )
    made_on = day(gettext_lazy("Made on"))
    review_on = day(gettext_lazy("Look at it again on"), needed=False)
    held_by = forms.CharField(
        label=gettext_lazy("Who has a copy"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Client, GP, partner …"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for part in PARTS:
            self.fields[part.field] = text(part.heading, most=2000, help_text=part.question)

    def parts(self) -> list[forms.BoundField]:
        """The six parts, in order."""
        return [self[part.field] for part in PARTS]


@staff_page("GET")
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The plan as the clinician sees it, and what of it the client does not."""
    client = who.client_on_duty(request.actor, pk)
    versions, people = safety.plans(client), safety.supporters(client)
    plan = versions[0] if versions else None
    context = {
        "client": client,
        "plan": plan,
        "versions": versions,
        "parts": [(part.heading, lines.splitlines()) for part, lines in safety.parts_of(plan)] if plan else [],
        "people": safety.in_hard_times(people),
        "hidden": safety.hidden_lines(plan, people) if plan else [],
        "may_edit": who.clients(request.actor, now=timezone.now()).filter(pk=pk).exists(),
    }
    return render(request, "therapist/plan.html", context)


@staff_page("GET", "POST", long=True)
def edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Each saving is a version; earlier ones stay."""
    client = who.client(request.actor, pk)
    plan = safety.plan_of(client)
    begin: dict[str, Any] = {"made_on": timezone.localdate()}
    if plan is not None:
        begin |= {part.field: lines for part, lines in safety.parts_of(plan)} | {"held_by": plan.held_by}
    form = PlanForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        parts = {part.field: given.pop(part.field) for part in PARTS}
        try:
            make_plan(client=client, parts=parts, **given, by=request.actor, now=timezone.now())
            return HttpResponseRedirect(reverse("plan", args=[pk]), status=303)
        except PlanError as fault:
            form.add_error(fault.field, str(fault))
    context = {"client": client, "form": form, "plan": plan, "people": safety.supporters(client)}
    return render(request, "therapist/plan_edit.html", context, status=422 if form.errors else 200)


@staff_page("POST")
def share(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A one-time link to the client's own plan."""
    client = who.client(request.actor, pk)
    if safety.plan_of(client) is None:
        messages.error(request, _("There is no plan yet: make one together first."))
        return HttpResponseRedirect(reverse("plan", args=[pk]), status=303)
    asked = share_plan(client=client, by=request.actor, now=timezone.now())
    return render(request, "therapist/asked.html", {"asked": asked, "client": client, "title": _("Safety plan")})
