"""Appointments keep the client's hour, pass over breaks, end with the course, and no two of one therapist overlap."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from clinic.audit.actor import SYSTEM
from clinic.people.actions.clients import hand_over_client
from clinic.therapy.actions.appointments import Clash, remove, start_and_book
from clinic.therapy.actions.courses import CourseError, change_plan, end_course, mark_break, start_course
from clinic.therapy.models import Course, TherapySession
from clinic.therapy.queries import courses
from tests.clinic.therapy.beginnings import started, verbs
from tests.clinic.therapy.sessions import at, booked, moved, series, told_of
from tests.world import LONDON, MONDAY_TEN, World, actor, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = MONDAY_TEN.date()
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def paused(course: Course, first_on: date, last_on: date) -> None:
    """Weeks without sessions."""
    by = actor(course.client.therapist)
    mark_break(course=course, first_on=first_on, last_on=last_on, why="sea", by=by, now=MONDAY_TEN)


def clocks(sessions: Sequence[TherapySession], zone: Any = LONDON) -> list[str]:
    """Day and hour on somebody's clock."""
    return [f"{one.starts_at.astimezone(zone):%m-%d %H:%M}" for one in sessions]


# ---- A series ----


def test_a_weekly_series_keeps_the_hour_when_the_clocks_change(world: World) -> None:
    rows = series(started(world), 6)

    assert clocks(rows) == ["03-02 10:00", "03-09 10:00", "03-16 10:00", "03-23 10:00", "03-30 10:00", "04-06 10:00"]
    assert [row.starts_at.astimezone(LONDON).utcoffset() for row in rows[3:5]] == [timedelta(0), timedelta(hours=1)]
    assert {(row.minutes, row.medium) for row in rows} == {(50, "in_person")}
    assert verbs(world.ines).count("appointment booked") == 6


def test_the_hour_that_is_kept_is_the_clients_and_not_the_teams(world: World) -> None:
    """New York changes its clocks on 8 March, London on 29 March: between them its ten is two o'clock in London."""
    there = register(world.team, world.ada, "Nia York", MONDAY_TEN, time_zone="America/New_York")
    course = start_course(
        client=there, protocol="ipt", length="sixteen", by=actor(world.ada), now=MONDAY_TEN + timedelta(hours=5)
    )

    rows = series(course, 5, first_at=MONDAY_TEN + timedelta(hours=5))  # ten in the morning there

    assert clocks(rows) == ["03-02 15:00", "03-09 14:00", "03-16 14:00", "03-23 14:00", "03-30 15:00"]


def test_maintenance_has_the_same_hour_every_four_weeks(world: World) -> None:
    end: Any = {"kind": "completed", "on": TODAY, "result": "improved"}
    course = end_course(course=started(world), end=end, by=actor(world.ada), now=MONDAY_TEN)

    maintenance = start_and_book(
        client=world.ines,
        form=("ipt", "monthly"),
        settings={"after": course},
        first_at=MONDAY_TEN + WEEK,
        by=actor(world.ada),
        now=MONDAY_TEN,
    )

    rows = courses.sessions(maintenance)
    assert clocks(rows[:3]) == ["03-09 10:00", "04-06 10:00", "05-04 10:00"]
    assert len(rows) == 12


def test_a_series_passes_over_breaks_at_both_their_edges(world: World) -> None:
    course = started(world)
    paused(course, date(2026, 3, 9), date(2026, 3, 16))  # both Mondays
    paused(course, date(2026, 3, 31), date(2026, 4, 5))  # between two Mondays

    assert clocks(series(course, 4)) == ["03-02 10:00", "03-23 10:00", "03-30 10:00", "04-06 10:00"]


def test_a_break_without_end_leaves_no_room_and_says_so(world: World) -> None:
    course = started(world)
    paused(course, TODAY, date(2036, 3, 2))

    with pytest.raises(CourseError, match="leaves no room"):
        series(course, 1)


def test_a_series_is_booked_whole_or_not_at_all(world: World) -> None:
    course, other = started(world), started(world, client=world.jo)
    booked(other, at(30) + 2 * WEEK)

    with pytest.raises(Clash, match="16 March, 10:00 is taken"):
        series(course, 4)
    assert courses.sessions(course) == []

    assert len(series(course, 2)) == 2


@pytest.mark.parametrize("n", [0, -1, 61])
def test_so_many_appointments_at_a_time_make_no_sense(world: World, n: int) -> None:
    course = started(world)

    with pytest.raises(CourseError, match="between 1 and 60"):
        series(course, n)

    assert len(series(course, 1)) == 1


# ---- Within the course ----


def test_nothing_is_booked_before_the_start_or_after_the_end_date(world: World) -> None:
    course = started(world)  # until Monday 22 June
    last = datetime(2026, 6, 22, 23, 0, tzinfo=LONDON)

    with pytest.raises(CourseError, match="1 March 2026 lies before the start"):
        booked(course, MONDAY_TEN - DAY)
    with pytest.raises(CourseError, match="23 June 2026 lies after the end date, 22 June 2026"):
        booked(course, last + timedelta(hours=1))
    with pytest.raises(CourseError, match="29 June 2026 lies after"):
        series(course, 18)

    assert len(series(course, 17)) == 17
    assert booked(course, last).starts_at == last


def test_after_the_end_date_moved_with_a_reason_there_is_room(world: World) -> None:
    course = started(world)
    change_plan(course=course, n_sessions=18, ends_on=date(2026, 7, 6), why="ill", by=actor(world.ada), now=MONDAY_TEN)

    assert clocks(series(course, 18))[-1] == "06-29 10:00"


def test_starting_with_a_first_hour_books_what_fits_before_the_end(world: World) -> None:
    course = start_and_book(
        client=world.ines,
        form=("ipt", "sixteen"),
        settings={"ends_on": date(2026, 4, 6)},
        first_at=MONDAY_TEN,
        by=actor(world.ada),
        now=MONDAY_TEN,
    )

    assert clocks(courses.sessions(course))[-1] == "04-06 10:00"
    assert len(courses.sessions(course)) == 6


@pytest.mark.parametrize(
    ("first_at", "ends_on"),
    [(MONDAY_TEN - DAY, date(2026, 6, 1)), (MONDAY_TEN + 10 * WEEK, date(2026, 4, 6)), (at(30), date(2026, 6, 1))],
)
def test_a_start_whose_first_hour_is_refused_leaves_no_course(world: World, first_at: datetime, ends_on: date) -> None:
    booked(started(world, client=world.jo), MONDAY_TEN)
    known: dict[str, Any] = {"client": world.ines, "form": ("ipt", "sixteen"), "by": actor(world.ada)}

    with pytest.raises(CourseError):
        start_and_book(settings={"ends_on": ends_on}, first_at=first_at, now=MONDAY_TEN, **known)
    assert not Course.objects.filter(client=world.ines).exists()

    assert start_and_book(settings={"ends_on": ends_on}, first_at=None, now=MONDAY_TEN, **known).ends_on == ends_on


# ---- Shape ----


@pytest.mark.parametrize("given", [{"minutes": 4}, {"minutes": 241}, {"medium": "messages"}, {"medium": "by_owl"}])
def test_an_appointment_of_no_known_kind_or_length_is_refused_in_words(world: World, given: dict[str, Any]) -> None:
    course = started(world)

    with pytest.raises(CourseError) as told:
        booked(course, **given)

    assert told.value.field == next(iter(given))
    assert booked(course, minutes=5, medium="phone").medium == "phone"


# ---- Moved, taken out ----


def test_an_appointment_moves_within_its_own_time_and_remembers_the_first(world: World) -> None:
    row = booked(started(world), at(0) + WEEK)

    moved(row, at(20) + WEEK)
    row.refresh_from_db()
    moved(row, at(40) + WEEK)

    row.refresh_from_db()
    assert (row.starts_at, row.moved_from) == (at(40) + WEEK, at(0) + WEEK)
    assert verbs(world.ines).count("appointment moved") == 2


def test_a_move_keeps_to_the_course_and_to_what_is_booked(world: World) -> None:
    course = started(world)
    row, other = booked(course, at(0) + WEEK), booked(started(world, client=world.jo), at(0) + 2 * WEEK)

    for wrong in (other.starts_at + timedelta(minutes=49), MONDAY_TEN - DAY, MONDAY_TEN + 17 * WEEK):
        with pytest.raises(CourseError):
            moved(row, wrong)
    row.refresh_from_db()
    assert (row.starts_at, row.moved_from) == (at(0) + WEEK, None)

    assert moved(row, other.starts_at + timedelta(minutes=50)).moved_from == at(0) + WEEK


def test_the_same_time_again_is_no_move(world: World) -> None:
    row = booked(started(world))

    moved(row, row.starts_at)

    row.refresh_from_db()
    assert row.moved_from is None
    assert "appointment moved" not in verbs(world.ines)


def test_another_room_is_no_matter_of_time(world: World) -> None:
    """After a hand-over two hours may meet; the room of one can be changed before anybody has sorted out the time."""
    course, kit = started(world), started(world, client=world.kit)
    row = booked(course)
    booked(kit)
    hand_over_client(client=world.ines, therapist=world.bo, by=SYSTEM, now=MONDAY_TEN)

    with pytest.raises(Clash):
        moved(row, at(10))
    changed = moved(row, row.starts_at, medium="video", place="")

    assert (changed.medium, changed.starts_at, changed.moved_from) == ("video", at(0), None)


@pytest.mark.parametrize(
    ("attendance", "what"),
    [
        ("came", {}),
        ("did_not_come", {"had_word": True}),
        ("client_cancelled", {"was_in_time": True}),
    ],
)
def test_what_has_been_is_neither_moved_nor_taken_out(world: World, attendance: str, what: dict[str, Any]) -> None:
    course = started(world)
    row = told_of(booked(course), attendance, **what)

    with pytest.raises(CourseError, match="over or taken out"):
        moved(row, at(0) + WEEK)
    with pytest.raises(CourseError, match="over or taken out"):
        remove(session=row, by=actor(world.ada), now=MONDAY_TEN)

    open_one = booked(course, at(0) + WEEK)
    remove(session=moved(open_one, at(0) + 2 * WEEK), by=actor(world.ada), now=MONDAY_TEN)
    assert courses.sessions(course) == [row]


def test_what_was_taken_out_stays_out(world: World) -> None:
    course = started(world)
    row = booked(course)
    remove(session=row, by=actor(world.ada), now=MONDAY_TEN)

    for step in (
        lambda: remove(session=row, by=actor(world.ada), now=MONDAY_TEN),
        lambda: moved(row, at(0) + WEEK),
        lambda: told_of(row, "came"),
    ):
        with pytest.raises(CourseError):
            step()

    assert courses.sessions(course) == []
    assert TherapySession.objects.get(pk=row.pk).removed_at == MONDAY_TEN
