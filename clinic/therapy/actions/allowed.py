"""Who may write what in a course's record, and when: a client only what is theirs, nobody over a newer text."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Model

from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people.models import Client
from clinic.therapy.actions.courses import CourseError, CourseHasEnded, today
from clinic.therapy.models import Course, Relationship
from ipt.prompts import PromptError, PromptSet, Value, cleaned


class Overtaken(CourseError):
    """Somebody else saved meanwhile: nothing was written over. `there` is the row as it stands now."""

    def __init__(self, there: Model) -> None:
        super().__init__("", "Somebody else saved this meanwhile. Nothing is lost: both texts are shown.")
        self.there = there


def refuse_overtaken(row: Model, *, revision: int, known: int) -> None:
    """Refuse to write over a text that the writer has not seen."""
    if revision != known:
        raise Overtaken(row)


def locked_person(relationship: Relationship) -> Relationship:
    """The person as they stand now, kept from others until the action ends (one statement)."""
    rows = Relationship.objects.select_for_update(of=("self",)).select_related("client", "supporter")
    return rows.get(pk=relationship.pk)


def client_must_run(client: Client) -> None:
    """CourseHasEnded when every course of the client is over; before the first one people may be named already."""
    rows = list(Course.objects.filter(client=client).values_list("ended_on", flat=True))
    if rows and None not in rows:
        raise CourseHasEnded


def staff_only(by: Actor) -> None:
    """Refuse a client what is the clinician's to write."""
    if by.is_client:
        raise CourseError("", "This is written by your therapist.")


def own_only(client_id: UUID, *, by: Actor, is_shown: bool = True) -> None:
    """Refuse a client what is not theirs, or what they were not shown."""
    if by.is_client and (by.id != client_id or not is_shown):
        raise CourseError("", "This is not on your pages.")


def one_line(text: str, *, field: str, most: int = 120, empty: str = "") -> str:
    """The text without space around it; refused when too long, or when empty and `empty` says what to enter."""
    text = " ".join(text.split())
    if empty and not text:
        raise CourseError(field, empty)
    if len(text) > most:
        raise CourseError(field, f"Use at most {most} letters; this has {len(text)}.")
    return text


def not_to_come(on: date | None, *, client: Client, now: datetime, field: str = "on") -> date:
    """The day, or the client's own today where none is given; a day to come is refused."""
    latest = today(client, now)
    if on is not None and on > latest:
        raise CourseError(field, "This day has not come yet: enter today or an earlier day.")
    return on or latest


def nought_to_ten(value: int | None, *, field: str) -> int | None:
    """A number of a 0–10 scale, or nothing."""
    if value is not None and not 0 <= value <= 10:
        raise CourseError(field, "Give a number from 0 to 10.")
    return value


def known_word(vocabulary: str, word: str, *, field: str, message: str) -> str:
    """A word of a vocabulary."""
    try:
        return library().vocabulary(vocabulary).word(word).id
    except LookupError:
        raise CourseError(field, message) from None


def fitting(
    sheet: PromptSet,
    given: Mapping[str, object],
    *,
    before: Mapping[str, Value],
    asked: Collection[str] | None = None,
    by: Actor,
) -> dict[str, Value]:
    """The values to keep: what was given, and of those before what this writer was not asked.

    `asked` are the prompts that the form held (all without it). A client is never asked private ones: those stay.
    """
    open_to = {prompt.id for prompt in (sheet.for_client if by.is_client else sheet.prompts)}
    if closed := set(given) - open_to:
        raise CourseError(sorted(closed)[0], "This field is not on this page.")
    held = open_to if asked is None else open_to & set(asked)
    kept = {name: value for name, value in before.items() if name not in held}
    try:
        return cleaned(sheet, {**kept, **given})
    except PromptError as fault:
        raise CourseError(fault.prompt, fault.way_out) from fault
