"""A protocol's measures go out by themselves: before each session, at the start, in the middle, at the end, and at a
follow-up; once, to nobody without an owner for alerts, and never after the end of a course.
"""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from clinic.answers import due
from clinic.answers.actions.asking import invite
from clinic.answers.choices import Met
from clinic.answers.due import press_asking
from clinic.answers.models import Invitation, Occasion
from clinic.answers.queries import missed_of, to_answer, to_ask_in_session
from clinic.letters.models import Letter
from clinic.people.models import Client
from clinic.people.presence import Presence
from clinic.therapy.actions.after import plan_follow_up
from clinic.therapy.actions.appointments import book, move
from clinic.therapy.actions.attendance import record_attendance
from clinic.therapy.actions.courses import end_course, start_course
from clinic.therapy.models import Course, FollowUp, TherapySession
from tests.world import MONDAY_TEN, World, actor, answered, holder, register

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
NOBODY_THERE = Presence(therapist=(), cover=(), supervisors=(), on_duty=(), duty_leads=(), administrators=())


def started(world: World, client: Client | None = None, *, length: str = "sixteen") -> Course:
    """A course that begins on Monday."""
    return start_course(client=client or world.ines, protocol="ipt", length=length, by=actor(world.ada), now=MONDAY_TEN)


def booked(course: Course, at: datetime) -> TherapySession:
    """One appointment."""
    return book(course=course, starts_at=at, by=actor(course.client.therapist), now=MONDAY_TEN)


def held(course: Course, *, n: int) -> datetime:
    """So many weekly sessions that took place; the moment of the last."""
    for week in range(n):
        session = booked(course, MONDAY_TEN + week * WEEK + timedelta(hours=1))
        by = actor(course.client.therapist)
        record_attendance(session=session, what={"attendance": "came"}, by=by, now=session.starts_at)
    return MONDAY_TEN + (n - 1) * WEEK + timedelta(hours=1)


def asked() -> list[tuple[str, str]]:
    """What was met, in order: measure and the kind of the occasion."""
    rows = Occasion.objects.order_by("met_at", "measure").values_list("measure", "key")
    return [(measure, key.partition(":")[0]) for measure, key in rows]


def end(course: Course, now: datetime, *, kind: str = "completed") -> Course:
    """The course ends."""
    how = {"kind": kind, "on": now.date(), "why": "As agreed.", "result": "not_known"}
    return end_course(course=course, end=how, by=actor(course.client.therapist), now=now)  # type: ignore[arg-type]


def follow_up(course: Course, on: date, now: datetime) -> FollowUp:
    """A follow-up that asks for one measure."""
    by = actor(course.client.therapist)
    return plan_follow_up(course=course, due_on=on, measures=["phq-9"], by=by, now=now)


def test_a_course_that_begins_asks_at_once_by_letter(world: World) -> None:
    started(world)

    n = press_asking(now=MONDAY_TEN)

    assert (n, asked()) == (2, [("gad-7", "start"), ("phq-9", "start")])
    assert [letter.to for letter in Letter.objects.filter(kind="questionnaire")] == ["ines@post.example"] * 2


def test_nothing_is_asked_twice(world: World) -> None:
    started(world)
    press_asking(now=MONDAY_TEN)

    assert press_asking(now=MONDAY_TEN + timedelta(seconds=5)) == 0
    assert Invitation.objects.count() == 2


def test_the_first_session_asks_nothing_more_than_the_start_did_within_a_week(world: World) -> None:
    course = started(world)
    booked(course, MONDAY_TEN + 5 * DAY)
    press_asking(now=MONDAY_TEN)

    assert press_asking(now=MONDAY_TEN + 4 * DAY) == 0


def test_a_first_session_long_after_the_start_asks_anew(world: World) -> None:
    course = started(world)
    booked(course, MONDAY_TEN + 3 * WEEK)
    press_asking(now=MONDAY_TEN)

    n = press_asking(now=MONDAY_TEN + 3 * WEEK - DAY)

    assert (n, asked()[-1]) == (1, ("phq-9", "session"))


def test_each_session_asks_two_days_before_and_not_earlier(world: World) -> None:
    course = started(world)
    last = held(course, n=2)
    session = booked(course, last + WEEK)

    too_early = press_asking(now=session.starts_at - 2 * DAY - timedelta(minutes=1))
    in_time = press_asking(now=session.starts_at - 2 * DAY)

    assert (too_early, in_time, asked()) == (0, 1, [("phq-9", "session")])
    assert Occasion.objects.get().due_on == session.starts_at.date()


@pytest.mark.parametrize(("n_held", "keys"), [(7, {"session", "middle"}), (15, {"session", "end"}), (6, {"session"})])
def test_anxiety_is_asked_in_the_middle_and_before_the_last_session(world: World, n_held: int, keys: set[str]) -> None:
    course = started(world)
    last = held(course, n=n_held)
    booked(course, last + WEEK - timedelta(hours=1))

    press_asking(now=last + WEEK - DAY)

    assert {key for _, key in asked()} == keys


def test_a_new_invitation_takes_the_place_of_one_that_was_not_answered_and_the_day_counts_as_missed(
    world: World,
) -> None:
    course = started(world)
    last = held(course, n=2)
    first = booked(course, last + WEEK)
    press_asking(now=first.starts_at - DAY)
    record_attendance(session=first, what={"attendance": "came"}, by=actor(world.ada), now=first.starts_at)
    second = booked(course, first.starts_at + WEEK)

    press_asking(now=second.starts_at - DAY)

    assert Invitation.objects.filter(cancelled_at=None).count() == 1
    assert missed_of(world.ines, today=second.starts_at.date()) == {"phq-9": [first.starts_at.date()]}


def test_what_the_therapist_asked_just_now_is_not_asked_again(world: World) -> None:
    course = started(world)
    last = held(course, n=2)
    session = booked(course, last + WEEK)
    invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=session.starts_at - 3 * DAY)

    press_asking(now=session.starts_at - DAY)

    assert Invitation.objects.count() == 1
    assert Occasion.objects.get().met == Met.INVITED


def test_what_was_answered_for_the_session_is_not_asked_again(world: World) -> None:
    course = started(world)
    last = held(course, n=2)
    session = booked(course, last + WEEK)
    answered(world.ines, "111111110", session.starts_at.date(), now=session.starts_at - 3 * DAY, by=world.ada)

    press_asking(now=session.starts_at - DAY)

    assert (Invitation.objects.count(), Occasion.objects.get().met) == (0, Met.ANSWERED)


def test_who_is_not_written_to_is_asked_in_the_session_and_no_letter_goes_out(world: World) -> None:
    client = register(world.team, world.ada, "Pia Stone", MONDAY_TEN, safe_channel="phone", phone="020 7946 0123")
    course = started(world, client)
    booked(course, MONDAY_TEN + DAY)

    press_asking(now=MONDAY_TEN)

    assert not Letter.objects.exists()
    assert set(to_ask_in_session(client)) == {"phq-9", "gad-7"}
    answered(client, "111111110", MONDAY_TEN.date(), now=MONDAY_TEN + DAY, by=world.ada)
    assert to_ask_in_session(client) == ("gad-7",)


def test_nothing_goes_out_before_somebody_holds_the_alerts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    started(world)
    with monkeypatch.context() as patch:
        patch.setattr(due, "presence", lambda client, now: NOBODY_THERE)

        assert press_asking(now=MONDAY_TEN) == 0

    assert not Occasion.objects.exists()
    assert press_asking(now=MONDAY_TEN) == 2


def test_an_ended_course_asks_nothing_but_its_follow_up(world: World) -> None:
    course = started(world)
    last = held(course, n=3)
    booked(course, last + 2 * DAY)
    course = end(course, last)
    follow_up(course, (last + 90 * DAY).date(), last)

    assert press_asking(now=last + DAY) == 0
    assert press_asking(now=last + 87 * DAY) == 0
    assert press_asking(now=last + 88 * DAY) == 1
    assert asked() == [("phq-9", "follow-up")]


def test_nobody_is_asked_in_the_name_of_somebody_who_died(world: World) -> None:
    course = started(world)
    last = held(course, n=3)
    later = course.ends_on + 90 * DAY
    follow_up(course, later, last)
    end(course, last, kind="died")

    assert press_asking(now=datetime.combine(later, last.timetz())) == 0


def test_a_moved_appointment_that_was_asked_for_is_not_asked_again(world: World) -> None:
    course = started(world)
    last = held(course, n=2)
    session = booked(course, last + WEEK)
    press_asking(now=session.starts_at - DAY)
    move(session=session, starts_at=session.starts_at + DAY, by=actor(world.ada), now=session.starts_at - DAY)

    assert press_asking(now=session.starts_at) == 0


def test_a_course_without_appointments_to_come_asks_nothing(world: World) -> None:
    course = started(world)
    last = held(course, n=2)

    assert press_asking(now=last + 9 * WEEK) == 0


def test_one_round_takes_at_most_four_statements_to_find_nothing(world: World) -> None:
    course = started(world)
    held(course, n=2)

    with CaptureQueriesContext(connection) as statements:
        press_asking(now=MONDAY_TEN + 9 * WEEK)

    assert len(statements) <= 4


def test_the_client_sees_what_can_be_answered_now_and_what_comes_next(world: World) -> None:
    course = started(world)
    last = held(course, n=2)
    session = booked(course, last + WEEK)
    me = holder(world.ines)

    before = to_answer(me, now=last + DAY)
    press_asking(now=session.starts_at - DAY)
    after = to_answer(me, now=session.starts_at - DAY)

    on = session.starts_at.date()
    assert [(one.title, one.invitation, one.from_on, one.due_on) for one in before] == [
        ("PHQ-9", None, on - 2 * DAY, on)
    ]
    assert [(one.invitation is not None, one.due_on) for one in after] == [(True, on)]


def test_nobody_else_is_told_what_a_client_can_answer(world: World) -> None:
    with pytest.raises(Http404):
        to_answer(actor(world.ada), now=MONDAY_TEN)


def test_a_measure_that_was_answered_on_paper_is_no_longer_offered(world: World) -> None:
    started(world)
    press_asking(now=MONDAY_TEN)

    answered(world.ines, "111111110", MONDAY_TEN.date(), now=MONDAY_TEN + DAY, by=world.ada)

    assert [one.measure for one in to_answer(holder(world.ines), now=MONDAY_TEN + DAY)] == ["gad-7"]
