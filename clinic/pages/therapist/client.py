"""A client's page: risk first, then scores with the chart, then what was asked; and the duty lead's part of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.answers import queries as answers
from clinic.answers.askable import can_ask
from clinic.definitions.library import library
from clinic.pages.domains import by_domain
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.picture import pictures
from clinic.people.choices import Role
from clinic.people.queries import who
from clinic.safety.queries import alerts
from clinic.safety.queries import client as safety
from clinic.therapy.queries import courses
from ipt.measure import Measure
from ipt.wording import Wording


@staff_page("GET", long=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The whole record of one client on one page."""
    client = who.client(request.actor, pk)
    found = safety.safety_of(client, alerts=alerts.of_client(client))
    series = answers.series_of(client)
    invitations = answers.invitations_open(client)
    context = {
        "client": client,
        "safety": found,
        "open_alerts": [in_words(alert) for alert in found.open_alerts],
        "closed_alerts": [in_words(alert) for alert in found.closed_alerts],
        "pictures": pictures(series, missed=missed_days(invitations)),
        "invitations": [waiting(invitation) for invitation in invitations],
        "groups": askable(client),
        "is_mine": client.therapist_id == request.actor.id,
        "courses": courses.of_client(client),
    }
    return render(request, "therapist/client.html", context)


@staff_page("GET", roles=(Role.DUTY,))
def on_duty(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Only while an alert is open: contact, risk record and safety plan; no scores, no answers."""
    client = who.client_on_duty(request.actor, pk)
    found = safety.safety_of(client, alerts=alerts.of_client(client))
    people = safety.supporters(client)
    context = {
        "client": client,
        "safety": found,
        "looks": safety.looks(client, most=10),
        "open_alerts": [in_words(alert) for alert in found.open_alerts],
        "parts": safety.shown_to_client(found.plan, people) if found.plan else (),
        "people": people,
        "clinicians": who.clinicians(client),
    }
    return render(request, "therapist/duty.html", context)


def in_words(alert: Any) -> dict[str, Any]:
    """An alert and what it is about."""
    now = timezone.now()
    return {"alert": alert, "words": alerts.words(alert), "is_late": alert.seen_at is None and alert.due_at < now}


def missed_days(invitations: list[Any]) -> dict[str, list[date]]:
    """Days, before today, on which a measure was asked that nobody has answered yet."""
    found: dict[str, list[date]] = {}
    for invitation in invitations:
        day = timezone.localdate(invitation.asked_at)
        if day < timezone.localdate():
            found.setdefault(invitation.measure, []).append(day)
    return found


def waiting(invitation: Any) -> dict[str, Any]:
    """An invitation that was not answered yet, and how far it came."""
    sheet = getattr(invitation, "sheet", None)
    n = sum(value is not None for value in sheet.answers.values()) if sheet else 0
    measure = library().measure(invitation.measure, invitation.version)
    title = library().wording(measure, "en").title
    return {"invitation": invitation, "title": title, "n_answered": n, "n_questions": len(measure.scored_items)}


def askable(client: Any) -> list[dict[str, Any]]:
    """Measures by domain: which can be asked of this client, and whether answers or only a total can be entered."""
    found = []
    for domain, measures in by_domain(library().measures()):
        choices = [choice(one, client) for one in measures]
        found.append({"domain": domain, "measures": choices, "n_askable": sum(one["can_ask"] for one in choices)})
    return found


def choice(measure: Measure, client: Any) -> dict[str, Any]:
    """One measure in the lists of the client's page."""
    wording = library().wording(measure, "en")
    return {
        "id": measure.id,
        "title": wording.title,
        "can_ask": can_ask(measure, language=client.language),
        "asked_as": asked_as(measure, wording),
        "has_items": measure.has_items and wording.has_items,
    }


def asked_as(measure: Measure, wording: Wording) -> list[tuple[str, str]]:
    """What can be chosen to ask for one measure: itself, or it about each of those it is asked about."""
    about = [(f"{measure.id}:{one}", f"{wording.title}: {wording.targets.get(one, one)}") for one in measure.targets]
    return about or [(measure.id, wording.title)]
