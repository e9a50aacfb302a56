"""The two tables that outcomes are counted from: courses with what happened in them, and their scores."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from attrs import field, frozen
from django.db.models import Count, Max, Min, Q

from clinic.answers.models import AnswerSheet
from clinic.caseload.models import CaseloadRow
from clinic.definitions.library import library
from clinic.people.models import Client
from clinic.safety.choices import Finding
from clinic.safety.models import Alert, RiskRecord
from clinic.therapy.choices import CANCELLED, HELD, Attendance, EndKind
from clinic.therapy.models import Course, Focus, TherapySession

BEFORE = timedelta(days=7)  # what was answered at the first contact belongs to the course (clinic.therapy.is_within)
MAIN = "phq-9"  # whose band at the start says how severe it was
A_BATCH = 2000
SCORES = ("course", "measure", "version", "on", "score")
NONE_OF_THESE = {"n_attended": 0, "n_missed": 0, "n_cancelled": 0, "first_contact_on": None, "second_contact_on": None}


@frozen
class Rows:
    """Every course of the installation as one row, and every score within a course; no name and no free text."""

    courses: list[dict[str, Any]] = field(repr=False)
    scores: list[tuple[str, str, int, date, float]] = field(repr=False)


def gather(*, as_of: date) -> Rows:
    """Read both (ten statements, however many courses there are); nothing after `as_of` counts."""
    spans: dict[UUID, list[tuple[date, date, str]]] = defaultdict(list)
    courses = []
    for row in read_courses(as_of=as_of):
        client = row.pop("client_id")
        courses.append(row)
        spans[client].append((row["started_on"] - BEFORE, row["ended_on"] or date.max, row["course"]))
    for of_client in spans.values():
        of_client.sort()
    scores = list(read_scores(spans, as_of=as_of))
    attempts = counted_in(spans, RiskRecord.objects.filter(finding=Finding.ATTEMPT, withdrawn_at=None), as_of=as_of)
    baselines = first_bands(scores)
    for row in courses:
        row["n_attempts"] = attempts.get(row["course"], 0)
        row["baseline"] = baselines.get(row["course"])
    return Rows(courses, scores)


def read_courses(*, as_of: date) -> Iterator[dict[str, Any]]:
    """Each course that had started, with its sessions, its focus, who held it and what is still open."""
    sessions, holders = attended(as_of=as_of), held_most(as_of=as_of)
    foci = dict(Focus.objects.filter(is_second=False).order_by("-agreed_on", "-pk").values_list("course", "area"))
    phases = dict(CaseloadRow.objects.exclude(course=None).values_list("course", "phase"))
    alerts = dict(Alert.objects.filter(closed_at=None).values_list("client").annotate(Count("pk")).order_by())
    therapists = dict(Client.objects.values_list("pk", "therapist"))
    asked = Course.objects.filter(started_on__lte=as_of).order_by("pk").values(
        "pk", "client_id", "client__team_id", "client__team__site", "protocol", "format", "medium", "referred_on",
        "started_on", "ended_on", "n_sessions", "end_kind", "condition", "tags",
    )  # fmt: skip
    for row in asked.iterator(chunk_size=A_BATCH):
        has_ended = row["ended_on"] is not None and row["ended_on"] <= as_of
        yield {
            "client_id": row["client_id"],
            "course": str(row["pk"]),
            "referred_on": row["referred_on"],
            "started_on": row["started_on"],
            "ended_on": row["ended_on"] if has_ended else None,
            "n_planned": row["n_sessions"],
            "end_reason": row["end_kind"] if has_ended else None,
            **sessions.get(row["pk"], NONE_OF_THESE),
            "has_died": has_ended and row["end_kind"] == EndKind.DIED,
            "n_admissions": int(has_ended and row["end_kind"] == EndKind.ADMITTED),
            "n_alerts_open": alerts.get(row["client_id"], 0),
            "therapist": str(holders.get(row["pk"]) or therapists[row["client_id"]]),
            "team": str(row["client__team_id"]),
            "site": row["client__team__site"],
            "protocol": row["protocol"],
            "format": row["format"],
            "medium": row["medium"],
            "problem": row["condition"],
            "focus": foci.get(row["pk"]),
            "phase": None if has_ended else phases.get(row["pk"]) or None,
            **{f"tag_{tag}": "yes" for tag in row["tags"]},
        }


def attended(*, as_of: date) -> dict[UUID, dict[str, Any]]:
    """Of each course with appointments: how many were held and missed, and the first two days (two statements)."""
    stood = TherapySession.objects.filter(removed_at=None, starts_at__date__lte=as_of)
    held = Q(attendance__in=HELD)
    counts = stood.values("course").order_by().annotate(
        n_attended=Count("pk", filter=held),
        n_missed=Count("pk", filter=Q(attendance=Attendance.DID_NOT_COME)),
        n_cancelled=Count("pk", filter=Q(attendance__in=CANCELLED)),
        first_at=Min("starts_at", filter=held),
    )  # fmt: skip
    found: dict[UUID, dict[str, Any]] = {}
    for row in counts.iterator(chunk_size=A_BATCH):
        first_on = row["first_at"].date() if row["first_at"] else None
        told = {name: row[name] for name in ("n_attended", "n_missed", "n_cancelled")}
        found[row["course"]] = {**told, "first_contact_on": first_on, "second_contact_on": None}
    days = stood.filter(held).order_by("course", "starts_at").values_list("course", "starts_at")
    for course, starts_at in days.iterator(chunk_size=A_BATCH):
        one = found[course]
        if one["second_contact_on"] is None and starts_at.date() > one["first_contact_on"]:
            one["second_contact_on"] = starts_at.date()
    return found


def held_most(*, as_of: date) -> dict[UUID, UUID]:
    """Who held most sessions of each course, the latest of equals (one statement): a course has no other therapist."""
    held = TherapySession.objects.filter(attendance__in=HELD, removed_at=None, starts_at__date__lte=as_of)
    counts = held.values_list("course", "held_by").order_by().annotate(n=Count("pk"), last=Max("starts_at"))
    best: dict[UUID, tuple[Any, ...]] = {}
    for course, by, n, last in counts.iterator(chunk_size=A_BATCH):
        best[course] = max(best.get(course, (0,)), (n, last, by))
    return {course: one[2] for course, one in best.items()}


def read_scores(
    spans: dict[UUID, list[tuple[date, date, str]]], *, as_of: date
) -> Iterator[tuple[str, str, int, date, float]]:
    """Every total within a course: not withdrawn, not about one person among several."""
    sheets = AnswerSheet.objects.filter(withdrawn_at=None, sent_at__isnull=False, score__total__isnull=False, target="")
    asked = sheets.filter(answered_on__lte=as_of).order_by("pk")
    columns = ("client", "measure", "version", "answered_on", "score__total")
    for client, measure, version, on, total in asked.values_list(*columns).iterator(chunk_size=A_BATCH):
        course = course_at(spans.get(client, []), on=on)
        if course is not None:
            yield course, measure, version, on, float(total)


def course_at(spans: list[tuple[date, date, str]], *, on: date) -> str | None:
    """The course that a day belongs to: of two, the one that began later."""
    place = bisect_right(spans, on, key=lambda span: span[0])
    return next((name for _, last, name in reversed(spans[:place]) if on <= last), None)


def counted_in(spans: dict[UUID, list[tuple[date, date, str]]], records: Any, *, as_of: date) -> dict[str, int]:
    """How many records of a client lie within each course (one statement)."""
    found: dict[str, int] = defaultdict(int)
    for client, at in records.filter(at__date__lte=as_of).values_list("client", "at").iterator(chunk_size=A_BATCH):
        course = course_at(spans.get(client, []), on=at.date())
        if course is not None:
            found[course] += 1
    return found


def first_bands(scores: list[tuple[str, str, int, date, float]]) -> dict[str, str]:
    """The band of the first score of each course on its main measure (PHQ-9): how severe it was at the start."""
    first: dict[str, tuple[date, float, int]] = {}
    for course, measure, version, on, total in scores:
        if measure == MAIN and (course not in first or on < first[course][0]):
            first[course] = (on, total, version)
    measures = {version: library().measure(MAIN, version) for _, _, version in first.values()}
    bands = {course: measures[version].band_of(total) for course, (_, total, version) in first.items()}
    return {course: band.id for course, band in bands.items() if band is not None}
