"""Reading the agreement: its versions, its points in words, and what the client may see of it."""

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.therapy.models import Agreement, Course
from clinic.therapy.queries.courses import latest, length_of, of_client, protocol_of
from clinic.therapy.queries.formulation import shown


def sheet_of(course: Course) -> str | None:
    """The sheet of its points: sessions to keep well have one of their own; None for a form that makes no agreement."""
    purpose = "maintenance" if length_of(course).is_maintenance else "agreement"
    return protocol_of(course).sheets.get(purpose)


def versions(course: Course) -> list[Agreement]:
    """Every version, newest first (one statement)."""
    return list(Agreement.objects.filter(course=course).select_related("written_by").order_by("-version"))


def own_agreements(viewer: Actor) -> list[Agreement]:
    """The same of every course, the newest course first (two statements and one a course): for the client's copy."""
    rows = (shown(versions(course)) for course in of_client(access.own_or_404(viewer, viewer.id)))
    return [row for row in rows if row is not None]


def own_agreement(viewer: Actor) -> Agreement | None:
    """The agreement the client was shown or agreed to, of their latest course (three statements).

    Its values may hold private prompts: show them by `ipt.prompts.without_private`.
    """
    course = latest(access.own_or_404(viewer, viewer.id))
    return shown(versions(course)) if course else None
