"""Who opened my record: name and part of each person of the service, by day."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.pages.client.entrance import own_client
from clinic.pages.doors import ClientRequest, own_page
from clinic.people.queries import own


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """Once a day and person; what they did there is not told here, and nothing of it is hidden from the trail."""
    client = own_client(request)
    found = own.openings(client, now=timezone.now())
    days = [(day, list(openings)) for day, openings in groupby(found, key=lambda opening: opening.on)]
    return render(request, "client/opened.html", {"client": client, "days": days})
