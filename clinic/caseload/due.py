"""What time and others' work do to the caseload: clients of new events, then those whose own time has come."""

from datetime import datetime
from uuid import UUID

from clinic.audit.action import due, nothing_changed
from clinic.audit.actor import SYSTEM
from clinic.audit.queries import clients_since
from clinic.caseload.actions import A_BATCH, recheck
from clinic.caseload.models import CaseloadRow, TrailMark

BATCHES_A_ROUND = 10  # so that letters and alerts never wait for long


def press_rechecks(*, now: datetime) -> int:
    """Bring the caseload up to date; it is not counted among the things done."""
    for _ in range(BATCHES_A_ROUND):
        if not follow_trail(now=now):
            break
    for _ in range(BATCHES_A_ROUND):
        if not look_again(now=now):
            break
    return 0


@due
def follow_trail(*, now: datetime) -> bool:
    """Recheck the clients of the next events of the trail, and move the mark with them; False when there are none."""
    nothing_changed()
    mark, _ = TrailMark.objects.get_or_create(pk=1)
    upto, events = clients_since(mark.seq, most=A_BATCH)
    if upto == mark.seq or TrailMark.objects.filter(pk=1, seq=mark.seq).update(seq=upto) != 1:
        return False
    known = dict(CaseloadRow.objects.filter(client__in=list(events), is_current=True).values_list("client", "as_of"))
    if stale := [client for client, seq in events.items() if known.get(client, 0) < seq]:
        recheck(clients=stale, by=SYSTEM, now=now)
    return True


@due
def look_again(*, now: datetime) -> bool:
    """Recheck a batch of clients for whom time has changed something; False when there are none."""
    nothing_changed()
    if stale := waiting(now=now):
        recheck(clients=stale, by=SYSTEM, now=now)
    return len(stale) == A_BATCH


def waiting(*, now: datetime) -> list[UUID]:
    """Clients whose time has come, longest waiting first (one statement)."""
    rows = CaseloadRow.objects.filter(look_again_at__lte=now).order_by("look_again_at")
    return list(rows.values_list("client", flat=True)[:A_BATCH])
