"""Writing the caseload: rows and reasons of some clients computed anew from what is there. The one writer of both."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from attrs import frozen

from clinic.audit.action import action, head, nothing_changed
from clinic.audit.actor import Actor
from clinic.caseload.facts import facts_of
from clinic.caseload.glance import Values, rows_of
from clinic.caseload.models import Attention, CaseloadRow
from clinic.caseload.needs.every import needs_of
from clinic.people.models import Client

A_BATCH = 100  # clients that are computed together
OF_CHECK = ("checked_at", "look_again_at", "as_of")  # about the check, not about the client
ROW_COLUMNS = [field.attname for field in CaseloadRow._meta.concrete_fields if not field.primary_key]
ATTENTION_COLUMNS = [field.attname for field in Attention._meta.concrete_fields if not field.primary_key]


@frozen
class Computed:
    """Rows and reasons as they should be, by their ids."""

    rows: dict[UUID, Values]
    attention: dict[UUID, Values]


def computed(clients: Collection[UUID], *, now: datetime) -> Computed:
    """What the facts say of these clients (twenty-seven statements)."""
    rows: dict[UUID, Values] = {}
    attention: dict[UUID, Values] = {}
    for facts in facts_of(clients, now=now):
        needs = needs_of(facts)
        rows |= {values["id"]: values for values in rows_of(facts, needs)}
        for need in needs:
            pk = Attention.id_of(facts.client.pk, need.kind)
            attention[pk] = {
                "client_id": facts.client.pk,
                "course_id": need.course,
                "kind": need.kind.value,
                "rank": need.rank,
                "since": need.since,
                "due_on": need.due_on,
                "facts": dict(need.facts),
            }
    return Computed(rows=rows, attention=attention)


@action
def recheck(*, clients: Collection[UUID], by: Actor, now: datetime) -> int:
    """Compute these clients anew and keep what differs; returns how many rows there are now.

    It leaves no event of its own: nothing is kept here that the events below have not told. What is in the trail when
    it begins is in the rows, so `as_of` says what need not be looked at again.
    """
    nothing_changed()
    stored = list(CaseloadRow.objects.select_for_update().filter(client__in=clients).order_by("pk"))
    known = {one.pk: one for one in Attention.objects.filter(client__in=clients)}
    seq = head().seq
    found = computed(clients, now=now)
    if gone := [row.pk for row in stored if row.pk not in found.rows]:
        CaseloadRow.objects.filter(pk__in=gone).delete()
    if over := [pk for pk in known if pk not in found.attention]:
        Attention.objects.filter(pk__in=over).delete()
    keep_attention([Attention(id=pk, **values) for pk, values in changed(found, known)])
    demote(found)
    keep_rows([CaseloadRow(**values, checked_at=now, as_of=seq) for values in found.rows.values()])
    return len(found.rows)
