"""End of a course: how it ended, and apart from it what the scores say; a person ends it, and can take that back."""

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
from django.utils.translation import gettext_lazy, ngettext

from clinic.answers import outcome
from clinic.answers import queries as answers
from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import day, refused, text
from clinic.pages.prompted import PromptForm, prompt_form
from clinic.pages.therapist.ending.ended import page as ended_page
from clinic.pages.therapist.ending.ended import take_back
from clinic.pages.therapist.ending.then_and_now import has_not_helped, scores, suggestions
from clinic.pages.therapist.initial.private import mark_private
from clinic.safety.queries import alerts
from clinic.therapy.actions.after import end_with_options
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.choices import EndKind, EndResult
from clinic.therapy.queries import after, courses


class EndForm(forms.Form):
    """How it ended, when and why; `seen` is what the scores said on the page that was sent."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How the course ends"), choices=EndKind.choices, widget=forms.RadioSelect
    )
    on = day(gettext_lazy("Ends on"))
    why = text(
        gettext_lazy("Why, in your words"),
        most=4000,
        help_text=gettext_lazy("Needed when it does not end as planned."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    open_alert_why = text(gettext_lazy("Why the course ends although an alert is open"), most=1000)


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A running course: the form to end it. An ended one: how it ended, what to offer still, and a way back."""
    course = courses.course(request.actor, pk)
    if request.POST.get("do") == "take_back":
        return take_back(request, course)
    if course.has_ended:
        return ended_page(request, course)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    changes = outcome.changes(course, answers.series_of(course.client), until=day_given(form))
    result = outcome.result_of(changes)
    form.initial["seen"] = result.value
    not_helped = has_not_helped(course, changes=changes, result=result)
    options = options_form(request, course) if not_helped else None
    is_open = [alert for alert in alerts.of_client(course.client) if alert.is_open]
    if request.method == "POST":
        if ended(request, course, form=form, options=options, result=result):
            return HttpResponseRedirect(reverse("end_course", args=[pk]), status=303)
        if list(form.errors) == ["open_alert_why"]:
            return interruption(request, course, form=form, is_open=is_open)
    context = {
        "course": course,
        "form": form,
        "options": options,
        "result": result,
        "not_helped": not_helped,
        "scores": scores(changes),
        "suggestions": [] if not_helped else suggested(course, changes),
        "open_alerts": [alerts.words(alert) for alert in is_open],
        "loose": after.loose(course, now=timezone.now()),
        "goals": after.goals(course),
    }
    faulty = bool(form.errors or (options and options.errors))
    return render(request, "therapist/ending/end.html", context, status=422 if faulty else 200)


def day_given(form: EndForm) -> date | None:
    """The day that was sent, where it is one: scores after it do not count."""
    if not form.is_bound or (not form.is_valid() and "on" in form.errors):
        return None
    on: date = form.cleaned_data["on"]
    return on


def ended(request: StaffRequest, course: Any, *, form: EndForm, options: PromptForm | None, result: EndResult) -> bool:
    """Whether the course is ended now; else the form says what is missing."""
    is_whole = form.is_valid() and (options is None or options.is_valid())
    if not is_whole:
        return False
    given = form.cleaned_data
    if given["seen"] != result.value:
        form.data = {**form.data.dict(), "seen": result.value}  # type: ignore[attr-defined]
        form.add_error(
            None, _("A score came in or changed while you wrote. Look at the scores again, then end the course.")
        )
        return False
    before = after.loose(course, now=timezone.now())
    try:
        end_with_options(
            course=course,
            end={
                "kind": given["kind"],
                "on": given["on"],
                "why": given["why"],
                "result": result.value,
                "open_alert_why": given["open_alert_why"],
            },
            options=options.texts() if options else {},
            by=request.actor,
            now=timezone.now(),
        )
    except CourseError as problem:
        refused(form, problem)
        return False
    messages.success(request, _("The course is ended."))
    if n := len(before.ahead):
        taken = ngettext("%(n)s appointment was taken out.", "%(n)s appointments were taken out.", n) % {"n": n}
        messages.success(request, taken)
    return True


def interruption(request: StaffRequest, course: Any, *, form: EndForm, is_open: list[Any]) -> HttpResponse:
    """An alert is open: close it first, or say why the course ends all the same. What was typed goes along."""
    if "open_alert_why" not in request.POST:
        form.errors.clear()  # nobody was asked for it yet
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "open_alert_why")
    ]
    context = {
        "course": course,
        "form": form,
        "sent": sent,
        "alerts": [{"alert": alert, "words": alerts.words(alert)} for alert in is_open],
    }
    return render(request, "therapist/ending/interrupted.html", context, status=422)


def options_form(request: StaffRequest, course: Any) -> PromptForm | None:
    """What to try next, where this form of IPT has a sheet for it."""
    sheet = courses.protocol_of(course).sheets.get("leaving")
    if sheet is None:
        return None
    prompts = library().prompts(sheet)
    entries = after.sheets(course, sheet)[sheet]
    values = entries[0].values if entries else {}
    words = library().words(prompts, "en")
    return mark_private(prompt_form(prompts, words, data=request.POST or None, values=values, needs=False))


def suggested(course: Any, changes: Any) -> list[dict[str, str]]:
    """What the rules of the end say."""
    standing = after.standing_in_numbers(course, on=timezone.localdate())
    return suggestions(course, changes=changes, standing=standing, at_end=True)
