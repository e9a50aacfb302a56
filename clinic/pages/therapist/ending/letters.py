"""Letters of a course: the list, and a new one. The facts stand beside an empty page; every sentence is a person's."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from clinic.answers import outcome
from clinic.answers import queries as answers
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import refused, text
from clinic.pages.letter_paper import Paper, paper_of
from clinic.pages.therapist.ending.sheet import read
from clinic.pages.therapist.ending.then_and_now import area_words, scores
from clinic.people.queries import who
from clinic.therapy.actions.after import write_letter_of_course
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.queries import after, courses

TO = {"client": gettext_lazy("To the client"), "gp": gettext_lazy("To the GP")}
SHEETS = ("illness", "ending", "leaving")  # purposes of what may stand beside a letter, without their private prompts


class LetterForm(forms.Form):
    """To whom, and what it says."""

    addressee = text(
        gettext_lazy("Name and address"), most=600, rows=4, needed=True, help_text=gettext_lazy("As on the envelope.")
    )
    text = text(
        gettext_lazy("The letter"),
        most=20_000,
        rows=16,
        needed=True,
        help_text=gettext_lazy("An empty line begins a new paragraph. Greeting and signature are added."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["class"] = "words"


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The list; with `to=client` or `to=gp` an empty page for a new letter."""
    course = courses.course(request.actor, pk)
    to_whom = (request.POST or request.GET).get("to", "")
    if to_whom not in TO:
        context = {"course": course, "letters": after.letters(course)}
        status = 422 if request.method == "POST" else 200
        return render(request, "therapist/ending/letters.html", context, status=status)
    form = LetterForm(request.POST or None, initial={"addressee": envelope(course.client, to_whom)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            letter = write_letter_of_course(
                course=course,
                to_whom=to_whom,
                written={"addressee": given["addressee"], "text": given["text"]},
                by=request.actor,
                now=timezone.now(),
            )
        except CourseError as problem:
            refused(form, problem)
        else:
            return HttpResponseRedirect(reverse("course_letter", args=[letter.pk]), status=303)
    context = {"form": form, "to_whom": to_whom, "frame": frame(request, course, to_whom), **beside(course)}
    return render(request, "therapist/ending/letter_form.html", context, status=422 if form.errors else 200)


def envelope(client: Any, to_whom: str) -> str:
    """Name and address as far as they are known: of the client, or of the clinician who is called a GP."""
    if to_whom == "client":
        return "\n".join(part for part in (client.name, client.address) if part)
    gp = next((one for one in who.clinicians(client) if one.role.strip().casefold() in ("gp", "doctor")), None)
    return "\n".join(part for part in (gp.name, gp.place) if part) if gp else ""


def frame(request: StaffRequest, course: Any, to_whom: str) -> Paper:
    """Greeting and signature of a letter that is not written yet."""
    return paper_of(course, to_whom=to_whom, addressee="", text="", writer=request.user.name, on=timezone.localdate())  # type: ignore[union-attr]  # staff


def beside(course: Any) -> dict[str, Any]:
    """The facts: what the client knows and may be told. No safety field, no private prompt (seven statements)."""
    sheets = courses.protocol_of(course).sheets
    ids = [sheets[purpose] for purpose in SHEETS if purpose in sheets]
    entries = [found[0] for found in after.sheets(course, *ids).values() if found]
    return {
        "course": course,
        "standing": after.standing_in_numbers(course, on=course.ended_on or timezone.localdate()),
        "scores": scores(outcome.changes(course, answers.series_of(course.client))),
        "goals": after.goals(course),
        "foci": [{"focus": focus, "area": area_words(focus.area)} for focus in after.foci(course)],
        "sheets": [one for one in (read(entry, for_client=True) for entry in entries) if one["rows"]],
    }
