"""Two appointments of one therapist never overlap by a minute; they may touch, and what was cancelled is free."""

from datetime import timedelta

import pytest

from clinic.audit.actor import SYSTEM
from clinic.people.actions.clients import hand_over_client
from clinic.therapy.actions.appointments import Clash, remove
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.queries import courses
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.sessions import at, booked, told_of
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = MONDAY_TEN.date()
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.mark.parametrize("minutes", [-49, -1, 0, 1, 49])
def test_two_appointments_of_one_therapist_never_overlap_by_a_minute(world: World, minutes: int) -> None:
    booked(started(world), at(0) + WEEK)  # 10:00 to 10:50
    other = started(world, client=world.jo)

    with pytest.raises(Clash):
        booked(other, at(minutes) + WEEK)

    assert courses.sessions(other) == []


@pytest.mark.parametrize("minutes", [-50, 50])
def test_two_appointments_of_one_therapist_may_touch(world: World, minutes: int) -> None:
    booked(started(world), at(0) + WEEK)
    other = started(world, client=world.jo)

    assert booked(other, at(minutes) + WEEK).starts_at == at(minutes) + WEEK


def test_a_long_appointment_hours_before_reaches_into_another(world: World) -> None:
    booked(started(world), at(0) + WEEK, minutes=240)
    other = started(world, client=world.jo)

    with pytest.raises(Clash):
        booked(other, at(239) + WEEK)
    with pytest.raises(Clash):
        booked(other, at(-239) + WEEK, minutes=240)

    assert booked(other, at(240) + WEEK)


def test_another_therapist_has_the_same_hour(world: World) -> None:
    booked(started(world), at(0))

    assert booked(started(world, client=world.kit), at(0)).starts_at == at(0)


def test_a_client_is_not_booked_twice_at_once(world: World) -> None:
    course = started(world)
    booked(course, at(0))

    with pytest.raises(Clash):
        booked(course, at(20))
    with pytest.raises(Clash):
        booked(course, at(0))

    assert booked(course, at(50))


def test_after_a_hand_over_the_new_therapists_hours_count_and_the_old_ones_are_free(world: World) -> None:
    ines, jo, kit = started(world), started(world, client=world.jo), started(world, client=world.kit)
    booked(ines, at(0))
    booked(jo, at(60))

    hand_over_client(client=world.jo, therapist=world.bo, by=SYSTEM, now=MONDAY_TEN)

    with pytest.raises(Clash):
        booked(kit, at(60))  # Bo's now
    assert booked(kit, at(0))
    assert booked(ines, at(60))  # Ada's hour again
    with pytest.raises(Clash):
        booked(jo, at(20))  # Kit is there with Bo


def test_a_cancelled_hour_is_free_for_anybody_the_same_client_too(world: World) -> None:
    course, other = started(world), started(world, client=world.jo)
    for kind, week in (("client_cancelled", 1), ("therapist_cancelled", 2)):
        told_of(booked(course, at(0) + week * WEEK), kind, now=MONDAY_TEN, was_in_time=True)

    assert booked(other, at(0) + WEEK)
    again = booked(course, at(0) + 2 * WEEK)
    with pytest.raises(Clash):
        booked(course, at(0) + 2 * WEEK)
    told_of(again, "client_cancelled", now=MONDAY_TEN, was_in_time=False)
    assert booked(course, at(0) + 2 * WEEK)


def test_a_cancellation_is_not_corrected_over_the_appointment_that_took_its_place(world: World) -> None:
    course = started(world)
    first = told_of(booked(course), "client_cancelled", now=MONDAY_TEN, was_in_time=True)
    second = booked(course)

    with pytest.raises(CourseError, match="booked anew"):
        told_of(first, "came")
    remove(session=second, by=actor(world.ada), now=MONDAY_TEN)

    assert told_of(first, "came").was_held


def test_a_session_that_runs_keeps_its_time_and_one_that_was_missed_does_not(world: World) -> None:
    running, other = booked(started(world)), started(world, client=world.jo)
    told_of(running, "came", now=at(5))

    with pytest.raises(Clash):
        booked(other, at(20), now=at(10))
    told_of(running, "did_not_come", now=at(15), had_word=True)

    assert booked(other, at(20), now=at(15))
    with pytest.raises(Clash):
        booked(running.course, at(0), now=at(15))  # what became of it is corrected, not booked beside it


def test_what_was_taken_out_leaves_its_hour_free(world: World) -> None:
    course, other = started(world), started(world, client=world.jo)
    row = booked(course)
    remove(session=row, by=actor(world.ada), now=MONDAY_TEN)

    assert booked(other, at(0))
    assert booked(course, at(50))
