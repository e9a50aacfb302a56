"""After sending: thanks; when it is urgent, whom to call first, then the client's own people and plan, then when."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clinic.answers import queries
from clinic.pages.client.entrance import settle
from clinic.pages.client.help import lines_for
from clinic.pages.client.questionnaire import own_link, read_by
from clinic.pages.doors import ClientRequest, client_page
from clinic.safety.crisis import NO_LIST
from clinic.safety.queries import client as safety
from clinic.safety.queries.alerts import open_about

if TYPE_CHECKING:
    from clinic.safety.models import Supporter


@client_page("GET")
def show(request: ClientRequest, pk: UUID) -> HttpResponse:
    """The page after a questionnaire, by the level of what it raised."""
    invitation = queries.own_invitation(request.actor, pk, now=timezone.now())
    settle(request, invitation.client)
    sheet = getattr(invitation, "sheet", None)
    if sheet is None or sheet.sent_at is None:
        return HttpResponseRedirect(reverse("questionnaire", args=[pk]))
    own_link(request, invitation)
    client = invitation.client
    alerts = open_about(sheet.pk)
    is_urgent = any(alert.level == "urgent" for alert in alerts)
    people = safety.supporters(client) if is_urgent else []
    plan = safety.plan_of(client) if is_urgent else None
    context = {
        "client": client,
        "is_urgent": is_urgent,
        "read_by": min((alert.due_at for alert in alerts), default=None) or read_by(client),
        "nobody_on_duty": any(alert.nobody_on_duty for alert in alerts),
        "lines": lines_for(client.country, region=client.region),
        "no_list": NO_LIST,
        "people": [named(person) for person in safety.in_hard_times(people) if person.phone],
        "plan": safety.shown_to_client(plan, people) if plan else (),
        "team": client.team,
    }
    return render(request, "client/sent.html", context)


def named(person: "Supporter") -> dict[str, str]:
    """Somebody the client named, as components/call_buttons.html takes a line."""
    about = f"{person.phone} · {person.relation}" if person.relation else person.phone
    return {"number": person.name, "name": about, "tel": "tel:" + "".join(person.phone.split())}
