"""The client's own safety plan on one page, to read and to print."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.answers import queries
from clinic.pages.client.entrance import holds_portal, link_of, own_client
from clinic.pages.client.help import lines_for
from clinic.pages.doors import ClientRequest, client_page
from clinic.people.queries import own
from clinic.safety.crisis import NO_LIST
from clinic.safety.queries import client as safety

if TYPE_CHECKING:
    from clinic.people.models import Client
    from clinic.safety.models import SafetyPlan


@client_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """The newest version, without anybody whom a clinician marked as not safe."""
    if request.actor.kind == "link" and not holds_portal(request, str(request.actor.id)):
        pk = link_of(request, None)
        queries.own_link(request.actor, pk=pk, about_id=None, purpose="plan", now=timezone.now())
    client = own_client(request)
    plan, people = plan_to_show(client), safety.supporters(client)
    context = {
        "client": client,
        "plan": plan,
        "parts": safety.shown_to_client(plan, people) if plan else (),
        "people": safety.in_hard_times(people),
        "lines": lines_for(client.country, region=client.region),
        "no_list": NO_LIST,
    }
    return render(request, "client/plan.html", context)


def plan_to_show(client: "Client") -> "SafetyPlan | None":
    """The newest plan, when it was made together with the client or given to them."""
    plan = safety.plan_of(client)
    if plan is None or plan.was_made_together or own.was_given_link(client, purpose="plan"):
        return plan
    return None
