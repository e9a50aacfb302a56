"""A report on paper: the same parts as the page, as a tagged PDF."""

from uuid import UUID

from django.http import Http404, HttpResponse

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.outcomes.sheets import READERS


@staff_page("GET", roles=READERS)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Not there yet."""
    raise Http404
