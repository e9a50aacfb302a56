"""What is known: what trials say of it for what this client's course is for, in plain words."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

from clinic.definitions.library import library
from clinic.pages.client.entrance import own_client
from clinic.pages.doors import ClientRequest, own_page
from clinic.therapy.queries.own import own_course

if TYPE_CHECKING:
    from clinic.therapy.models import Course


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """One statement more than the page itself; empty where the course names no condition."""
    client, course = own_client(request), own_course(request.actor)
    return render(request, "client/about.html", {"client": client, "said": said_of(course) if course else []})


def said_of(course: "Course") -> list[tuple[str, str]]:
    """Title and words of each set of evidence about adults in general with this condition, for this form and format."""
    known = library()
    found = [
        one
        for one in known.evidence_for(course.protocol, course.format)
        if course.condition in one.conditions and not one.people
    ]
    return [(known.words(one, "en").title, known.words(one, "en")["client"]) for one in found]
