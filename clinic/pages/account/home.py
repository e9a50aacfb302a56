"""Home: the first page that somebody with these roles has use for."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.surroundings import bar


@staff_page("GET")
def show(request: StaffRequest) -> HttpResponse:
    """On to clients, alerts, numbers or team; a page that says so for somebody without a role."""
    entries = bar(request, roles=request.badge.roles)
    by_name = [entry for entry in entries if not entry["url"].startswith("/alerts/")] or entries
    if not by_name:
        return render(request, "account/no_role.html")
    return HttpResponseRedirect(by_name[0]["url"])
