"""The workspace of one session, opened from the caseload or the diary."""

from uuid import UUID

from django.http import HttpResponse

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.session.page import page
from clinic.therapy.queries import courses


@staff_page("GET", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The page; htmx asks for one of its parts after a tap."""
    return page(request, courses.session(request.actor, pk))
