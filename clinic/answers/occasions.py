"""Which occasions have come that nobody has met: of sessions, of a course's start, of weeks gone by, of follow-ups."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import frozen
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clinic.answers import rhythm
from clinic.answers.models import Occasion
from clinic.answers.rhythm import START, ComingSession, Wanted
from clinic.definitions.library import library
from clinic.people.models import Client
from clinic.therapy.choices import HELD, EndKind
from clinic.therapy.models import Course, FollowUp, TherapySession
from clinic.therapy.queries.courses import length_of, protocol_of

LEAD = timedelta(days=2)  # our default: asked two days before the session or follow-up
COUNTS = timedelta(days=4)  # our default: what was answered or asked from then on counts for the session
FRESH = timedelta(days=7)  # our default: answers of the week before a course, or before its first session, still count
MORNING = time(8)  # what hangs on a day and not on an hour goes out from then on, by the client's clock
FURTHEST = 53  # weeks of a course that are looked at for a measure that comes every so many weeks


@frozen
class Asking:
    """One measure that is to be asked now: of which course, and since when answers count as given for it."""

    course: Course
    wanted: Wanted
    since: datetime
    due_on: date | None = None
    session: TherapySession | None = None
    follow_up: FollowUp | None = None


def come(*, now: datetime) -> Iterator[Asking]:
    """Everything that is to be asked now (five statements), what is asked for sessions first."""
    yield from for_sessions(now=now)
    yield from for_starts(now=now)
    yield from for_weeks(now=now)
    yield from for_follow_ups(now=now)


def for_sessions(*, now: datetime) -> Iterator[Asking]:
    """Before the sessions of the next days; before a first one only when the first answers are older than a week."""
    held = TherapySession.objects.filter(course=OuterRef("course"), attendance__in=HELD).order_by().values("course")
    met = Occasion.objects.filter(session=OuterRef("pk"))
    begun = Occasion.objects.filter(course=OuterRef("course"), key=START, met_at__gt=OuterRef("starts_at") - FRESH)
    rows = TherapySession.objects.filter(
        of_asking_protocols("course__"), ~Exists(met), removed_at=None, attendance="", course__ended_on=None
    ).filter(starts_at__gt=now, starts_at__lte=now + LEAD)
    rows = rows.annotate(n_held=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0))
    rows = rows.exclude(Q(n_held=0) & Exists(begun)).order_by("starts_at")
    sessions = list(rows.select_related("course__client__team", "course__client__therapist"))
    known = keys_of(session.course_id for session in sessions)
    for session in sessions:
        course = session.course
        n = session.n_held + 1
        if n == 1 and (course.pk, START) in known:
            n = 2  # asked at the start, too long ago: asked again as before any session
        coming = ComingSession(session=session.pk, n=n, n_planned=course.n_sessions)
        for wanted in rhythm.before_session(protocol_of(course), length=length_of(course), coming=coming):
            if (course.pk, wanted.key) not in known:
                since, on = session.starts_at - COUNTS, day_of(course.client, session.starts_at)
                yield Asking(course=course, wanted=wanted, since=since, due_on=on, session=session)


def for_starts(*, now: datetime) -> Iterator[Asking]:
    """As soon as a course begins; not for one that has been running when the software was first told of it."""
    held = TherapySession.objects.filter(course=OuterRef("pk"), attendance__in=HELD)
    begun = Occasion.objects.filter(course=OuterRef("pk"), key=START)
    rows = Course.objects.filter(of_asking_protocols(), ~Exists(held), ~Exists(begun), ended_on=None)
    rows = rows.filter(started_on__lte=now.date() + timedelta(days=1))
    for course in rows.select_related("client__team", "client__therapist").order_by("begun_at"):
        if course.started_on <= day_of(course.client, now):
            for wanted in rhythm.at_start(protocol_of(course), length=length_of(course)):
                yield Asking(course=course, wanted=wanted, since=now - FRESH)


def for_weeks(*, now: datetime) -> Iterator[Asking]:
    """Every so many weeks from the start, whatever is booked; of those that were missed only the last."""
    for protocol in library().protocols():
        for asked in rhythm.by_weeks(protocol):
            step = asked.weeks or FURTHEST
            for weeks in range(step, FURTHEST, step):
                wanted = Wanted(asked.measure, rhythm.week_key(weeks))
                for course in begun_weeks_ago(weeks, step=step, protocol=protocol.id, wanted=wanted, now=now):
                    on = course.started_on + timedelta(weeks=weeks)
                    if is_day(course.client, on, now=now):
                        yield Asking(course=course, wanted=wanted, since=now - LEAD, due_on=on)


def begun_weeks_ago(weeks: int, *, step: int, protocol: str, wanted: Wanted, now: datetime) -> QuerySet[Course]:
    """Running courses that began so many weeks ago, and less than a step longer, and were not asked for it yet."""
    met = Occasion.objects.filter(course=OuterRef("pk"), measure=wanted.measure, key=wanted.key)
    today = now.date() + timedelta(days=1)  # the furthest day there is anywhere; the client's own is looked at later
    rows = Course.objects.filter(~Exists(met), protocol=protocol, ended_on=None)
    rows = rows.filter(
        started_on__lte=today - timedelta(weeks=weeks), started_on__gt=today - timedelta(weeks=weeks + step)
    )
    return rows.select_related("client__team", "client__therapist")


def for_follow_ups(*, now: datetime) -> Iterator[Asking]:
    """Two days before a follow-up of an ended course. Nobody is asked in the name of somebody who died."""
    met = Occasion.objects.filter(follow_up=OuterRef("pk"))
    rows = FollowUp.objects.filter(~Exists(met), done_on=None, cancelled_at=None, course__ended_on__isnull=False)
    died = Course.objects.filter(client=OuterRef("course__client"), end_kind=EndKind.DIED)
    rows = rows.filter(~Exists(died), due_on__lte=now.date() + LEAD + timedelta(days=1))
    for row in rows.select_related("course__client__team", "course__client__therapist").order_by("due_on"):
        if is_day(row.course.client, row.due_on - LEAD, now=now):
            for measure in row.measures:
                wanted = Wanted(measure, rhythm.follow_up_key(row.pk))
                yield Asking(course=row.course, wanted=wanted, since=now - COUNTS, due_on=row.due_on, follow_up=row)


def of_asking_protocols(before: str = "") -> Q:
    """Courses whose protocol asks the client for anything."""
    asking = [one.id for one in library().protocols() if rhythm.of_client(one)]
    return Q(**{f"{before}protocol__in": asking})


def keys_of(courses: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """Occasions of these courses that were met, by course and key (one statement)."""
    return set(Occasion.objects.filter(course__in=set(courses)).values_list("course", "key"))


def day_of(client: Client, at: datetime) -> date:
    """The client's own day."""
    return at.astimezone(ZoneInfo(client.time_zone)).date()


def is_day(client: Client, on: date, *, now: datetime) -> bool:
    """Whether a day has come for a client, and its morning."""
    here = now.astimezone(ZoneInfo(client.time_zone))
    return here.date() > on or (here.date() == on and here.time() >= MORNING)
