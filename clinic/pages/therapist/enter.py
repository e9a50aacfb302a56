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
from clinic.people.queries import who
from ipt import scoring
from ipt.measure import Measure
from ipt.wording import Wording

WAYS = tuple((value, label) for value, label in EnteredAs.choices if value != EnteredAs.BY_CLIENT)


class EntryForm(forms.Form):
    """When and how the client answered; the total, for a measure without questions."""

    answered_on = day(_("Answered on"))
    entered_as = forms.ChoiceField(label=_("How"), choices=WAYS, widget=forms.RadioSelect, initial=EnteredAs.FROM_PAPER)
    total = forms.IntegerField(label=_("Total"), required=False)

    def clean_answered_on(self) -> Any:
        if self.cleaned_data["answered_on"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come: enter today or a day before it."))
        return self.cleaned_data["answered_on"]


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID, measure: str) -> HttpResponse:
    """One page; it is sent once, however often Enter is pressed."""
    client = who.client(request.actor, pk)
    if measure not in {one.id for one in library().measures()}:
        raise Http404
    definition = library().measure(measure)
    wording = library().wording(definition, "en")
    form = EntryForm(request.POST or None, initial={"answered_on": timezone.localdate()})
    fault: scoring.AnswerError | None = None
    given: dict[str, int | None] = {}
    if request.method == "POST" and form.is_valid():
        try:
            given = posted(request, definition)
            total = form.cleaned_data["total"] if not definition.has_items else None
            enter(
                client=client,
                measure=measure,
                answers=given,
                stated_total=total,
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
        text = request.POST.get(f"answer_{item.id}", "")
        if text and not (text.isascii() and text.isdigit() and len(text) < 4):
            raise scoring.refused(item, came=text)
        if text or item.scored:
            found[item.id] = int(text) if text else None
    return found


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
    if fault is not None:
        errors.append(("digits" if measure.has_items else "id_total", str(fault)))
    rows = [
        {
            "name": f"answer_{item.id}",
            "text": f"{item.id}. {wording.items[item.id]}",
            "value": request.POST.get(f"answer_{item.id}", given.get(item.id)),
        }
        for item in measure.scored_items
        if wording.has_items
    ]
    context = {
        "client": client,
        "measure": measure,
        "wording": wording,
        "form": form,
        "rows": rows,
        "options": [(o.value, f"{o.value} {o.label}") for o in wording.options_for(measure.scored_items[0].id)]
        if rows
        else [],
        "errors": errors,
        "once": once(request),
        "digits": request.POST.get("digits", ""),
    }
    return render(request, "therapist/enter.html", context, status=422 if errors else 200)
