"""Who opened or changed this client's record, and when."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from clinic.audit.queries import events_of_client
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.queries import who


@staff_page("GET")
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The newest two hundred events."""
    client = who.client(request.actor, pk)
    events = events_of_client(client.pk)
    names = who.names({event.by_id for event in events if event.by_kind == "staff"})
    rows = [{"event": event, "by": names.get(event.by_id) or spoken(event.by_kind)} for event in events]
    return render(request, "therapist/opened.html", {"client": client, "rows": rows})


def spoken(kind: str) -> str:
    """Who it was when it was nobody of the staff."""
    return {"link": "the client, by a link", "client": "the client", "system": "the software"}.get(kind, "somebody")
