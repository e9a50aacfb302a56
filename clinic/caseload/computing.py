"""The caseload as it should be by the facts, and where the tables say something else."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import frozen
from django.db.models import Model

from clinic.caseload.facts import facts_of
from clinic.caseload.glance import Values, rows_of
from clinic.caseload.models import Attention, CaseloadRow
from clinic.caseload.needs.every import needs_of
from clinic.caseload.needs.need import Need

OF_CHECK = ("look_again_at",)  # about the next check, not about the client


@frozen
class Computed:
    """The values of rows and reasons, by their ids."""

    rows: dict[UUID, Values]
    attention: dict[UUID, Values]


def computed(clients: Collection[UUID], *, now: datetime) -> Computed:
    """What the facts say of these clients, in as many statements as `facts_of`."""
    rows: dict[UUID, Values] = {}
    attention: dict[UUID, Values] = {}
    for facts in facts_of(clients, now=now):
        needs = needs_of(facts)
        rows |= dict(rows_of(facts, needs))
        attention |= {Attention.id_of(facts.client.pk, one.kind): values(one, facts.client.pk) for one in needs}
    return Computed(rows=rows, attention=attention)


def values(need: Need, client: UUID) -> Values:
    """One reason as the values of its row."""
    return {
        "client_id": client,
        "course_id": need.course,
        "kind": need.kind.value,
        "rank": need.rank,
        "since": need.since,
        "due_on": need.due_on,
        "facts": dict(need.facts),
    }


def differs(row: Model, values: Values) -> Iterator[str]:
    """The columns in which a row says something else."""
    return (name for name, value in values.items() if name not in OF_CHECK and getattr(row, name) != value)


def differences(clients: Collection[UUID], *, now: datetime) -> Iterator[str]:
    """Where the tables are not what the facts say, a sentence each; nothing is written."""
    found = computed(clients, now=now)
    stored: dict[str, tuple[dict[UUID, Any], dict[UUID, Values]]] = {
        "row": ({row.pk: row for row in CaseloadRow.objects.filter(client__in=clients)}, found.rows),
        "reason": ({row.pk: row for row in Attention.objects.filter(client__in=clients)}, found.attention),
    }
    for word, (there, wanted) in stored.items():
        for pk in sorted(set(wanted) - set(there)):
            yield f"client {wanted[pk]['client_id']}: a {word} is missing ({told(wanted[pk])})"
        for pk in sorted(set(there) - set(wanted)):
            yield f"client {there[pk].client_id}: a {word} should not be there ({there[pk]})"
        for pk in sorted(set(there) & set(wanted)):
            for name in differs(there[pk], wanted[pk]):
                yield (
                    f"client {there[pk].client_id}: {name} of a {word} is {getattr(there[pk], name)!r}, "
                    f"and by the facts {wanted[pk][name]!r}"
                )


def told(values: Values) -> str:
    """What is missing, in a word."""
    return str(values.get("kind") or values.get("state"))
