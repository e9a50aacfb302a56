"""Start a course: form and length, start and end date, how and where, and the weekly appointments with it."""

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

from clinic.definitions.in_use import is_in_use
from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import at, clock, day, line, offer, refused
from clinic.pages.therapist.evidence import CAREFUL, findings_of
from clinic.people.queries import who
from clinic.therapy.actions.appointments import start_and_book
from clinic.therapy.actions.courses import CourseError, Settings
from clinic.therapy.choices import Medium
from clinic.therapy.queries import courses
from ipt.protocol import Length, Protocol


class StartForm(forms.Form):
    """What must be settled to begin; the rest comes from the protocol and can be changed later, with a reason."""

    form = forms.ChoiceField(label=gettext_lazy("Form and length"), widget=forms.RadioSelect())
    condition = forms.ChoiceField(
        label=gettext_lazy("What it is for"),
        required=False,
        help_text=gettext_lazy(
            "As you and your service have found it. What trials say of IPT for it is one page away."
        ),
    )
    referred_on = day(
        gettext_lazy("Referral received on"),
        needed=False,
        help_text=gettext_lazy("The wait is counted from this day. Leave it empty when it is not known."),
    )
    started_on = day(gettext_lazy("Starts on"))
    ends_on = day(
        gettext_lazy("Ends on"),
        needed=False,
        help_text=gettext_lazy("Every course has an end date. Left empty, the rhythm of the sessions gives it."),
    )
    medium = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=Medium.choices, widget=forms.RadioSelect())
    place = line(gettext_lazy("Room or place"))
    tags = line(
        gettext_lazy("Counted under"),
        help_text=gettext_lazy(
            "Words your service counts by, with commas: a study, a pathway. Nothing about the person."
        ),
    )
    first_on = day(
        gettext_lazy("First appointment"),
        needed=False,
        help_text=gettext_lazy("With a day and a time, the appointments are booked in the rhythm of the course."),
    )
    first_at = clock(gettext_lazy("at"), needed=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "form", choices())
        offer(self, "condition", [("", _("Left open")), *conditions()])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if bool(found.get("first_on")) != bool(found.get("first_at")):
            name = "first_at" if found.get("first_on") else "first_on"
            self.add_error(name, _("Give both the day and the time of the first appointment, or neither."))
        return found


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A form for a client without a running course; else on to the course."""
    client = who.client(request.actor, pk)
    running = courses.running(client)
    if running is not None:
        return HttpResponseRedirect(reverse("course", args=[running.pk]))
    usual = choices()[0][0] if choices() else ""
    start = {"form": usual, "started_on": timezone.localdate(), "medium": Medium.IN_PERSON}
    form = StartForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            course = begin(request, client, form.cleaned_data)
        except CourseError as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The course has begun. The first tasks are below."))
            return HttpResponseRedirect(reverse("course", args=[course.pk]), status=303)
    context = {
        "client": client,
        "form": form,
        "earlier": courses.of_client(client),
        "cautions": [one for one in findings_of() if one.grade in CAREFUL],
    }
    return render(request, "therapist/course/start.html", context, status=422 if form.errors else 200)


def begin(request: StaffRequest, client: Any, given: dict[str, Any]) -> Any:
    """The course with its appointments, or a refusal and nothing at all."""
    protocol, length = given["form"].split("/")
    settings: Settings = {"started_on": given["started_on"], "medium": given["medium"], "place": given["place"]}
    settings["condition"] = given["condition"]
    settings["referred_on"] = given["referred_on"]
    settings["tags"] = [word.strip().lower() for word in given["tags"].split(",") if word.strip()]
    if given["ends_on"]:
        settings["ends_on"] = given["ends_on"]
    first_at = at(given["first_on"], given["first_at"], zone=client.time_zone)
    return start_and_book(
        client=client,
        form=(protocol, length),
        settings=settings,
        first_at=first_at,
        by=request.actor,
        now=timezone.now(),
    )


def choices() -> list[tuple[str, str]]:
    """Every form in use with each of its lengths, the usual one first."""
    known = library()
    found = []
    for form in known.protocols():
        if is_in_use(form):
            lengths = sorted(form.lengths, key=lambda length: not length.is_usual)
            found += [(f"{form.id}/{one.id}", in_words(form, one)) for one in lengths if not one.is_maintenance]
    return found


def conditions() -> list[tuple[str, str]]:
    """Every condition that there is evidence about, in words."""
    vocabulary = library().vocabulary("conditions")
    words = library().words(vocabulary, "en")
    return [(word.id, words[word.id]) for word in vocabulary.words]


def in_words(form: Protocol, length: Length) -> str:
    """A form and length as shown: what it is, how many sessions, how long each."""
    words = library().words(form, "en")
    return _("%(title)s: %(length)s") % {"title": words.title, "length": words[f"length.{length.id}"]}
