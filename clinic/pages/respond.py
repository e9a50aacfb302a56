"""Page or part: the only place that asks whether htmx or a script of ours is there; without, all goes the same way."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localtime
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


def respond(
    request: HttpRequest, template: str, context: dict[str, Any], *, parts: Collection[str] = (), status: int = 200
) -> HttpResponse:
    """The page; or the one of its parts that htmx asks for.

    A part is a `partialdef` of the page's own template, and the id of its outermost element is the part's name:
    `hx-target="#people"` gets the part `people`. Bad input: status 422, which htmx shows like any other answer.
    The template is told `is_part`: a part shows Django's messages itself, since the top of the page stays as it was.
    """
    part = target(request)
    is_part = part in parts
    context = {**context, "is_part": is_part}
    response = render(request, f"{template}#{part}" if is_part else template, context, status=status)
    return marked(response) if is_part else vary(response)


def go(to: str) -> HttpResponse:
    """After a POST: on to another page (htmx loads it whole)."""
    return HttpResponseRedirect(to, status=303)


def renew(to: str) -> HttpResponse:
    """After a POST from a part: the same page again, of which htmx fetches and changes that part only."""
    return marked(HttpResponseRedirect(to, status=303))


def draft_saved(request: HttpRequest, *, revision: int, at: datetime, back: str) -> HttpResponse:
    """A draft is kept: revision and time for autosave.js, else back to the page (components/saving.html says it)."""
    if not by_autosave(request):
        return go(back)
    return vary(JsonResponse({"revision": revision, "saved_at": f"{localtime(at):%H:%M}"}))


def draft_beside(request: HttpRequest, *, both: str) -> HttpResponse:
    """Somebody else changed the same text: both are kept, and `both` is the address of the page that shows them."""
    if not by_autosave(request):
        return go(both)
    return vary(JsonResponse({"theirs": True, "both": both}, status=409))


def draft_refused(says: str) -> HttpResponse:
    """To autosave.js only: the draft was not kept, and why, in a sentence with the way out."""
    return vary(JsonResponse({"says": says}, status=422))


def signed_out(request: HttpRequest, *, back: str = "", home: str = "home") -> HttpResponse:
    """Nobody is signed in (any more): to the sign-in page, then to the page named `back`, else the same, else `home`.

    What a script was sending is not thrown away: it gets 401, stays in its page and says so (refused.js).
    """
    is_get = request.method in ("GET", "HEAD")
    if not is_get and (htmx(request) or by_autosave(request)):
        return HttpResponse(status=401)
    page = htmx(request).current_url_abs_path if htmx(request) else request.get_full_path()
    return redirect_to_login(page if is_get and page and not back else reverse(back or home))


def whole_pages(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Whatever is not a part (sign-in, second factor, another page) is never shown inside one: htmx loads it whole."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not htmx(request) or getattr(response, "is_part", False):
            return response
        if 300 <= response.status_code < 400:
            return vary(HttpResponseClientRedirect(response.headers["Location"]))
        if response.status_code not in (200, 422):
            return response
        if request.method == "GET":
            return vary(HttpResponseClientRedirect(request.get_full_path()))
        raise ImproperlyConfigured(f"{request.path} gave htmx a whole page: name the part #{target(request)}.")

    return answer


def htmx(request: HttpRequest) -> HtmxDetails:
    """What htmx says about its request; false when it is not htmx that asks."""
    details: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    return details


def target(request: HttpRequest) -> str:
    """The id of the element that htmx will change; empty when a whole page is asked for."""
    return (htmx(request).target or "") if htmx(request) else ""


def by_autosave(request: HttpRequest) -> bool:
    """Whether autosave.js sends a draft; it reads no pages."""
    return "application/json" in request.headers.get("Accept", "")


def marked(response: HttpResponse) -> HttpResponse:
    """The answer, let through by whole_pages."""
    response.is_part = True  # type: ignore[attr-defined]
    return vary(response)


def vary(response: HttpResponse) -> HttpResponse:
    """The same address has two bodies: nobody between may mix them up, and nobody keeps them."""
    patch_vary_headers(response, ["HX-Request", "HX-Target", "Accept"])
    response.headers["Cache-Control"] = "no-store, private"
    return response
