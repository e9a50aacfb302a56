"""Attendance: came with one tap; cancelled or did not come with what belongs to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import refused
from clinic.pages.therapist.session.forms import SAID, AttendanceForm
from clinic.pages.therapist.session.page import page
from clinic.therapy.actions.attendance import What, record_attendance
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.choices import HELD, Attendance
from clinic.therapy.queries import courses


@staff_page("POST", long=True)
def record(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record or correct it. An absence leads on to what is to be done next."""
    session = courses.session(request.actor, pk)
    form = AttendanceForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        what: What = {
            "attendance": given["attendance"],
            "was_in_time": SAID[given["was_in_time"]],
            "had_word": SAID[given["had_word"]],
            "reason": given["reason"],
        }
        try:
            session = record_attendance(session=session, what=what, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            return after(request, session)
    return page(request, session, mend={"attendance": form})


def after(request: StaffRequest, session: Any) -> HttpResponse:
    """Where to go on: the session that is held; for an absence the course, with what needs somebody."""
    if session.attendance in HELD:
        return HttpResponseRedirect(reverse("session", args=[session.pk]), status=303)
    if session.attendance == Attendance.DID_NOT_COME:
        messages.warning(request, _("Recorded. Try to reach them, and write down that you did."))
        return HttpResponseRedirect(reverse("contact", args=[session.course_id]), status=303)
    messages.success(request, _("Recorded. Move or book the next appointment in the plan."))
    return HttpResponseRedirect(reverse("course_plan", args=[session.course_id]), status=303)
