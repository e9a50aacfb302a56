"""Reading the trail: who opened a client's record, and the whole chain for its check."""

from collections.abc import Iterator
from uuid import UUID

from clinic.audit.models import Event


def events_of_client(client_id: UUID, *, most: int = 200) -> list[Event]:
    """The newest events of one client's record, newest first (one statement). Access is the caller's."""
    return list(Event.objects.filter(client_id=client_id).order_by("-seq")[:most])


def all_events() -> Iterator[Event]:
    """Every event in order, streamed."""
    return Event.objects.order_by("seq").iterator(chunk_size=2000)
