"""One answer sheet: every answer beside the one before; and taking out one that was given to the wrong client."""

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

from clinic.answers import queries
from clinic.answers.actions.mending import CannotWithdraw
from clinic.answers.actions.mending import withdraw as withdraw_sheet
from clinic.definitions.library import library
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import text
from clinic.pages.therapist.by_rule import by_rule
from clinic.pages.therapist.norms import beside_norms
from clinic.pages.therapist.picture import item_rows
from clinic.people.queries import who


@staff_page("GET")
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheet with its score, as it was computed."""
    sheet = queries.sheet(request.actor, pk, now=timezone.now())
    measure = library().measure(sheet.measure, sheet.version)
    wording = library().wording(measure, "en")
    before = queries.sheet_before(sheet)
    context = {
        "sheet": sheet,
        "client": sheet.client,
        "wording": wording,
        "band": wording.bands.get(sheet.score.band, ""),
        "about": wording.targets.get(sheet.target, sheet.target),
        "by_rule": by_rule(sheet, measure=measure, wording=wording),
        "norms": beside_norms(sheet, measure=measure, wording=wording),
        "rows": item_rows(sheet, before=before, measure=measure, wording=wording),
        "before": before,
    }
    return render(request, "therapist/answers.html", context)


class WithdrawForm(forms.Form):
    """Why, and whose answers they really were."""

    why = text(gettext_lazy("What went wrong"), most=500, needed=True)
    reference = forms.CharField(
        label=gettext_lazy("Reference of the right client"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("The answers and their alerts go there. Leave empty when it is nobody's."),
    )


@staff_page("GET", "POST")
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Entered in error: gone from pages, chart, export and counts; kept for the audit."""
    sheet = queries.sheet(request.actor, pk, now=timezone.now())
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = mended(request, sheet, form)
        if done is not None:
            return done
    context = {"form": form, "sheet": sheet, "client": sheet.client}
    return render(request, "therapist/withdraw.html", context, status=422 if form.errors else 200)


def mended(request: Any, sheet: Any, form: WithdrawForm) -> HttpResponse | None:
    """Withdraw and move; None when the form needs another look."""
    now = timezone.now()
    reference = form.cleaned_data["reference"].strip()
    to = None
    if reference:
        to = who.clients(request.actor, now=now).filter(reference__iexact=reference).select_related("team").first()
        if to is None:
            form.add_error(
                "reference", _("None of your clients has exactly this reference. Check it letter by letter.")
            )
            return None
    try:
        withdraw_sheet(sheet=sheet, why=form.cleaned_data["why"], to=to, by=request.actor, now=now)
    except CannotWithdraw as reason:
        form.add_error("why", str(reason))
        return None
    messages.success(request, _("The answers are taken out of this record."))
    return HttpResponseRedirect(reverse("client", args=[sheet.client_id]), status=303)
