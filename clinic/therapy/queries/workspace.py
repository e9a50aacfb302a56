"""Reading what a session needs at a glance: the running foci, the picture of who is in reach, the last plan."""

from attrs import frozen
from django.db.models import Q, Subquery

from clinic.therapy.models import Comment, Course, Entry, Focus, Formulation, TherapySession


@frozen
class Ground:
    """What the work stands on: foci that run (the first one first), and the formulation that was agreed."""

    foci: tuple[Focus, ...]
    formulation: Formulation | None

    @property
    def focus(self) -> Focus | None:
        """The first focus."""
        return self.foci[0] if self.foci else None


def ground_of(course: Course) -> Ground:
    """Foci and the agreed formulation of a course that the viewer has opened; after a later no there is none.

    One statement where the focus stands on that formulation, else two.
    """
    answered = Formulation.objects.filter(course=course).exclude(answered_how="").order_by("-version")
    foci = tuple(
        Focus.objects.filter(course=course, until_on=None)
        .select_related("formulation")
        .annotate(newest=Subquery(answered.values("pk")[:1]))
        .order_by("is_second")
    )
    stands_on = next((focus.formulation for focus in foci if focus.formulation_id == focus.newest), None)
    if foci and foci[0].newest is None:
        return Ground(foci=foci, formulation=None)
    last = stands_on or answered.first()
    return Ground(foci=foci, formulation=last if last is not None and last.agreed_on is not None else None)


def remote_of(session: TherapySession, *, sheet: str) -> Entry | None:
    """Where the client was at the start of a session by phone or video (one statement)."""
    rows = Entry.objects.filter(session=session, sheet=sheet, withdrawn_at=None)
    return rows.order_by("-written_at").first()


def unread_comments(course: Course) -> list[Comment]:
    """What the client wrote and nobody has read (one statement)."""
    about = Q(client=course.client_id, seen_at=None)
    return list(Comment.objects.filter(about).order_by("at"))
