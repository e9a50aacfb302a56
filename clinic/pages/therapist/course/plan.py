"""The plan of a course: sessions and end date, what still fits, why it changed, breaks, every appointment."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import clock, day, line, refused, text
from clinic.therapy.actions.courses import CourseError, change_plan
from clinic.therapy.choices import Medium
from clinic.therapy.queries import courses
from clinic.therapy.queries.standing import standing_of

SERIES_ID, BREAK_ID = "series_%s", "break_%s"  # three forms stand on one page: each field has an id of its own


class PlanForm(forms.Form):
    """How many sessions, until when, and why it changes."""

    n_sessions = forms.IntegerField(label=gettext_lazy("Sessions in all"), min_value=1, max_value=200)
    ends_on = day(gettext_lazy("End date"))
    why = text(gettext_lazy("Why it changes"), most=1000, rows=2, needed=True)


class SeriesForm(forms.Form):
    """More appointments in the rhythm of the course."""

    first_on = day(gettext_lazy("First of them on"))
    first_at = clock(gettext_lazy("at"))
    n = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=60)


class BreakForm(forms.Form):
    """Weeks without sessions."""

    first_on = day(gettext_lazy("From"))
    last_on = day(gettext_lazy("Until"))
    why = line(gettext_lazy("What for"))


class MoveForm(forms.Form):
    """Another time, way or place for one appointment."""

    on = day(gettext_lazy("Day"))
    at = clock(gettext_lazy("Time"))
    medium = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=Medium.choices, widget=forms.RadioSelect())
    place = line(gettext_lazy("Room or place"))


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The plan, and a form to change it with a reason."""
    course = courses.course(request.actor, pk)
    start = {"n_sessions": course.n_sessions, "ends_on": course.ends_on}
    form = PlanForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            change_plan(course=course, **form.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The plan is changed."))
            return HttpResponseRedirect(reverse("course_plan", args=[pk]), status=303)
    return page(request, course, form=form)


def page(
    request: StaffRequest, course: Any, *, form: Any = None, series: Any = None, pause: Any = None
) -> HttpResponse:
    """The page with whichever of its forms has to be mended."""
    standing, sessions = standing_of(course), numbered(course)
    start = {"n_sessions": course.n_sessions, "ends_on": course.ends_on}
    is_faulty = any(one is not None and one.errors for one in (form, series, pause))
    context = {
        "course": course,
        "standing": standing,
        "form": form or PlanForm(initial=start),
        "series": series or SeriesForm(auto_id=SERIES_ID, initial={"n": max(1, standing.n_left - n_booked(standing))}),
        "pause": pause or BreakForm(auto_id=BREAK_ID),
        "faulty": [one for one in (form, series, pause) if one is not None and one.errors],
        "plans": courses.plans(course),
        "breaks": courses.breaks(course),
        "sessions": sessions,
        "n_after_end": sum(is_after_end(row["session"], course) for row in sessions),
        "fewest_to_keep": standing.n_held + standing.n_fit,
    }
    return render(request, "therapist/course/plan.html", context, status=422 if is_faulty else 200)


def n_booked(standing: Any) -> int:
    """Appointments that are still to come."""
    return standing.n_fit if standing.next_on else 0


def numbered(course: Any) -> list[dict[str, Any]]:
    """Every appointment with the number it has among those held, or will have."""
    found, n = [], 0
    for session in courses.sessions(course):
        counts = session.was_held or not session.attendance
        n += counts
        found.append({"session": session, "n": n if counts else None, "is_over": session.starts_at < timezone.now()})
    return found


def is_after_end(session: Any, course: Any) -> bool:
    """Whether an appointment still stands after the end date, as it can when the date was moved forward."""
    return not session.attendance and timezone.localdate(session.starts_at) > course.ends_on
