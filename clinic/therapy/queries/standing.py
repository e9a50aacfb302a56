"""What has happened in courses, as `ipt.standing` reads it: days and counts, never a sealed text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import define, field
from django.db.models import Count, Max, Min
from django.utils import timezone

from clinic.safety.models import RiskRecord
from clinic.therapy.models import (
    Agreement,
    AreaWeight,
    Break,
    Closeness,
    Course,
    CoursePlan,
    Entry,
    Focus,
    FollowUp,
    Formulation,
    Goal,
    Issue,
    LifeEvent,
    Relationship,
    TherapySession,
)
from clinic.therapy.queries.courses import protocol_of
from ipt import standing as ipt
from ipt.standing import Happened, Plan, Standing, standing


@define
class Gathered:
    """What one course has, while its tables are read."""

    plans: list[Plan] = field(factory=list)
    held: list[date] = field(factory=list)
    ahead: list[date] = field(factory=list)
    breaks: list[ipt.Break] = field(factory=list)
    facts: dict[str, date] = field(factory=dict)
    counts: dict[str, int] = field(factory=dict)

    def fact(self, name: str, on: date | None) -> None:
        """Keep the first day on which something was true."""
        if on is not None and (name not in self.facts or on < self.facts[name]):
            self.facts[name] = on


def standing_of(course: Course, *, on: date | None = None) -> Standing:
    """Where one course stands on a day of the client's (today without one), in as many statements as `happened_of`."""
    day = on or timezone.now().astimezone(ZoneInfo(course.client.time_zone)).date()
    return standing(protocol_of(course), length=course.length, happened=happened_of([course])[course.pk], on=day)


def happened_of(courses: Sequence[Course]) -> dict[UUID, Happened]:
    """What has happened in each of these courses, in fifteen statements however many they are."""
    found = {course.pk: Gathered() for course in courses}
    by_client: dict[UUID, list[Course]] = defaultdict(list)
    for course in courses:
        by_client[course.client_id].append(course)
    zones = {course.pk: ZoneInfo(course.client.time_zone) for course in courses}
    _plans_and_breaks(found)
    _sessions(found, zones=zones)
    _entries(found, zones=zones)
    _agreed(found)
    _foci_and_goals(found, courses=courses)
    _counted(found, zones=zones)
    _of_clients(found, by_client=by_client)
    return {course.pk: _whole(course, found[course.pk]) for course in courses}


def _whole(course: Course, one: Gathered) -> Happened:
    one.fact("ending_opened", course.ending_opened_on)
    one.fact("course_ended", course.ended_on)
    plans = one.plans or [Plan(on=course.started_on, n_sessions=course.n_sessions, ends_on=course.ends_on)]
    return Happened(
        started_on=course.started_on,
        plans=tuple(plans),
        held=tuple(one.held),
        ahead=tuple(one.ahead),
        breaks=tuple(one.breaks),
        facts=one.facts,
        counts=one.counts,
        ended_on=course.ended_on,
    )


def _plans_and_breaks(found: dict[UUID, Gathered]) -> None:
    plans = CoursePlan.objects.filter(course__in=list(found)).order_by("made_at")
    for course, made_on, n_sessions, ends_on in plans.values_list("course", "made_on", "n_sessions", "ends_on"):
        before = found[course].plans
        on = max(made_on, before[-1].on) if before else made_on  # a plan may change before the day of the start
        before.append(Plan(on=on, n_sessions=n_sessions, ends_on=ends_on))
    breaks = Break.objects.filter(course__in=list(found), removed_at=None).order_by("first_on")
    for course, first_on, last_on in breaks.values_list("course", "first_on", "last_on"):
        found[course].breaks.append(ipt.Break(first=first_on, last=last_on))


def _sessions(found: dict[UUID, Gathered], *, zones: Mapping[UUID, ZoneInfo]) -> None:
    rows = TherapySession.objects.filter(course__in=list(found), removed_at=None).order_by("starts_at")
    for course, starts_at, attendance in rows.values_list("course", "starts_at", "attendance"):
        day = starts_at.astimezone(zones[course]).date()
        if attendance in ("came", "late"):
            found[course].held.append(day)
        elif not attendance:
            found[course].ahead.append(day)


def _entries(found: dict[UUID, Gathered], *, zones: Mapping[UUID, ZoneInfo]) -> None:
    """`entry.<sheet>` from the first of it, `filled.<sheet>.<prompt>` as the newest says."""
    rows = Entry.objects.filter(course__in=list(found), withdrawn_at=None).order_by("written_at")
    newest: dict[tuple[UUID, str], tuple[list[str], date]] = {}
    for course, sheet, on, filled, shared_at in rows.values_list("course", "sheet", "on", "filled", "shared_at"):
        found[course].fact(f"entry.{sheet}", on)
        newest[course, sheet] = (filled, on)
        if sheet == "review":
            found[course].fact("review_held", on)
        if sheet == "ending" and shared_at is not None:
            found[course].fact("plan_for_end_shared", shared_at.astimezone(zones[course]).date())
    for (course, sheet), (filled, on) in newest.items():
        for prompt in filled:
            found[course].fact(f"filled.{sheet}.{prompt}", on)


def _agreed(found: dict[UUID, Gathered]) -> None:
    """Agreed is what the client said yes to last: a later no takes it back, and the work returns."""
    for fact, model in (("formulation_agreed", Formulation), ("agreement_given", Agreement)):
        rows = model.objects.filter(course__in=list(found)).order_by("version")
        for course, agreed_on, refused_on in rows.values_list("course", "agreed_on", "refused_on"):
            if refused_on is not None:
                found[course].facts.pop(fact, None)
            found[course].fact(fact, agreed_on)


def _foci_and_goals(found: dict[UUID, Gathered], *, courses: Iterable[Course]) -> None:
    foci = Focus.objects.filter(course__in=list(found)).values_list("course").annotate(Min("agreed_on"))
    for course, agreed_on in foci:
        found[course].fact("focus_agreed", agreed_on)
    opened = {course.pk: course.ending_opened_on for course in courses}
    running = Goal.objects.filter(focus__course__in=list(found), dropped_on=None, focus__until_on=None)
    last_rated = running.values_list("focus__course", "pk").annotate(last_on=Max("ratings__on"))
    for course, _goal, last_on in last_rated:
        counts, opened_on = found[course].counts, opened[course]
        counts["n_goals"] = counts.get("n_goals", 0) + 1
        is_rated = last_on is not None and opened_on is not None and last_on >= opened_on
        counts["n_goals_rated_at_end"] = counts.get("n_goals_rated_at_end", 0) + int(is_rated)


def _counted(found: dict[UUID, Gathered], *, zones: Mapping[UUID, ZoneInfo]) -> None:
    issues = Issue.objects.filter(course__in=list(found), removed_at=None)
    weights = AreaWeight.objects.filter(course__in=list(found))
    for name, rows in (("n_issues", issues), ("n_areas_weighed", weights)):
        for course, n in rows.values_list("course").annotate(Count("pk")):
            found[course].counts[name] = n
    follow_ups = FollowUp.objects.filter(course__in=list(found), cancelled_at=None)
    for course, set_at in follow_ups.values_list("course").annotate(Min("set_at")):
        found[course].fact("follow_up_set", set_at.astimezone(zones[course]).date())


def _of_clients(found: dict[UUID, Gathered], *, by_client: dict[UUID, list[Course]]) -> None:
    """What stands on the client: people, circle, events, and risk asked within the course."""
    people = Relationship.objects.filter(client__in=list(by_client), removed_at=None)
    events = LifeEvent.objects.filter(client__in=list(by_client), removed_at=None)
    for name, rows in (("n_people", people), ("n_events", events)):
        for client, n in rows.values_list("client").annotate(Count("pk")):
            for course in by_client[client]:
                found[course.pk].counts[name] = n
    days = Closeness.objects.filter(client__in=list(by_client)).values_list("client", "on").distinct()
    asked = RiskRecord.objects.filter(client__in=list(by_client), withdrawn_at=None, was_asked=True)
    for client, on in days:
        for course in by_client[client]:
            if is_within(course, on):
                found[course.pk].counts["n_circles"] = found[course.pk].counts.get("n_circles", 0) + 1
    for client, at in asked.values_list("client", "at"):
        for course in by_client[client]:
            if is_within(course, local(at, course)):
                found[course.pk].fact("risk_asked", local(at, course))


def is_within(course: Course, on: date) -> bool:
    """Whether a day belongs to a course; the week before its start does too, for what was done at the first contact."""
    return has_begun(course, on) and (course.ended_on is None or on <= course.ended_on)


def has_begun(course: Course, on: date) -> bool:
    """Whether a day lies in a course or after it."""
    return (course.started_on - on).days <= 7


def local(at: datetime, course: Course) -> date:
    """The client's own day of a moment."""
    return at.astimezone(ZoneInfo(course.client.time_zone)).date()
