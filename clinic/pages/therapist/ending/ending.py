"""The ending: opened in time, gone through together, and kept by the client as a plan for afterwards."""

from datetime import date
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

from clinic.answers import outcome
from clinic.answers import queries as answers
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import day, refused
from clinic.pages.therapist.ending.sheet import read, save_sheet, sheet_form
from clinic.pages.therapist.ending.then_and_now import area_words, scores
from clinic.therapy.actions.courses import CourseError, open_ending
from clinic.therapy.actions.entries import share_entry
from clinic.therapy.queries import after, courses


class OpenForm(forms.Form):
    """The day on which the end was spoken of."""

    on = day(gettext_lazy("The end was spoken of on"))

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come: enter today or an earlier day."))
        return on


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open it (`do=open`), write the sheet, or show it to the client as their plan (`do=share`)."""
    course = courses.course(request.actor, pk)
    sheets = courses.protocol_of(course).sheets
    known = after.sheets(course, sheets["ending"], sheets["sick_role"])
    entries = known[sheets["ending"]]
    do = request.POST.get("do", "")
    opening = OpenForm(request.POST if do == "open" else None, initial={"on": timezone.localdate()})
    form = sheet_form(request, sheets["ending"], entries=entries, sends=do == "save")
    if request.method == "POST" and done(request, course, forms={"open": opening, "save": form}, entries=entries):
        return HttpResponseRedirect(reverse("ending", args=[pk]), status=303)
    context = {
        "course": course,
        "form": form,
        "opening": opening,
        "entries": [read(entry) for entry in entries],
        "plan": read(entries[0], for_client=True) if entries else None,
        "sick_role": still_held(known[sheets["sick_role"]]),
        **facts(course),
    }
    return render(request, "therapist/ending/ending.html", context, status=422 if request.method == "POST" else 200)


def done(request: StaffRequest, course: Any, *, forms: dict[str, Any], entries: list[Any]) -> bool:
    """Whether what was asked for is done."""
    do = request.POST.get("do", "")
    if do == "save":
        return save_sheet(request, course, forms["save"], entries=entries) is not None
    try:
        if do == "open" and forms["open"].is_valid():
            open_ending(course=course, on=forms["open"].cleaned_data["on"], by=request.actor, now=timezone.now())
            messages.success(request, _("The ending is opened."))
            return True
        if do == "share" and entries and request.POST.get("entry") not in (None, str(entries[0].pk)):
            messages.error(request, _("Somebody wrote a newer version meanwhile. Read it, then show it."))
            return True
        if do == "share" and entries:
            share_entry(entry=entries[0], by=request.actor, now=timezone.now())
            messages.success(request, _("The client can read the plan on their own page."))
            return True
    except CourseError as problem:
        refused(forms["open"] if do == "open" else forms["save"], problem)
    return False


def facts(course: Any) -> dict[str, Any]:
    """What stands beside the sheet (seven statements)."""
    return {
        "scores": scores(outcome.changes(course, answers.series_of(course.client))),
        "standing": after.standing_in_numbers(course, on=timezone.localdate()),
        "goals": after.goals(course),
        "foci": [{"focus": focus, "area": area_words(focus.area)} for focus in after.foci(course)],
        "circle_days": after.circle_days(course.client),
    }


def still_held(entries: list[Any]) -> dict[str, Any] | None:
    """What the sick role laid down and nobody has handed back; None without one."""
    if not entries:
        return None
    found = read(entries[0])
    rows = {row.id: row for row in found["rows"]}
    handed_back = entries[0].values.get("handed_back_on")
    return {
        "handed_back_on": date.fromisoformat(handed_back) if handed_back else None,
        "rows": [rows[name] for name in ("laid_down", "by_whom", "until") if name in rows],
    }
