"""A client's words about what they were shown: a clinician says that they were read."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from clinic.pages.doors import StaffRequest, staff_page
from clinic.therapy.actions.comments import see_comment
from clinic.therapy.queries import comments, courses

BACK = ("tasks", "formulation", "agreement", "goals", "timeline")


@staff_page("POST", long=True)
def seen(request: StaffRequest, pk: UUID, comment: UUID) -> HttpResponse:
    """Read: the client sees on their own page that somebody did."""
    course = courses.course(request.actor, pk)
    see_comment(comment=comments.comment(course.client, comment), by=request.actor, now=timezone.now())
    back = request.POST.get("back", "")
    return HttpResponseRedirect(reverse(back if back in BACK else "tasks", args=[pk]), status=303)
