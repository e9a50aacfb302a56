"""Crisis lines by country: which lists there are, when each line was checked, and dating what was called today."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from attrs import evolve
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.pages.administrator.whose import team_of
from clinic.pages.client.countries import NAMES
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.safety import crisis
from clinic.safety.actions.crisis import date_crisis_lines, keep_crisis_lines
from clinic.safety.queries.crisis import countries, countries_of, crisis_list, is_own

KINDS = {
    "emergency": gettext_lazy("Emergency"),
    "urgent-health": gettext_lazy("Urgent health care"),
    "crisis": gettext_lazy("Crisis line"),
    "text": gettext_lazy("By text"),
}


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The countries of the team and its clients first, then every other list."""
    team, on = team_of(request, pk), timezone.localdate()
    ours = countries_of(team)
    if wanted := request.GET.get("country", "").upper():
        return HttpResponseRedirect(reverse("crisis_list", args=[team.pk, country_or_404(wanted)]))
    known = countries()
    context = {
        "team": team,
        "ours": [summary(code, on=on) for code in ours],
        "others": sorted((summary(code, on=on) for code in set(known) - set(ours)), key=lambda one: one["name"]),
        "without": sorted((name, code) for code, name in NAMES.items() if code not in known),
    }
    return render(request, "administrator/crisis_lists.html", context)


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def country(request: StaffRequest, pk: UUID, country: str) -> HttpResponse:
    """Every line of one country, those that no client sees too."""
    team, on = team_of(request, pk), timezone.localdate()
    code = country_or_404(country)
    found = crisis_list(code)
    context = {
        "team": team,
        **summary(code, on=on),
        "lines": [line_row(line, found, on=on) for line in found.lines] if found else [],
        "is_shipped_too": crisis.shipped(code) is not None,
        "stale_after": crisis.STALE_AFTER_DAYS,
    }
    return render(request, "administrator/crisis_list.html", context)


@staff_page("POST", roles=(Role.ADMINISTRATOR,))
def date_lines(request: StaffRequest, pk: UUID, country: str) -> HttpResponse:
    """“I called this number today”: one line, or every line that clients see."""
    team, code = team_of(request, pk), country_or_404(country)
    found = crisis_list(code)
    if found is None:
        raise Http404
    asked = request.POST.get("line", "")
    ids = {line.id for line in found.lines if (line.id == asked if asked else line.verified)}
    if not ids:
        raise Http404
    on = timezone.localdate()
    date_crisis_lines(country=code, line_ids=ids, on=on, team=team, by=request.actor, now=timezone.now())
    text = ngettext("One number is dated today.", "%(n)s numbers are dated today.", len(ids)) % {"n": len(ids)}
    messages.success(request, text)
    return HttpResponseRedirect(reverse("crisis_list", args=[team.pk, code]), status=303)


@staff_page("POST", roles=(Role.ADMINISTRATOR,))
def back_to_shipped(request: StaffRequest, pk: UUID, country: str) -> HttpResponse:
    """The service's own list goes, and the one that comes with the software counts again."""
    team, code = team_of(request, pk), country_or_404(country)
    if crisis.shipped(code) is None:
        messages.error(request, _("No list for this country comes with the software: this one stays."))
    else:
        keep_crisis_lines(country=code, lines=[], team=team, by=request.actor, now=timezone.now())
        messages.success(request, _("The list that comes with the software counts again."))
    return HttpResponseRedirect(reverse("crisis_list", args=[team.pk, code]), status=303)


def country_or_404(code: str) -> str:
    """Two capital letters (ISO 3166)."""
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise Http404
    return code


def summary(code: str, *, on: date) -> dict[str, Any]:
    """One country's list in a line (one statement)."""
    found = crisis_list(code)
    return {
        "code": code,
        "name": NAMES.get(code, code),
        "n_lines": len(found.lines) if found else 0,
        "n_hidden": len(found.unverified) if found else 0,
        "verified_on": found.verified_on if found else None,
        "is_stale": found is not None and crisis.is_stale(found, on=on),
        "is_own": found is not None and is_own(found),
    }


def line_row(line: crisis.CrisisLine, found: crisis.CrisisList, *, on: date) -> dict[str, Any]:
    """One line for the page."""
    is_stale = line.verified and crisis.is_stale(evolve(found, lines=(line,)), on=on)
    return {"line": line, "kind": KINDS[line.kind], "is_stale": is_stale}
