"""The caseload: a therapist's clients by what needs a person now. The first page after sign-in."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.caseload import queries
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.caseload.lines import ready
from clinic.pages.therapist.caseload.sieve import SieveForm
from clinic.people.choices import Role


@staff_page("GET", roles=(Role.THERAPIST,))
def show(request: StaffRequest) -> HttpResponse:
    """Twenty-five a page; the number of statements does not grow with the clients."""
    form = SieveForm(request.GET)
    page = queries.caseload(request.actor, form.sieve, number=number_of(request), now=timezone.now())
    if not page.covers:
        del form.fields["whose"]
    context = {"sieve": form, **shown(page, request)}
    return render(request, "therapist/caseload/show.html", context)


def shown(page: queries.Page, request: StaffRequest) -> dict[str, Any]:
    """A page of lines for a template, with the addresses of the pages beside it."""
    asked = {name: str(value) for name, value in request.GET.items() if value and name != "page"}
    return {
        "page": page,
        "lines": [ready(line, viewer_id=request.actor.id) for line in page.lines],
        "is_sieved": any(name in asked for name in ("kind", "phase", "whose", "therapist")),
        "before": address(asked, page.number - 1) if page.number > 1 else "",
        "after": address(asked, page.number + 1) if page.number < page.n_pages else "",
    }


def number_of(request: StaffRequest) -> int:
    """Which page was asked for; the first one for anything that is not a number."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def address(asked: dict[str, str], number: int) -> str:
    """Another page of the same list."""
    return f"?{urlencode({**asked, 'page': number})}"
