"""Breaks of a course: marked, taken off again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import refused
from clinic.pages.therapist.course.plan import BREAK_ID, BreakForm, page
from clinic.therapy.actions.courses import CourseError, mark_break, remove_break
from clinic.therapy.queries import courses


@staff_page("POST", long=True)
def mark(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Weeks without sessions; appointments that lie in them are named, and moved by hand."""
    course = courses.course(request.actor, pk)
    form = BreakForm(request.POST, auto_id=BREAK_ID)
    if form.is_valid():
        try:
            row = mark_break(course=course, **form.cleaned_data, by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The break is marked."))
            within = [
                session
                for session in courses.sessions(course)
                if not session.attendance and row.first_on <= timezone.localdate(session.starts_at) <= row.last_on
            ]
            if within:
                messages.warning(
                    request, _("%(n)s appointments lie within it: move them or take them out.") % {"n": len(within)}
                )
            return HttpResponseRedirect(reverse("course_plan", args=[pk]), status=303)
    return page(request, course, pause=form)


@staff_page("POST", long=True)
def remove(request: StaffRequest, pk: UUID, row: UUID) -> HttpResponse:
    """The break is off."""
    course = courses.course(request.actor, pk)
    try:
        remove_break(course=course, row=courses.break_or_404(course, row), by=request.actor, now=timezone.now())
    except CourseError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The break is off."))
    return HttpResponseRedirect(reverse("course_plan", args=[pk]), status=303)
