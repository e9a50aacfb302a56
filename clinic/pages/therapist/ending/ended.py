"""An ended course: how it is counted and by which rule, what can still be offered, and the way to take the end back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.answers import outcome
from clinic.answers import queries as answers
from clinic.pages.doors import StaffRequest
from clinic.pages.fields import refused, text
from clinic.pages.therapist.ending.sheet import read
from clinic.pages.therapist.ending.then_and_now import has_not_helped, returned, scores
from clinic.therapy.actions.courses import CourseError, take_back_end
from clinic.therapy.choices import EndKind, EndResult
from clinic.therapy.queries import after, courses
from ipt.leaving import is_drop_out, left_how

COUNTED = {
    "as_planned": gettext_lazy("ended as planned"),
    "not_started": gettext_lazy("not started: no session was held"),
    "before_session_4": gettext_lazy("left before session 4"),
    "before_half": gettext_lazy("left before half of the planned sessions"),
    "before_plan_without_agreement": gettext_lazy("left after half of the planned sessions, before the last"),
    "early_by_agreement": gettext_lazy("ended early, by agreement"),
    "transferred": gettext_lazy("moved to another treatment or service"),
    "other": gettext_lazy("neither left nor ended as planned"),
}
IMPROVED = {EndResult.IMPROVED: True, EndResult.NO_CHANGE: False, EndResult.WORSE: False}
LEFT = (EndKind.EARLY_BY_CLIENT, EndKind.LOST_CONTACT)


class TakeBackForm(forms.Form):
    """Why the end was entered in error."""

    why = text(gettext_lazy("What went wrong"), most=500, needed=True)


def page(request: StaffRequest, course: Any, *, form: TakeBackForm | None = None) -> HttpResponse:
    """How the course ended."""
    changes = outcome.changes(course, answers.series_of(course.client))
    first = next(iter(changes), None)
    later = outcome.since_end(course, series=first.series) if first else ()
    sheets = courses.protocol_of(course).sheets
    known = after.sheets(course, sheets["ending"], sheets.get("leaving", ""))
    standing = after.standing_in_numbers(course, on=course.ended_on)
    context = {
        "course": course,
        "form": form or TakeBackForm(),
        "result": EndResult(course.result),
        "not_helped": has_not_helped(course, changes=changes, result=EndResult(course.result)),
        "scores": scores(changes),
        "suggestions": returned(course, change=first, later=later),
        "standing": standing,
        "counted": counted(course, n_held=standing.n_held),
        "options": next((read(entry) for entry in known[sheets.get("leaving", "")]), None),
        "plan": next(iter(known[sheets["ending"]]), None),
        "taken_out": after.taken_out_at_end(course),
        "loose": after.loose(course, now=timezone.now()),
        "leaving": sheets.get("leaving", ""),
        "offers_a_call": course.end_kind in LEFT,
        "has_died": course.end_kind == EndKind.DIED,
    }
    return render(request, "therapist/ending/ended.html", context, status=422 if form and form.errors else 200)


def counted(course: Any, *, n_held: int) -> dict[str, Any]:
    """How the course is counted in reports of drop-out, and whether it is one: a rule, apart from how the client is."""
    how = left_how(kind=course.end_kind, n_held=n_held, n_planned=course.n_sessions)
    improved = IMPROVED.get(EndResult(course.result))
    return {
        "words": COUNTED[how],
        "is_drop_out": is_drop_out(how, improved=improved),
        "is_early_and_improved": is_drop_out(how, improved=False) and improved is True,
        "is_not_known": improved is None,
    }


def take_back(request: StaffRequest, course: Any) -> HttpResponse:
    """The end was entered in error: the course runs on; its appointments are booked anew by hand."""
    form = TakeBackForm(request.POST)
    if not course.has_ended:
        return HttpResponseRedirect(reverse("end_course", args=[course.pk]), status=303)
    if form.is_valid():
        try:
            take_back_end(course=course, why=form.cleaned_data["why"], by=request.actor, now=timezone.now())
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The end is taken back; the course runs on. Book its appointments again."))
            return HttpResponseRedirect(reverse("course_plan", args=[course.pk]), status=303)
    return page(request, course, form=form)
