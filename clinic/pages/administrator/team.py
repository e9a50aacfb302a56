"""A team at a glance: what needs care first, then who belongs to it and who stands in for whom."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.letters.queries import outbox
from clinic.pages.administrator.care import needs_care
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.people.queries import team as queries
from clinic.worker.round import heartbeat


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """No client is named here."""
    now = timezone.now()
    team = team_of(request, pk)
    beat, letters = heartbeat(), outbox(now=now)
    context = {
        "team": team,
        "care": needs_care(team, beat=beat, letters=letters, now=now),
        "beat": beat,
        "letters": letters,
        "people": queries.people(team, now=now),
        "now": now,
    }
    return render(request, "administrator/team.html", context)
