"""A team's outcomes, for its managers and for supervisors in it."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.outcomes.page import show as shown
from clinic.pages.outcomes.page import teams_of, ways_of
from clinic.people.choices import Role
from clinic.reports.choices import Scope

READERS = (Role.SUPERVISOR, Role.MANAGER)


@staff_page("GET", roles=READERS)
def show(request: StaffRequest) -> HttpResponse:
    """On to the first of their teams, by the alphabet."""
    found = teams_of(request, now=timezone.now())
    if not found:
        return render(request, "supervisor/outcomes.html", {"title": _("Outcomes of a team"), "has_no_team": True})
    return HttpResponseRedirect(reverse("outcomes_team", args=[found[0].pk]))


@staff_page("GET", roles=READERS)
def team(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One team."""
    found = next((one for one in teams_of(request, now=timezone.now()) if one.pk == pk), None)
    if found is None:
        raise Http404
    ways = ways_of(request, here=reverse("outcomes_team", args=[pk]))
    title = _("Outcomes of %(team)s") % {"team": found.name}
    return shown(request, "supervisor/outcomes.html", scope=Scope.TEAM, about=pk, title=title, ways=ways)
