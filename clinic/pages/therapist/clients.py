"""My clients: own, supervised, covered, with what is open, by name; a search for name or reference."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.pages.doors import SEES_RECORDS, StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.people.queries import who
from clinic.safety.queries.alerts import open_levels

A_PAGE = 50


@staff_page("GET", roles=SEES_RECORDS)
def show(request: StaffRequest) -> HttpResponse:
    """Fifty a page; the number of statements does not grow with the clients."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:80]
    page = Paginator(who.clients(request.actor, now=timezone.now(), search=search), A_PAGE).get_page(
        request.GET.get("page")
    )
    levels = open_levels([client.pk for client in page])
    rows = [
        {"client": client, "level": levels.get(client.pk, ""), "is_mine": client.therapist_id == request.actor.id}
        for client in page
    ]
    context = {"rows": rows, "page": page, "search": search, "may_register": Role.THERAPIST in request.badge.roles}
    return render(request, "therapist/clients.html", context)
