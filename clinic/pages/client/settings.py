"""A client's settings: words for how heavy it is, password or passkey, signing out, closing their own pages."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.client import entrance
from clinic.pages.client.entrance import own_client
from clinic.pages.doors import ClientRequest, open_page, own_page
from clinic.people.actions.accounts import close_account, hide_severity

if TYPE_CHECKING:
    from clinic.people.models import Client


@own_page("GET", "POST")
def show(request: ClientRequest) -> HttpResponse:
    """Each setting is a form of its own with one button."""
    client = own_client(request)
    if request.method == "POST":
        return changed(request, client, do=request.POST.get("do", ""))
    return render(request, "client/settings.html", {"client": client, "has_account": request.actor.kind == "client"})


def changed(request: Any, client: "Client", *, do: str) -> HttpResponse:
    """One of the four things that can be pressed; anything else changes nothing."""
    if do in ("hide", "show"):
        hide_severity(client=client, is_hidden=do == "hide", by=request.actor, now=timezone.now())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("my_settings"), status=303)
    if do == "close":
        close_account(client=client, by=request.actor, now=timezone.now())
    if do in ("close", "out"):
        entrance.leave(request)
        return HttpResponseRedirect(reverse("my_left"), status=303)
    return HttpResponseRedirect(reverse("my_settings"), status=303)


@open_page("GET")
def left(request: Any) -> HttpResponse:
    """After signing out: nothing of the client is on it."""
    return render(request, "client/left.html")
