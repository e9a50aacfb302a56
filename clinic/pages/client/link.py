"""A one-time link: the page it leads to, the POST that opens it, and “send me a new link”."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from clinic.answers import queries
from clinic.answers.actions.asking import send_again
from clinic.pages.client import entrance, used_link
from clinic.pages.doors import ClientRequest, open_page
from clinic.people.access import LINK_LASTS, expires_at, link_is_open
from clinic.people.actions.links import digest, open_link

if TYPE_CHECKING:
    from clinic.people.models import Link


@open_page("GET", "POST")
def show(request: Any, secret: str) -> HttpResponse:
    """GET shows a button and changes nothing (mail scanners only GET); POST opens the link, once."""
    link = queries.link_by_digest(digest(secret))
    if request.method == "GET":
        usable = link is not None and (is_fresh(link) or is_held(request, link))
        return (
            render(request, "client/link.html", {"secret": secret})
            if usable
            else used_link.page(request, secret=secret)
        )
    opened = open_link(secret=secret, by=request.actor, now=timezone.now())
    if opened is not None:
        return enter(request, opened)
    if link is not None and is_held(request, link):
        return HttpResponseRedirect(target(link))
    return used_link.page(request, secret=secret)


@open_page("POST")
def again(request: Any, secret: str) -> HttpResponse:
    """“Send me a new link”: the same answer whether the link is known or not."""
    link = queries.link_by_digest(digest(secret))
    if link is not None:
        send_again(link=link, by=request.actor, now=timezone.now())
    return used_link.page(request, secret=secret, asked=True)


@open_page("POST")
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: this browser holds no link and no sign-in any more; what was answered is kept."""
    entrance.leave(request)
    return HttpResponse(status=204)


def enter(request: ClientRequest, link: "Link") -> HttpResponse:
    """Let this browser in: for as long as the link lasts, or until it is closed where the device is shared."""
    client = link.client
    if request.user.is_authenticated and request.user.is_client and request.user.pk != client.account_id:
        entrance.leave(request)  # two people, one browser: only the one who opened the link goes on
    request.session.cycle_key()
    links = request.session.get("links", {}) if request.session.get("client") == str(client.pk) else {}
    links = {**links, str(link.about_id): str(link.pk)}
    request.session["client"], request.session["links"] = str(client.pk), links
    request.session["opened"] = list(links)
    request.session["country"], request.session["region"] = client.country, client.region
    if not request.user.is_authenticated:
        request.session.set_expiry(0 if client.shares_device else int(LINK_LASTS.total_seconds()))
    return HttpResponseRedirect(target(link), status=303)


def target(link: "Link") -> str:
    """Where a link leads."""
    ways = {"plan": "my_plan", "portal": "my"}
    return reverse(ways[link.purpose]) if link.purpose in ways else reverse("questionnaire", args=[link.about_id])


def is_fresh(link: "Link") -> bool:
    """Whether nobody has opened it and it may still be opened."""
    return link.opened_at is None and link.revoked_at is None and timezone.now() < expires_at(link)


def is_held(request: ClientRequest, link: "Link") -> bool:
    """Whether this browser opened it before and may go on."""
    holds = request.session.get("client") == str(link.client_id) and str(link.about_id) in request.session["opened"]
    return holds and link_is_open(link, now=timezone.now())
