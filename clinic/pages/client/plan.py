"""The client's own safety plan on one page, to read and to print."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.answers import queries
from clinic.pages.client.help import lines_for
from clinic.pages.doors import ClientRequest, client_page
from clinic.safety.crisis import NO_LIST
from clinic.safety.queries import client as safety


@client_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """The newest version, without anybody whom a clinician marked as not safe."""
    link = queries.own_link(request.actor, about_id=None, purpose="plan", now=timezone.now())
    client = link.client
    request.service_name = client.team.public_name  # type: ignore[attr-defined]  # read by pages/surroundings.py
    timezone.activate(ZoneInfo(client.time_zone))
    plan, people = safety.plan_of(client), safety.supporters(client)
    context = {
        "client": client,
        "plan": plan,
        "parts": safety.shown_to_client(plan, people) if plan else (),
        "people": safety.in_hard_times(people),
        "lines": lines_for(client.country, region=client.region),
        "no_list": NO_LIST,
    }
    return render(request, "client/plan.html", context)
