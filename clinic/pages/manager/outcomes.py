"""The service's outcomes, for whoever manages all of its teams; for others their teams."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.outcomes.page import show as shown
from clinic.pages.outcomes.page import teams_of, ways_of
from clinic.people.choices import Role
from clinic.reports import queries
from clinic.reports.choices import Scope


@staff_page("GET", roles=(Role.MANAGER,))
def show(request: StaffRequest) -> HttpResponse:
    """Who manages some teams only is sent on to the first of them."""
    ways = ways_of(request, here=reverse("outcomes_service"))
    is_whole = any(one.url == reverse("outcomes_service") for one in ways)
    managed = teams_of(request, now=timezone.now())
    if not is_whole and managed and queries.last_computed() is not None:
        return HttpResponseRedirect(reverse("outcomes_team", args=[managed[0].pk]))
    title = _("Outcomes of the service")
    return shown(request, "manager/outcomes.html", scope=Scope.SERVICE, title=title, ways=ways)
