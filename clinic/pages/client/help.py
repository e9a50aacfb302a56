"""Help now: emergency and crisis lines of a country, for anybody, without signing in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.pages.client.countries import NAMES
from clinic.pages.doors import open_page
from clinic.safety.crisis import NO_LIST, CrisisLine
from clinic.safety.queries.crisis import countries, crisis_list


@open_page("GET")
def show(request: HttpRequest) -> HttpResponse:
    """The lines of the client's country, or of the one asked for."""
    known = countries()
    country = request.GET.get("country", "").upper()
    if country not in known:
        country = default_country(request)
    found = crisis_list(country)
    context = {
        "lines": lines_for(country, region=request.session.get("region", "")),
        "no_list": NO_LIST,
        "country": country,
        "country_name": NAMES.get(country, country),
        "checked_on": found.verified_on if found else None,
        "countries": sorted((NAMES.get(code, code), code) for code in known),
    }
    return render(request, "client/help.html", context)


def default_country(request: HttpRequest) -> str:
    """The client's country, when a link was opened in this browser; else the service's."""
    return str(request.session.get("country", settings.COUNTRY))


def lines_for(country: str, *, region: str = "") -> list[dict[str, Any]]:
    """Crisis lines as the call buttons take them; emergency first."""
    found = crisis_list(country)
    return [button(line) for line in found.shown(region)] if found else []


def button(line: CrisisLine) -> dict[str, Any]:
    """One line for components/call_buttons.html."""
    words = f"Text {line.keyword} to {line.text}" if line.keyword else (f"Text {line.text}" if line.text else "")
    return {
        "name": line.name,
        "number": line.number,
        "tel": f"tel:{line.dial}" if line.dial else "",
        "sms": f"sms:{line.text}" + (f"?&body={line.keyword}" if line.keyword else "") if line.text else "",
        "sms_words": words,
        "hours": line.hours,
        "verified_on": line.verified_on,
        "is_emergency": line.kind == "emergency",
    }
