"""Writing the focus: the problem area that was agreed, at most as many as the protocol allows, and its own fields."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from clinic.audit.action import action, happened
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.therapy.actions.allowed import fitting, not_to_come, one_line, refuse_overtaken, staff_only
from clinic.therapy.actions.courses import CourseError, locked, must_run, protocol_of
from clinic.therapy.choices import AgreedHow
from clinic.therapy.models import Course, Focus, Formulation, Relationship
from ipt.prompts import PromptSet, filled


class Chosen(TypedDict, total=False):
    """What was agreed: the area, in the client's words, about whom, how they said yes, and when (today without)."""

    area: str
    title: str
    people: Sequence[Relationship]
    how: str
    on: date | None


@action
def agree_focus(*, course: Course, chosen: Chosen, is_second: bool = False, by: Actor, now: datetime) -> Focus:
    """The focus the client said yes to; `is_second` beside one that runs, where the protocol allows two.

    It stands on the agreed formulation, or on a yes by word or on paper with its day. After a no to the formulation
    there is none until a new version is agreed.
    """
    staff_only(by)
    course = locked(course)
    must_run(course)
    running = {focus.is_second for focus in Focus.objects.filter(course=course, until_on=None)}
    if not is_second and False in running:
        raise CourseError("area", "A focus is agreed already: change it, or add a second one.")
    if is_second:
        refuse_second(course, running=running)
    row = begin(course, chosen=chosen, is_second=is_second, by=by, now=now)
    happened("focus agreed", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def change_focus(*, focus: Focus, chosen: Chosen, why: str, by: Actor, now: datetime) -> Focus:
    """Another focus in the place of this one, with the reason; the one before stays with its goals."""
    staff_only(by)
    course = locked(focus.course)
    must_run(course)
    finish(focus, on=chosen.get("on"), why=why, course=course, now=now)
    row = begin(course, chosen=chosen, is_second=focus.is_second, by=by, now=now)
    happened("focus changed", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def drop_second_focus(*, focus: Focus, why: str, on: date | None = None, by: Actor, now: datetime) -> Focus:
    """One focus again."""
    staff_only(by)
    course = locked(focus.course)
    must_run(course)
    if not focus.is_second:
        raise CourseError("", "A course keeps one focus: change it instead.")
    finish(focus, on=on, why=why, course=course, now=now)
    happened("second focus dropped", about=focus, client=course.client_id, by=by, now=now)
    return focus


@action
def fill_focus(
    *,
    focus: Focus,
    values: Mapping[str, object],
    revision: int,
    asked: Collection[str] | None = None,
    by: Actor,
    now: datetime,
) -> Focus:
    """What was found out about it, by the prompts of its area; Overtaken when somebody saved since `revision`."""
    staff_only(by)
    row = Focus.objects.select_for_update(of=("self",)).select_related("course").get(pk=focus.pk)
    must_run(row.course)
    refuse_overtaken(row, revision=row.revision, known=revision)
    row.values = fitting(sheet_of(row.area), values, before=row.values, asked=asked, by=by)
    row.filled = list(filled(row.values))
    row.revision, row.saved_at = row.revision + 1, now
    row.save(update_fields=["values", "filled", "revision", "saved_at"])
    happened("focus written up", about=row, client=row.course.client_id, by=by, now=now)
    return row


@action
def reword_focus(
    *, focus: Focus, title: str, people: Sequence[Relationship], revision: int, by: Actor, now: datetime
) -> Focus:
    """The same focus in better words, or about other people too; the agreement stands."""
    staff_only(by)
    row = Focus.objects.select_for_update(of=("self",)).select_related("course").get(pk=focus.pk)
    must_run(row.course)
    refuse_overtaken(row, revision=row.revision, known=revision)
    refuse_strangers(people, course=row.course)
    row.title = one_line(title, field="title", most=200)
    row.revision, row.saved_at = row.revision + 1, now
    row.save(update_fields=["title", "revision", "saved_at"])
    row.people.set(people)
    happened("focus reworded", about=row, client=row.course.client_id, by=by, now=now)
    return row


def begin(course: Course, *, chosen: Chosen, is_second: bool, by: Actor, now: datetime) -> Focus:
    """The row of a focus that was agreed."""
    area, people, how = chosen.get("area", ""), chosen.get("people", ()), chosen.get("how", AgreedHow.BY_WORD)
    if area not in protocol_of(course).areas:
        raise CourseError("area", "Choose one of the problem areas.")
    if how not in AgreedHow.values:
        raise CourseError("how", "Say how the client agreed.")
    on = not_to_come(chosen.get("on"), client=course.client, now=now)
    refuse_strangers(people, course=course)
    formulation = answered_last(course)
    if formulation is not None and formulation.refused_on is not None:
        raise CourseError(
            "area", "The client said no to the formulation. Write a new version with them before the focus is agreed."
        )
    if how == AgreedHow.PORTAL and (formulation is None or formulation.answered_how != AgreedHow.PORTAL):
        raise CourseError(
            "how", "On their own page the client said yes to nothing yet: say how they agreed, with the day."
        )
    row = Focus.objects.create(
        course=course,
        area=area,
        title=one_line(chosen.get("title", ""), field="title", most=200),
        formulation=formulation,
        is_second=is_second,
        agreed_on=on,
        agreed_how=how,
        saved_at=now,
        by_id=by.user_id,
    )
    row.people.set(people)
    return row


def finish(focus: Focus, *, on: date | None, why: str, course: Course, now: datetime) -> None:
    """The focus runs until a day, for a reason."""
    if focus.until_on is not None:
        raise CourseError("", "This focus was changed already: look at the one that runs.")
    if not why.strip():
        raise CourseError("why", "Say why the focus changes: it was agreed with the client.")
    focus.until_on, focus.why_changed = not_to_come(on, client=course.client, now=now), why.strip()
    focus.save(update_fields=["until_on", "why_changed"])


def refuse_second(course: Course, *, running: set[bool]) -> None:
    """A second focus stands beside a first, and only where the protocol allows two."""
    if protocol_of(course).most_foci < 2:
        raise CourseError("area", "This form of IPT has one focus.")
    if True in running:
        raise CourseError("area", "There are two already, which is the most: change one of them.")
    if False not in running:
        raise CourseError("area", "Agree the first focus before a second.")


def refuse_strangers(people: Sequence[Relationship], *, course: Course) -> None:
    """The people of a focus are people of its client."""
    if any(person.client_id != course.client_id or person.removed_at is not None for person in people):
        raise CourseError("people", "Choose from the people of this client.")


def answered_last(course: Course) -> Formulation | None:
    """The newest version that the client said yes or no to (one statement)."""
    answered = Formulation.objects.filter(course=course).exclude(answered_how="")
    return answered.order_by("-version").first()


def sheet_of(area: str) -> PromptSet:
    """The prompts of a problem area's own fields."""
    prompts = library().vocabulary("problem-areas").word(area).prompts
    if prompts is None:
        raise CourseError("area", "This problem area has no fields of its own.")
    return library().prompts(prompts)
