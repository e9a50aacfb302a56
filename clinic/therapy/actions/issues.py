"""Writing the issues that were found, each side's order of them, and how far each problem area bears on the episode."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.therapy.actions.allowed import nought_to_ten, one_line, own_only, refuse_overtaken, staff_only
from clinic.therapy.actions.courses import CourseError, locked, must_run, protocol_of
from clinic.therapy.models import AreaWeight, Course, Issue, Relationship
from clinic.therapy.queries.issues import Side


class Weight(TypedDict, total=False):
    """What speaks for and against an area, and 0–10 by each side."""

    evidence: str
    against: str
    by_client: int | None
    by_therapist: int | None


@action
def add_issue(
    *,
    course: Course,
    text: str,
    area: str = "",
    relationship: Relationship | None = None,
    by: Actor,
    now: datetime,
) -> Issue:
    """A difficulty with somebody, at the end of both orders. The same words sent twice are one issue."""
    course = locked(course)
    must_run(course)
    staff_only(by)
    facts = checked(course, text=text, area=area, relationship=relationship)
    there = Issue.objects.filter(course=course, removed_at=None, area=facts["area"], relationship=relationship)
    same = next((one for one in there if one.text == facts["text"]), None)
    if same is not None:
        nothing_changed()
        return same
    issue = Issue(course=course, added_at=now, **facts)
    issue.save(force_insert=True)
    happened("issue added", about=issue, client=course.client_id, by=by, now=now)
    return issue


@action
def change_issue(
    *,
    issue: Issue,
    text: str,
    area: str = "",
    relationship: Relationship | None = None,
    by: Actor,
    now: datetime,
) -> Issue:
    """Other words, area or person for an issue; its places in the orders stay."""
    course = locked(issue.course)
    must_run(course)
    staff_only(by)
    for name, value in checked(course, text=text, area=area, relationship=relationship).items():
        setattr(issue, name, value)
    issue.save()
    happened("issue changed", about=issue, client=course.client_id, by=by, now=now)
    return issue


@action
def remove_issue(*, issue: Issue, by: Actor, now: datetime) -> Issue:
    """Take an issue off the list; it is kept, with when."""
    course = locked(issue.course)
    must_run(course)
    staff_only(by)
    issue.removed_at = now
    issue.save(update_fields=["removed_at"])
    happened("issue removed", about=issue, client=course.client_id, by=by, now=now)
    return issue


@action
def rank_issues(*, course: Course, order: Sequence[UUID], by_side: Side, by: Actor, now: datetime) -> list[Issue]:
    """One side's order of the issues, the most important first; a therapist may enter the client's, by word.

    The order names every issue that stands, each once.
    """
    course = locked(course)
    must_run(course)
    own_only(course.client_id, by=by)
    if by_side not in ("client", "therapist") or (by.is_client and by_side != "client"):
        raise CourseError("by_side", "Say whose order this is: the client's or the therapist's.")
    there = {issue.pk: issue for issue in Issue.objects.filter(course=course, removed_at=None)}
    if len(order) != len(there) or set(order) != set(there):
        raise CourseError("order", "The list changed meanwhile. Look at it again, then put it in order.")
    name = f"rank_by_{by_side}"
    moved = [there[pk] for rank, pk in enumerate(order, start=1) if getattr(there[pk], name) != rank]
    if not moved:
        nothing_changed()
    for rank, pk in enumerate(order, start=1):
        if there[pk] in moved:
            setattr(there[pk], name, rank)
            there[pk].save(update_fields=[name])
    if moved:
        happened("issues ranked", about=course, client=course.client_id, by=by, now=now)
    return [there[pk] for pk in order]


@action
def weigh_area(*, course: Course, area: str, weight: Weight, revision: int, by: Actor, now: datetime) -> AreaWeight:
    """How far a problem area bears on this episode; Overtaken when somebody saved since `revision` (0: none yet)."""
    course = locked(course)
    must_run(course)
    staff_only(by)
    if area not in protocol_of(course).areas:
        raise CourseError("area", "This form of IPT does not know this problem area.")
    row = AreaWeight.objects.filter(course=course, area=area).first()
    if row is None:
        row = AreaWeight(course=course, area=area, revision=0)
    refuse_overtaken(row, revision=row.revision, known=revision)
    for name in ("by_client", "by_therapist"):
        if name in weight:
            setattr(row, name, nought_to_ten(weight[name], field=name))
    row.evidence = weight.get("evidence", row.evidence).strip()
    row.against = weight.get("against", row.against).strip()
    if row.revision == 0 and not (row.evidence or row.against or {row.by_client, row.by_therapist} != {None}):
        raise CourseError("evidence", "Write what speaks for or against this area, or give a number.")
    row.revision, row.saved_at = row.revision + 1, now
    row.save()
    happened("area weighed", about=row, client=course.client_id, by=by, now=now)
    return row


class Checked(TypedDict):
    """An issue's own fields, fit to keep."""

    text: str
    area: str
    relationship: Relationship | None


def checked(course: Course, *, text: str, area: str, relationship: Relationship | None) -> Checked:
    """The fields of an issue, or a refusal that names one."""
    text = one_line(text, field="text", most=300, empty="Say in a line what the issue is.")
    if area and area not in protocol_of(course).areas:
        raise CourseError("area", "This form of IPT does not know this problem area.")
    if relationship is not None and relationship.client_id != course.client_id:
        raise CourseError("relationship", "Choose from the people of this client.")
    return Checked(text=text, area=area, relationship=relationship)
