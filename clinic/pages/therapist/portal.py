"""A client's way to their own pages: make a link to them, see whether it was used, close it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.access import cares_for, expires_at
from clinic.people.actions.accounts import NoAccount, close_account, invite_to_portal
from clinic.people.queries import own, who
from clinic.therapy.queries.courses import has_died


@staff_page("GET", "POST")
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How things stand, and the two things to do. Nothing in the client's care waits for either."""
    client = who.client(request.actor, pk)
    if request.method == "POST":
        return close(request, client) if request.POST.get("do") == "close" else invite(request, client)
    way = own.way_in(client, now=timezone.now())
    ends_at = expires_at(way.link) if way.link is not None else None
    return render(request, "therapist/portal.html", {"client": client, "way": way, "ends_at": ends_at})


def invite(request: Any, client: Any) -> HttpResponse:
    """The address is shown once: it is kept nowhere."""
    if reason := refusal(request, client):
        messages.error(request, reason)
        return HttpResponseRedirect(reverse("portal", args=[client.pk]), status=303)
    try:
        asked = invite_to_portal(client=client, by=request.actor, now=timezone.now())
    except NoAccount as reason:
        messages.error(request, str(reason))
        return HttpResponseRedirect(reverse("portal", args=[client.pk]), status=303)
    return render(request, "therapist/asked.html", {"asked": asked, "client": client, "title": _("Their own pages")})


def refusal(request: Any, client: Any) -> str:
    """Why no link is made now; empty when one may be. It would outlast the hour of somebody who broke the glass."""
    if has_died(client):
        return _("This client died: nothing is sent any more. Was it entered in error, take back the end.")
    if not cares_for(request.actor, client, now=timezone.now()):
        return _("You opened this record in an emergency, to read it: their therapist makes the link.")
    return ""


def close(request: Any, client: Any) -> HttpResponse:
    """From now on nothing opens them."""
    close_account(client=client, by=request.actor, now=timezone.now())
    messages.success(request, _("Their own pages are closed. The record is as it was; a new link opens them again."))
    return HttpResponseRedirect(reverse("portal", args=[client.pk]), status=303)
