"""A course is started only where its form allows it, has an end date always, is planned anew with a reason, ended."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from clinic.therapy.actions.courses import (
    CourseError,
    mark_break,
    open_ending,
    remove_break,
    take_back_end,
)
from clinic.therapy.models import Course, TherapySession
from clinic.therapy.queries import courses
from clinic.therapy.queries.standing import standing_of
from tests.clinic.therapy.beginnings import started, verbs
from tests.clinic.therapy.plans import WEEK, begun, ended, planned, refused
from tests.clinic.therapy.sessions import booked, held, told_of
from tests.world import LONDON, MONDAY_TEN, World, actor, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = MONDAY_TEN.date()  # 2 March 2026
USUAL_END = date(2026, 6, 22)  # sixteen weeks on
LATEST_END = date(2026, 8, 31)  # twenty-six weeks on


# ---- Starting ----


def test_the_end_date_stands_from_the_first_day_by_the_rhythm_of_the_length(world: World) -> None:
    course = started(world)

    assert (course.n_sessions, course.ends_on) == (16, USUAL_END)
    assert [(plan.made_on, plan.n_sessions, plan.ends_on, plan.why) for plan in courses.plans(course)] == [
        (TODAY, 16, USUAL_END, "")
    ]
    assert verbs(world.ines)[-1] == "course started"


def test_the_usual_end_of_a_long_plan_is_no_later_than_the_length_allows(world: World) -> None:
    most = begun(world, length="eight", n_sessions=12)  # 12 weeks, of 14 at the latest

    assert most.ends_on == date(2026, 5, 25)


def test_somebody_begins_on_the_day_they_turn_eighteen_and_not_the_day_before(world: World) -> None:
    young = register(world.team, world.ada, "Una Reed", MONDAY_TEN, born_on=date(2008, 3, 2))
    younger = register(world.team, world.ada, "Uma Reed", MONDAY_TEN, born_on=date(2008, 3, 3))

    with refused("protocol", match="from 18 years on; this client is 17"):
        begun(world, client=younger)

    assert begun(world, client=young).started_on == TODAY
    assert begun(world, client=younger, started_on=date(2026, 3, 3)).started_on == date(2026, 3, 3)


def test_somebody_born_on_a_leap_day_is_eighteen_on_the_first_of_march(world: World) -> None:
    leap = register(world.team, world.ada, "Lee Frost", MONDAY_TEN, born_on=date(2008, 2, 29))

    with refused("protocol"):
        begun(world, client=leap, started_on=date(2026, 2, 28))

    assert begun(world, client=leap, started_on=date(2026, 3, 1)).started_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"protocol": "dit"}, "protocol"),
        ({"protocol": "group-ipt", "length": "twenty"}, "protocol"),
        ({"protocol": "ipsrt", "length": "acute"}, "protocol"),
        ({"length": "fourteen"}, "length"),
        ({"medium": "messages"}, "medium"),
        ({"format": "group"}, "format"),
        ({"n_sessions": 7}, "n_sessions"),
        ({"n_sessions": 21}, "n_sessions"),
        ({"ends_on": TODAY}, "ends_on"),
        ({"ends_on": LATEST_END + timedelta(days=1)}, "ends_on"),
    ],
)
def test_what_the_form_does_not_allow_is_refused_and_leaves_nothing(
    world: World, chosen: dict[str, Any], field: str
) -> None:
    with refused(field):
        begun(world, **chosen)

    assert Course.objects.count() == 0
    assert begun(world).client_id == world.ines.pk


@pytest.mark.parametrize(
    "chosen",
    [
        {"medium": "video"},
        {"n_sessions": 8},
        {"n_sessions": 20},
        {"ends_on": TODAY + timedelta(days=1)},
        {"ends_on": LATEST_END},
    ],
)
def test_what_lies_at_the_edge_is_allowed(world: World, chosen: dict[str, Any]) -> None:
    course = begun(world, **chosen)

    assert {name: getattr(course, name) for name in chosen} == chosen


def test_a_client_has_one_running_course_and_another_after_its_end(world: World) -> None:
    first = started(world)

    with refused("client", match="running already"):
        started(world)
    other = started(world, client=world.jo)
    ended(first)

    assert other.client_id == world.jo.pk
    assert started(world, now=MONDAY_TEN + 9 * WEEK).started_on == TODAY + 9 * WEEK


def test_maintenance_follows_an_ended_course_of_the_same_client_only(world: World) -> None:
    mine, anothers = started(world), ended(started(world, client=world.jo))

    with refused("client"):  # a course is running
        begun(world, length="monthly", after=mine)
    mine = ended(mine)
    with refused("after"):
        begun(world, length="monthly", after=anothers)
    with refused("after"):
        begun(world, length="monthly")

    maintenance = begun(world, length="monthly", after=mine)
    assert (maintenance.after, maintenance.n_sessions) == (mine, 12)
    assert maintenance.ends_on == TODAY + timedelta(days=12 * 28)


def test_a_course_that_was_taken_back_is_no_ended_one_for_maintenance(world: World) -> None:
    course = started(world)
    ended(course)
    take_back_end(course=course, why="wrong client", by=actor(world.ada), now=MONDAY_TEN + 9 * WEEK)
    course.refresh_from_db()

    with refused("client"):
        begun(world, length="monthly", after=course)


# ---- The plan ----


def test_a_plan_changes_with_a_reason_and_those_before_stay(world: World) -> None:
    course = started(world)

    with refused("why"):
        planned(course, 18, date(2026, 7, 20), why="  ")
    planned(course, 18, date(2026, 7, 20))
    planned(course, 12, date(2026, 6, 1), why="new job", now=MONDAY_TEN + 6 * WEEK)

    assert [(plan.made_on, plan.n_sessions, plan.ends_on, plan.why) for plan in courses.plans(course)] == [
        (TODAY, 16, USUAL_END, ""),
        (date(2026, 4, 6), 18, date(2026, 7, 20), "ill for a month"),
        (date(2026, 4, 13), 12, date(2026, 6, 1), "new job"),
    ]
    course.refresh_from_db()
    assert (course.n_sessions, course.ends_on) == (12, date(2026, 6, 1))


def test_the_same_plan_again_is_no_change_and_needs_no_reason(world: World) -> None:
    course = started(world)

    planned(course, 16, USUAL_END, why="")

    assert len(courses.plans(course)) == 1


def test_no_fewer_sessions_are_planned_than_were_held(world: World) -> None:
    course = started(world)
    for week in range(9):
        held(course, MONDAY_TEN + week * WEEK)
    told_of(booked(course, MONDAY_TEN + 9 * WEEK), "did_not_come", had_word=True)

    with refused("n_sessions", match="9 sessions were held"):
        planned(course, 8, USUAL_END)

    assert planned(course, 9, USUAL_END).n_sessions == 9


def test_the_end_date_does_not_move_before_a_session_that_was_held(world: World) -> None:
    course = started(world)
    held(course, MONDAY_TEN + 3 * WEEK)

    with refused("ends_on", match="held on 23 March 2026"):
        planned(course, 16, date(2026, 3, 22))

    assert planned(course, 16, date(2026, 3, 23)).ends_on == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("n_sessions", "ends_on"), [(21, USUAL_END), (16, LATEST_END + timedelta(days=1)), (16, TODAY)]
)
def test_another_plan_keeps_to_what_the_length_allows(world: World, n_sessions: int, ends_on: date) -> None:
    course = started(world)

    with pytest.raises(CourseError):
        planned(course, n_sessions, ends_on)

    assert planned(course, 20, LATEST_END).n_sessions == 20


def test_a_course_can_be_planned_anew_before_the_day_it_starts(world: World) -> None:
    course = begun(world, started_on=TODAY + 6 * WEEK)

    planned(course, 12, TODAY + 20 * WEEK)

    assert standing_of(course, on=TODAY + 7 * WEEK).n_planned == 12


def test_a_break_is_marked_and_taken_off_once(world: World) -> None:
    course, ada = started(world), actor(world.ada)

    with refused("last_on"):
        mark_break(course=course, first_on=TODAY, last_on=TODAY - timedelta(days=1), why="", by=ada, now=MONDAY_TEN)
    row = mark_break(course=course, first_on=TODAY, last_on=TODAY, why="sea", by=ada, now=MONDAY_TEN)
    assert courses.breaks(course) == [row]

    for _ in range(2):
        remove_break(course=course, row=row, by=ada, now=MONDAY_TEN)

    assert courses.breaks(course) == []
    assert verbs(world.ines).count("break removed") == 1


def test_a_break_of_another_course_is_not_taken_off_through_this_one(world: World) -> None:
    course, other, ada = started(world), started(world, client=world.jo), actor(world.ada)
    row = mark_break(course=other, first_on=TODAY, last_on=TODAY, why="", by=ada, now=MONDAY_TEN)

    with pytest.raises(type(row).DoesNotExist):
        remove_break(course=course, row=row, by=ada, now=MONDAY_TEN)

    assert courses.breaks(other) == [row]


def test_the_ending_is_opened_once_between_the_start_and_today(world: World) -> None:
    course, ada, later = started(world), actor(world.ada), MONDAY_TEN + 12 * WEEK

    for day in (TODAY - timedelta(days=1), later.date() + timedelta(days=1)):
        with refused("on"):
            open_ending(course=course, on=day, by=ada, now=later)
    open_ending(course=course, on=later.date() - WEEK, by=ada, now=later)
    again = open_ending(course=course, by=ada, now=later + WEEK)

    assert again.ending_opened_on == later.date() - WEEK


# ---- Who sees it ----


def test_a_course_is_seen_by_its_therapist_and_supervisor_and_by_nobody_elsewhere(world: World) -> None:
    course = started(world)
    session = booked(course)

    for user in (world.ada, world.cleo):
        assert courses.course(actor(user), course.pk) == course
        assert courses.session(actor(user), session.pk) == session
    for user in (world.bo, world.dan, world.finn, world.gwen, world.eve):
        with pytest.raises(Http404):
            courses.course(actor(user), course.pk)
        with pytest.raises(Http404):
            courses.session(actor(user), session.pk)


def test_the_diary_holds_the_viewers_clients_and_no_sealed_column(world: World) -> None:
    mine, jos = booked(started(world)), booked(started(world, client=world.jo), MONDAY_TEN + timedelta(hours=1))
    booked(started(world, client=world.strange))
    since = MONDAY_TEN.replace(hour=0)

    def diary(user: Any) -> list[TherapySession]:
        return list(courses.diary(actor(user), since=since, until=since + timedelta(days=1)))

    assert diary(world.ada) == [mine, jos]
    assert diary(world.cleo) == [mine, jos]
    assert diary(world.bo) == []
    assert len(diary(world.eve)) == 1
    rows = courses.diary(actor(world.ada), since=since, until=since + timedelta(days=1))
    assert "reason" not in str(rows.query)
    assert list(courses.diary(actor(world.ada), since=MONDAY_TEN + timedelta(hours=1), until=since + WEEK)) == [jos]


def test_the_day_of_a_course_is_the_clients_own(world: World) -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=LONDON)  # already the first of July in Berlin
    jo = register(world.team, world.ada, "Joska Wald", late, time_zone="Europe/Berlin")

    assert started(world, client=jo, now=late).started_on == date(2026, 7, 1)
    assert started(world, now=late).started_on == date(2026, 6, 30)
