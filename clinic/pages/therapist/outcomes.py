"""A therapist's own outcomes: nobody else's stand beside them."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.outcomes.page import show as shown
from clinic.pages.outcomes.page import ways_of
from clinic.people.choices import Role
from clinic.reports.choices import Scope


@staff_page("GET", roles=(Role.THERAPIST,))
def show(request: StaffRequest) -> HttpResponse:
    """The courses that one held most sessions of."""
    ways = ways_of(request, here=reverse("outcomes_mine"))
    own = request.actor.id
    title = _("My outcomes")
    return shown(request, "therapist/outcomes.html", scope=Scope.THERAPIST, about=own, title=title, ways=ways)
