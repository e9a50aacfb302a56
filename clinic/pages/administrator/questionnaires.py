"""Every questionnaire and rating, by what it is about: whose it is, and whether it can be asked here."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.definitions.library import files
from clinic.pages.administrator import questionnaire_words as words
from clinic.pages.administrator.whose import team_of
from clinic.pages.domains import DOMAINS, by_domain
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.choices import Role
from clinic.wordings import queries
from clinic.wordings.state import WordingState, state_of
from ipt.measure import Measure

FILTERS = {
    "": (_("All"), frozenset[str]()),
    "ready": (_("Ready to ask"), frozenset({"shipped", "own"})),
    "closed": (_("Closed, or the licence is over"), frozenset({"shut", "over"})),
    "missing": (_("No wording here"), frozenset({"names", "total"})),
}


@staff_page("GET", roles=(Role.ADMINISTRATOR,))
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One list serves every team of the service (two statements beside the team's)."""
    team = team_of(request, pk)
    row, rows, on = queries.use(), queries.newest_of_each(), timezone.localdate()
    use = queries.declared(row)
    known = [(one, state_of(one, rows=rows, use=use, on=on)) for one in files().measures()]
    wanted, domain = request.GET.get("show", ""), request.GET.get("domain", "")
    kinds = FILTERS.get(wanted, FILTERS[""])[1]
    found = {
        one.id: stands
        for one, stands in known
        if (not kinds or stands.kind in kinds) and (domain not in DOMAINS or one.domain == domain)
    }
    groups = by_domain(one for one, _stands in known if one.id in found)
    context = {
        "team": team,
        "use": row,
        "use_words": words.use_in_words(use),
        "groups": [(name, [line(one, found[one.id]) for one in ones]) for name, ones in groups],
        "filters": [(value, label) for value, (label, _kinds) in FILTERS.items()],
        "domains": list(DOMAINS.items()),
        "wanted": wanted,
        "domain": domain,
        "n": len(found),
        "n_ready": sum(stands.kind in ("shipped", "own") for _one, stands in known),
        "n_all": len(known),
    }
    return render(request, "administrator/questionnaires.html", context)


def line(measure: Measure, stands: WordingState) -> dict[str, Any]:
    """One measure in the list."""
    wording = files().wording(measure, "en")
    text, kind = words.STANDINGS[stands.kind]
    return {
        "id": measure.id,
        "title": wording.title,
        "full_title": wording.full_title if wording.full_title != wording.title else "",
        "tier": words.tier(measure.licence),
        "owner": measure.licence.owner,
        "is_rated": measure.rater != "self",
        "tag": text,
        "tag_kind": kind,
        "languages": words.languages(stands.languages),
        "since": max((row.uploaded_at for row in stands.own), default=None),
        "expires_on": min((row.expires_on for row in stands.own if row.expires_on), default=None),
    }
