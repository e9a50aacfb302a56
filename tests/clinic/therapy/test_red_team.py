"""What somebody who wants to break a course tries: writing to the dead, sending twice, leaving words in the clear."""

from datetime import timedelta
from typing import Any

import pytest

from clinic.answers.actions.asking import CannotAsk, invite, share_plan
from clinic.answers.due import meet, press_asking
from clinic.answers.occasions import come
from clinic.definitions.library import library
from clinic.letters.models import Letter
from clinic.people.models import Link
from clinic.safety.models import Alert
from clinic.therapy.actions.after import plan_follow_up, share_letter
from clinic.therapy.actions.appointments import book
from clinic.therapy.actions.attendance import record_attendance, record_contact
from clinic.therapy.actions.courses import CourseError, end_course, start_course
from clinic.therapy.actions.entries import share_entry, write_entry
from clinic.therapy.actions.inventory import add_relationship
from clinic.therapy.models import Contact, Course, Issue, LifeEvent
from clinic.therapy.queries.courses import protocol_of
from clinic.therapy.queries.entries import own_entry
from tests.clinic.steps import looked
from tests.clinic.therapy.beginnings import found, happening, known, started
from tests.clinic.therapy.endings import came, ended, follow_up_on, letter_of, week
from tests.world import MONDAY_TEN, World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = timedelta(days=1)


def died(course: Course, *, now: Any) -> Course:
    """The client died."""
    return ended(course, now=now, kind="died", why="On Sunday")


def with_maintenance(world: World) -> tuple[Course, Course]:
    """A course that ended, with a follow-up, and the sessions to keep well after it."""
    first = started(world)
    came(first, 4)
    ended(first, now=week(5), kind="early_by_agreement", why="Well again")
    first.refresh_from_db()
    follow_up_on(first, week(20).date(), now=week(5), measures=["phq-9"])
    settings: Any = {"after": first, "started_on": week(5).date()}
    second = start_course(
        client=world.ines, protocol="ipt", length="monthly", settings=settings, by=actor(world.ada), now=week(5)
    )
    return first, second


def test_a_follow_up_of_an_earlier_course_is_not_asked_in_the_name_of_somebody_who_died(world: World) -> None:
    _, second = with_maintenance(world)
    died(second, now=week(6))
    before = Letter.objects.count()

    press_asking(now=week(20) - DAY)

    assert Letter.objects.count() == before


def test_a_death_takes_back_what_was_asked_and_what_lies_in_the_outbox(world: World) -> None:
    course = started(world)
    asked = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN)
    died(course, now=MONDAY_TEN + DAY)

    assert Link.objects.get(pk=asked.link.pk).revoked_at is not None
    assert not Letter.objects.filter(about_id=asked.link.pk).exists()


def test_nobody_writes_to_somebody_who_died(world: World) -> None:
    course = started(world)
    letter = letter_of(course)
    died(course, now=MONDAY_TEN + DAY)
    course.refresh_from_db()
    by, now = actor(world.ada), MONDAY_TEN + 2 * DAY

    with pytest.raises(CannotAsk):
        invite(client=world.ines, measure="phq-9", by=by, now=now)
    with pytest.raises(CannotAsk):
        share_plan(client=world.ines, by=by, now=now)
    with pytest.raises(CourseError):
        share_letter(letter=letter, by=by, now=now)
    with pytest.raises(CourseError):
        letter_of(course, now=now)
    with pytest.raises(CourseError):
        plan_follow_up(course=course, due_on=week(10).date(), measures=["phq-9"], by=by, now=now)
    with pytest.raises(CourseError):
        start_course(client=world.ines, protocol="ipt", length="sixteen", by=by, now=now)
    assert letter_of(course, now=now, to_whom="gp").pk


def test_what_was_about_to_be_asked_is_not_when_the_course_ends_meanwhile(world: World) -> None:
    course = started(world)
    came(course, 1)
    book(course=course, starts_at=week(2) + timedelta(hours=1), by=actor(world.ada), now=week(1) + DAY)
    waiting = list(come(now=week(2) - DAY))
    assert waiting
    died(course, now=week(2) - DAY)
    before = Letter.objects.count()

    for asking in waiting:
        meet(asking=asking, now=week(2) - DAY)

    assert Letter.objects.count() == before


def test_a_form_that_is_sent_twice_is_one_row(world: World) -> None:
    course = started(world)
    now = MONDAY_TEN
    for _ in range(2):
        happening(world.ines, now=now)
        found(course, "We shout at dinner", now=now)
        tried: Any = {"course": course, "was_reached": False, "note": "No answer"}
        record_contact(client=world.ines, **tried, by=actor(world.ada), now=now)

    counts = [model.objects.count() for model in (LifeEvent, Issue, Contact)]
    assert counts == [1, 1, 1]


def test_a_client_is_never_told_whom_their_therapist_wrote_down(world: World) -> None:
    started(world)
    known(world.ines, "Marek", now=MONDAY_TEN)

    row = add_relationship(client=world.ines, name="Marek", kind="partner", by=holder(world.ines), now=MONDAY_TEN)

    assert row.by_client


def test_no_session_is_held_after_the_end_and_no_absence_of_somebody_who_died_raises_an_alert(world: World) -> None:
    course = started(world)
    rows = came(course, 1, booked=3)
    happening_at = rows[2].starts_at + timedelta(hours=2)
    end: Any = {"kind": "died", "on": week(2).date(), "why": "On Monday", "result": "not_known", "open_alert_why": ""}
    looked(world.ines, world.ada, finding="thoughts", done=["talked"], now=MONDAY_TEN)
    end_course(course=course, end=end, by=actor(world.ada), now=happening_at)

    with pytest.raises(CourseError, match="ended on 9 March 2026"):
        record_attendance(session=rows[2], what={"attendance": "came"}, by=actor(world.ada), now=happening_at)
    missed: Any = {"attendance": "did_not_come", "had_word": False}
    record_attendance(session=rows[2], what=missed, by=actor(world.ada), now=happening_at)

    assert not Alert.objects.filter(kind="did-not-come").exists()


def test_the_plan_for_hard_times_stays_when_sessions_to_keep_well_begin(world: World) -> None:
    first, by = started(world), actor(world.ada)
    came(first, 4)
    sheet = protocol_of(first).sheets["ending"]
    values = {next(one.id for one in library().prompts(sheet).for_client if one.kind == "text"): "Call my sister"}
    entry = write_entry(course=first, sheet=sheet, values=values, by=by, now=week(5))
    share_entry(entry=entry, by=by, now=week(5))
    ended(first, now=week(5), kind="early_by_agreement", why="Well again")
    first.refresh_from_db()
    settings: Any = {"after": first, "started_on": week(5).date()}
    start_course(client=world.ines, protocol="ipt", length="monthly", settings=settings, by=by, now=week(5))

    shown = own_entry(holder(world.ines), sheet)

    assert shown is not None
    assert shown.entry == entry
