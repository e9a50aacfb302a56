"""The one page for a used, expired or unknown link: help first, and “send me a new link”."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.pages.client.help import default_country, lines_for


def page(request: HttpRequest, *, secret: str = "", asked: bool = False) -> HttpResponse:
    """The same words whatever is wrong with the link, so that nobody learns from them whether it exists."""
    context = {"secret": secret, "asked": asked, "lines": lines_for(default_country(request))[:2]}
    return render(request, "client/used_link.html", context, status=200 if asked else 404)
