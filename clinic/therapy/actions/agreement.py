"""Writing the agreement: points in words beside the numbers of the plan, by versions, and the client's yes or no."""

from collections.abc import Mapping
from datetime import date, datetime

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.therapy.actions.agreeing import Answer, settle, show
from clinic.therapy.actions.allowed import fitting, staff_only
from clinic.therapy.actions.courses import CourseError, length_of, locked, must_run, protocol_of
from clinic.therapy.choices import AgreedHow
from clinic.therapy.models import Agreement, Course
from clinic.therapy.queries.agreement import sheet_of
from clinic.therapy.queries.standing import standing_of
from ipt.prompts import filled

NOUN = "agreement"


@action
def write_agreement(
    *, course: Course, values: Mapping[str, object], based_on: int = 0, by: Actor, now: datetime
) -> Agreement:
    """The next version, with sessions, minutes, rhythm, end date and review as they stand now.

    `based_on` is the version that the writer saw (0: none); see `write_formulation`.
    """
    staff_only(by)
    course = locked(course)
    must_run(course)
    wanted = sheet_of(course)
    if wanted is None:
        raise CourseError("", "This form of IPT has no agreement of its own.")
    sheet = library().prompts(wanted)
    kept = fitting(sheet, values, before={}, by=by)
    span = length_of(protocol_of(course), course.length)
    last = Agreement.objects.filter(course=course).order_by("-version").first()
    facts = {
        "n_sessions": course.n_sessions,
        "minutes": span.minutes,
        "interval_days": span.interval_days,
        "ends_on": course.ends_on,
        "review_at_session": standing_of(course).midpoint,
    }
    if last is not None and last.refused_on is None and says_the_same(last, facts=facts, values=kept):
        nothing_changed()
        return last
    row = Agreement.objects.create(
        course=course,
        version=(last.version if last else 0) + 1,
        prompts=sheet.id,
        prompts_version=sheet.version,
        values=kept,
        filled=list(filled(kept)),
        written_at=now,
        written_by_id=by.id,
        **facts,
    )
    happened("agreement written", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def share_agreement(*, agreement: Agreement, by: Actor, now: datetime) -> Agreement:
    """The newest version stands on the client's own pages from now on."""
    show(agreement, noun=NOUN, by=by, now=now)
    return agreement


@action
def answer_agreement(
    *,
    agreement: Agreement,
    agrees: bool,
    how: str = AgreedHow.BY_WORD,
    on: date | None = None,
    said: str = "",
    by: Actor,
    now: datetime,
) -> Agreement:
    """The client's yes or no to the newest version, given by themselves or entered by a clinician."""
    settle(agreement, Answer(agrees=agrees, how=how, on=on, said=said), noun=NOUN, by=by, now=now)
    return agreement


def says_the_same(row: Agreement, *, facts: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Whether a version holds these numbers and words already."""
    return row.values == values and all(getattr(row, name) == value for name, value in facts.items())
