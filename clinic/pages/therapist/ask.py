"""Asking a client to answer a measure; the address when it is not sent; sending it again, cancelling."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.answers import queries
from clinic.answers.actions.asking import Asked, CannotAsk, cancel, invite, send_link
from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.queries import who


@staff_page("POST")
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask for one measure."""
    client = who.client(request.actor, pk)
    measure, _about, target = request.POST.get("measure", "").partition(":")
    if measure not in {one.id for one in library().measures()}:
        messages.error(request, _("Choose a questionnaire first."))
        return HttpResponseRedirect(reverse("client", args=[pk]), status=303)
    try:
        asked = invite(client=client, measure=measure, target=target, by=request.actor, now=timezone.now())
    except CannotAsk as reason:
        messages.error(request, str(reason))
        return HttpResponseRedirect(reverse("client", args=[pk]), status=303)
    return told(request, asked, measure=measure)


@staff_page("POST")
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send a new link for an open invitation, or cancel it."""
    invitation = queries.invitation(request.actor, pk, now=timezone.now())
    if request.POST.get("do") != "cancel":
        asked = send_link(invitation=invitation, by=request.actor, now=timezone.now())
        return told(request, asked, measure=invitation.measure)
    try:
        cancel(invitation=invitation, by=request.actor, now=timezone.now())
        messages.success(request, _("The client is no longer asked. Their link does not open any more."))
    except CannotAsk as reason:
        messages.error(request, str(reason))
    return HttpResponseRedirect(reverse("client", args=[invitation.client_id]), status=303)


def told(request: Any, asked: Asked, *, measure: str) -> HttpResponse:
    """The address is shown once: it is kept nowhere."""
    title = library().wording(library().measure(measure), "en").title
    context = {"asked": asked, "client": asked.link.client, "title": title}
    return render(request, "therapist/asked.html", context)
