"""Supervision by signal: open alerts of supervised therapists' clients, emergency openings, the therapists."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.actions.clients import look_at_glass
from clinic.people.choices import Role
from clinic.people.queries import who
from clinic.people.queries.team import n_clients
from clinic.safety.queries import alerts as queries


@staff_page("GET", roles=(Role.SUPERVISOR,))
def show(request: StaffRequest) -> HttpResponse:
    """What is most pressing stands first; therapists with open alerts before those without."""
    now = timezone.now()
    therapists = who.supervised(request.actor, now=now)
    ids = {user.pk for user in therapists}
    alerts = [alert for alert in queries.open_alerts(request.actor, now=now) if alert.client.therapist_id in ids]
    counts = n_clients(request.actor, now=now)
    people: list[dict[str, Any]] = [
        {
            "user": user,
            "n_clients": counts.get(user.pk, 0),
            "n_alerts": sum(alert.client.therapist_id == user.pk for alert in alerts),
        }
        for user in therapists
    ]
    context = {
        "rows": [row(alert, now=now) for alert in alerts],
        "glass": who.glass_to_look_at(request.actor, now=now),
        "people": sorted(people, key=lambda one: -one["n_alerts"]),
    }
    return render(request, "supervisor/supervision.html", context)


@staff_page("POST", roles=(Role.SUPERVISOR,))
def looked(request: StaffRequest, pk: UUID) -> HttpResponse:
    """“I have looked at this”."""
    now = timezone.now()
    glass = next((one for one in who.glass_to_look_at(request.actor, now=now) if one.pk == pk), None)
    if glass is None:
        raise Http404
    look_at_glass(glass=glass, by=request.actor, now=now)
    messages.success(request, _("Noted: you have looked at it."))
    return HttpResponseRedirect(reverse("supervision"), status=303)


def row(alert: Any, *, now: Any) -> dict[str, Any]:
    """One alert for the list."""
    return {"alert": alert, "words": queries.words(alert), "is_late": alert.seen_at is None and alert.due_at < now}
