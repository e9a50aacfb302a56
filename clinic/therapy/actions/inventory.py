"""Writing the interpersonal inventory: people by name, kind and closeness, and whatever else was asked about them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypedDict

from django.db.models import Max

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people.actions.clients import locked as locked_client
from clinic.people.models import Client
from clinic.safety.actions.plans import remove_supporter
from clinic.therapy.actions.allowed import (
    client_must_run,
    fitting,
    known_word,
    locked_person,
    one_line,
    own_only,
    refuse_overtaken,
    staff_only,
)
from clinic.therapy.actions.circle import place
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.hard_times import follow_name
from clinic.therapy.choices import LifeStatus
from clinic.therapy.models import Focus, Relationship
from ipt.prompts import filled

SHEET = "inventory"


class Person(TypedDict, total=False):
    """Who somebody is to the client."""

    name: str
    kind: str
    status: str
    is_past: bool
    supports: bool
    conflicts: bool


@action
def add_relationship(
    *,
    client: Client,
    name: str,
    kind: str,
    ring: int | None = None,
    more: Person | None = None,
    values: Mapping[str, object] | None = None,
    by: Actor,
    now: datetime,
) -> Relationship:
    """Somebody in the client's life; with a ring they stand in today's circle too, where there is most room."""
    client = locked_client(client)
    client_must_run(client)
    own_only(client.pk, by=by)
    person = checked({**(more or {}), "name": name, "kind": kind})
    refuse_twice(client, person, by=by)
    kept = fitting(library().prompts(SHEET), values or {}, before={}, by=by)
    last = Relationship.objects.filter(client=client).aggregate(last=Max("place_in_list"))["last"]
    row = Relationship.objects.create(
        client=client,
        **person,
        values=kept,
        filled=list(filled(kept)),
        place_in_list=0 if last is None else last + 1,
        by_client=by.is_client,
        added_at=now,
        added_by_id=by.user_id,
        saved_at=now,
    )
    happened("person added", about=row, client=client.pk, by=by, now=now)
    if ring is not None:
        place(relationship=row, ring=ring, by=by, now=now)
    return row


@action
def change_relationship(
    *,
    relationship: Relationship,
    person: Person | None = None,
    values: Mapping[str, object] | None = None,
    asked: Collection[str] | None = None,
    revision: int,
    by: Actor,
    now: datetime,
) -> Relationship:
    """Change who somebody is, or what was asked about them; Overtaken when somebody else saved since `revision`.

    `values` are those of the prompts `asked` (the whole sheet without it): what is not among them is emptied.
    """
    row = locked_person(relationship)
    client_must_run(row.client)
    own_only(row.client_id, by=by, is_shown=row.is_shown_to_client)
    refuse_overtaken(row, revision=row.revision, known=revision)
    for name, value in checked(person or {}).items():
        setattr(row, name, value)
    if person and ("name" in person or "kind" in person):
        refuse_twice(row.client, {"name": row.name, "kind": row.kind}, but=row, by=by)
        follow_name(row, by=by, now=now)
    if values is not None:
        row.values = fitting(library().prompts(SHEET), values, before=row.values, asked=asked, by=by)
        row.filled = list(filled(row.values))
    row.revision, row.saved_at = row.revision + 1, now
    row.save()
    happened("person changed", about=row, client=row.client_id, by=by, now=now)
    return row


@action
def remove_relationship(*, relationship: Relationship, by: Actor, now: datetime) -> Relationship:
    """Take somebody out of the inventory, its circles and the list for hard times; they can be put back.

    Somebody who died or is no longer close stays, with that said: this is for what was entered by mistake.
    """
    row = locked_person(relationship)
    client_must_run(row.client)
    own_only(row.client_id, by=by, is_shown=row.by_client)
    if Focus.objects.filter(people=row, until_on=None).exists():
        raise CourseError("", "This person belongs to the focus: take them out there first.")
    if row.supporter is not None and not row.supporter.is_unsafe:
        if row.supporter.removed_at is None:
            remove_supporter(supporter=row.supporter, by=by, now=now)
        row.supporter = None
    row.removed_at = now
    row.save(update_fields=["removed_at", "supporter"])
    happened("person removed", about=row, client=row.client_id, by=by, now=now)
    return row


@action
def put_back_relationship(*, relationship: Relationship, by: Actor, now: datetime) -> Relationship:
    """Somebody who was taken out is among the people again."""
    staff_only(by)
    row = locked_person(relationship)
    client_must_run(row.client)
    refuse_twice(row.client, {"name": row.name, "kind": row.kind}, but=row, by=by)
    row.removed_at = None
    row.save(update_fields=["removed_at"])
    happened("person put back", about=row, client=row.client_id, by=by, now=now)
    return row


@action
def share_relationship(*, relationship: Relationship, is_shown: bool = True, by: Actor, now: datetime) -> Relationship:
    """Show somebody among the client's own people, or no longer; never the private fields, never safety."""
    staff_only(by)
    row = locked_person(relationship)
    if (row.shared_at is not None) == is_shown:
        nothing_changed()
        return row
    row.shared_at = now if is_shown else None
    row.save(update_fields=["shared_at"])
    happened("person shown" if is_shown else "person hidden", about=row, client=row.client_id, by=by, now=now)
    return row


def checked(person: Person) -> Person:
    """The facts that are named, fit to keep."""
    found: Person = {**person}
    if "name" in person:
        found["name"] = one_line(person["name"], field="name", empty="Enter a name or initials.")
    if "kind" in person:
        found["kind"] = known_word(
            "relationship-types", person["kind"], field="kind", message="Choose who this person is."
        )
    if person.get("status", LifeStatus.LIVING) not in LifeStatus.values:
        raise CourseError("status", "Say whether they are living, estranged, deceased or known online.")
    return found


def refuse_twice(client: Client, person: Person, *, but: Relationship | None = None, by: Actor) -> None:
    """Two people of one name and kind could not be told apart, and a form sent twice would make two.

    A client is never told of somebody whom they were not shown: then both stand, and a clinician sees them.
    """
    for other in Relationship.objects.filter(client=client, kind=person["kind"], removed_at=None):
        if by.is_client and not other.is_shown_to_client:
            continue
        if other != but and other.name.casefold() == person["name"].casefold():
            raise CourseError(
                "name", f"{other.name} is among the people already. If this is another person, add a letter."
            )
