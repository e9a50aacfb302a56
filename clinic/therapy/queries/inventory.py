"""Reading the interpersonal inventory: people with their place in the circle, the circles by day, safety apart."""

from datetime import date
from itertools import groupby
from uuid import UUID

from attrs import frozen
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people import access
from clinic.people.models import Client
from clinic.safety.models import Supporter
from clinic.therapy.models import Closeness, Relationship, RelationshipSafety
from ipt.inventory import Circle, Place
from ipt.prompts import Value, without_private

SHEET = "inventory"


@frozen
class Known:
    """One person as a clinician sees them: where they stand now, and whether they are marked as not safe."""

    relationship: Relationship
    place: Closeness | None
    is_unsafe: bool

    @property
    def phone(self) -> str:
        """The number to call in hard times; empty for everybody who is not on that list."""
        listed = listed_supporter(self.relationship)
        return listed.phone if listed else ""


@frozen
class Own:
    """One person as the client sees them: nothing private, nothing about safety."""

    relationship: Relationship
    ring: int | None
    values: dict[str, Value]
    phone: str


def people(client: Client) -> tuple[Known, ...]:
    """Everybody in the inventory in the order of the list, for clinicians (three statements)."""
    rows = list(there(client))
    places = {one.relationship_id: one for one in last_places(client)}
    unsafe = unsafe_ids(client)
    return tuple(
        Known(relationship=row, place=places.get(row.pk), is_unsafe=row.pk in unsafe or is_unsafe_supporter(row))
        for row in rows
    )


def taken_out(client: Client) -> list[Relationship]:
    """People who were taken out of the inventory and can be put back (one statement)."""
    return list(Relationship.objects.filter(client=client).exclude(removed_at=None).order_by("-removed_at"))


def person(client: Client, pk: UUID) -> Relationship:
    """One person of a client that the viewer has opened, taken out or not (one statement), or 404."""
    rows = Relationship.objects.filter(client=client, pk=pk).select_related("client", "supporter")
    row = rows.first()
    if row is None:
        raise Http404
    return row


def safety_records(relationship: Relationship) -> list[RelationshipSafety]:
    """What was asked about safety with one person, newest first: for clinicians only (one statement)."""
    return list(relationship.safety.select_related("by").order_by("-at"))


def unsafe_ids(client: Client) -> set[UUID]:
    """People whose newest safety record says that they are not safe (one statement)."""
    rows = RelationshipSafety.objects.filter(relationship__client=client).order_by("at")
    newest = dict(rows.values_list("relationship", "is_unsafe"))
    return {pk for pk, is_unsafe in newest.items() if is_unsafe}


def circles(client: Client) -> tuple[Circle, ...]:
    """The circle of each day on which one was drawn, oldest first (one statement)."""
    return as_circles(Closeness.objects.filter(client=client, relationship__removed_at=None))


def names(client: Client) -> dict[str, str]:
    """Name of each person, by the id that circles use (one statement)."""
    return {str(row.pk): row.name for row in there(client)}


def own_people(viewer: Actor) -> tuple[Own, ...]:
    """The client's own people: those they named and those they were shown (three statements)."""
    client = access.own_or_404(viewer, viewer.id)
    places = {one.relationship_id: one for one in last_places(client)}
    prompts = library().prompts(SHEET)
    found = []
    for row in there(client):
        if row.is_shown_to_client:
            place, listed = places.get(row.pk), listed_supporter(row)
            found.append(
                Own(
                    relationship=row,
                    ring=place.ring if place else None,
                    values=without_private(prompts, row.values),
                    phone=listed.phone if listed else "",
                )
            )
    return tuple(found)


def own_person(viewer: Actor, pk: UUID) -> Relationship:
    """One of the client's own people (two statements), or 404."""
    row = person(access.own_or_404(viewer, viewer.id), pk)
    if row.removed_at is not None or not row.is_shown_to_client:
        raise Http404
    return row


def own_circles(viewer: Actor) -> tuple[Circle, ...]:
    """The circles as the client may see them, with their own people only (two statements)."""
    client = access.own_or_404(viewer, viewer.id)
    rows = Closeness.objects.filter(client=client, relationship__removed_at=None)
    return as_circles(rows, only_shown=True)


def there(client: Client) -> list[Relationship]:
    """Everybody who was not taken out (one statement)."""
    rows = Relationship.objects.filter(client=client, removed_at=None).select_related("supporter")
    return list(rows.order_by("place_in_list", "added_at"))


def last_places(client: Client) -> list[Closeness]:
    """The newest circle, place by place (one statement)."""
    newest = Closeness.objects.filter(client=OuterRef("client")).order_by("-on").values("on")[:1]
    return list(Closeness.objects.filter(client=client, on=Subquery(newest)))


def as_circles(rows: QuerySet[Closeness], *, only_shown: bool = False) -> tuple[Circle, ...]:
    """Rows as the circles of their days; status and marks are those of the person now."""
    found = rows.select_related("relationship").order_by("on", "relationship__place_in_list")
    kept = [row for row in found if not only_shown or row.relationship.is_shown_to_client]
    return tuple(
        Circle(on=on, places=tuple(as_place(row) for row in of_day)) for on, of_day in groupby(kept, key=day_of)
    )


def day_of(row: Closeness) -> date:
    """The day of a snapshot."""
    return row.on


def as_place(row: Closeness) -> Place:
    """One row as `ipt` sees it."""
    person = row.relationship
    return Place(
        person=str(person.pk),
        ring=row.ring,
        angle=row.angle,
        status=person.status,  # type: ignore[arg-type]  # LifeStatus has the same four words
        supports=person.supports,
        conflicts=person.conflicts,
        wished_ring=row.wished_ring,
    )


def listed_supporter(row: Relationship) -> Supporter | None:
    """The person's place among those who may be called, while it stands."""
    listed = row.supporter
    if listed is None or listed.removed_at is not None or listed.is_unsafe or not listed.in_hard_times:
        return None
    return listed


def is_unsafe_supporter(row: Relationship) -> bool:
    """Whether the person is marked as not safe among the supporters."""
    return row.supporter is not None and row.supporter.is_unsafe
