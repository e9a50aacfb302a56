"""The end of a course: its kind and what the scores say, letters, follow-ups, and a maintenance that may come after."""

from datetime import datetime, timedelta
from functools import partial

from clinic.answers.outcome import changes, result_of
from clinic.answers.queries import series_of
from clinic.demonstration.beginning import write_sheet
from clinic.demonstration.diary import ZONE
from clinic.demonstration.hour import OPEN_ALERT
from clinic.demonstration.looks import is_looked_for
from clinic.demonstration.story import End, Later, Letter, Sheet
from clinic.demonstration.telling import Telling
from clinic.therapy.actions.after import (
    end_with_options,
    finish_follow_up,
    give_letter,
    plan_follow_up,
    share_letter,
    write_letter_of_course,
)
from clinic.therapy.actions.attendance import record_contact
from clinic.therapy.models import FollowUp

ENDED = timedelta(minutes=80)  # after the last session began


def write_end(telling: Telling, end: End) -> None:
    """Put the end into the diary, then what comes after it."""
    diary, last = telling.house.diary, telling.slots[-1]
    at = last.at + ENDED
    if end.days_after:
        at = diary.day_after(last.at, "16:20", days=end.days_after)
    diary.add(at, partial(finish, telling, end=end))
    for letter in end.letters:
        diary.add(diary.day_after(at, "12:30", days=letter.days_after), partial(write_letter, telling, letter=letter))


def finish(telling: Telling, *, end: End, now: datetime) -> None:
    """The course ends, with what the scores say of it, next options where it did not help, and days to ask again."""
    if end.contact:
        record_contact(
            client=telling.client, course=telling.course, was_reached=True, note=end.contact, by=telling.by, now=now
        )
    if end.offers:
        write_sheet(telling, Sheet(sheet="ending", session=0, values=end.offers, is_shown=True), now=now)
    found = changes(telling.course, series_of(telling.client), until=now.astimezone(ZONE).date())
    telling.course = end_with_options(
        course=telling.course,
        end={
            "kind": end.kind,
            "on": now.astimezone(ZONE).date(),
            "why": end.why,
            "result": result_of(found),
            "open_alert_why": OPEN_ALERT if is_looked_for(telling.house, telling.client) else "",
        },
        options=end.options,
        by=telling.by,
        now=now,
    )
    for later in end.follow_ups:
        plan(telling, later, now=now)


def plan(telling: Telling, later: Later, *, now: datetime) -> None:
    """A day on which somebody asks how it goes."""
    due_on = telling.slots[-1].on + timedelta(weeks=later.weeks_after)
    row = plan_follow_up(course=telling.course, due_on=due_on, measures=later.measures, by=telling.by, now=now)
    if later.outcome:
        days_ago = (telling.house.diary.today - due_on).days
        diary = telling.house.diary
        diary.add(diary.at(days_ago, "10:50"), partial(ask_again, telling, row=row, outcome=later.outcome))


def ask_again(telling: Telling, *, row: FollowUp, outcome: str, now: datetime) -> None:
    """Somebody asked."""
    finish_follow_up(follow_up=row, done_on=now.astimezone(ZONE).date(), outcome=outcome, by=telling.by, now=now)


def write_letter(telling: Telling, *, letter: Letter, now: datetime) -> None:
    """A letter to the client or the GP, and how it left the house."""
    row = write_letter_of_course(
        course=telling.course,
        to_whom=letter.to_whom,
        written={"addressee": letter.addressee, "text": letter.text},
        by=telling.by,
        now=now,
    )
    if letter.how == "shared":
        share_letter(letter=row, by=telling.by, now=now)
    elif letter.how:
        give_letter(letter=row, how=letter.how, by=telling.by, now=now)
