"""The full record of a client as one JSON file, released by a clinician; always audited."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from clinic.answers import queries as answers
from clinic.pages.doors import StaffRequest, staff_page
from clinic.people.actions.clients import DETAILS
from clinic.people.queries import who
from clinic.safety.queries import alerts
from clinic.safety.queries import client as safety
from clinic.therapy.queries.record import whole_record


@staff_page("GET", sensitive=True)
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everything that counts; what was entered in error is not in it."""
    client = who.client_for_export(request.actor, pk)
    record = {
        "written_at": timezone.now(),
        "reference": client.reference,
        "details": {name: getattr(client, name) for name in sorted(DETAILS)},
        "other_clinicians": [
            {name: getattr(one, name) for name in ("role", "name", "place", "phone")} for one in who.clinicians(client)
        ],
        "answers": [sheet(one) for series in answers.series_of(client) for one in series.sheets],
        "alerts": [alert(one) for one in alerts.of_client(client, most=None)],
        "risk_records": [look(one) for one in safety.looks(client, most=10_000)],
        "safety_plans": [plan(one) for one in safety.plans(client)],
        "supporters": [
            {"name": one.name, "relation": one.relation, "phone": one.phone, "is_unsafe": one.is_unsafe}
            for one in safety.supporters(client)
        ],
        "therapy": whole_record(client),
    }
    response = JsonResponse(record, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="record-{client.reference}.json"'
    return response


def sheet(one: Any) -> dict[str, Any]:
    """One answer sheet with its score."""
    fields = (
        "measure",
        "version",
        "digest",
        "language",
        "target",
        "answers",
        "stated_total",
        "entered_as",
        "answered_on",
        "sent_at",
    )
    score = {name: getattr(one.score, name) for name in ("total", "band", "missing", "is_prorated")}
    return {name: getattr(one, name) for name in fields} | {"score": score}


def alert(one: Any) -> dict[str, Any]:
    """One alert."""
    fields = ("kind", "level", "measure", "item", "value", "raised_at", "due_at", "seen_at", "closed_at")
    return {name: getattr(one, name) for name in fields}


def look(one: Any) -> dict[str, Any]:
    """One risk record."""
    return {
        name: getattr(one, name)
        for name in ("at", "was_asked", "finding", "done", "said", "action", "plan", "look_again_on")
    }


def plan(one: Any) -> dict[str, Any]:
    """One version of the safety plan."""
    parts = {part.field: text for part, text in safety.parts_of(one)}
    return {"version": one.version, "made_on": one.made_on, "review_on": one.review_on, "held_by": one.held_by, **parts}
