"""Reading the formulation: its versions, the one in force, and what the client may see of it."""

from collections.abc import Sequence
from typing import TypeVar

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.therapy.models import Agreement, Course, Formulation
from clinic.therapy.queries.courses import latest, of_client

Agreeable = TypeVar("Agreeable", Formulation, Agreement)


def versions(course: Course) -> list[Formulation]:
    """Every version, newest first (one statement)."""
    return list(Formulation.objects.filter(course=course).select_related("written_by").order_by("-version"))


def in_force(found: Sequence[Agreeable]) -> Agreeable | None:
    """The version that the client agreed to, of versions newest first; none after a later no."""
    answered = next((row for row in found if row.answered_how), None)
    return answered if answered is not None and answered.agreed_on is not None else None


def refused_last(found: Sequence[Agreeable]) -> Agreeable | None:
    """The version that the client said no to, when that is their last word."""
    answered = next((row for row in found if row.answered_how), None)
    return answered if answered is not None and answered.refused_on is not None else None


def shown(found: Sequence[Agreeable]) -> Agreeable | None:
    """The newest version that the client may see: it was shown to them, or they agreed to it."""
    return next((row for row in found if row.shared_at is not None or row.agreed_on is not None), None)


def own_formulations(viewer: Actor) -> list[Formulation]:
    """The same of every course, the newest course first (two statements and one a course): for the client's copy."""
    rows = (shown(versions(course)) for course in of_client(access.own_or_404(viewer, viewer.id)))
    return [row for row in rows if row is not None]


def own_formulation(viewer: Actor) -> Formulation | None:
    """What the client may see of the formulation of their latest course (three statements)."""
    course = latest(access.own_or_404(viewer, viewer.id))
    return shown(versions(course)) if course else None
