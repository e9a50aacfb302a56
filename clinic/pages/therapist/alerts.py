"""Alerts that are open for whoever is signed in, most pressing first, and “I have seen this”."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from clinic.pages.doors import SEES_RECORDS, StaffRequest, staff_page
from clinic.people.queries import who
from clinic.safety.actions.alerts import see_alert
from clinic.safety.queries import alerts as queries


@staff_page("GET", roles=SEES_RECORDS)
def show(request: StaffRequest) -> HttpResponse:
    """One list for therapists, cover, supervisors and duty leads."""
    now = timezone.now()
    open_alerts = queries.open_alerts(request.actor, now=now)
    whole = set(who.clients(request.actor, now=now).values_list("pk", flat=True)) if open_alerts else set()
    rows = [
        {
            "alert": alert,
            "words": queries.words(alert),
            "is_mine": alert.holder_id == request.actor.id,
            "is_late": alert.seen_at is None and alert.due_at < now,
            "url": reverse("client" if alert.client_id in whole else "duty", args=[alert.client_id]),
        }
        for alert in open_alerts
    ]
    return render(request, "therapist/alerts.html", {"rows": rows})


@staff_page("POST")
def seen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It stays open and no longer moves on."""
    alert = queries.alert(request.actor, pk, now=timezone.now())
    see_alert(alert=alert, by=request.actor, now=timezone.now())
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if is_ours else reverse("alerts"), status=303)
