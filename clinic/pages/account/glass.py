"""Break-glass: open a record that is not yours in an emergency, by its exact reference, with a reason."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.pages.doors import SEES_RECORDS, StaffRequest, staff_page
from clinic.people.actions.clients import break_glass
from clinic.people.queries.who import client_by_reference


class GlassForm(forms.Form):
    """The exact reference, and why."""

    reference = forms.CharField(
        label=_("Client's reference"),
        max_length=12,
        help_text=_("As printed, such as H7KM-2Q9X. Names are not searched here."),
    )
    reason = forms.CharField(
        label=_("What happened, and why you need the record now"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


@staff_page("GET", "POST", roles=SEES_RECORDS, sensitive=True)
def show(request: StaffRequest) -> HttpResponse:
    """Therapists, supervisors and duty leads only; the supervisor is told at once."""
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return opened(request, form)
    return render(request, "account/glass.html", {"form": form}, status=422 if form.errors else 200)


def opened(request: Any, form: GlassForm) -> HttpResponse:
    """The record for an hour, or one sentence when no client of the person's service has this reference."""
    now = timezone.now()
    client = client_by_reference(request.actor, form.cleaned_data["reference"], now=now)
    if client is None:
        form.add_error("reference", _("No client has exactly this reference. Check it letter by letter."))
        return render(request, "account/glass.html", {"form": form}, status=422)
    break_glass(client=client, reason=form.cleaned_data["reason"], by=request.actor, now=now)
    return HttpResponseRedirect(reverse("client", args=[client.pk]), status=303)
