"""Writing the closeness circle: where somebody stands on a day. All places of one day are one dated snapshot."""

from datetime import date, datetime

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.people.actions.clients import locked as locked_client
from clinic.people.models import Client
from clinic.therapy.actions.allowed import client_must_run, locked_person, not_to_come, own_only
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.models import Closeness, Relationship
from ipt.inventory import RINGS, Circle, Place, free_angle


@action
def place(
    *,
    relationship: Relationship,
    ring: int,
    angle: int | None = None,
    on: date | None = None,
    by: Actor,
    now: datetime,
) -> Closeness:
    """Put somebody in a ring (1 is closest) at an angle, or where there is most room, on a day (today without one).

    The first move of a day carries everybody else over from the snapshot before, so that each day is a whole one.
    """
    client = locked_client(relationship.client)
    person = locked_person(relationship)
    client_must_run(client)
    own_only(client.pk, by=by, is_shown=person.is_shown_to_client)
    day = not_to_come(on, client=client, now=now)
    if person.removed_at is not None:
        raise CourseError("person", "This person was taken out: put them back first.")
    if not 1 <= ring <= RINGS:
        raise CourseError("ring", f"Choose a ring from 1, the closest, to {RINGS}.")
    carry_over(client, day=day, by=by, now=now)
    row = Closeness.objects.filter(relationship=person, on=day).first()
    row = row or Closeness(client=client, relationship=person, on=day)
    row.angle = room(client, day=day, ring=ring, but=person) if angle is None else angle % 360
    row.ring, row.by_client, row.placed_at = ring, by.is_client, now
    row.save()
    happened("person placed", about=row, client=client.pk, by=by, now=now)
    return row


@action
def wish(
    *, relationship: Relationship, ring: int | None, on: date | None = None, by: Actor, now: datetime
) -> Closeness:
    """Where the client would like somebody to be; None takes the wish back."""
    client = locked_client(relationship.client)
    person = locked_person(relationship)
    client_must_run(client)
    own_only(client.pk, by=by, is_shown=person.is_shown_to_client)
    if ring is not None and not 1 <= ring <= RINGS:
        raise CourseError("wished_ring", f"Choose a ring from 1, the closest, to {RINGS}.")
    day = not_to_come(on, client=client, now=now)
    carry_over(client, day=day, by=by, now=now)
    row = Closeness.objects.filter(relationship=person, on=day).first()
    if row is None:
        raise CourseError("wished_ring", "Put this person in the circle first, then say where they should be.")
    row.wished_ring, row.placed_at = ring, now
    row.save(update_fields=["wished_ring", "placed_at"])
    happened("person wished elsewhere", about=row, client=client.pk, by=by, now=now)
    return row


@action
def leave_circle(*, relationship: Relationship, on: date | None = None, by: Actor, now: datetime) -> Relationship:
    """From this day on somebody has no place in the circle; the circles before keep them."""
    client = locked_client(relationship.client)
    person = locked_person(relationship)
    client_must_run(client)
    own_only(client.pk, by=by, is_shown=person.is_shown_to_client)
    day = not_to_come(on, client=client, now=now)
    carry_over(client, day=day, by=by, now=now)
    n_gone, _ = Closeness.objects.filter(relationship=person, on=day).delete()
    if not n_gone:
        nothing_changed()
        return person
    happened("person left out of the circle", about=person, client=client.pk, by=by, now=now)
    return person


@action
def take_snapshot(*, client: Client, on: date | None = None, by: Actor, now: datetime) -> list[Closeness]:
    """A circle of this day, with everybody where they stood last; then it can be changed without touching the other."""
    client = locked_client(client)
    client_must_run(client)
    own_only(client.pk, by=by)
    day = not_to_come(on, client=client, now=now)
    rows = carry_over(client, day=day, by=by, now=now)
    if not rows and not Closeness.objects.filter(client=client, on=day).exists():
        raise CourseError("circle", "Nobody is in the circle yet: place somebody first.")
    if not rows:
        nothing_changed()
        return rows
    happened("circle kept", about=client, client=client.pk, by=by, now=now)
    return rows


def carry_over(client: Client, *, day: date, by: Actor, now: datetime) -> list[Closeness]:
    """Begin the snapshot of a day with the one before, unless there is one of that day (up to three statements)."""
    rows = Closeness.objects.filter(client=client)
    if rows.filter(on=day).exists():
        return []
    last = rows.filter(on__lt=day).order_by("-on").values_list("on", flat=True).first()
    before = rows.filter(on=last, relationship__removed_at=None) if last else rows.none()
    carried = [
        Closeness(
            client=client,
            relationship_id=one.relationship_id,
            on=day,
            ring=one.ring,
            angle=one.angle,
            wished_ring=one.wished_ring,
            by_client=by.is_client,
            placed_at=now,
        )
        for one in before
    ]
    return Closeness.objects.bulk_create(carried)


def room(client: Client, *, day: date, ring: int, but: Relationship) -> int:
    """The angle with most room in a ring of that day's circle."""
    rows = Closeness.objects.filter(client=client, on=day, relationship__removed_at=None).exclude(relationship=but)
    places = tuple(Place(person=str(one.relationship_id), ring=one.ring, angle=one.angle) for one in rows)
    return free_angle(Circle(on=day, places=places), ring=ring)
