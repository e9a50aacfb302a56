"""Writing what comes with the end: letters of the course, next options where it did not help, follow-up dates."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.definitions.library import library
from clinic.people.choices import SafeChannel
from clinic.therapy.actions.allowed import refuse_overtaken, staff_only
from clinic.therapy.actions.courses import CourseError, End, end_course, locked, protocol_of, today
from clinic.therapy.actions.entries import write_entry
from clinic.therapy.models import Course, CourseLetter, FollowUp
from clinic.therapy.queries.courses import has_died
from ipt.library import NotDefined
from ipt.prompts import Value, filled

GIVEN = {  # how a letter left the house -> what the trail says
    "handed": "course letter handed over",
    "posted": "course letter posted",
    "shared": "course letter shown",
}


class LetterError(CourseError):
    """What cannot be done with a letter; `field` names what to mend."""


class Written(TypedDict):
    """A letter as a person wrote it."""

    addressee: str
    text: str


@action
def write_letter_of_course(*, course: Course, to_whom: str, written: Written, by: Actor, now: datetime) -> CourseLetter:
    """A draft to the client or the GP, also after the end. The same text sent twice is one letter."""
    staff_only(by)
    if to_whom not in ("client", "gp"):
        raise LetterError("to_whom", "Write to the client or to the GP.")
    refuse_died(course, to_whom=to_whom)
    addressee, text = whole(written)
    course = locked(course)
    last = course.letters.filter(withdrawn_at=None, to_whom=to_whom, given_at=None).order_by("-written_at").first()
    if last is not None and (last.addressee, last.text) == (addressee, text):
        nothing_changed()
        return last
    letter = CourseLetter.objects.create(
        course=course, to_whom=to_whom, addressee=addressee, text=text, written_at=now, written_by_id=by.id
    )
    happened("course letter written", about=letter, client=course.client_id, by=by, now=now)
    return letter


@action
def change_letter(*, letter: CourseLetter, written: Written, revision: int, by: Actor, now: datetime) -> CourseLetter:
    """Change a draft that is still as it was shown; `Overtaken` when somebody saved it meanwhile."""
    letter = locked_letter(letter)
    refuse_given(letter)
    addressee, text = whole(written)
    if (letter.addressee, letter.text) == (addressee, text):
        nothing_changed()
        return letter
    refuse_overtaken(letter, revision=revision, known=letter.revision)
    letter.addressee, letter.text, letter.revision = addressee, text, letter.revision + 1
    letter.written_at, letter.written_by_id = now, by.id
    letter.save()
    happened("course letter changed", about=letter, client=letter.client_id, by=by, now=now)
    return letter


@action
def give_letter(*, letter: CourseLetter, how: str, by: Actor, now: datetime) -> CourseLetter:
    """Handed over or posted: from now on it stands as it is. A client gets post only where that is their safe way."""
    letter = locked_letter(letter)
    if how not in ("handed", "posted"):
        raise LetterError("how", "Say whether it was handed over or posted.")
    if letter.to_whom == "client" and how == "posted" and letter.course.client.safe_channel != SafeChannel.POST:
        raise LetterError("how", "Post is not this client's safe way: hand it over, or show it on their own page.")
    if letter.is_given:
        nothing_changed()
        return letter
    refuse_died(letter.course, to_whom=letter.to_whom)
    return give(letter, how, by=by, now=now)


@action
def share_letter(*, letter: CourseLetter, by: Actor, now: datetime) -> CourseLetter:
    """Show it on the client's own page: for a letter to the client that is giving it; another must be given before."""
    letter = locked_letter(letter)
    if letter.shared_at is not None:
        nothing_changed()
        return letter
    refuse_died(letter.course, to_whom="client")
    if letter.to_whom != "client" and not letter.is_given:
        raise LetterError("letter", "Send the letter to the GP first; then its copy can be shown to the client.")
    letter.shared_at = now
    if not letter.is_given:
        return give(letter, "shared", by=by, now=now)
    letter.save(update_fields=["shared_at"])
    happened(GIVEN["shared"], about=letter, client=letter.client_id, by=by, now=now)
    return letter


@action
def withdraw_letter(*, letter: CourseLetter, why: str, by: Actor, now: datetime) -> CourseLetter:
    """Entered in error: gone from pages, the client's too, and kept for the audit."""
    letter = locked_letter(letter)
    if not why.strip():
        raise LetterError("why", "Say why the letter is withdrawn.")
    letter.withdrawn_at, letter.withdrawn_by_id, letter.withdrawn_why = now, by.user_id, why.strip()
    letter.save()
    happened("course letter withdrawn", about=letter, client=letter.client_id, by=by, now=now)
    return letter


@action
def end_with_options(*, course: Course, end: End, options: Mapping[str, Value], by: Actor, now: datetime) -> Course:
    """End a course, and keep what comes next where it did not help; both or neither."""
    sheet = protocol_of(course).sheets.get("leaving")
    if sheet and filled(options):
        write_entry(course=course, sheet=sheet, values=options, on=end["on"], by=by, now=now)
    return end_course(course=course, end=end, by=by, now=now)


@action
def plan_follow_up(*, course: Course, due_on: date, measures: Sequence[str] = (), by: Actor, now: datetime) -> FollowUp:
    """A day on which somebody asks how it goes. The client's therapist holds it, or whoever is responsible then."""
    course = locked(course)
    if has_died(course.client):
        raise CourseError("due_on", "This client died: nobody is asked any more.")
    if due_on <= today(course.client, now):
        raise CourseError("due_on", "Choose a day to come.")
    if course.ended_on is None and due_on <= course.ends_on:
        raise CourseError("due_on", f"A follow-up comes after the end, {course.ends_on:%-d %B %Y}.")
    refuse_measures(measures)
    if FollowUp.objects.filter(course=course, due_on=due_on, cancelled_at=None).exists():
        raise CourseError("due_on", f"There is a follow-up on {due_on:%-d %B %Y} already.")
    row = FollowUp.objects.create(
        course=course,
        due_on=due_on,
        measures=list(dict.fromkeys(measures)),
        owner_id=course.client.therapist_id,
        set_at=now,
        set_by_id=by.user_id,
    )
    happened("follow-up set", about=row, client=course.client_id, by=by, now=now)
    return row


@action
def plan_follow_ups(
    *, course: Course, days: Sequence[date], measures: Sequence[str] = (), by: Actor, now: datetime
) -> list[FollowUp]:
    """Several days at once, all or none."""
    return [plan_follow_up(course=course, due_on=day, measures=measures, by=by, now=now) for day in days]


@action
def finish_follow_up(*, follow_up: FollowUp, done_on: date, outcome: str, by: Actor, now: datetime) -> FollowUp:
    """Somebody asked, and this is how it goes."""
    follow_up = locked_follow_up(follow_up)
    refuse_closed(follow_up)
    if not outcome.strip():
        raise CourseError("outcome", "Say in a line how it goes, or that nobody could be reached.")
    if done_on > today(follow_up.course.client, now):
        raise CourseError("done_on", "This day is still to come.")
    if done_on < follow_up.course.started_on:
        raise CourseError("done_on", "This day lies before the course.")
    follow_up.done_on, follow_up.done_by_id, follow_up.outcome = done_on, by.user_id, outcome.strip()
    follow_up.save()
    happened("follow-up done", about=follow_up, client=follow_up.course.client_id, by=by, now=now)
    return follow_up


@action
def cancel_follow_up(*, follow_up: FollowUp, by: Actor, now: datetime) -> FollowUp:
    """It is off."""
    follow_up = locked_follow_up(follow_up)
    refuse_closed(follow_up)
    follow_up.cancelled_at = now
    follow_up.save(update_fields=["cancelled_at"])
    happened("follow-up cancelled", about=follow_up, client=follow_up.course.client_id, by=by, now=now)
    return follow_up


def give(letter: CourseLetter, how: str, *, by: Actor, now: datetime) -> CourseLetter:
    """Freeze it, and leave on the trail which way it went."""
    letter.given_at, letter.given_by_id = now, by.user_id
    letter.save()
    happened(GIVEN[how], about=letter, client=letter.client_id, by=by, now=now)
    return letter


def whole(written: Written) -> tuple[str, str]:
    """Whom it is addressed to and what it says, with one kind of line break; LetterError where either is missing."""
    addressee = written["addressee"].replace("\r\n", "\n").strip()
    text = written["text"].replace("\r\n", "\n").strip()
    if not addressee:
        raise LetterError("addressee", "Say to whom it goes.")
    if not text:
        raise LetterError("text", "The letter is empty: write it first.")
    return addressee, text


def refuse_died(course: Course, *, to_whom: str) -> None:
    """Nobody writes to somebody who died."""
    if to_whom == "client" and has_died(course.client):
        raise LetterError("to_whom", "This client died: no letter goes to them any more.")


def refuse_given(letter: CourseLetter) -> None:
    """A letter that was given stands as it is."""
    if letter.is_given:
        raise LetterError("text", "This letter was given and stands as it is. Write another one.")


def refuse_measures(measures: Sequence[str]) -> None:
    """Only measures that are defined here."""
    for measure in measures:
        try:
            library().measure(measure)
        except NotDefined:
            raise CourseError("measures", "Choose from the list of questionnaires.") from None


def refuse_closed(follow_up: FollowUp) -> None:
    """What is done or off stays so."""
    if not follow_up.is_open:
        raise CourseError("follow_up", "This follow-up is done or cancelled already.")


def locked_letter(letter: CourseLetter) -> CourseLetter:
    """The letter as it stands now (one statement); LetterError for one that was withdrawn meanwhile."""
    rows = CourseLetter.objects.select_for_update(of=("self",), no_key=True).select_related("course__client")
    row = rows.get(pk=letter.pk)
    if row.withdrawn_at is not None:
        raise LetterError("letter", "This letter was withdrawn.")
    return row


def locked_follow_up(follow_up: FollowUp) -> FollowUp:
    """The follow-up as it stands now (one statement)."""
    rows = FollowUp.objects.select_for_update(of=("self",), no_key=True).select_related("course__client")
    return rows.get(pk=follow_up.pk)
