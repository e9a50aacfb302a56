"""All totals of one measure as a table, newest first, each with its answers: the twin of the chart in full."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from clinic.answers import queries
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.picture import picture
from clinic.people.queries import who


@staff_page("GET")
def show(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """The client's page holds the newest rows only, so that it stays quick on a slow line."""
    client = who.client(request.actor, pk)
    found = [series for series in queries.series_of(client) if series.key == measure]
    if not found:
        raise Http404
    return render(request, "therapist/scores.html", {"client": client, "picture": picture(found[0], missed=[])})
