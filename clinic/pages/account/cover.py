"""The cover of a page left alone: it counts from the last use, hides the page, and gives the draft back."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from clinic.pages.doors import open_page


def is_covered(request: Any) -> bool:
    """Whether the session was left alone for longer than the page that was open allows."""
    used, limit = request.session.get("used"), request.session.get("idle", settings.IDLE_SECONDS)
    return used is not None and time.time() - used > limit


def note_use(request: Any, *, limit: int) -> None:
    """Remember the use, at most once in half a minute, and for how many seconds this page may be left alone."""
    used = request.session.get("used", 0)
    if request.session.get("idle") != limit or time.time() - used > 30:
        request.session["used"], request.session["idle"] = int(time.time()), limit


def covered(request: Any, *, wrong: bool = False) -> HttpResponse:
    """In place of the page: unlock and go on. What was being sent is kept in the page, to be sent again."""
    if by_script(request):
        return HttpResponse(status=423)
    draft = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in draft if name not in ("csrfmiddlewaretoken", "password", "go_to")]
    go_to = request.POST.get("go_to") or request.get_full_path()
    context = {"draft": kept, "go_to": go_to, "wrong": wrong, "covered_name": request.user.name}
    return render(request, "account/covered.html", context, status=403)


@open_page("POST")
def unlock(request: HttpRequest) -> HttpResponse:
    """The password uncovers the page: 204 for the script; else back to where it was, with the draft."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401) if by_script(request) else HttpResponseRedirect(reverse("account_login"))
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        logout(request)
        return HttpResponse(status=429) if by_script(request) else render(request, "429.html", status=429)
    if not request.user.check_password(request.POST.get("password", "")):
        return HttpResponse(status=403) if by_script(request) else covered(request, wrong=True)
    request.session["used"] = int(time.time())
    record_authentication(request, request.user, method="password", reauthenticated=True)
    return HttpResponse(status=204) if by_script(request) else go_on(request)


def go_on(request: Any) -> HttpResponse:
    """Back to the page; a draft is shown with a button that sends it to where it was going."""
    go_to = request.POST.get("go_to", "")
    if not url_has_allowed_host_and_scheme(go_to, allowed_hosts={request.get_host()}):
        go_to = reverse("home")
    own = {"csrfmiddlewaretoken", "password", "go_to"}
    draft = [(name, value) for name, values in request.POST.lists() if name not in own for value in values]
    if not draft:
        return HttpResponseRedirect(go_to)
    return render(request, "account/go_on.html", {"draft": draft, "go_to": go_to})


@open_page("POST")
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody is typing: keeps the server's clock going. 204, or 401 and 423 when there is nothing to keep."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    if is_covered(request):
        return HttpResponse(status=423)
    request.session["used"] = int(time.time())
    return HttpResponse(status=204)


def by_script(request: Any) -> bool:
    """Whether a script asks, and so wants a status rather than a page: a browser that shows pages accepts HTML."""
    return "text/html" not in request.headers.get("Accept", "")
