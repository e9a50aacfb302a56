"""The forms of the workspace: attendance, a person in three fields, where the client is, the note, its signature."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import library
from clinic.pages.fields import line, offer, text
from clinic.pages.prompted import PromptForm, prompt_form
from clinic.therapy.choices import Attendance, Medium
from clinic.therapy.queries import courses
from clinic.therapy.queries.workspace import remote_of
from ipt.prompts import Value

YES_NO = [("", gettext_lazy("Not said")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
SAID = {"yes": True, "no": False, "": None}


class AttendanceForm(forms.Form):
    """What became of the appointment."""

    attendance = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=Attendance.choices, widget=forms.RadioSelect()
    )
    was_in_time = forms.ChoiceField(
        label=gettext_lazy("Cancelled in time?"),
        help_text=gettext_lazy("By what you agreed about missed sessions."),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect(),
    )
    had_word = forms.ChoiceField(
        label=gettext_lazy("Did not come: was there any word from them?"),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect(),
    )
    reason = line(gettext_lazy("Reason, in a line"), most=300)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("attendance") == Attendance.DID_NOT_COME and not found.get("had_word"):
            self.add_error("had_word", _("Say whether there was any word: it decides whether somebody looks today."))
        return found


class PersonForm(forms.Form):
    """A person in three fields."""

    name = line(gettext_lazy("Name or initials"), most=60, needed=True)
    kind = forms.ChoiceField(label=gettext_lazy("Who they are"))
    ring = forms.TypedChoiceField(
        label=gettext_lazy("How close"),
        coerce=int,
        choices=[
            (1, gettext_lazy("1: closest")),
            (2, gettext_lazy("2: close")),
            (3, gettext_lazy("3: further out")),
            (4, gettext_lazy("4: at the edge")),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "kind", kinds())


def kinds() -> list[tuple[str, str]]:
    """Kinds of relationship, in words."""
    vocabulary = library().vocabulary("relationship-types")
    words = library().words(vocabulary, "en")
    return [(word.id, words[word.id]) for word in vocabulary.words]


def person_form() -> PersonForm:
    """An empty one."""
    return PersonForm(initial={"ring": 2})


def where_form(session: Any) -> PromptForm | None:
    """For a session by phone or video: where are you now, a number to call back, are you alone."""
    sheet = courses.protocol_of(session.course).sheets.get("phone")
    if session.medium == Medium.IN_PERSON or sheet is None:
        return None
    prompts = library().prompts(sheet)
    entry = remote_of(session, sheet=sheet)
    return prompt_form(prompts, library().words(prompts, "en"), values=entry.values if entry else {})


def note_form(
    session: Any,
    *,
    data: Mapping[str, Any] | None = None,
    values: Mapping[str, Value] | None = None,
    needs: bool = False,
) -> PromptForm:
    """The note by its protocol's sheet; a draft needs nothing, a signature what the sheet says."""
    prompts = library().prompts(courses.protocol_of(session.course).sheets["note"])
    return prompt_form(prompts, library().words(prompts, "en"), data=data, values=values, needs=needs)


class SignForm(forms.Form):
    """What a signature asks beside the note itself."""

    asked_none = forms.BooleanField(
        label=gettext_lazy("Asked directly: no thoughts of death or suicide"),
        help_text=gettext_lazy("Ticked, the risk record is made with your signature."),
        required=False,
    )
    open_alert_why = text(gettext_lazy("Why you sign while an alert is open"), most=500, rows=2)
