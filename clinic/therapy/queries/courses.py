"""Reading courses: one course, a client's courses, the appointments of a day or week."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from clinic.audit.actor import Actor
from clinic.audit.opening import opens_record
from clinic.definitions.library import library
from clinic.people import access
from clinic.people.models import Client
from clinic.people.queries.who import SEALED
from clinic.therapy.choices import EndKind
from clinic.therapy.models import Break, Contact, Course, CoursePlan, TherapySession
from ipt.protocol import Length, Protocol
from ipt.words import Words

OF_SESSION = tuple(f"course__client__{name}" for name in SEALED)


@opens_record("course opened")
def course(viewer: Actor, pk: UUID) -> Course:
    """One course whose client the viewer may open (one statement), or 404."""
    found = Course.objects.filter(pk=pk, client__in=access.clients(viewer, now=timezone.now()).values("pk"))
    row = found.select_related("client__team", "client__therapist", "ended_by").first()
    if row is None:
        raise Http404
    return row


def of_client(client: Client) -> list[Course]:
    """Courses of a client that the viewer has opened, newest first (one statement)."""
    return list(client.courses.order_by("-started_on", "-begun_at"))


def running(client: Client) -> Course | None:
    """The course that runs (one statement)."""
    row = Course.objects.filter(client=client, ended_on=None).select_related("client__team", "client__therapist")
    return row.first()


def has_died(client: Client) -> bool:
    """Whether a course ended because the client died (one statement): then nothing is asked or sent any more."""
    return Course.objects.filter(client=client, end_kind=EndKind.DIED).exists()


def latest(client: Client) -> Course | None:
    """The running course, or the one that ended last (one statement)."""
    rows = Course.objects.filter(client=client).select_related("client__team", "client__therapist")
    return rows.order_by("-started_on", "-begun_at").first()


def protocol_of(course: Course) -> Protocol:
    """The form of IPT a course was started by, in its version."""
    return library().protocol(course.protocol, course.version)


def length_of(course: Course) -> Length:
    """The length it was started with."""
    return protocol_of(course).length(course.length)


def words_of(course: Course, language: str = "en") -> Words:
    """The words of its protocol."""
    return library().words(protocol_of(course), language)


def sessions(course: Course) -> list[TherapySession]:
    """Every appointment of a course that stands, in order of time (one statement)."""
    rows = TherapySession.objects.filter(course=course, removed_at=None).select_related("held_by")
    return list(rows.order_by("starts_at"))


def plans(course: Course) -> list[CoursePlan]:
    """How the plan changed, oldest first (one statement)."""
    return list(CoursePlan.objects.filter(course=course).select_related("made_by").order_by("made_at"))


def breaks(course: Course) -> list[Break]:
    """Planned breaks that stand (one statement)."""
    return list(Break.objects.filter(course=course, removed_at=None).order_by("first_on"))


def break_or_404(course: Course, pk: UUID) -> Break:
    """One of them (one statement), or 404."""
    row = Break.objects.filter(course=course, pk=pk, removed_at=None).first()
    if row is None:
        raise Http404
    return row


def contacts(course: Course, *, most: int = 10) -> list[Contact]:
    """Tries to reach the client, newest first (one statement)."""
    return list(Contact.objects.filter(course=course).select_related("by").order_by("-at")[:most])


@opens_record("session opened")
def session(viewer: Actor, pk: UUID) -> TherapySession:
    """One appointment whose client the viewer may open (one statement), or 404."""
    seen = access.clients(viewer, now=timezone.now()).values("pk")
    found = TherapySession.objects.filter(pk=pk, removed_at=None, course__client__in=seen)
    row = found.select_related("course__client__team", "course__client__therapist", "held_by").first()
    if row is None:
        raise Http404
    return row


def next_session(course: Course, *, now: datetime) -> TherapySession | None:
    """The appointment in hand or to come: the first that nobody has said anything about (one statement)."""
    waiting = TherapySession.objects.filter(course=course, removed_at=None, attendance="")
    return waiting.order_by("starts_at").first()


def number_of(session: TherapySession, sessions: list[TherapySession]) -> int:
    """The number of a session among those held; of one to come, the number it will have."""
    before = [one for one in sessions if one.was_held and one.starts_at < session.starts_at]
    waiting = [
        one for one in sessions if not one.attendance and one.starts_at < session.starts_at and not session.was_held
    ]
    return len(before) + len(waiting) + 1


def diary(viewer: Actor, *, since: datetime, until: datetime) -> QuerySet[TherapySession]:
    """Appointments from–until of clients whom the viewer may open, without sealed columns (one statement)."""
    seen = access.clients(viewer, now=timezone.now()).values("pk")
    rows = TherapySession.objects.filter(
        removed_at=None, starts_at__gte=since, starts_at__lt=until, course__client__in=seen
    )
    return rows.select_related("course__client__therapist").defer(*OF_SESSION, "reason").order_by("starts_at")
