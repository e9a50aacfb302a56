"""What time and others' work do to the caseload: clients of new events, then those whose own time has come."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from clinic.audit.action import due, nothing_changed
from clinic.audit.actor import SYSTEM
from clinic.audit.queries import clients_since
from clinic.caseload.actions import A_BATCH, recheck
from clinic.caseload.models import CaseloadRow, TrailMark

BATCHES_A_ROUND = 10  # so that letters and alerts never wait for long
FAULTS = (DatabaseError, LookupError, ValueError)
log = logging.getLogger(__name__)


class NotComputed(RuntimeError):
    """Some clients could not be computed; everybody else was. The worker's heartbeat turns red with it."""


def press_rechecks(*, now: datetime) -> int:
    """Bring the caseload up to date; it is not counted among the things done."""
    faulty: set[UUID] = set()
    for press in (follow_trail, look_again):
        for _ in range(BATCHES_A_ROUND):
            failed = press(now=now)
            if failed is None:
                break
            faulty.update(failed)
    if faulty:
        raise NotComputed(f"{len(faulty)} clients could not be computed.")
    return 0


@due
def follow_trail(*, now: datetime) -> list[UUID] | None:
    """Recheck the clients of the next events of the trail, and move the mark with them.

    None when there are no events; else those clients who could not be computed.
    """
    nothing_changed()
    mark, _ = TrailMark.objects.get_or_create(pk=1)
    upto, events = clients_since(mark.seq, most=A_BATCH)
    if upto == mark.seq or TrailMark.objects.filter(pk=1, seq=mark.seq).update(seq=upto) != 1:
        return None
    known = dict(CaseloadRow.objects.filter(client__in=list(events), is_current=True).values_list("client", "as_of"))
    return rechecked([client for client, seq in events.items() if known.get(client, 0) < seq], now=now)


@due
def look_again(*, now: datetime) -> list[UUID] | None:
    """Recheck a batch of clients for whom time has changed something; None when there are none."""
    nothing_changed()
    rows = CaseloadRow.objects.filter(look_again_at__lte=now).order_by("look_again_at")
    stale = list(rows.values_list("client", flat=True)[:A_BATCH])
    return rechecked(stale, now=now) if stale else None


def rechecked(clients: list[UUID], *, now: datetime) -> list[UUID]:
    """Compute these clients; when that fails one by one, so that one faulty record holds nobody else up."""
    if not clients or is_computed(clients, now=now):
        return []
    return [client for client in clients if not is_computed([client], now=now)]


def is_computed(clients: list[UUID], *, now: datetime) -> bool:
    """Whether it went well; a fault is logged by its kind and takes back what it had begun."""
    try:
        with transaction.atomic():
            recheck(clients=clients, by=SYSTEM, now=now)
    except FAULTS as fault:
        log.error("A caseload of %s was not computed: %s", len(clients), type(fault).__name__)
        return False
    return True
