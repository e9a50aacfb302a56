"""Reading the timeline: life events with their people, as clinicians see them and as the client may."""

from uuid import UUID

from django.http import Http404

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.people.models import Client
from clinic.therapy.models import LifeEvent


def events(client: Client) -> list[LifeEvent]:
    """Everything on the timeline, oldest first, with people (two statements)."""
    rows = LifeEvent.objects.filter(client=client, removed_at=None).prefetch_related("people")
    return list(rows.order_by("on", "added_at"))


def event(client: Client, pk: UUID) -> LifeEvent:
    """One of them (two statements), or 404."""
    rows = LifeEvent.objects.filter(client=client, removed_at=None, pk=pk)
    row = rows.select_related("client").prefetch_related("people").first()
    if row is None:
        raise Http404
    return row


def own_events(viewer: Actor) -> list[LifeEvent]:
    """The client's own story: what they entered and what they were shown (three statements).

    `LifeEvent.area` is the therapist's view and no part of it; nor are people the client was not shown.
    """
    client = access.own_or_404(viewer, viewer.id)
    return [row for row in events(client) if row.is_shown_to_client]


def own_event(viewer: Actor, pk: UUID) -> LifeEvent:
    """One event of the client's own story (three statements), or 404."""
    row = event(access.own_or_404(viewer, viewer.id), pk)
    if not row.is_shown_to_client:
        raise Http404
    return row
