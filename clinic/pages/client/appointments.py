"""My appointments: what is booked, where, and whom to tell when one cannot come."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.pages.client.entrance import own_client
from clinic.pages.doors import ClientRequest, own_page
from clinic.therapy.queries import own


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """Appointments to come, and how far along the course is."""
    client, course = own_client(request), own.own_course(request.actor)
    runs = course is not None and not course.has_ended
    context = {
        "client": client,
        "ahead": own.own_appointments(request.actor, now=timezone.now()),
        "course": course if runs else None,
        "n_held": own.n_held(course) if course is not None and runs else 0,
    }
    return render(request, "client/appointments.html", context)
