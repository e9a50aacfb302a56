"""Pages that only the demonstration has: who can sign in, the codes of the second step, and every letter."""

import re
from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.demonstration.cast import cast
from clinic.demonstration.links import unused
from clinic.demonstration.sign_ins import PASSWORD, client_accounts, codes, seconds_left
from clinic.letters.queries import newest
from clinic.pages.doors import open_page
from clinic.people.choices import Role

Page = Callable[[HttpRequest], HttpResponse]
MOST_LETTERS = 60
HOST = re.compile(r"https?://[^/\s]+")  # a demonstration that was filled at another port


def only_in_demonstration(page: Page) -> Page:
    """404 everywhere else, whatever happens to the list of addresses."""

    @wraps(page)
    def show(request: HttpRequest) -> HttpResponse:
        if not settings.IS_DEMONSTRATION:
            raise Http404
        timezone.activate(ZoneInfo(cast().team["time_zone"]))
        return page(request)

    return show


@open_page("GET")
@only_in_demonstration
def people(request: HttpRequest) -> HttpResponse:
    """Who can sign in, as what, and with which password."""
    staff = [
        {"name": one.name, "email": one.email, "roles": [Role(role).label for role in one.roles]}
        for one in cast().staff
    ]
    there = {"staff": staff, "clients": client_accounts(), "password": PASSWORD}
    return render(request, "demonstration/people.html", there)


@open_page("GET")
@only_in_demonstration
def current_codes(request: HttpRequest) -> HttpResponse:
    """The codes that count now; the page comes again by itself when they change."""
    left = seconds_left()
    response = render(request, "demonstration/codes.html", {"codes": codes(), "seconds_left": left})
    response.headers["Refresh"] = str(left + 1)
    return response


@open_page("GET")
@only_in_demonstration
def letters(request: HttpRequest) -> HttpResponse:
    """The newest letters, with what they say; first those whose link nobody has used yet. Links lead to this server."""
    found = newest(most=MOST_LETTERS)
    here = request.build_absolute_uri("/").rstrip("/")
    for letter in found:
        letter.body = HOST.sub(here, letter.body)
    fresh = unused(found)
    others = [letter for letter in found if letter not in fresh]
    return render(request, "demonstration/letters.html", {"fresh": fresh, "others": others})
