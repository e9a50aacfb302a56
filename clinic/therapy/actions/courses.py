"""Writing courses: started with an end date, planned anew with a reason, ended by a person and by nothing else."""

from datetime import date, datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.in_use import is_in_use
from clinic.definitions.library import library
from clinic.people.actions.accounts import close_account
from clinic.people.actions.clients import locked as locked_client
from clinic.people.actions.links import revoke_all
from clinic.people.models import Client, Link
from clinic.safety.models import Alert
from clinic.therapy.choices import HELD, EndKind, EndResult, Medium
from clinic.therapy.models import Break, Course, CoursePlan, TherapySession
from ipt.protocol import Length, Protocol


class CourseError(ValueError):
    """What cannot be done with a course; `field` names what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class CourseHasEnded(CourseError):
    """The course is over: it can be read, and added to by a letter or a follow-up."""

    def __init__(self) -> None:
        super().__init__("course", "This course has ended. Take the end back if it was entered in error.")


class Settings(TypedDict, total=False):
    """How a course is set up; what is not named comes from the protocol's length."""

    referred_on: date | None
    started_on: date
    ends_on: date
    n_sessions: int
    condition: str
    tags: list[str]
    medium: str
    place: str
    format: str
    after: Course | None


@action
def start_course(
    *, client: Client, protocol: str, length: str, settings: Settings | None = None, by: Actor, now: datetime
) -> Course:
    """A course of this form and length; the end date is set from the start, as the protocol's rhythm gives it."""
    form, chosen = library().protocol(protocol), settings or {}
    span = length_of(form, length)
    client = locked_client(client)
    started_on = chosen.get("started_on", today(client, now))
    n_sessions = chosen.get("n_sessions", span.n_sessions)
    ends_on = chosen.get("ends_on", usual_end(span, started_on=started_on, n_sessions=n_sessions))
    refuse_start(form, span=span, client=client, started_on=started_on, chosen=chosen)
    refuse_condition(chosen.get("condition", ""))
    refuse_referral(chosen.get("referred_on"), client=client, started_on=started_on)
    refuse_plan(span, started_on=started_on, n_sessions=n_sessions, ends_on=ends_on)
    course = Course.objects.create(
        client=client,
        protocol=form.id,
        version=form.version,
        digest=library().digest(form),
        length=span.id,
        format=chosen.get("format", form.formats[0]),
        medium=chosen.get("medium", Medium.IN_PERSON),
        place=chosen.get("place", ""),
        after=chosen.get("after"),
        referred_on=chosen.get("referred_on"),
        started_on=started_on,
        n_sessions=n_sessions,
        ends_on=ends_on,
        condition=chosen.get("condition", ""),
        tags=sorted(set(chosen.get("tags", []))),
        begun_at=now,
        begun_by_id=by.user_id,
    )
    write_plan(course, made_on=started_on, why="", by=by, now=now)
    happened("course started", about=course, client=client.pk, by=by, now=now)
    return course


def refuse_start(form: Protocol, *, span: Length, client: Client, started_on: date, chosen: Settings) -> None:
    """Refuse a course that this form or this client does not allow, in words."""
    if not is_in_use(form):
        raise CourseError("protocol", "This form of IPT is defined but not in use yet: choose another.")
    age = client.age_on(started_on)
    title = library().words(form, "en").title
    if form.youngest is not None and age < form.youngest:
        raise CourseError("protocol", f"{title} is for people from {form.youngest} years on; this client is {age}.")
    if form.oldest is not None and age > form.oldest:
        raise CourseError("protocol", f"{title} is for people up to {form.oldest} years; this client is {age}.")
    if chosen.get("medium", Medium.IN_PERSON) not in form.media:
        raise CourseError("medium", f"{title} is not held this way: choose one of {', '.join(form.media)}.")
    if chosen.get("format", form.formats[0]) not in form.formats:
        raise CourseError("format", f"{title} has no such format: choose one of {', '.join(form.formats)}.")
    if Course.objects.filter(client=client, ended_on=None).exists():
        raise CourseError("client", "A course is running already. End it before another begins.")
    if Course.objects.filter(client=client, end_kind=EndKind.DIED).exists():
        raise CourseError("client", "This client died. Was it entered in error, take back the end of that course.")
    after = chosen.get("after")
    if (after is None and span.is_maintenance) or (
        after is not None and (after.client_id != client.pk or not after.has_ended)
    ):
        raise CourseError("after", "Maintenance follows an ended course of the same client.")


def refuse_condition(condition: str) -> None:
    """Refuse a word that the vocabulary does not have; none is allowed: the software never names one itself."""
    if condition and all(word.id != condition for word in library().vocabulary("conditions").words):
        raise CourseError("condition", "Choose one of the conditions in the list, or leave it open.")


def refuse_referral(referred_on: date | None, *, client: Client, started_on: date) -> None:
    """Refuse a day on which nobody can have been referred."""
    if referred_on is not None and not client.born_on <= referred_on <= started_on:
        raise CourseError("referred_on", "The referral was received on or before the day the course starts.")


def refuse_plan(span: Length, *, started_on: date, n_sessions: int, ends_on: date) -> None:
    """Refuse a plan outside what the protocol allows."""
    if not span.fewest <= n_sessions <= span.most:
        raise CourseError("n_sessions", f"This length has {span.fewest} to {span.most} sessions.")
    if ends_on <= started_on:
        raise CourseError("ends_on", "The end date must lie after the start.")
    latest = started_on + timedelta(weeks=span.latest_weeks)
    if ends_on > latest:
        raise CourseError("ends_on", f"The latest end of this length is {latest:%-d %B %Y}.")


@action
def change_plan(*, course: Course, n_sessions: int, ends_on: date, why: str, by: Actor, now: datetime) -> Course:
    """More or fewer sessions, or another end date, with the reason; the plans before stay."""
    course = locked(course)
    must_run(course)
    if (n_sessions, ends_on) == (course.n_sessions, course.ends_on):
        nothing_changed()
        return course
    if not why.strip():
        raise CourseError("why", "Say why the plan changes: the end date was agreed.")
    span = length_of(protocol_of(course), course.length)
    refuse_plan(span, started_on=course.started_on, n_sessions=n_sessions, ends_on=ends_on)
    held = days_held(course)
    if n_sessions < len(held):
        raise CourseError("n_sessions", f"{len(held)} sessions were held already: plan at least as many.")
    if held and ends_on < held[-1]:
        raise CourseError("ends_on", f"A session was held on {held[-1]:%-d %B %Y}: the end date cannot lie before it.")
    course.n_sessions, course.ends_on = n_sessions, ends_on
    course.save(update_fields=["n_sessions", "ends_on"])
    write_plan(course, made_on=today(course.client, now), why=why.strip(), by=by, now=now)
    happened("course planned anew", about=course, client=course.client_id, by=by, now=now)
    return course


def write_plan(course: Course, *, made_on: date, why: str, by: Actor, now: datetime) -> None:
    """Keep the plan in force as a row of its own."""
    CoursePlan.objects.create(
        course=course,
        made_on=made_on,
        made_at=now,
        made_by_id=by.user_id,
        n_sessions=course.n_sessions,
        ends_on=course.ends_on,
        why=why,
    )


@action
def mark_break(*, course: Course, first_on: date, last_on: date, why: str, by: Actor, now: datetime) -> Break:
    """Weeks without sessions that are planned; appointments in them are told by the page, not moved."""
    course = locked(course)
    must_run(course)
    if last_on < first_on:
        raise CourseError("last_on", "The break must end on or after the day it begins.")
    row = Break.objects.create(course=course, first_on=first_on, last_on=last_on, why=why.strip(), marked_at=now)
    happened("break marked", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def remove_break(*, course: Course, row: Break, by: Actor, now: datetime) -> Break:
    """The break is off."""
    course = locked(course)
    must_run(course)
    row = Break.objects.select_for_update().get(pk=row.pk, course=course)
    if row.removed_at is not None:
        nothing_changed()
        return row
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    happened("break removed", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def open_ending(*, course: Course, on: date | None = None, by: Actor, now: datetime) -> Course:
    """The ending was named to the client; it stays opened."""
    course = locked(course)
    must_run(course)
    if course.ending_opened_on is not None:
        nothing_changed()
        return course
    latest = today(course.client, now)
    if on is not None and not course.started_on <= on <= latest:
        raise CourseError("on", "The day lies between the start of the course and today.")
    course.ending_opened_on = on or latest
    course.save(update_fields=["ending_opened_on"])
    happened("ending opened", about=course, client=course.client_id, by=by, now=now)
    return course


class End(TypedDict, total=False):
    """How a course ended, and apart from it what the scores say."""

    kind: str
    on: date
    why: str
    result: str
    open_alert_why: str


@action
def end_course(*, course: Course, end: End, by: Actor, now: datetime) -> Course:
    """End a course: kind, day and reason; the result by the scores is stored as the clinician saw it.

    Appointments that were still to come are taken out. Over an open alert only with a reason. After a death nothing
    goes out any more: links are closed, letters in the outbox taken back, and so is the way to the client's own pages.
    """
    client = locked_client(course.client)
    course = locked(course)
    must_run(course)
    refuse_end(course, end=end, now=now)
    why = end.get("why", "").strip()
    if reason := end.get("open_alert_why", "").strip():
        why = f"{why}\n\nEnded while an alert was open: {reason}".strip()
    course.ended_on, course.ended_at, course.ended_by_id = end["on"], now, by.user_id
    course.end_kind, course.result = end["kind"], end["result"]
    course.end_why = f"{course.end_why}\n\n{why}".strip()  # an end that was taken back keeps its reasons
    course.save()
    happened("course ended", about=course, client=client.pk, by=by, now=now)
    for session in TherapySession.objects.filter(course=course, attendance="", removed_at=None, starts_at__gt=now):
        session.removed_at = now
        session.save(update_fields=["removed_at"])
        happened("appointment taken out", about=session, client=client.pk, by=by, now=now)
    if course.end_kind == EndKind.DIED:
        close_account(client=client, by=by, now=now)
        revoke_all(links=Link.objects.filter(client=client), by=by, now=now)
    return course


def refuse_end(course: Course, *, end: End, now: datetime) -> None:
    """Refuse an end that is not whole."""
    if end.get("kind") not in EndKind.values:
        raise CourseError("kind", "Say how the course ended.")
    if end.get("result") not in EndResult.values:
        raise CourseError("result", "Say what the scores show, or that it is not known.")
    on, held = end.get("on"), days_held(course)
    if on is None or not course.started_on <= on <= today(course.client, now):
        raise CourseError("on", "The day of the end lies between the start of the course and today.")
    if held and on < held[-1]:
        raise CourseError("on", f"A session was held on {held[-1]:%-d %B %Y}: the course did not end before it.")
    if held and end["kind"] == EndKind.NEVER_STARTED:
        raise CourseError("kind", "A session was held, so the course did start: choose how it ended.")
    if end["kind"] != EndKind.COMPLETED and not end.get("why", "").strip():
        raise CourseError("why", "Say in a line why it ended this way.")
    if open_alerts(course.client).exists() and not end.get("open_alert_why", "").strip():
        raise CourseError(
            "open_alert_why", "An alert is open. Close it first, or say why the course ends all the same."
        )


@action
def take_back_end(*, course: Course, why: str, by: Actor, now: datetime) -> Course:
    """The end was entered in error: the course runs on. Appointments that were taken out are booked anew by hand."""
    client = locked_client(course.client)
    course = locked(course)
    if not course.has_ended:
        nothing_changed()
        return course
    if not why.strip():
        raise CourseError("why", "Say why the end is taken back.")
    if Course.objects.filter(client=client, ended_on=None).exists():
        raise CourseError("course", "Another course is running: end that one first.")
    course.end_why = f"{course.end_why}\n\nTaken back: {why.strip()}".strip()
    course.ended_on = course.ended_at = course.ended_by = None
    course.end_kind = course.result = ""
    course.save()
    happened("end of course taken back", about=course, client=client.pk, by=by, now=now)
    return course


def must_run(course: Course) -> None:
    """CourseHasEnded for a course that is over."""
    if course.has_ended:
        raise CourseHasEnded


def locked(course: Course) -> Course:
    """The course as it stands now, kept from others until the action ends (one statement)."""
    rows = Course.objects.select_for_update(of=("self",), no_key=True).select_related("client__team")
    return rows.get(pk=course.pk)


def days_held(course: Course) -> list[date]:
    """The client's own days on which sessions were held, in order (one statement)."""
    zone = ZoneInfo(course.client.time_zone)
    held = TherapySession.objects.filter(course=course, attendance__in=HELD).order_by("starts_at")
    return [at.astimezone(zone).date() for at in held.values_list("starts_at", flat=True)]


def open_alerts(client: Client) -> QuerySet[Alert]:
    """Alerts of a client that a person still has to close."""
    return Alert.objects.filter(client=client, closed_at=None)


def protocol_of(course: Course) -> Protocol:
    """The definition a course was started by, in its version."""
    return library().protocol(course.protocol, course.version)


def length_of(form: Protocol, length: str) -> Length:
    """A length of a protocol; CourseError names those there are."""
    try:
        return form.length(length)
    except LookupError:
        known = ", ".join(one.id for one in form.lengths)
        raise CourseError("length", f"Choose a length of this form: {known}.") from None


def usual_end(span: Length, *, started_on: date, n_sessions: int) -> date:
    """The day by which so many sessions are held in the protocol's rhythm, and no later than it allows."""
    by_rhythm = started_on + timedelta(days=span.interval_days * n_sessions)
    return min(by_rhythm, started_on + timedelta(weeks=span.latest_weeks))


def today(client: Client, now: datetime) -> date:
    """The client's own day."""
    return now.astimezone(ZoneInfo(client.time_zone)).date()
