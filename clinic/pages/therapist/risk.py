"""The risk record: one click for “asked, none”; else one short form that also closes the alerts it answers."""

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

from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.fields import day, once, text
from clinic.people.queries import who
from clinic.safety.actions.risk import RiskError, record_risk
from clinic.safety.actions.risk import withdraw_risk_record as take_back
from clinic.safety.choices import Done, Finding
from clinic.safety.queries import alerts as alert_queries
from clinic.safety.queries import client as safety


class RiskForm(forms.Form):
    """Asked directly?, finding, action, plan, next look; and which open alerts this answers."""

    was_asked = forms.TypedChoiceField(
        label=gettext_lazy("Asked directly?"),
        choices=(("yes", gettext_lazy("Yes, in plain words")), ("no", gettext_lazy("No, or could not"))),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    finding = forms.ChoiceField(label=gettext_lazy("What was found"), choices=Finding.choices, widget=forms.RadioSelect)
    said = text(gettext_lazy("In their words"))
    done = forms.MultipleChoiceField(
        label=gettext_lazy("What was done"), choices=Done.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    action = text(gettext_lazy("What was done, in words"))
    plan = text(gettext_lazy("Plan until then"))
    look_again_on = day(gettext_lazy("Look again on"), needed=False)
    closes = forms.MultipleChoiceField(
        label=gettext_lazy("This closes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, open_alerts: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        closes = self.fields["closes"]
        closes.choices = [(as_shown(alert), alert_queries.words(alert)) for alert in open_alerts]  # type: ignore[attr-defined]
        closes.initial = [as_shown(alert) for alert in open_alerts]
        closes.error_messages["invalid_choice"] = _("An alert changed while you wrote. Look at it again, then save.")

    def clean_look_again_on(self) -> Any:
        on = self.cleaned_data["look_again_on"]
        if on is not None and on < timezone.localdate():
            raise forms.ValidationError(_("This day is past: enter today or a day to come."))
        return on


def as_shown(alert: Any) -> str:
    """An alert as the page showed it: one that became more pressing meanwhile is not closed by an older page."""
    return f"{alert.pk}.{alert.level}.{alert.value}"


@staff_page("GET", "POST", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Whoever sees the whole record, and the duty lead while an alert is open."""
    client = who.client_on_duty(request.actor, pk)
    open_alerts = [alert for alert in alert_queries.of_client(client) if alert.is_open]
    form = RiskForm(request.POST or None, open_alerts=open_alerts)
    if request.method == "POST" and form.is_valid():
        look = {name: value for name, value in form.cleaned_data.items() if name != "closes"}
        closes = [alert for alert in open_alerts if as_shown(alert) in form.cleaned_data["closes"]]
        try:
            record_risk(
                client=client,
                look=look,  # type: ignore[arg-type]  # the form's own fields
                closes=closes,
                once=once(request),
                by=request.actor,
                now=timezone.now(),
            )
            return HttpResponseRedirect(back_to(request, client), status=303)
        except RiskError as fault:
            form.add_error(fault.field, str(fault))
    context = {"client": client, "form": form, "n_alerts": len(open_alerts), "once": once(request)}
    return render(request, "therapist/risk.html", context, status=422 if form.errors else 200)


@staff_page("POST")
def asked_none(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One click: asked directly, nothing found. Refused while an alert is open, which wants its own record."""
    client = who.client(request.actor, pk)
    if any(alert.is_open for alert in alert_queries.of_client(client)):
        messages.error(request, _("An alert is open: record what was found and done about it."))
        return HttpResponseRedirect(reverse("risk", args=[pk]), status=303)
    look = {"was_asked": True, "finding": Finding.NONE.value}
    record_risk(client=client, look=look, by=request.actor, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("Recorded: asked directly, no thoughts of death or suicide."))
    return HttpResponseRedirect(reverse("client", args=[pk]), status=303)


class WhyForm(forms.Form):
    """Why something is withdrawn."""

    why = text(gettext_lazy("What went wrong"), most=500, needed=True)


@staff_page("GET", "POST")
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A risk record entered in error; the alerts it closed are open again."""
    record = safety.look(request.actor, pk, now=timezone.now())
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take_back(record=record, why=form.cleaned_data["why"], by=request.actor, now=timezone.now())
        messages.success(request, _("The risk record is taken out. What it had closed is open again."))
        return HttpResponseRedirect(reverse("client", args=[record.client_id]), status=303)
    context = {"client": record.client, "record": record, "form": form}
    return render(request, "therapist/withdraw_risk.html", context, status=422 if form.errors else 200)


def back_to(request: StaffRequest, client: Any) -> str:
    """The client's page, or the alerts when the duty lead may no longer see the client."""
    may = who.clients(request.actor, now=timezone.now()).filter(pk=client.pk).exists()
    return reverse("client", args=[client.pk]) if may else reverse("alerts")
