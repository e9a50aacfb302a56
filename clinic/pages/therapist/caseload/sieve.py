"""What one can ask the caseload for: reasons, phase, whose clients, and in which order."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.caseload.choices import OF_SUPERVISION, Kind, State
from clinic.caseload.queries import ALERT, ANY, Sieve
from clinic.definitions.library import library

SORTS = (
    ("need", _("Needs me")),
    ("next", _("Next appointment")),
    ("change", _("Change, worst first")),
    ("name", _("Name")),
)
WHOSE = (("", _("Mine and covered")), ("mine", _("Mine")), ("covered", _("Those I cover")))


def kinds(known: tuple[Kind, ...]) -> list[tuple[str, Any]]:
    """Reasons to choose from, in order of rank."""
    return [
        ("", _("Everybody")),
        (ANY, _("Needs a person")),
        (ALERT, _("Open alert")),
        *((one.value, one.label) for one in known),
    ]


def phases() -> list[tuple[str, Any]]:
    """Phases to choose from, and those before and after a course."""
    vocabulary = library().vocabulary("phases")
    words = library().words(vocabulary, "en")
    named = [(word.id, words[word.id]) for word in vocabulary.words]
    return [("", _("All")), (State.WAITING.value, State.WAITING.label), *named, (State.ENDED.value, State.ENDED.label)]


def every_kind() -> list[tuple[str, Any]]:
    """All reasons."""
    return kinds(tuple(Kind))


def signals() -> list[tuple[str, Any]]:
    """Those that a supervisor looks at."""
    return kinds(tuple(kind for kind in Kind if kind in OF_SUPERVISION))


class SieveForm(forms.Form):
    """Every field may stay empty; a value that is not known is as good as none."""

    kind = forms.ChoiceField(label=_("Why"), required=False, choices=every_kind)
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=phases)
    whose = forms.ChoiceField(label=_("Whose"), required=False, choices=WHOSE)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked, auto_id="sieve_%s")

    @property
    def sieve(self) -> Sieve:
        """What was asked for."""
        known = taken(self)
        return Sieve(
            kind=known.get("kind", ""),
            phase=known.get("phase", ""),
            whose=known.get("whose", ""),
            sort=known.get("sort") or "need",
        )


class SupervisionForm(forms.Form):
    """For a supervisor: by signal only, of one therapist or of all."""

    kind = forms.ChoiceField(label=_("Why"), required=False, choices=signals)
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=phases)

    def __init__(self, asked: Mapping[str, Any], *, therapists: Mapping[UUID, str]) -> None:
        super().__init__(asked, auto_id="sieve_%s")
        people = [("", _("All")), *((str(pk), name) for pk, name in therapists.items())]
        self.fields["therapist"] = forms.ChoiceField(label=_("Therapist"), required=False, choices=people)

    @property
    def sieve(self) -> Sieve:
        """What was asked for; without a reason, everybody who shows a signal."""
        known = taken(self)
        pk = known.get("therapist", "")
        return Sieve(
            kind=known.get("kind") or ANY,
            phase=known.get("phase", ""),
            therapist=UUID(pk) if pk else None,
            sort="signal",
        )


def taken(form: forms.Form) -> dict[str, str]:
    """The values that are known."""
    form.is_valid()
    return dict(form.cleaned_data)
