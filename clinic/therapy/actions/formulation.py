"""Writing the formulation: a person's own text, by versions, shown to the client, who says yes or no."""

from datetime import date, datetime

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.therapy.actions.agreeing import Answer, settle, show
from clinic.therapy.actions.allowed import staff_only
from clinic.therapy.actions.courses import CourseError, locked, must_run
from clinic.therapy.choices import AgreedHow
from clinic.therapy.models import Course, Formulation

NOUN = "formulation"


@action
def write_formulation(*, course: Course, text: str, based_on: int = 0, by: Actor, now: datetime) -> Formulation:
    """The next version; no version is lost. `based_on` is the version that the writer saw (0: none).

    Where somebody wrote another meanwhile, both stand: the new one's version is then more than `based_on` + 1.
    """
    staff_only(by)
    course = locked(course)
    must_run(course)
    text = text.strip()
    if not text:
        raise CourseError("text", "The page is empty: write the formulation, in the client's words where you can.")
    last = Formulation.objects.filter(course=course).order_by("-version").first()
    if last is not None and last.text == text and last.refused_on is None:
        nothing_changed()
        return last
    row = Formulation.objects.create(
        course=course,
        version=(last.version if last else 0) + 1,
        text=text,
        written_at=now,
        written_by_id=by.id,
    )
    happened("formulation written", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def share_formulation(*, formulation: Formulation, by: Actor, now: datetime) -> Formulation:
    """The newest version stands on the client's own pages from now on."""
    show(formulation, noun=NOUN, by=by, now=now)
    return formulation


@action
def answer_formulation(
    *,
    formulation: Formulation,
    agrees: bool,
    how: str = AgreedHow.BY_WORD,
    on: date | None = None,
    said: str = "",
    by: Actor,
    now: datetime,
) -> Formulation:
    """The client's yes or no to the newest version. After a no the work returns to the inventory.

    A client answers what they were shown (`how` is then their own page); a clinician enters what they were told.
    """
    settle(formulation, Answer(agrees=agrees, how=how, on=on, said=said), noun=NOUN, by=by, now=now)
    return formulation
