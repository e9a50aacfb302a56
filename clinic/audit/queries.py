"""Reading the trail: who opened a client's record, and the whole chain for its check."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from clinic.audit.models import Event


def events_of_client(client_id: UUID, *, most: int = 200) -> list[Event]:
    """The newest events of one client's record, newest first (one statement). Access is the caller's."""
    return list(Event.objects.filter(client_id=client_id).order_by("-seq")[:most])


def all_events() -> Iterator[Event]:
    """Every event in order, streamed."""
    return Event.objects.order_by("seq").iterator(chunk_size=2000)


def openings_of_client(client_id: UUID, *, most: int = 500) -> list[Event]:
    """The newest times that staff opened or wrote out a client's record, newest first (one statement)."""
    by_staff = Event.objects.filter(client_id=client_id, by_kind="staff")
    found = by_staff.filter(Q(happened__contains=" opened") | Q(happened__endswith=" exported"))
    return list(found.order_by("-seq")[:most])


def clients_since(seq: int, *, most: int) -> tuple[int, dict[UUID, int]]:
    """Whose records the next events are about, each with their last one, and how far that reads (one statement).

    It stops at so many clients, so that whoever follows the trail can go on from there.
    """
    found: dict[UUID, int] = {}
    upto = seq
    for at, client in Event.objects.filter(seq__gt=seq).order_by("seq").values_list("seq", "client_id")[: most * 20]:
        if client is not None and client not in found and len(found) == most:
            break
        upto = at
        if client is not None:
            found[client] = at
    return upto, found
