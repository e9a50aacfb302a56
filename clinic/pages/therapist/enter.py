"""Entering a client's answers on their behalf: digits and Enter, or one by one; or only the total."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.answers.actions.answering import enter
from clinic.answers.choices import EnteredAs
from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import day, once
from clinic.pages.therapist.picture import labels_of
from clinic.people.queries import who
from ipt import scoring
from ipt.item import Item, Number
from ipt.measure import Measure
from ipt.wording import Wording

WAYS = tuple((value, label) for value, label in EnteredAs.choices if value != EnteredAs.BY_CLIENT)


class EntryForm(forms.Form):
    """When and how the client answered; the total where it was added up elsewhere; whom it is about."""

    answered_on = day(_("Answered on"))
    entered_as = forms.ChoiceField(label=_("How"), choices=WAYS, widget=forms.RadioSelect, initial=EnteredAs.FROM_PAPER)
    total = forms.FloatField(label=_("Total"), required=False)
    target = forms.ChoiceField(label=_("About"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, measure: Measure, wording: Wording, **options: Any) -> None:
        super().__init__(*args, **options)
        if measure.targets:
            targets = [(target, wording.targets.get(target, target)) for target in measure.targets]
            self.fields["target"].choices = targets  # type: ignore[attr-defined]  # it is a ChoiceField, see above
        else:
            del self.fields["target"]
        if not measure.has_total:
            del self.fields["total"]

    def clean_answered_on(self) -> Any:
        if self.cleaned_data["answered_on"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come: enter today or a day before it."))
        return self.cleaned_data["answered_on"]

    def clean_total(self) -> Number | None:
        total: float | None = self.cleaned_data["total"]
        return int(total) if total is not None and total == int(total) else total


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """One page; it is sent once, however often Enter is pressed."""
    client = who.client(request.actor, pk)
    if measure not in {one.id for one in library().measures()}:
        raise Http404
    definition = library().measure(measure)
    wording = library().wording(definition, "en")
    form = EntryForm(
        request.POST or None, initial={"answered_on": timezone.localdate()}, measure=definition, wording=wording
    )
    fault: scoring.AnswerError | None = None
    given: dict[str, int | None] = {}
    if request.method == "POST" and form.is_valid():
        try:
            given = posted(request, definition)
            total = total_alone(definition, form.cleaned_data.get("total"), given=given)
            enter(
                client=client,
                measure=measure,
                answers=given,
                stated_total=total,
                target=form.cleaned_data.get("target", ""),
                entered_as=form.cleaned_data["entered_as"],
                answered_on=form.cleaned_data["answered_on"],
                once=once(request),
                by=request.actor,
                now=timezone.now(),
            )
            return HttpResponseRedirect(reverse("client", args=[pk]), status=303)
        except scoring.AnswerError as found:
            fault = found
    return page(request, client=client, measure=definition, wording=wording, form=form, given=given, fault=fault)


def posted(request: StaffRequest, measure: Measure) -> dict[str, int | None]:
    """Answers from the digits, when there are any, else from the buttons; AnswerError names the item."""
    if not measure.has_items:
        return {}
    digits = "".join(request.POST.get("digits", "").split()).replace(",", "")
    if digits:
        return scoring.read_answers(measure, ",".join(digits))
    found: dict[str, int | None] = {}
    for item in measure.items:
        text = request.POST.get(f"answer_{item.id}", "").strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 7):
            raise scoring.refused(item, came=text)
        if text or not item.optional:
            found[item.id] = int(text) if text else None
    return found


def total_alone(measure: Measure, total: Number | None, *, given: dict[str, int | None]) -> Number | None:
    """The total that is entered without answers; AnswerError where both came and do not agree."""
    if total is None or not any(value is not None for value in given.values()):
        return total
    added = scoring.score(measure, given).total
    if added != total:
        came = f"these answers make {added:g}" if added is not None else "these answers make no total"
        raise scoring.AnswerError(f"The total says {total:g}; {came}. Look again at both.", item=None, allowed="")
    return None


def page(
    request: StaffRequest,
    *,
    client: Any,
    measure: Measure,
    wording: Wording,
    form: EntryForm,
    given: dict[str, int | None],
    fault: scoring.AnswerError | None,
) -> HttpResponse:
    """The page, with the item or the total that cannot be named at the top."""
    errors = [(f"id_{name}", error) for name, texts in form.errors.items() for error in texts]
    rows = [row(request, item, wording=wording, given=given) for item in measure.written_items]
    chosen, typed = [one for one in rows if one["options"]], [one for one in rows if not one["options"]]
    digits = bool(chosen) and not typed and all(item.low >= 0 and item.high < 10 for item in measure.written_items)
    if fault is not None:
        anchor = f"answer_{fault.item}" if fault.item and not digits else "digits" if digits else "id_total"
        errors.append((anchor, str(fault)))
    context = {
        "client": client,
        "measure": measure,
        "wording": wording,
        "form": form,
        "rows": chosen,
        "typed": typed,
        "options": chosen[0]["options"] if chosen else [],
        "has_digits": digits,
        "is_open": bool(errors) or (bool(rows) and not digits and not measure.has_total),
        "errors": errors,
        "once": once(request),
        "digits": request.POST.get("digits", ""),
    }
    return render(request, "therapist/enter.html", context, status=422 if errors else 200)


def row(request: StaffRequest, item: Item, *, wording: Wording, given: dict[str, int | None]) -> dict[str, Any]:
    """One question: its number and text where it is here, and each answer as its number and words."""
    labels = labels_of(item, wording=wording)
    values = [*item.values, *([] if item.not_applicable is None else [item.not_applicable])]
    return {
        "name": f"answer_{item.id}",
        "text": f"{item.id}. {wording.items.get(item.id, '')}".strip(),
        "value": request.POST.get(f"answer_{item.id}", given.get(item.id)),
        "options": [(value, f"{value} {labels.get(value, '')}".strip()) for value in values],
        "low": item.low,
        "high": item.high,
    }
