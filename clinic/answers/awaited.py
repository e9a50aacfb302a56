"""What is awaited from a client: what they can answer now, what comes when, what to ask in the session, what is missed.

Pages reach this through `answers.queries`.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from attrs import frozen
from django.db.models import Exists, OuterRef, Q, QuerySet

from clinic.answers import rhythm
from clinic.answers.choices import Met
from clinic.answers.models import AnswerSheet, Invitation, Occasion
from clinic.answers.occasions import LEAD, day_of, keys_of
from clinic.answers.rhythm import ComingSession
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people import access
from clinic.people.models import Client
from clinic.therapy.choices import EndKind
from clinic.therapy.models import Course, FollowUp, TherapySession
from clinic.therapy.queries.courses import length_of, protocol_of

SOON = timedelta(days=14)  # how far ahead a client is told what will be asked


@frozen
class ToAnswer:
    """One measure: with an invitation it can be answered now, without one it is asked from `from_on` on."""

    measure: str
    title: str
    invitation: UUID | None
    from_on: date
    due_on: date | None
    n_answered: int = 0


def to_answer(viewer: Actor, *, now: datetime) -> tuple[ToAnswer, ...]:
    """The client's own: what can be answered now, then what will be asked in two weeks (at most six statements)."""
    client = access.own_or_404(viewer, viewer.id)
    open_ones = tuple(answerable(client))
    measures = {one.measure for one in open_ones}
    later = (one for one in coming(client, now=now) if one.measure not in measures)
    return (*open_ones, *sorted(later, key=lambda one: one.from_on))


def answerable(client: Client) -> Iterator[ToAnswer]:
    """The newest invitation to each measure that waits for an answer (two statements)."""
    same = {"client": OuterRef("client"), "measure": OuterRef("measure"), "target": OuterRef("target")}
    came = sent(**same, sent_at__gte=OuterRef("asked_at"))
    rows = Invitation.objects.filter(~Exists(came), client=client, cancelled_at=None)
    rows = rows.filter(sheet__sent_at=None, sheet__withdrawn_at=None)
    seen: set[tuple[str, str]] = set()
    for row in rows.select_related("sheet").prefetch_related("occasions").order_by("-asked_at"):
        if (row.measure, row.target) not in seen:
            seen.add((row.measure, row.target))
            days = [one.due_on for one in row.occasions.all() if one.due_on]
            sheet = getattr(row, "sheet", None)
            yield ToAnswer(
                measure=row.measure,
                title=title_of(row.measure, target=row.target),
                invitation=row.pk,
                from_on=day_of(client, row.asked_at),
                due_on=min(days, default=None),
                n_answered=sum(value is not None for value in sheet.answers.values()) if sheet else 0,
            )


def coming(client: Client, *, now: datetime) -> Iterator[ToAnswer]:
    """What will be asked before the next session, or at a follow-up (at most three statements)."""
    course = Course.objects.filter(client=client).order_by("-started_on", "-begun_at").first()
    if course is None:
        return
    if course.ended_on is None:
        yield from before_next_session(course, client=client, now=now)
    elif course.end_kind != EndKind.DIED:
        yield from at_follow_ups(client, now=now)


def before_next_session(course: Course, *, client: Client, now: datetime) -> Iterator[ToAnswer]:
    """Measures of the next session that nobody was asked for yet (two statements)."""
    sessions = list(TherapySession.objects.filter(course=course, removed_at=None).order_by("starts_at"))
    ahead = [one for one in sessions if not one.attendance and now < one.starts_at <= now + SOON + LEAD]
    if not ahead:
        return
    n, known = sum(one.was_held for one in sessions) + 1, keys_of([course.pk])
    session = ComingSession(session=ahead[0].pk, n=n, n_planned=course.n_sessions)
    on = day_of(client, ahead[0].starts_at)
    for wanted in rhythm.before_session(protocol_of(course), length=length_of(course), coming=session):
        if (course.pk, wanted.key) not in known:
            yield ToAnswer(wanted.measure, title_of(wanted.measure), invitation=None, from_on=on - LEAD, due_on=on)


def at_follow_ups(client: Client, *, now: datetime) -> Iterator[ToAnswer]:
    """Measures of the follow-ups of the next weeks (one statement)."""
    rows = FollowUp.objects.filter(course__client=client, done_on=None, cancelled_at=None, occasions=None)
    for row in rows.filter(due_on__lte=now.date() + SOON).order_by("due_on"):
        for measure in row.measures:
            yield ToAnswer(measure, title_of(measure), invitation=None, from_on=row.due_on - LEAD, due_on=row.due_on)


def to_ask_in_session(client: Client) -> tuple[str, ...]:
    """Measures that the therapist asks in person (one statement): no letter went out, and nothing has come since."""
    return tuple(dict.fromkeys(row.measure for row in waiting([client.pk]) if row.met == Met.IN_SESSION))


def waiting(clients: list[UUID]) -> list[Occasion]:
    """Occasions of running courses and of follow-ups that no answer has come for, newest first (one statement).

    Answers that a clinician entered count as well as those that came by the link.
    """
    came = sent(client=OuterRef("course__client"), measure=OuterRef("measure"), sent_at__gte=OuterRef("met_at"))
    runs = Q(course__ended_on=None) | Q(follow_up__isnull=False, follow_up__done_on=None, follow_up__cancelled_at=None)
    rows = Occasion.objects.filter(~Exists(came), runs, course__client__in=clients).exclude(met=Met.ANSWERED)
    rows = rows.exclude(invitation__cancelled_at__isnull=False)
    return list(rows.select_related("course").order_by("-met_at"))


def missed_of(client: Client, *, today: date) -> dict[str, list[date]]:
    """Days before today for which a measure was asked in vain (one statement)."""
    came = sent(client=client, measure=OuterRef("measure"), sent_at__gte=OuterRef("met_at"))
    in_time = came.filter(answered_on__lte=OuterRef("due_on"))
    rows = Occasion.objects.filter(~Exists(in_time), course__client=client, due_on__lt=today)
    found: dict[str, list[date]] = {}
    for row in rows.exclude(met=Met.ANSWERED).order_by("due_on"):
        if row.due_on is not None:
            found.setdefault(row.measure, []).append(row.due_on)
    return found


def sent(**which: object) -> QuerySet[AnswerSheet]:
    """Sheets that were sent and stand."""
    return AnswerSheet.objects.filter(withdrawn_at=None, **which)


def title_of(measure: str, *, target: str = "") -> str:
    """The short title of a measure, with whom it is about."""
    wording = library().wording(library().measure(measure), "en")
    about = wording.targets.get(target, target)
    return f"{wording.title}: {about}" if about else wording.title
