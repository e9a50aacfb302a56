"""The review half way: scores against the start, goals then and now, the focus, and what both make of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.answers import outcome
from clinic.answers import queries as answers
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.ending.sheet import read, save_sheet, sheet_form
from clinic.pages.therapist.ending.then_and_now import area_words, scores, suggestions
from clinic.therapy.queries import after, courses


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The facts, and beside them the sheet; each saving is an entry."""
    course = courses.course(request.actor, pk)
    sheet = courses.protocol_of(course).sheets["review"]
    entries = after.sheets(course, sheet)[sheet]
    form = sheet_form(request, sheet, entries=entries)
    if request.method == "POST" and (entry := save_sheet(request, course, form, entries=entries)):
        if entry.values.get("focus") == "changed":
            messages.info(request, _("You wrote that the focus changes. Change it on its own page, with the reason."))
        return HttpResponseRedirect(reverse("review", args=[pk]), status=303)
    context = {
        "course": course,
        "form": form,
        "entries": [read(entry) for entry in entries],
        **facts(course),
    }
    return render(request, "therapist/ending/review.html", context, status=422 if form.errors else 200)


def facts(course: Any) -> dict[str, Any]:
    """What stands beside the sheet (six statements)."""
    changes = outcome.changes(course, answers.series_of(course.client))
    standing = after.standing_in_numbers(course, on=timezone.localdate())
    return {
        "scores": scores(changes),
        "standing": standing,
        "suggestions": suggestions(course, changes=changes, standing=standing),
        "goals": after.goals(course),
        "foci": [{"focus": focus, "area": area_words(focus.area)} for focus in after.foci(course)],
        "most_foci": courses.protocol_of(course).most_foci,
    }
