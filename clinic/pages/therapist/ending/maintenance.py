"""Sessions to keep well: offered after an end, as a course of its own with its own agreement, rhythm and end date."""

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
from clinic.pages.fields import day, line, refused
from clinic.therapy.actions.courses import CourseError, Settings, start_course
from clinic.therapy.choices import Medium
from clinic.therapy.queries import courses
from ipt.protocol import Length


class MaintenanceForm(forms.Form):
    """How many sessions, from when until when, and how you meet."""

    started_on = day(gettext_lazy("Begins on"))
    n_sessions = forms.IntegerField(label=gettext_lazy("How many sessions"), min_value=1, max_value=200)
    ends_on = day(
        gettext_lazy("Ends on"),
        needed=False,
        help_text=gettext_lazy("It always has an end. Left empty, the rhythm of the sessions gives it."),
    )
    medium = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=Medium.choices, widget=forms.RadioSelect)
    place = line(gettext_lazy("Room or place"))


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The form after an end; before it, or where this form of IPT has no such sessions, why not."""
    course = courses.course(request.actor, pk)
    length = length_for(course)
    running = courses.running(course.client) if course.has_ended else course
    is_open = length is not None and course.has_ended and running is None
    form = MaintenanceForm((request.POST or None) if is_open else None, initial=start(course, length))
    if request.method == "POST" and is_open and length is not None and form.is_valid():
        begun = begin(request, course, length=length, form=form)
        if begun is not None:
            messages.success(request, _("The sessions to keep well have begun. Make their agreement now."))
            return HttpResponseRedirect(reverse("agreement", args=[begun.pk]), status=303)
    context = {
        "course": course,
        "length": length,
        "length_words": courses.words_of(course).get(f"length.{length.id}") if length else "",
        "running": running,
        "is_open": is_open,
        "form": form,
    }
    status = 422 if form.errors or (request.method == "POST" and not is_open) else 200
    return render(request, "therapist/ending/maintenance.html", context, status=status)


def length_for(course: Any) -> Length | None:
    """The length of such sessions in this form of IPT, if it has any."""
    protocol = courses.protocol_of(course)
    return protocol.length(protocol.maintenance) if protocol.maintenance else None


def start(course: Any, length: Length | None) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "started_on": timezone.localdate(),
        "n_sessions": length.n_sessions if length else None,
        "medium": course.medium,
        "place": course.place,
    }


def begin(request: StaffRequest, course: Any, *, length: Length, form: MaintenanceForm) -> Any | None:
    """The new course, or None with the refusal on the form."""
    given = form.cleaned_data
    settings: Settings = {
        "started_on": given["started_on"],
        "n_sessions": given["n_sessions"],
        "medium": given["medium"],
        "place": given["place"],
        "format": course.format,
        "after": course,
    }
    if given["ends_on"]:
        settings["ends_on"] = given["ends_on"]
    try:
        return start_course(
            client=course.client,
            protocol=course.protocol,
            length=length.id,
            settings=settings,
            by=request.actor,
            now=timezone.now(),
        )
    except CourseError as problem:
        refused(form, problem)
        return None
