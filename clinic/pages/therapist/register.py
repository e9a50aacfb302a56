"""A new client of the therapist who is signed in."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.client_form import ClientForm
from clinic.people.actions.clients import name_clinicians, register_client
from clinic.people.choices import Role
from clinic.people.queries import who
from clinic.people.queries.team import teams


@staff_page("GET", "POST", roles=(Role.THERAPIST,), long=True)
def show(request: StaffRequest) -> HttpResponse:
    """In the therapist's own team, with the team's country, language and time zone to begin with."""
    now = timezone.now()
    team = teams(request.actor, Role.THERAPIST, now=now)[0]
    known = {"country": team.country, "region": team.region, "language": team.language, "time_zone": team.time_zone}
    form = ClientForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        client = register_client(
            team=team, therapist=who.me(request.actor), details=form.details(), by=request.actor, now=now
        )
        if clinicians := form.clinicians():
            name_clinicians(client=client, clinicians=clinicians, by=request.actor, now=now)
        return HttpResponseRedirect(reverse("client", args=[client.pk]), status=303)
    return render(request, "therapist/details.html", {"form": form, "client": None}, status=422 if form.errors else 200)
