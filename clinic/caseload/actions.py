"""Writing the caseload: rows and reasons of some clients computed anew from what is there. The one writer of both."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from clinic.audit.action import action, head, nothing_changed
from clinic.audit.actor import Actor
from clinic.caseload.computing import Computed, computed, differs
from clinic.caseload.models import Attention, CaseloadRow
from clinic.people.models import Client

A_BATCH = 100  # clients that are computed together


@action
def recheck(*, clients: Collection[UUID], by: Actor, now: datetime) -> int:
    """Compute these clients anew and keep what differs; returns how many rows they have now.

    It leaves no event of its own: nothing is kept here that the events of the rooms below have not told. Whatever is
    in the trail when it begins is in the rows, so `as_of` says what need not be looked at again.
    """
    nothing_changed()
    rows = {row.pk for row in CaseloadRow.objects.select_for_update().filter(client__in=clients).order_by("pk")}
    known = {one.pk: one for one in Attention.objects.filter(client__in=clients)}
    as_of = head().seq
    found = computed(clients, now=now)
    if gone := rows - set(found.rows):
        CaseloadRow.objects.filter(pk__in=gone).delete()
    if over := set(known) - set(found.attention):
        Attention.objects.filter(pk__in=over).delete()
    keep_attention(found, known=known)
    keep_rows(found, clients=clients, now=now, as_of=as_of)
    return len(found.rows)


def keep_attention(found: Computed, *, known: dict[UUID, Attention]) -> None:
    """Insert reasons that came and those that changed."""
    rows = [
        Attention(id=pk, **values)
        for pk, values in found.attention.items()
        if pk not in known or any(differs(known[pk], values))
    ]
    names = [field.name for field in Attention._meta.concrete_fields if not field.primary_key]
    Attention.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=names)


def keep_rows(found: Computed, *, clients: Collection[UUID], now: datetime, as_of: int) -> None:
    """Insert or overwrite the rows; a row that is current no more steps back first."""
    current = [pk for pk, values in found.rows.items() if values["is_current"]]
    others = CaseloadRow.objects.filter(client__in=clients, is_current=True).exclude(pk__in=current)
    others.update(is_current=False)
    rows = [CaseloadRow(id=pk, **values, checked_at=now, as_of=as_of) for pk, values in sorted(found.rows.items())]
    names = [field.name for field in CaseloadRow._meta.concrete_fields if not field.primary_key]
    CaseloadRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=names)


def recheck_everybody(*, by: Actor, now: datetime) -> int:
    """Every client there is, a batch at a time; returns how many rows there are."""
    return sum(recheck(clients=batch, by=by, now=now) for batch in batches())


def batches() -> list[list[UUID]]:
    """The ids of all clients in batches (one statement)."""
    ids = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    return [ids[start : start + A_BATCH] for start in range(0, len(ids), A_BATCH)]
