"""Writing appointments: a weekly series, single ones, moved, taken out; two of one therapist never overlap."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.people.models import Client, User
from clinic.therapy.actions.courses import (
    CourseError,
    Settings,
    length_of,
    locked,
    must_run,
    protocol_of,
    start_course,
)
from clinic.therapy.choices import HELD, Attendance
from clinic.therapy.models import Break, Course, TherapySession

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=4)  # of a session; also how far back one may reach in


class Clash(CourseError):
    """Another appointment of the same therapist lies there."""


@action
def book_series(
    *, course: Course, first_at: datetime, n: int, minutes: int | None = None, by: Actor, now: datetime
) -> list[TherapySession]:
    """So many appointments in the rhythm of the course, at the same hour of the client's clock, passing over breaks.

    None is booked when one of them clashes or lies after the end date: the message names it.
    """
    course = locked(course)
    must_run(course)
    if not 1 <= n <= 60:
        raise CourseError("n", "Book between 1 and 60 appointments at a time.")
    span = length_of(protocol_of(course), course.length)
    times = series_of(course, first_at=first_at, n=n, interval_days=span.interval_days)
    if len(times) < n:
        raise CourseError("first_at", "A break leaves no room for so many appointments: take it off, or book fewer.")
    rows = [
        TherapySession(
            course=course,
            starts_at=at,
            minutes=minutes or span.minutes,
            medium=course.medium,
            place=course.place,
            booked_at=now,
        )
        for at in times
    ]
    refuse_shape(course, rows)
    refuse_outside(course, rows)
    refuse_clash(course, rows)
    for row in rows:
        row.save(force_insert=True)
        happened("appointment booked", about=row, client=course.client_id, by=by, now=now)
    return rows


@action
def book(
    *,
    course: Course,
    starts_at: datetime,
    minutes: int | None = None,
    medium: str = "",
    by: Actor,
    now: datetime,
) -> TherapySession:
    """One appointment."""
    course = locked(course)
    must_run(course)
    span = length_of(protocol_of(course), course.length)
    row = TherapySession(
        course=course,
        starts_at=starts_at,
        minutes=minutes or span.minutes,
        medium=medium or course.medium,
        place=course.place,
        booked_at=now,
    )
    refuse_shape(course, [row])
    refuse_outside(course, [row])
    refuse_clash(course, [row])
    row.save(force_insert=True)
    happened("appointment booked", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def move(
    *,
    session: TherapySession,
    starts_at: datetime,
    medium: str = "",
    place: str | None = None,
    by: Actor,
    now: datetime,
) -> TherapySession:
    """Another time, or another way or place, for an appointment that has not been."""
    course = locked(session.course)
    must_run(course)
    session = TherapySession.objects.select_for_update().get(pk=session.pk)
    refuse_attended(session)
    wanted = (starts_at, medium or session.medium, session.place if place is None else place)
    if wanted == (session.starts_at, session.medium, session.place):
        nothing_changed()
        return session
    is_at_another_time = starts_at != session.starts_at
    if is_at_another_time:
        session.moved_from = session.moved_from or session.starts_at
    session.starts_at, session.medium, session.place = wanted
    refuse_shape(course, [session])
    if is_at_another_time:
        refuse_outside(course, [session])
        refuse_clash(course, [session])
    session.save()
    happened("appointment moved", about=session, client=course.client_id, by=by, now=now)
    return session


@action
def remove(*, session: TherapySession, by: Actor, now: datetime) -> TherapySession:
    """An appointment that was booked by mistake or is no longer needed; a cancelled one is attendance instead."""
    session = TherapySession.objects.select_for_update(of=("self",)).select_related("course").get(pk=session.pk)
    refuse_attended(session)
    session.removed_at = now
    session.save(update_fields=["removed_at"])
    happened("appointment taken out", about=session, client=session.course.client_id, by=by, now=now)
    return session


def series_of(course: Course, *, first_at: datetime, n: int, interval_days: int) -> list[datetime]:
    """Times at the same hour of the client's clock, every so many days; a time within a break is passed over."""
    zone = ZoneInfo(course.client.time_zone)
    start = first_at.astimezone(zone).replace(tzinfo=None)
    breaks = list(Break.objects.filter(course=course, removed_at=None))
    found: list[datetime] = []
    step = 0
    while len(found) < n and step < 200:
        at = (start + timedelta(days=interval_days * step)).replace(tzinfo=zone)
        step += 1
        if not any(row.first_on <= at.date() <= row.last_on for row in breaks):
            found.append(at)
    return found


def refuse_shape(course: Course, rows: Sequence[TherapySession]) -> None:
    """Only ways of meeting that the protocol allows, and a session of a sensible length."""
    media = protocol_of(course).media
    for row in rows:
        if row.medium not in media:
            raise CourseError("medium", f"This form of IPT is not held this way: choose one of {', '.join(media)}.")
        if not SHORTEST <= timedelta(minutes=row.minutes) <= LONGEST:
            raise CourseError("minutes", "An appointment takes between 5 minutes and 4 hours.")


def refuse_outside(course: Course, rows: Sequence[TherapySession]) -> None:
    """No appointment before the start or after the agreed end."""
    zone = ZoneInfo(course.client.time_zone)
    for row in rows:
        day = row.starts_at.astimezone(zone).date()
        if day < course.started_on:
            raise CourseError("starts_at", f"{day:%-d %B %Y} lies before the start of the course.")
        if day > course.ends_on:
            raise CourseError(
                "starts_at",
                f"{day:%-d %B %Y} lies after the end date, {course.ends_on:%-d %B %Y}: "
                "book fewer appointments, or move the end date with a reason.",
            )


def refuse_clash(course: Course, rows: Sequence[TherapySession]) -> None:
    """No two appointments of the client's therapist at the same time, those of other clients included.

    What was cancelled leaves its time free; so does an absence, but for another appointment of the same course.
    """
    therapist = User.objects.select_for_update(no_key=True).get(pk=course.client.therapist_id)
    earliest, latest = min(row.starts_at for row in rows), max(row.starts_at for row in rows)
    to_come = Q(attendance="", course__ended_on=None)
    missed = Q(attendance=Attendance.DID_NOT_COME, course=course)
    taken = TherapySession.objects.filter(
        to_come | missed | Q(attendance__in=HELD), course__client__therapist=therapist, removed_at=None
    )
    others = taken.filter(starts_at__gt=earliest - LONGEST, starts_at__lt=latest + LONGEST)
    known = [(one.starts_at, end_of(one)) for one in others.exclude(pk__in=[row.pk for row in rows])]
    zone = ZoneInfo(course.client.time_zone)
    for row in rows:
        if any(row.starts_at < until and since < end_of(row) for since, until in known):
            when = row.starts_at.astimezone(zone)
            raise Clash("starts_at", f"{when:%A %-d %B, %H:%M} is taken by another appointment: choose another time.")
        known.append((row.starts_at, end_of(row)))


def end_of(session: TherapySession) -> datetime:
    """When an appointment is over."""
    return session.starts_at + timedelta(minutes=session.minutes)


def refuse_attended(session: TherapySession) -> None:
    """What has been cannot be moved or taken out."""
    if session.attendance or session.removed_at is not None:
        raise CourseError("session", "This appointment is over or taken out already: correct its attendance instead.")


@action
def start_and_book(
    *, client: Client, form: tuple[str, str], settings: Settings, first_at: datetime | None, by: Actor, now: datetime
) -> Course:
    """A course (`form` is protocol and length) with its weekly appointments, or neither when one of them clashes."""
    protocol, length = form
    course = start_course(client=client, protocol=protocol, length=length, settings=settings, by=by, now=now)
    if first_at is not None:
        fits = [
            at
            for at in series_of(course, first_at=first_at, n=course.n_sessions, interval_days=rhythm(course))
            if at.date() <= course.ends_on
        ]
        book_series(course=course, first_at=first_at, n=max(1, len(fits)), by=by, now=now)
    return course


def rhythm(course: Course) -> int:
    """Days between two sessions."""
    return length_of(protocol_of(course), course.length).interval_days
