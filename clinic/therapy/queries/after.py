"""Reading what comes with the end: goals then and now, what is left open, letters of a course, follow-up dates."""

from datetime import date, datetime
from uuid import UUID

from attrs import frozen
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone

from clinic.audit.actor import Actor
from clinic.audit.opening import opens_record
from clinic.people import access
from clinic.people.models import Client, User
from clinic.therapy.choices import HELD
from clinic.therapy.models import (
    Closeness,
    Course,
    CourseLetter,
    CoursePlan,
    Entry,
    Focus,
    FollowUp,
    Goal,
    GoalRating,
    SessionNote,
    TherapySession,
)
from clinic.therapy.queries.courses import protocol_of
from clinic.therapy.queries.standing import local
from ipt.standing import Happened, Plan, Standing, standing

LETTER = ("course__client__team", "course__client__therapist", "written_by", "given_by")


@frozen
class GoalNow:
    """A goal of a course with its first and its newest rating, 0–10; the same row where it was rated once."""

    goal: Goal
    first: GoalRating | None
    last: GoalRating | None

    @property
    def is_reached(self) -> bool:
        """Whether the newest rating is at the target."""
        return self.last is not None and self.last.value >= self.goal.target


@frozen
class Loose:
    """What is still open when a course ends: held sessions without a signed note, appointments to come."""

    unsigned: tuple[TherapySession, ...]
    ahead: tuple[TherapySession, ...]


def goals(course: Course) -> list[GoalNow]:
    """Goals of every focus of a course that were not dropped, then and now (two statements)."""
    rows = list(
        Goal.objects.filter(focus__course=course, dropped_on=None)
        .select_related("focus")
        .order_by("focus__is_second", "focus__agreed_on", "place_in_list", "set_on")
    )
    rated: dict[UUID, list[GoalRating]] = {}
    for rating in GoalRating.objects.filter(goal__in=[row.pk for row in rows]).order_by("on"):
        rated.setdefault(rating.goal_id, []).append(rating)
    return [then_and_now(row, rated.get(row.pk, [])) for row in rows]


def then_and_now(goal: Goal, ratings: list[GoalRating]) -> GoalNow:
    """A goal with the oldest and the newest of its ratings, which come in order of time."""
    return GoalNow(goal=goal, first=next(iter(ratings), None), last=ratings[-1] if ratings else None)


def loose(course: Course, *, now: datetime) -> Loose:
    """What is still open (one statement)."""
    signed = SessionNote.objects.filter(session=OuterRef("pk"), withdrawn_at=None).exclude(signed_at=None)
    rows = TherapySession.objects.filter(course=course, removed_at=None).annotate(is_signed=Exists(signed))
    every = list(rows.defer("reason").order_by("starts_at"))
    return Loose(
        unsigned=tuple(row for row in every if row.attendance in HELD and not row.is_signed),
        ahead=tuple(row for row in every if not row.attendance and row.starts_at > now),
    )


def standing_in_numbers(course: Course, *, on: date) -> Standing:
    """Sessions and mid-point of a course on a day, without its tasks (two statements): what rules on scores ask."""
    plans = CoursePlan.objects.filter(course=course).order_by("made_at")
    held = TherapySession.objects.filter(course=course, attendance__in=HELD).values_list("starts_at", flat=True)
    happened = Happened(
        started_on=course.started_on,
        plans=tuple(Plan(on=one.made_on, n_sessions=one.n_sessions, ends_on=one.ends_on) for one in plans.defer("why")),
        held=tuple(sorted(local(at, course) for at in held)),
        ended_on=course.ended_on,
    )
    return standing(protocol_of(course), length=course.length, happened=happened, on=on)


def sheets(course: Course, *ids: str) -> dict[str, list[Entry]]:
    """What was written on these sheets of a course, each newest first; an empty list for none (one statement)."""
    found: dict[str, list[Entry]] = {sheet: [] for sheet in ids}
    rows = Entry.objects.filter(course=course, sheet__in=ids, withdrawn_at=None).select_related("written_by")
    for row in rows.defer("withdrawn_why").order_by("-written_at"):
        found[row.sheet].append(row)
    return found


def foci(course: Course) -> list[Focus]:
    """What a course works on, first focus first; after the end what it worked on last (one statement)."""
    rows = Focus.objects.filter(course=course, until_on=None).defer("values", "why_changed")
    return list(rows.order_by("is_second", "agreed_on"))


def taken_out_at_end(course: Course) -> list[TherapySession]:
    """Appointments that the end of the course took out (one statement)."""
    rows = TherapySession.objects.filter(course=course, attendance="", removed_at=course.ended_at)
    return list(rows.defer("reason").order_by("starts_at")) if course.ended_at else []


def circle_days(client: Client) -> list[date]:
    """Days of the closeness circle, oldest first (one statement)."""
    days = Closeness.objects.filter(client=client).values_list("on", flat=True)
    return sorted(set(days))


def letters(course: Course) -> list[CourseLetter]:
    """Letters of a course, newest first, without a sealed column (one statement)."""
    rows = CourseLetter.objects.filter(course=course, withdrawn_at=None).select_related("written_by", "given_by")
    return list(rows.defer("addressee", "text", "withdrawn_why").order_by("-written_at"))


@opens_record("course letter opened")
def letter(viewer: Actor, pk: UUID) -> CourseLetter:
    """One letter whose client the viewer may open (one statement), or 404."""
    return letter_or_404(viewer, pk)


@opens_record("course letter exported", always=True)
def letter_for_paper(viewer: Actor, pk: UUID) -> CourseLetter:
    """The same, to be written out as a file (one statement), or 404."""
    return letter_or_404(viewer, pk)


def letter_or_404(viewer: Actor, pk: UUID) -> CourseLetter:
    """The letter, when the viewer may open its client's record and it was not withdrawn."""
    seen = access.clients(viewer, now=timezone.now()).values("pk")
    row = CourseLetter.objects.filter(pk=pk, withdrawn_at=None, course__client__in=seen).select_related(*LETTER).first()
    if row is None:
        raise Http404
    return row


def own_letters(viewer: Actor) -> list[CourseLetter]:
    """Letters that a client was shown, newest first (two statements); the client's own side."""
    client = access.own_or_404(viewer, viewer.id)
    rows = CourseLetter.objects.filter(course__client=client, withdrawn_at=None).exclude(shared_at=None)
    return list(rows.select_related(*LETTER).order_by("-given_at"))


def follow_ups(course: Course) -> list[FollowUp]:
    """Follow-up dates of a course that stand, in order of time (one statement)."""
    rows = FollowUp.objects.filter(course=course, cancelled_at=None).select_related("owner", "done_by")
    return list(rows.order_by("due_on"))


def follow_up(course: Course, pk: UUID) -> FollowUp:
    """One of them (one statement), or 404."""
    row = FollowUp.objects.filter(course=course, pk=pk, cancelled_at=None).first()
    if row is None:
        raise Http404
    return row


def holder(follow_up: FollowUp, client: Client) -> User:
    """Who holds what a follow-up brings up: whoever is responsible for the client now, as with every alert."""
    return follow_up.owner if follow_up.owner_id == client.therapist_id else client.therapist


def next_course(course: Course) -> Course | None:
    """The course that followed this one, such as its maintenance (one statement)."""
    return course.followed_by.order_by("-started_on").first()
