"""A client's details: who they are, how to reach them safely, whom to call, who else looks after them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.client_form import ClientForm
from clinic.people.actions.clients import DETAILS, change_details, name_clinicians
from clinic.people.queries import who


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everything on one page, in groups."""
    client = who.client(request.actor, pk)
    form = ClientForm(request.POST or None, initial=known(client))
    if request.method == "POST" and form.is_valid():
        try:
            change_details(client=client, details=form.details(), by=request.actor, now=timezone.now())
            name_clinicians(client=client, clinicians=form.clinicians(), by=request.actor, now=timezone.now())
            return HttpResponseRedirect(reverse("client", args=[client.pk]), status=303)
        except ValueError as fault:  # the address by which they sign in
            form.add_error("email", str(fault))
    context = {"form": form, "client": client}
    return render(request, "therapist/details.html", context, status=422 if form.errors else 200)


def known(client: Any) -> dict[str, Any]:
    """What the form begins with."""
    found = {name: getattr(client, name) for name in DETAILS}
    for clinician in who.clinicians(client):
        prefix = "gp" if clinician.role == "GP" else "other"
        found |= {f"{prefix}_{name}": getattr(clinician, name) for name in ("name", "place", "phone")}
        found |= {"other_role": clinician.role} if prefix == "other" else {}
    return found
