"""A sheet of prompts as a form to fill in and as rows to read: one way for every sheet of every protocol."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from attrs import evolve, frozen
from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.pages.fields import day, line, text
from ipt.prompts import LONGEST, Prompt, PromptError, PromptSet, Value, cleaned
from ipt.words import Words

LONG_CHOICE = 7  # from so many choices on, one of them is picked from a list


class PromptForm(forms.Form):
    """Fields named by prompt ids. Made by `prompt_form`; `texts()` after `is_valid()` is what actions take."""

    prompt_set: PromptSet
    needs: bool

    def texts(self) -> dict[str, Value]:
        """The values fit to keep, without those that hold nothing."""
        return {name: value for name, value in self.kept.items() if name in self.fields}

    @property
    def kept(self) -> dict[str, Value]:
        """What the sheet's own rules make of the fields."""
        given = {name: shaped(value) for name, value in self.cleaned_data.items()}
        known = {prompt.id for prompt in self.prompt_set.prompts}
        return cleaned(without_needs(self.prompt_set), {name: given[name] for name in given if name in known})

    def clean(self) -> dict[str, Any]:
        """Each value by its prompt's own rule: the error stands at its field."""
        found = super().clean() or self.cleaned_data
        for prompt in self.prompt_set.prompts:
            if prompt.id in found:
                alone = evolve(self.prompt_set, prompts=(prompt,))
                try:
                    cleaned(without_needs(alone), {prompt.id: shaped(found[prompt.id])})
                except PromptError as problem:
                    self.add_error(prompt.id, problem.way_out)
        return found

    def in_front(self) -> list[BoundField]:
        """Fields that stand open: needed by the sheet (a draft may do without), filled or faulty."""
        return [field for field in self.own() if self.is_open(field)]

    def folded(self) -> list[BoundField]:
        """Fields that wait until they are wanted."""
        return [field for field in self.own() if not self.is_open(field)]

    def is_open(self, field: BoundField) -> bool:
        """Whether a field stands open."""
        is_needed = self.prompt_set.prompt(field.name).is_needed
        return is_needed or bool(field.errors) or field.value() not in (None, "", [])

    def own(self) -> list[BoundField]:
        """The fields of the sheet, in order, without others that a page adds."""
        known = [prompt.id for prompt in self.prompt_set.prompts if prompt.id in self.fields]
        return [self[name] for name in known]


def prompt_form(
    prompt_set: PromptSet,
    words: Words,
    *,
    data: Mapping[str, Any] | None = None,
    values: Mapping[str, Value] | None = None,
    only: Collection[str] | None = None,
    needs: bool = True,
) -> PromptForm:
    """The form of a sheet: `values` as kept before, `only` these of its prompts, `needs` False for a draft."""
    wanted = [prompt for prompt in prompt_set.prompts if only is None or prompt.id in only]
    fields = {prompt.id: field_of(prompt, words, needs=needs) for prompt in wanted}
    kind = type("SheetForm", (PromptForm,), {**fields, "prompt_set": prompt_set, "needs": needs})
    form: PromptForm = kind(data, initial={name: initial(value) for name, value in (values or {}).items()})
    return form


def field_of(prompt: Prompt, words: Words, *, needs: bool) -> forms.Field:
    """The form field of one prompt."""
    label, hint = words[prompt.id], words.get(f"{prompt.id}.hint")
    needed = prompt.is_needed and needs
    match prompt.kind:
        case "line":
            return line(label, most=LONGEST["line"], needed=needed, help_text=hint)
        case "text":
            return text(label, most=LONGEST["text"], needed=needed, help_text=hint)
        case "day":
            return day(label, needed=needed, help_text=hint)
        case "scale":
            return forms.IntegerField(
                label=label,
                help_text=hint or _("From %(low)s to %(high)s.") % {"low": prompt.low, "high": prompt.high},
                required=needed,
                min_value=prompt.low,
                max_value=prompt.high,
            )
        case "choices":
            pairs = [(choice, words[f"{prompt.id}.{choice}"]) for choice in prompt.choices]
            boxes = forms.CheckboxSelectMultiple()
            return forms.MultipleChoiceField(label=label, help_text=hint, required=needed, choices=pairs, widget=boxes)
        case "choice" | "yes_no":
            return one_of(prompt, words, label=label, hint=hint, needed=needed)


def one_of(prompt: Prompt, words: Words, *, label: str, hint: str, needed: bool) -> forms.ChoiceField:
    """One choice: as buttons, or from a list where there are many; what need not be said can be left open again."""
    pairs = [("yes", _("Yes")), ("no", _("No"))]
    if prompt.kind == "choice":
        pairs = [(choice, words[f"{prompt.id}.{choice}"]) for choice in prompt.choices]
    as_list = len(pairs) >= LONG_CHOICE and not prompt.is_needed
    if not prompt.is_needed:
        pairs = [("", _("Not said")), *pairs]
    widget = forms.Select() if as_list else forms.RadioSelect()
    return forms.ChoiceField(label=label, help_text=hint, required=needed, choices=pairs, widget=widget)


def initial(value: Value) -> Any:
    """A kept value as the form shows it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def shaped(value: Any) -> Any:
    """A form's value as the sheet takes it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def without_needs(prompt_set: PromptSet) -> PromptSet:
    """The same sheet with nothing needed: the form says itself what is missing."""
    return evolve(prompt_set, prompts=tuple(evolve(prompt, is_needed=False) for prompt in prompt_set.prompts))


@frozen
class PromptRow:
    """One filled prompt, ready to read."""

    id: str
    label: str
    value: str
    is_private: bool


def rows(
    prompt_set: PromptSet, words: Words, values: Mapping[str, Value], *, for_client: bool = False
) -> list[PromptRow]:
    """What a sheet holds, in its order; `for_client` leaves out every private prompt."""
    prompts = prompt_set.for_client if for_client else prompt_set.prompts
    return [
        PromptRow(
            id=prompt.id,
            label=words[prompt.id],
            value=in_words(prompt, words, values[prompt.id]),
            is_private=prompt.is_private,
        )
        for prompt in prompts
        if prompt.id in values
    ]


def in_words(prompt: Prompt, words: Words, value: Value) -> str:
    """A kept value as a person reads it."""
    match prompt.kind:
        case "choice":
            return words.get(f"{prompt.id}.{value}", str(value))
        case "choices" if isinstance(value, list):
            return ", ".join(words.get(f"{prompt.id}.{one}", one) for one in value)
        case "yes_no":
            return _("Yes") if value else _("No")
        case "day":
            return date_format(date.fromisoformat(str(value)))
        case "scale":
            return _("%(value)s of %(high)s") % {"value": value, "high": prompt.high}
        case _:
            return str(value)
