"""My story: what happened in my life, oldest first; adding, changing and taking out what I entered myself."""

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import frozen
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import library
from clinic.pages.client.entrance import own_client
from clinic.pages.doors import ClientRequest, own_page
from clinic.pages.fields import offer, refused, text
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.story import Happening, add_event, change_event, remove_event
from clinic.therapy.choices import Precision
from clinic.therapy.queries import own, story
from clinic.therapy.queries.formulation import own_formulation

if TYPE_CHECKING:
    from clinic.therapy.models import LifeEvent


@frozen
class Told:
    """One event as the client reads it."""

    pk: UUID
    when: str
    on: date
    kind: str
    what: str
    people: tuple[str, ...]
    is_mine: bool


class EventForm(forms.Form):
    """What happened and about when: the year is enough."""

    what = text(gettext_lazy("What happened?"), most=1000, rows=2, needed=True)
    kind = forms.ChoiceField(
        label=gettext_lazy("What was it about?"), error_messages={"required": gettext_lazy("Choose what it was about.")}
    )
    day = forms.IntegerField(label=gettext_lazy("Day"), min_value=1, max_value=31, required=False)
    month = forms.TypedChoiceField(label=gettext_lazy("Month"), coerce=int, empty_value=None, required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=1900,
        max_value=2200,
        error_messages={"required": gettext_lazy("Write the year, such as 2024.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "kind", [("", _("Choose")), *kinds()])
        self.fields["what"].error_messages["required"] = _("Write in a few words what happened.")
        offer(self, "month", [("", _("I do not know")), *MONTHS.items()])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        day, month, year = found.get("day"), found.get("month"), found.get("year")
        if day and not month and "month" not in self.errors:
            self.add_error("month", _("Choose the month too, or leave the day empty."))
        elif day and month and year and day > monthrange(year, month)[1]:
            self.add_error("day", _("That month does not have so many days."))
        return found

    def happening(self) -> Happening:
        """What goes into the event's row."""
        given = self.cleaned_data
        day, month = given["day"], given["month"]
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        on = date(given["year"], month or 1, day or 1)
        return Happening(on=on, precision=precision, kind=given["kind"], what=given["what"])


def kinds() -> list[tuple[str, str]]:
    """What an event can be about, in words."""
    vocabulary = library().vocabulary("life-event-kinds")
    words = library().words(vocabulary, "en")
    return [(word.id, words[word.id]) for word in vocabulary.words]


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """What they entered and what they were shown, and the way to what was found."""
    client = own_client(request)
    words = dict(kinds())
    context = {
        "client": client,
        "events": [told(one, words=words) for one in story.own_events(request.actor)],
        "lines": own_formulation(request.actor),
        "may_write": own.may_write(own.own_course(request.actor)),
    }
    return render(request, "client/story.html", context)


def told(event: "LifeEvent", *, words: dict[str, str]) -> Told:
    """Without the therapist's view of it, and without people the client was not shown."""
    shape = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}[Precision(event.precision)]
    return Told(
        pk=event.pk,
        when=date_format(event.on, shape),
        on=event.on,
        kind=words.get(event.kind, ""),
        what=event.what,
        people=tuple(one.name for one in event.people.all() if one.is_shown_to_client and one.removed_at is None),
        is_mine=event.by_client,
    )


@own_page("GET", "POST")
def add(request: ClientRequest) -> HttpResponse:
    """Something that happened."""
    client = own_client(request)
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_event(client=client, event=form.happening(), by=request.actor, now=timezone.now())
            return back(request, _("It is in your story now."))
        except CourseError as problem:
            of_day(form, problem)
    context = {"client": client, "form": form, "event": None}
    return render(request, "client/event.html", context, status=422 if form.errors else 200)


@own_page("GET", "POST")
def change(request: ClientRequest, pk: UUID) -> HttpResponse:
    """Something the client entered themselves; what others entered is read in the story."""
    client, event = own_client(request), story.own_event(request.actor, pk)
    if not event.by_client:
        raise Http404
    form = EventForm(request.POST if request.method == "POST" else None, initial=known(event))
    try:
        if request.POST.get("do") == "remove":
            remove_event(event=event, by=request.actor, now=timezone.now())
            return back(request, _("It is not in your story any more."))
        if request.method == "POST" and form.is_valid():
            change_event(event=event, changes=form.happening(), by=request.actor, now=timezone.now())
            return back(request, _("Saved."))
    except CourseError as problem:
        of_day(form, problem)
    context = {"client": client, "form": form, "event": event}
    return render(request, "client/event.html", context, status=422 if form.errors else 200)


def known(event: "LifeEvent") -> dict[str, Any]:
    """What the form begins with."""
    found: dict[str, Any] = {"what": event.what, "kind": event.kind, "year": event.on.year}
    if event.precision != Precision.YEAR:
        found["month"] = event.on.month
    if event.precision == Precision.DAY:
        found["day"] = event.on.day
    return found


def of_day(form: EventForm, problem: CourseError) -> None:
    """A refusal of the day stands at the year, which is always there."""
    if problem.field == "on":
        form.add_error("year", str(problem))
    else:
        refused(form, problem)


def back(request: ClientRequest, words: str) -> HttpResponse:
    """To the story, with what was done."""
    messages.success(request, words)
    return HttpResponseRedirect(reverse("my_story"), status=303)
