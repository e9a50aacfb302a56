"""Appointments of a course: booked in a series, moved one by one, taken out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import at
from clinic.pages.therapist.course.plan import SERIES_ID, MoveForm, SeriesForm, page
from clinic.therapy.actions.appointments import book_series, move, remove
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.queries import courses


@staff_page("POST", long=True)
def book_more(request: StaffRequest, pk: UUID) -> HttpResponse:
    """So many more in the rhythm of the course; all of them or none."""
    course = courses.course(request.actor, pk)
    form = SeriesForm(request.POST, auto_id=SERIES_ID)
    if form.is_valid():
        first_at = at(form.cleaned_data["first_on"], form.cleaned_data["first_at"], zone=course.client.time_zone)
        n = form.cleaned_data["n"]
        try:
            book_series(course=course, first_at=first_at, n=n, by=request.actor, now=timezone.now())  # type: ignore[arg-type]  # both fields are needed
        except CourseError as problem:
            name = {"starts_at": "first_on"}.get(problem.field, problem.field)
            form.add_error(name if name in form.fields else None, str(problem))
        else:
            messages.success(request, _("%(n)s appointments are booked.") % {"n": n})
            return HttpResponseRedirect(reverse("course_plan", args=[pk]), status=303)
    return page(request, course, series=form)


@staff_page("GET", "POST", long=True)
def move_one(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Another time, way or place."""
    session = courses.session(request.actor, pk)
    here = timezone.localtime(session.starts_at)
    start = {"on": here.date(), "at": here.time(), "medium": session.medium, "place": session.place}
    form = MoveForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        starts_at = at(given["on"], given["at"], zone=str(timezone.get_current_timezone()))
        try:
            move(
                session=session,
                starts_at=starts_at or session.starts_at,
                medium=given["medium"],
                place=given["place"],
                by=request.actor,
                now=timezone.now(),
            )
        except CourseError as problem:
            name = {"starts_at": "on"}.get(problem.field, problem.field)
            form.add_error(name if name in form.fields else None, str(problem))
        else:
            messages.success(request, _("The appointment is moved."))
            return HttpResponseRedirect(reverse("course_plan", args=[session.course_id]), status=303)
    context = {"session": session, "course": session.course, "form": form}
    return render(request, "therapist/course/move.html", context, status=422 if form.errors else 200)


@staff_page("POST", long=True)
def remove_one(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Taken out: booked by mistake, or no longer needed."""
    session = courses.session(request.actor, pk)
    try:
        remove(session=session, by=request.actor, now=timezone.now())
    except CourseError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The appointment is taken out."))
    return HttpResponseRedirect(reverse("course_plan", args=[session.course_id]), status=303)
