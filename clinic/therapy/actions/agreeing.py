"""What a formulation and an agreement have in common: versions, shown to the client, and answered yes or no."""

from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from clinic.audit.action import happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.therapy.actions.allowed import not_to_come, own_only, staff_only
from clinic.therapy.actions.comments import About, comment
from clinic.therapy.actions.courses import CourseError, locked, must_run
from clinic.therapy.choices import AgreedHow
from clinic.therapy.models import Agreement, Formulation

Agreeable = Formulation | Agreement


class Answer(TypedDict):
    """What the client said, when (None: today) and how it was given; their words may stay empty."""

    agrees: bool
    how: str
    on: date | None
    said: str


def show(row: Agreeable, *, noun: str, by: Actor, now: datetime) -> None:
    """Put the newest version on the client's own pages."""
    staff_only(by)
    must_run(locked(row.course))
    refuse_older(row, noun=noun)
    if row.shared_at is not None:
        nothing_changed()
        return
    row.shared_at = now
    row.save(update_fields=["shared_at"])
    happened(f"{noun} shown", about=row, client=row.course.client_id, by=by, now=now)


def settle(row: Agreeable, answer: Answer, *, noun: str, by: Actor, now: datetime) -> None:
    """Keep the client's yes or no: on their own page, or told by them and entered by a clinician with its day.

    What a client writes with it, with a yes too, waits like every comment until somebody has read it.
    """
    course = locked(row.course)
    must_run(course)
    own_only(course.client_id, by=by, is_shown=row.shared_at is not None)
    row.refresh_from_db(fields=["agreed_on", "refused_on", "shared_at"])
    refuse_older(row, noun=noun)
    if row.agreed_on or row.refused_on:
        if bool(row.agreed_on) == answer["agrees"]:
            nothing_changed()
            return
        raise CourseError("agrees", f"This version was answered already: write a new version of the {noun}.")
    on = not_to_come(None if by.is_client else answer["on"], client=course.client, now=now)
    if on < row.written_at.astimezone(ZoneInfo(course.client.time_zone)).date():
        raise CourseError("on", f"This version of the {noun} was written later than this day.")
    row.agreed_on, row.refused_on = (on, None) if answer["agrees"] else (None, on)
    row.answered_how, row.answered_at = how_given(answer["how"], by=by), now
    row.client_said = answer["said"].strip()
    row.save(update_fields=["agreed_on", "refused_on", "answered_how", "answered_at", "client_said"])
    verb = "agreed" if answer["agrees"] else "refused"
    happened(f"{noun} {verb}", about=row, client=course.client_id, by=by, now=now)
    if by.is_client and row.client_said:
        about: About = "formulation" if isinstance(row, Formulation) else "agreement"
        comment(client=course.client, about=about, about_id=row.pk, text=row.client_said, by=by, now=now)


def how_given(how: str, *, by: Actor) -> str:
    """By which way the client answered: on their own page, or as the clinician says."""
    if by.is_client:
        return AgreedHow.PORTAL
    if how not in (AgreedHow.BY_WORD, AgreedHow.ON_PAPER):
        raise CourseError("how", "Say how the client answered: by word or on paper.")
    return how


def refuse_older(row: Agreeable, *, noun: str) -> None:
    """Only the newest version is shown and answered."""
    if type(row)._default_manager.filter(course=row.course_id, version__gt=row.version).exists():
        raise CourseError("version", f"There is a newer version of the {noun}: look at that one.")
