"""The teams that somebody administers; on to the only one."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.people.queries.team import teams


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest) -> HttpResponse:
    """A list, when there is something to choose."""
    found = teams(request.actor, Role.ADMINISTRATOR, now=timezone.now())
    if len(found) == 1:
        return HttpResponseRedirect(reverse("team", args=[found[0].pk]))
    return render(request, "administrator/teams.html", {"teams": found})
