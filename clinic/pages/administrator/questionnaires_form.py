"""A wording typed into a form that is made from its measure: a field for each question, answer and name."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from attrs import evolve
from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import files, names_only
from clinic.pages.administrator import questionnaire_words as words
from clinic.pages.administrator.questionnaires_licence import (
    FIELDS,
    begin_with,
    check_stated,
    licence_fields,
)
from clinic.pages.administrator.questionnaires_measure import measure_or_404
from clinic.pages.administrator.questionnaires_upload import kept
from clinic.pages.administrator.whose import team_of
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import line, text
from clinic.people.choices import Role
from clinic.wordings import checking, queries, writing
from clinic.wordings.checking import LANGUAGE, CannotKeep
from ipt.measure import Item, Measure
from ipt.wording import Option, Wording

CALLED = ("title", "full_title", "instruction", "time_frame", "copyright", "source")
NAMED = {
    "bands": gettext_lazy("Bands"),
    "scales": gettext_lazy("Scales"),
    "cases": gettext_lazy("Cut-offs"),
    "patterns": gettext_lazy("Patterns"),
    "targets": gettext_lazy("About whom"),
}


class WordingForm(forms.Form):
    """Made from a measure; what is known of its wording already stands in the fields."""

    language = line(
        gettext_lazy("Language"), most=12, needed=True, help_text=gettext_lazy("Its code, such as en, de or pt-BR")
    )
    title = line(gettext_lazy("Short title"), most=60, needed=True)
    full_title = line(gettext_lazy("Full title"), most=200, needed=True)
    instruction = text(gettext_lazy("Instruction above the questions"), most=2000, rows=3, needed=True)
    time_frame = line(gettext_lazy("Time it asks about"), most=200)
    copyright = text(gettext_lazy("Line to print under the questions"), most=500, rows=2)
    source = line(gettext_lazy("Which form was copied"), most=500, needed=True)

    def __init__(self, *args: Any, measure: Measure, names: Wording, **given: Any) -> None:
        super().__init__(*args, **given)
        self.measure, self.names = measure, names
        self.fields |= dict(answer_fields(measure)) | dict(item_fields(measure)) | dict(name_fields(names))
        self.fields |= licence_fields()

    def groups(self) -> Iterator[tuple[str, str, list[Any]]]:
        """Parts of the form: heading, hint, fields."""
        yield str(_("What it is called")), "", [self[name] for name in ("language", *CALLED)]
        if answers := [self[name] for name in self.fields if name.startswith("option_")]:
            yield str(_("The answers")), str(_("From the lowest number to the highest.")), answers
        if "not_applicable" in self.fields:
            yield str(_("The answer that a question does not apply")), "", [self["not_applicable"]]
        exact = _("Exactly as the form has them: a reworded questionnaire is another one.")
        asked = [self[name] for name in self.fields if name.startswith(("item_", "answers_"))]
        yield str(_("The questions")), str(exact), asked
        if named := [self[name] for name in self.fields if name.partition(".")[0] in NAMED]:
            yield str(_("Names of what is scored")), str(_("Ours. Translate them into the language above.")), named
        yield str(_("The licence")), "", [self[name] for name in FIELDS]

    def clean_language(self) -> str:
        """A code that a wording can be found by."""
        tag = str(self.cleaned_data["language"]).strip()
        if not LANGUAGE.fullmatch(tag):
            raise forms.ValidationError(_("Write the code of the language, such as en, de or pt-BR."))
        return tag

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for item in self.measure.items:
            name = f"answers_{item.id}"
            n = len(given.get(name, "").splitlines())
            if name in given and n not in (0, len(item.values)):
                told = {"n": len(item.values), "low": item.values[0], "high": item.values[-1], "came": n}
                self.add_error(name, _("Write %(n)s lines, for %(low)s to %(high)s; there are %(came)s.") % told)
        check_stated(self)
        return given

    def wording(self) -> Wording:
        """What was typed."""
        given = self.cleaned_data
        own = {item.id: labelled(item, given.get(f"answers_{item.id}", "")) for item in self.measure.items}
        return evolve(
            self.names,
            version=self.measure.version,
            language=given["language"],
            licence=_("Shown under a licence from %(owner)s.") % {"owner": given["owner"]},
            not_applicable=given.get("not_applicable", ""),
            items={item.id: given[f"item_{item.id}"] for item in self.measure.items},
            options=tuple(
                Option(value=value, label=given[f"option_{value}"]) for value in writing.shared_values(self.measure)
            ),
            item_options={item_id: options for item_id, options in own.items() if options},
            **self.texts(),
        )

    def texts(self) -> dict[str, Any]:
        """Titles and names, by the keys of a wording."""
        given = self.cleaned_data
        called: dict[str, Any] = {name: given[name] for name in CALLED}
        return called | {kind: {key: given[f"{kind}.{key}"] for key in getattr(self.names, kind)} for kind in NAMED}


def answer_fields(measure: Measure) -> Iterator[tuple[str, forms.Field]]:
    """A field for each answer that most questions share."""
    for value in writing.shared_values(measure):
        yield f"option_{value}", line(_("Answer %(n)s") % {"n": value}, most=200, needed=True)
    if any(item.not_applicable is not None for item in measure.items):
        yield "not_applicable", line(_("Such as: does not apply to me"), most=200, needed=True)


def item_fields(measure: Measure) -> Iterator[tuple[str, forms.Field]]:
    """A field for each question, and one for its answers where they are its own."""
    apart = {item.id for item in writing.answered_apart(measure)}
    for item in measure.items:
        yield f"item_{item.id}", text(_("Question %(id)s") % {"id": item.id}, most=1000, rows=2, needed=True)
        if item.id in apart:
            hint = _("One a line, from %(low)s to %(high)s.") % {"low": item.values[0], "high": item.values[-1]}
            label = _("Answers to question %(id)s") % {"id": item.id}
            yield f"answers_{item.id}", text(label, rows=len(item.values), needed=True, help_text=hint)


def name_fields(names: Wording) -> Iterator[tuple[str, forms.Field]]:
    """A field for each band, scale and cut-off that has a name."""
    for kind, label in NAMED.items():
        for key in getattr(names, kind):
            yield f"{kind}.{key}", line(f"{label}: {key}", most=200, needed=True)


def labelled(item: Item, lines: str) -> tuple[Option, ...]:
    """A question's own answers, from lines; none where it shares the others'."""
    told = [one.strip() for one in lines.splitlines()]
    return tuple(Option(value=value, label=label) for value, label in zip(item.values, told, strict=False))


def typed(wording: Wording) -> dict[str, Any]:
    """A wording as the form's fields hold it."""
    found: dict[str, Any] = {name: getattr(wording, name) for name in (*CALLED, "not_applicable")}
    found |= {f"option_{option.value}": option.label for option in wording.options}
    found |= {f"item_{key}": one for key, one in wording.items.items()}
    found |= {
        f"answers_{key}": "\n".join(option.label for option in sorted(options, key=lambda one: one.value))
        for key, options in wording.item_options.items()
    }
    return found | {f"{kind}.{key}": name for kind in NAMED for key, name in getattr(wording, kind).items()}


@staff_page("GET", "POST", roles=(Role.ADMINISTRATOR,), long=True)
def show(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """The form, empty or with the service's own wording of `?language=` in it."""
    team, one = team_of(request, pk), measure_or_404(measure)
    if not one.has_items:
        raise Http404
    whole = files().wording(one, "en")
    names = names_only(whole)
    begin = {**begin_with(one), **known(one, whole, request.GET.get("language", ""))}
    form = WordingForm(request.POST if request.method == "POST" else None, initial=begin, measure=one, names=names)
    faults: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            return kept(request, team, one, form, text=writing.toml(form.wording()))
        except CannotKeep as reason:
            form.add_error(None, str(reason))
            faults = words.faults_in_words(reason.faults)
    context = {
        "team": team,
        "measure": one,
        "title": names.title,
        "form": form,
        "faults": faults,
        "use": queries.use(),
    }
    return render(request, "administrator/questionnaires_form.html", context, status=422 if form.errors else 200)


def known(measure: Measure, whole: Wording, language: str) -> dict[str, Any]:
    """What can stand in the fields already: the service's own wording in a language, else the names (one statement)."""
    row = next((row for row in queries.wordings() if (row.measure, row.language) == (measure.id, language)), None)
    if row is None or row.version != measure.version:
        begun = {name: value for name, value in typed(names_only(whole)).items() if name != "source"}
        return begun if whole.has_items else {**begun, "language": "en"}
    licence = {
        "owner": row.owner,
        "terms": row.terms,
        "uses": row.uses,
        "commercial": row.commercial,
        "reference": row.reference,
        "expires_on": row.expires_on,
    }
    return {**typed(checking.read(row.name, row.text)), **licence, "language": row.language}
