"""Reading what a course's picture is drawn from: appointments, techniques, life events, people in the circle."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from attrs import frozen

from clinic.therapy.models import Closeness, Course, LifeEvent, Relationship, TechniqueUse, TherapySession
from ipt.inventory import Circle, Place


@frozen
class Material:
    """Everything on the axis of a course beside the scores."""

    sessions: tuple[TherapySession, ...]
    techniques: dict[UUID, list[str]]
    events: tuple[LifeEvent, ...]
    people: dict[UUID, Relationship]
    circles: tuple[Circle, ...]  # one for each day that has one, oldest first

    @property
    def names(self) -> dict[str, str]:
        """Names of people by the id that stands in a circle."""
        return {str(pk): person.name for pk, person in self.people.items()}


def material_of(course: Course) -> Material:
    """All of it for a course that the viewer has opened (four statements)."""
    sessions = TherapySession.objects.filter(course=course, removed_at=None).defer("reason").order_by("starts_at")
    techniques: dict[UUID, list[str]] = defaultdict(list)
    used = TechniqueUse.objects.filter(session__course=course).order_by("at").values_list("session", "technique")
    for session, technique in used:
        techniques[session].append(technique)
    events = LifeEvent.objects.filter(client=course.client_id, removed_at=None).defer("appraisal").order_by("on")
    people, circles = circles_of(course.client_id)
    return Material(
        sessions=tuple(sessions),
        techniques=dict(techniques),
        events=tuple(events),
        people=people,
        circles=circles,
    )


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
