"""Reading for a client's own side: the course they are in, appointments to come, whether they may still write."""

from datetime import datetime, timedelta

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.therapy.models import Course, TherapySession
from clinic.therapy.queries.courses import latest

STILL_SHOWN = timedelta(hours=1)  # an appointment that has begun stands there while one is on the way to it


def own_course(viewer: Actor) -> Course | None:
    """The client's running course, or the one that ended last (two statements)."""
    return latest(access.own_or_404(viewer, viewer.id))


def own_appointments(viewer: Actor, *, now: datetime) -> list[TherapySession]:
    """What is booked for the client from now on, the next one first (two statements); never a reason or a note."""
    client = access.own_or_404(viewer, viewer.id)
    ahead = TherapySession.objects.filter(course__client=client, removed_at=None, attendance="")
    return list(ahead.filter(starts_at__gt=now - STILL_SHOWN).defer("reason").order_by("starts_at"))


def n_held(course: Course) -> int:
    """How many sessions of a course the client came to (one statement)."""
    return TherapySession.objects.filter(course=course, attendance__in=("came", "late")).count()


def may_write(course: Course | None) -> bool:
    """Whether a client may add to their people and story: before the first course, and while one runs."""
    return course is None or not course.has_ended
