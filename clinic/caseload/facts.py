"""Everything the caseload is computed from, read for many clients at once; no sealed column among it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import frozen

from clinic.answers.awaited import waiting
from clinic.answers.models import AnswerSheet, Occasion
from clinic.answers.queries import Series, series
from clinic.people.models import Client
from clinic.people.queries.who import SEALED
from clinic.therapy.choices import EndKind
from clinic.therapy.models import (
    Agreement,
    Comment,
    Contact,
    Course,
    Focus,
    FollowUp,
    Formulation,
    SessionNote,
    TherapySession,
)
from clinic.therapy.queries.courses import protocol_of
from clinic.therapy.queries.standing import happened_of
from ipt.happened import Happened
from ipt.protocol import Length, Protocol
from ipt.standing import Standing, standing

Row = TypeVar("Row")


@frozen
class CourseFacts:
    """One course: what happened, where it stands today, its appointments in order of time, whose notes are signed."""

    course: Course
    happened: Happened
    standing: Standing
    sessions: tuple[TherapySession, ...]
    signed: frozenset[UUID]  # sessions whose note is signed
    areas: tuple[str, ...]
    answers: tuple[Formulation | Agreement, ...]  # the newest version of each, and what the client said to it

    @property
    def runs(self) -> bool:
        """Whether nobody has ended it."""
        return self.course.ended_on is None

    @property
    def protocol(self) -> Protocol:
        """Its form of IPT."""
        return protocol_of(self.course)

    @property
    def length(self) -> Length:
        """Its length."""
        return self.protocol.length(self.course.length)


@frozen
class ClientFacts:
    """One client at one moment; `courses` with the one that the caseload is about first."""

    client: Client
    now: datetime
    courses: tuple[CourseFacts, ...]
    series: tuple[Series, ...]
    waiting: tuple[Occasion, ...]
    contacts: tuple[Contact, ...]
    comments: tuple[Comment, ...]  # those that nobody has read
    follow_ups: tuple[FollowUp, ...]  # those that nobody has finished

    @property
    def current(self) -> CourseFacts | None:
        """The running course, or the last one."""
        return self.courses[0] if self.courses else None

    @property
    def has_died(self) -> bool:
        """Whether a course ended because the client died."""
        return any(one.course.end_kind == EndKind.DIED for one in self.courses)

    @property
    def zone(self) -> ZoneInfo:
        """The client's own clock."""
        return ZoneInfo(self.client.time_zone)

    @property
    def today(self) -> date:
        """The client's own day."""
        return self.now.astimezone(self.zone).date()

    def at(self, day: date) -> datetime:
        """The moment a day begins for the client."""
        return datetime.combine(day, time(), self.zone)


def facts_of(clients: Collection[UUID], *, now: datetime) -> list[ClientFacts]:
    """The facts of these clients, in twenty-seven statements however many they are."""
    known = list(Client.objects.filter(pk__in=clients).select_related("team").defer(*SEALED).order_by("pk"))
    courses = courses_of(known, now=now)
    answered = grouped(sheets_of(clients), key=of_client)
    occasions = grouped(waiting(list(clients)), key=lambda one: one.course.client_id)
    contacts = grouped(Contact.objects.filter(client__in=clients).defer("note").order_by("at"), key=of_client)
    comments = grouped(
        Comment.objects.filter(client__in=clients, seen_at=None).defer("text").order_by("at"), key=of_client
    )
    follow_ups = grouped(follow_ups_of(clients), key=lambda one: one.course.client_id)
    return [
        ClientFacts(
            client=client,
            now=now,
            courses=tuple(courses[client.pk]),
            series=all_series(answered[client.pk]),
            waiting=tuple(occasions[client.pk]),
            contacts=tuple(contacts[client.pk]),
            comments=tuple(comments[client.pk]),
            follow_ups=tuple(follow_ups[client.pk]),
        )
        for client in known
    ]


def courses_of(clients: list[Client], *, now: datetime) -> dict[UUID, list[CourseFacts]]:
    """The courses of these clients, the current one first (twenty-one statements)."""
    known = {client.pk: client for client in clients}
    rows = list(Course.objects.filter(client__in=clients).defer("end_why").order_by("-started_on", "-begun_at"))
    rows.sort(key=lambda course: course.ended_on is not None)
    for course in rows:
        course.client = known[course.client_id]
    happened = happened_of(rows)
    ids = [course.pk for course in rows]
    booked = TherapySession.objects.filter(course__in=ids, removed_at=None).defer("reason").order_by("starts_at")
    sessions = grouped(booked, key=of_course)
    signed = SessionNote.objects.filter(session__course__in=ids, withdrawn_at=None).exclude(signed_at=None)
    notes = frozenset(signed.values_list("session", flat=True))
    running = Focus.objects.filter(course__in=ids, until_on=None).only("course", "area", "is_second")
    foci = grouped(running.order_by("is_second"), key=of_course)
    said = newest_answers(ids)
    found: dict[UUID, list[CourseFacts]] = defaultdict(list)
    for course in rows:
        on = now.astimezone(ZoneInfo(course.client.time_zone)).date()
        found[course.client_id].append(
            CourseFacts(
                course=course,
                happened=happened[course.pk],
                standing=standing(protocol_of(course), length=course.length, happened=happened[course.pk], on=on),
                sessions=tuple(sessions[course.pk]),
                signed=frozenset(one.pk for one in sessions[course.pk] if one.pk in notes),
                areas=tuple(focus.area for focus in foci[course.pk]),
                answers=tuple(said[course.pk]),
            )
        )
    return found


def newest_answers(courses: list[UUID]) -> dict[UUID, list[Formulation | Agreement]]:
    """The newest formulation and the newest agreement of each course (two statements)."""
    found: dict[UUID, list[Formulation | Agreement]] = defaultdict(list)
    columns = ("course", "version", "agreed_on", "refused_on", "answered_at")
    for rows in (Formulation.objects, Agreement.objects):
        newest = {row.course_id: row for row in rows.filter(course__in=courses).only(*columns).order_by("version")}
        for course, row in newest.items():
            found[course].append(row)
    return found


def sheets_of(clients: Collection[UUID]) -> Iterable[AnswerSheet]:
    """Sheets that count, with their totals and without their answers (one statement)."""
    rows = AnswerSheet.objects.filter(client__in=clients, withdrawn_at=None).exclude(sent_at=None)
    columns = ("client", "measure", "version", "target", "answered_on", "sent_at", "score__sheet", "score__total")
    return rows.select_related("score").only(*columns).order_by("answered_on", "sent_at")


def all_series(sheets: list[AnswerSheet]) -> tuple[Series, ...]:
    """Sheets of one client as series, the one answered last first (no statement)."""
    found: dict[tuple[str, int, str], list[AnswerSheet]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.measure, sheet.version, sheet.target].append(sheet)
    ready = [series(measure, version, rows) for (measure, version, _), rows in found.items()]
    return tuple(sorted(ready, key=lambda one: (one.last.answered_on, one.measure.id), reverse=True))


def follow_ups_of(clients: Collection[UUID]) -> Iterable[FollowUp]:
    """Follow-ups that nobody has finished or cancelled (one statement)."""
    rows = FollowUp.objects.filter(course__client__in=clients, done_on=None, cancelled_at=None).defer("outcome")
    return rows.select_related("course").order_by("due_on")


def grouped(rows: Iterable[Row], *, key: Callable[[Any], Any]) -> dict[UUID, list[Row]]:
    """Rows by whose they are, in the order they come."""
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def of_client(row: Any) -> Any:
    """Whose row it is."""
    return row.client_id


def of_course(row: Any) -> Any:
    """Which course's row it is."""
    return row.course_id
