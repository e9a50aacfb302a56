"""The timeline: what happened and with whom, beside the start of the symptoms and the scores, in one order of time."""

from calendar import month_name
from collections.abc import Mapping
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

from clinic.answers import queries as answers
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import offer, refused, text
from clinic.pages.therapist.initial.tracks import track
from clinic.pages.therapist.initial.wording import area_options, options
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.story import add_event, change_event, remove_event, share_event
from clinic.therapy.choices import Precision
from clinic.therapy.queries import courses, entries, inventory, story

MOODS = [("", gettext_lazy("Not said")), *((n, str(n)) for n in range(11))]
MONTHS = [("", gettext_lazy("Not known")), *((n, gettext_lazy(month_name[n])) for n in range(1, 13))]


class EventForm(forms.Form):
    """A year, a kind and a few words are enough; the rest is there when it helps."""

    what = text(gettext_lazy("What happened"), most=2000, rows=2, needed=True)
    kind = forms.ChoiceField(label=gettext_lazy("What it was"))
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1900, max_value=2200)
    month = forms.TypedChoiceField(
        label=gettext_lazy("Month"), choices=MONTHS, coerce=int, empty_value=None, required=False
    )
    day = forms.IntegerField(label=gettext_lazy("Day"), min_value=1, max_value=31, required=False)
    people = forms.MultipleChoiceField(
        label=gettext_lazy("With whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_onset = forms.BooleanField(
        label=gettext_lazy("The symptoms began or turned here"),
        help_text=gettext_lazy("Marked on the timeline, so that what changed near it is seen."),
        required=False,
    )
    appraisal = text(gettext_lazy("What it meant to the client"), most=4000, rows=2)
    mood_before = forms.TypedChoiceField(
        label=gettext_lazy("Mood before, 0 lowest to 10 best"),
        choices=MOODS,
        coerce=int,
        empty_value=None,
        required=False,
    )
    mood_after = forms.TypedChoiceField(
        label=gettext_lazy("Mood after, 0 lowest to 10 best"),
        choices=MOODS,
        coerce=int,
        empty_value=None,
        required=False,
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Problem area it may belong to"),
        help_text=gettext_lazy("Your view; the client is never shown this."),
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, course: Any, people: Any, row: Any = None) -> None:
        super().__init__(data, initial=begun_from(row) if row else {"year": timezone.localdate().year})
        names = [(str(one.relationship.pk), one.relationship.name) for one in people]
        self.by_id = {str(one.relationship.pk): one.relationship for one in people}
        offer(self, "people", names)
        offer(self, "kind", options("life-event-kinds"))
        offer(self, "area", area_options(course, empty=_("None yet")))
        if not names:
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("day") and not found.get("month"):
            self.add_error("month", _("Choose the month too, or leave the day empty."))
        elif found.get("year"):
            try:
                found["on"] = date(found["year"], found.get("month") or 1, found.get("day") or 1)
            except ValueError:
                self.add_error("day", _("This month has no such day."))
        return found

    def event(self) -> dict[str, Any]:
        """What the action takes."""
        known = {name: value for name, value in self.cleaned_data.items() if name not in ("year", "month", "day")}
        of_month = Precision.DAY if self.cleaned_data["day"] else Precision.MONTH
        known["precision"] = of_month if self.cleaned_data["month"] else Precision.YEAR
        known["people"] = [self.by_id[key] for key in known.get("people", ())]
        return known

    def folded(self) -> list[Any]:
        """What is asked when it helps."""
        return [self[name] for name in ("appraisal", "mood_before", "mood_after", "area")]


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everything in order of time, and one more."""
    course = courses.course(request.actor, pk)
    people = inventory.people(course.client)
    form = EventForm(request.POST or None, course=course, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            add_event(client=course.client, event=form.event(), by=request.actor, now=timezone.now())  # type: ignore[arg-type]  # the form's own fields
        except CourseError as problem:
            refused_at(form, problem)
        else:
            messages.success(request, _("On the timeline."))
            return HttpResponseRedirect(reverse("timeline", args=[pk]), status=303)
    events = story.events(course.client)
    named = entries.newest(course, "illness")
    context = {
        "course": course,
        "form": form,
        "rows": track(course, events=events, series=answers.series_of(course.client), named=named),
        "n_events": len(events),
    }
    return render(request, "therapist/initial/timeline.html", context, status=422 if form.errors else 200)


@staff_page("GET", "POST", long=True)
def one(request: StaffRequest, pk: UUID, event: UUID) -> HttpResponse:
    """One event: corrected, shown to the client, taken off."""
    course = courses.course(request.actor, pk)
    row = story.event(course.client, event)
    form = EventForm(request.POST or None, course=course, people=inventory.people(course.client), row=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_event(event=row, changes=form.event(), by=request.actor, now=timezone.now())  # type: ignore[arg-type]  # the form's own fields
        except CourseError as problem:
            refused_at(form, problem)
        else:
            return HttpResponseRedirect(reverse("timeline", args=[pk]), status=303)
    context = {"course": course, "row": row, "form": form}
    return render(request, "therapist/initial/event.html", context, status=422 if form.errors else 200)


@staff_page("POST", long=True)
def change(request: StaffRequest, pk: UUID, event: UUID) -> HttpResponse:
    """Show it to the client, hide it again, take it off."""
    course = courses.course(request.actor, pk)
    row = story.event(course.client, event)
    known: dict[str, Any] = {"event": row, "by": request.actor, "now": timezone.now()}
    try:
        if request.POST.get("do") == "remove":
            remove_event(**known)
            messages.success(request, _("Taken off the timeline."))
        else:
            share_event(is_shown=request.POST.get("do") == "share", **known)
    except CourseError as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(reverse("timeline", args=[pk]), status=303)


def refused_at(form: EventForm, problem: Any) -> None:
    """The day of the action is three fields on the page."""
    if problem.field == "on":
        form.add_error("year", str(problem))
    else:
        refused(form, problem)


def begun_from(row: Any) -> dict[str, Any]:
    """An event as its form shows it."""
    is_day, is_year = row.precision == Precision.DAY, row.precision == Precision.YEAR
    return {
        **{name: getattr(row, name) for name in ("what", "kind", "is_onset", "appraisal", "area")},
        **{name: getattr(row, name) for name in ("mood_before", "mood_after")},
        "year": row.on.year,
        "month": None if is_year else row.on.month,
        "day": row.on.day if is_day else None,
        "people": [str(person.pk) for person in row.people.all()],
    }
