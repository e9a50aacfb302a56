"""Reading what a course's picture is drawn from: appointments, techniques, life events, people in the circle."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from attrs import evolve, frozen

from clinic.therapy.choices import HELD
from clinic.therapy.models import Closeness, Course, LifeEvent, Relationship, TherapySession
from ipt.inventory import Circle, Place


@frozen
class Meeting:
    """One appointment as the picture needs it, with the techniques used in it."""

    pk: UUID
    starts_at: datetime
    attendance: str
    techniques: tuple[str, ...] = ()

    @property
    def was_held(self) -> bool:
        """Whether the client came."""
        return self.attendance in HELD


@frozen
class Material:
    """Everything on the axis of a course beside the scores."""

    sessions: tuple[Meeting, ...]
    events: tuple[LifeEvent, ...]
    people: dict[UUID, Relationship]
    circles: tuple[Circle, ...]  # one for each day that has one, oldest first

    @property
    def names(self) -> dict[str, str]:
        """Names of people by the id that stands in a circle."""
        return {str(pk): person.name for pk, person in self.people.items()}


def material_of(course: Course) -> Material:
    """All of it for a course that the viewer has opened (three statements)."""
    events = LifeEvent.objects.filter(client=course.client_id, removed_at=None).defer("appraisal").order_by("on")
    people, circles = circles_of(course.client_id)
    return Material(sessions=meetings_of(course), events=tuple(events), people=people, circles=circles)


def meetings_of(course: Course) -> tuple[Meeting, ...]:
    """Appointments that stand, in order of time, each with its techniques (one statement)."""
    rows = TherapySession.objects.filter(course=course, removed_at=None).order_by("starts_at", "pk", "techniques__at")
    found: dict[UUID, Meeting] = {}
    for pk, starts_at, attendance, technique in rows.values_list(
        "pk", "starts_at", "attendance", "techniques__technique"
    ):
        meeting = found.get(pk) or Meeting(pk=pk, starts_at=starts_at, attendance=attendance)
        found[pk] = evolve(meeting, techniques=(*meeting.techniques, technique)) if technique else meeting
    return tuple(found.values())


def circles_of(client_id: UUID) -> tuple[dict[UUID, Relationship], tuple[Circle, ...]]:
    """People who stand in the circle, and the circle of each day (one statement)."""
    rows = (
        Closeness.objects.filter(client=client_id, relationship__removed_at=None)
        .select_related("relationship")
        .defer("relationship__values")
        .order_by("on", "relationship__place_in_list")
    )
    people: dict[UUID, Relationship] = {}
    by_day: dict[date, list[Place]] = defaultdict(list)
    for row in rows:
        person = people.setdefault(row.relationship_id, row.relationship)
        by_day[row.on].append(place_of(row, person))
    return people, tuple(Circle(on=day, places=tuple(places)) for day, places in by_day.items())


def place_of(row: Closeness, person: Relationship) -> Place:
    """A row as a place in the circle."""
    return Place(
        person=str(person.pk),
        ring=row.ring,
        angle=row.angle,
        status=person.status,  # type: ignore[arg-type]  # the same closed words on both sides
        supports=person.supports,
        conflicts=person.conflicts,
        wished_ring=row.wished_ring,
    )
