"""Problem areas weighed: what speaks for and against each, and 0–10 by both, beside what is recorded about it."""

from collections.abc import Mapping
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
from clinic.pages.fields import refused, text
from clinic.pages.therapist.initial.person import revision_of
from clinic.pages.therapist.initial.tracks import about
from clinic.pages.therapist.initial.wording import areas_of
from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.issues import weigh_area
from clinic.therapy.queries import courses, issues, story

NUMBERS = [("", gettext_lazy("Not said")), *((n, str(n)) for n in range(11))]


def number(label: Any) -> forms.TypedChoiceField:
    """0–10, or nothing."""
    return forms.TypedChoiceField(label=label, choices=NUMBERS, coerce=int, empty_value=None, required=False)


class WeightForm(forms.Form):
    """One area."""

    evidence = text(gettext_lazy("What speaks for it"), most=8000)
    against = text(gettext_lazy("What speaks against it"), most=8000, rows=2)
    by_client = number(gettext_lazy("The client, 0–10"))
    by_therapist = number(gettext_lazy("You, 0–10"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, area: str, row: Any = None) -> None:
        names = ("evidence", "against", "by_client", "by_therapist")
        super().__init__(data, prefix=area, initial={name: getattr(row, name) for name in names} if row else {})


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Each area has a form and a button of its own; what somebody else wrote meanwhile stands beside."""
    course = courses.course(request.actor, pk)
    found = issues.weights(course)
    mine = request.POST.get("area", "") if request.method == "POST" else ""
    form, theirs = None, None
    if mine in courses.protocol_of(course).areas:
        form = WeightForm(request.POST, area=mine, row=found.get(mine))
        if form.is_valid():
            try:
                weigh_area(
                    course=course,
                    area=mine,
                    weight=form.cleaned_data,  # type: ignore[arg-type]  # the form's own fields
                    revision=revision_of(request),
                    by=request.actor,
                    now=timezone.now(),
                )
            except Overtaken as met:
                theirs = met.there
            except CourseError as problem:
                refused(form, problem)
            else:
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(reverse("areas", args=[pk]) + f"#{mine}", status=303)
    cards = area_cards(course, found, mine=mine, form=form, theirs=theirs)
    context = {"course": course, "cards": cards, "form": form}
    failed = theirs is not None or (form is not None and form.errors)
    return render(request, "therapist/initial/areas.html", context, status=422 if failed else 200)


def area_cards(course: Any, found: Mapping[str, Any], *, mine: str, form: Any, theirs: Any) -> list[dict[str, Any]]:
    """Every area with its form and with events and issues that were tied to it."""
    events, listed = story.events(course.client), issues.issues(course)
    cards = []
    for area in areas_of(course):
        row = theirs if theirs is not None and area.id == mine else found.get(area.id)
        tied = [f"{about(one.on, one.precision)}: {one.what}" for one in events if one.area == area.id]
        tied += [one.text for one in listed if one.area == area.id]
        cards.append(
            {
                "area": area,
                "row": row,
                "revision": row.revision if row else 0,
                "form": form if area.id == mine and form is not None else WeightForm(area=area.id, row=row),
                "theirs": theirs if area.id == mine else None,
                "tied": tied,
                "is_fallback": area.id == issues.FALLBACK,
            }
        )
    return cards
