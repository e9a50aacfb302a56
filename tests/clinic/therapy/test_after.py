"""The end and after it: what the scores say apart from the kind, what is left open, follow-ups and who holds them."""

from datetime import date, timedelta
from typing import Any

import pytest

from clinic.answers.outcome import since_end
from clinic.audit.actor import Actor
from clinic.safety.actions.handover import change_therapist
from clinic.safety.models import Alert
from clinic.therapy.actions.after import cancel_follow_up, end_with_options, finish_follow_up, plan_follow_ups
from clinic.therapy.actions.courses import CourseError, start_course, take_back_end
from clinic.therapy.actions.goals import rate_goal
from clinic.therapy.choices import EndResult
from clinic.therapy.models import Course, Entry, FollowUp
from clinic.therapy.queries import after
from ipt.leaving import is_drop_out, left_how
from tests.clinic.therapy.beginnings import MONDAY_TEN, NEXT_WEEK, TUESDAY, aimed, focused, started, verbs
from tests.clinic.therapy.endings import (
    LOW,
    MILD,
    MODERATE,
    answered_at,
    barbara,
    came,
    changes,
    ended,
    follow_up_on,
    total_at,
    week,
)
from tests.world import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]
AUTUMN = date(2026, 9, 21)
WITH_RISK = "222222112"  # item 9 is answered: an alert


def result_of(course: Course) -> EndResult:
    """What the scores say now."""
    found = changes(course)
    return found[0].result if found else EndResult.NOT_KNOWN


@pytest.mark.parametrize(
    ("digits", "result"),
    [
        ((MODERATE, MILD), EndResult.IMPROVED),  # 14 to 8: six points, the least that counts as reliable
        ((MODERATE, "222211110"), EndResult.NO_CHANGE),  # 14 to 12
        ((LOW, MILD), EndResult.WORSE),
        ((MODERATE,), EndResult.NOT_KNOWN),
        ((), EndResult.NOT_KNOWN),
    ],
)
def test_the_result_is_what_the_main_measure_says(world: World, digits: tuple[str, ...], result: EndResult) -> None:
    course = started(world)

    for n, answers in enumerate(digits, start=1):
        answered_at(world.ines, n, answers)

    assert result_of(course) is result


def test_totals_outside_the_course_do_not_count(world: World) -> None:
    course = started(world, now=week(5))
    answered_at(world.ines, 1, "333333330")
    answered_at(world.ines, 5, MODERATE)
    answered_at(world.ines, 9, MILD)
    course = ended(course, now=week(10), result="improved")
    answered_at(world.ines, 20, MODERATE)

    [one] = changes(course)

    first, last = one.trajectory.first, one.trajectory.last
    assert first is not None and last is not None and (first.total, last.total) == (14, 8)
    assert [point.total for point in after_end(course)] == [14]


def after_end(course: Course) -> Any:
    """Totals after the end."""
    return since_end(course, series=changes(course)[0].series)


def test_a_day_before_the_newest_score_leaves_that_score_out(world: World) -> None:
    course = started(world)
    for n, digits in ((1, MODERATE), (2, MILD), (3, MODERATE)):
        answered_at(world.ines, n, digits)

    assert changes(course)[0].result is EndResult.NO_CHANGE
    assert changes(course, until=week(2).date())[0].result is EndResult.IMPROVED


def test_another_measure_speaks_where_the_main_one_has_no_two_totals(world: World) -> None:
    course = started(world)
    answered_at(world.ines, 1, MODERATE)
    total_at(world.ines, 1, 30)
    total_at(world.ines, 4, 12)

    found = changes(course)

    assert [one.measure.id for one in found] == ["bdi-ii", "phq-9"]
    assert found[0].framework is not None and found[0].framework.id == "jacobson-truax"


def test_barbara_ended_early_and_improved_and_is_no_drop_out(world: World) -> None:
    course = barbara(world)
    found = changes(course)[0]
    now = week(14) + timedelta(days=4)

    course = ended(course, now=now, kind="early_by_client", why="She rang to say thank you.", result=found.result)

    how = left_how(kind="early_by_client", n_held=14, n_planned=16)
    assert (course.end_kind, course.result, found.trajectory.remission) == ("early_by_client", "improved", True)
    assert (how, is_drop_out(how, improved=True)) == ("before_plan_without_agreement", False)
    assert [row.starts_at.date() for row in after.taken_out_at_end(course)] == [week(15).date(), week(16).date()]
    assert Alert.objects.filter(client=world.ines).count() == 0


def test_goals_stand_with_their_first_and_newest_rating(world: World) -> None:
    course = started(world)
    focus = focused(course)
    rated, once, never = aimed(focus, rated=2), aimed(focus, "Once", rated=5), aimed(focus, "Never")
    for on, value in ((TUESDAY, 4), (NEXT_WEEK, 8)):
        rate_goal(goal=rated, value=value, on=on.date(), by=actor(world.ada), now=NEXT_WEEK)

    found = after.goals(course)

    shown = [(one.goal, one.first and one.first.value, one.last and one.last.value, one.is_reached) for one in found]
    assert shown == [(rated, 2, 8, True), (once, 5, 5, False), (never, None, None, False)]


def test_held_sessions_without_a_signature_and_appointments_to_come_are_named(world: World) -> None:
    course = started(world)
    rows = came(course, 2, booked=4)

    found = after.loose(course, now=week(3))

    assert (found.unsigned, found.ahead) == ((rows[0], rows[1]), (rows[2], rows[3]))


def test_next_options_are_kept_with_the_end_or_not_at_all(world: World) -> None:
    course = started(world)
    answered_at(world.ines, 1, WITH_RISK)
    came(course, 1)
    end: Any = {"kind": "completed", "on": week(2).date(), "why": "", "result": "no_change"}
    options: Any = {"tried": "Four sessions on the dispute", "next_options": ["medication"]}

    with pytest.raises(CourseError, match="An alert is open"):
        end_with_options(course=course, end=end, options=options, by=actor(world.ada), now=week(2))
    assert not Entry.objects.exists()
    end["open_alert_why"] = "She is with the crisis team."
    course = end_with_options(course=course, end=end, options=options, by=actor(world.ada), now=week(2))

    assert Entry.objects.get().sheet == "not-better" and course.has_ended
    assert "She is with the crisis team." in course.end_why


def test_an_end_can_be_taken_back(world: World) -> None:
    course = ended(started(world), now=NEXT_WEEK)

    with pytest.raises(CourseError, match="Say why"):
        take_back_end(course=course, why="", by=actor(world.ada), now=NEXT_WEEK)
    again = take_back_end(course=course, why="It was Jo's", by=actor(world.ada), now=NEXT_WEEK)

    assert (again.has_ended, again.result, again.end_kind) == (False, "", "")
    assert "end of course taken back" in verbs(world.ines)


def test_a_maintenance_is_a_course_of_its_own_after_an_end(world: World) -> None:
    course = started(world)
    wanted: Any = {"client": world.ines, "protocol": "ipt", "length": "monthly", "by": actor(world.ada)}

    with pytest.raises(CourseError):
        start_course(**wanted, settings={"after": course}, now=NEXT_WEEK)
    course = ended(course, now=NEXT_WEEK)
    kept_well = start_course(**wanted, settings={"after": course}, now=NEXT_WEEK)

    assert (kept_well.after, kept_well.length, kept_well.n_sessions) == (course, "monthly", 12)
    assert after.next_course(course) == kept_well


def test_a_follow_up_is_held_by_the_clients_therapist_and_by_whoever_comes_after(world: World) -> None:
    course = ended(started(world), now=NEXT_WEEK)
    row = follow_up_on(course, AUTUMN, now=NEXT_WEEK, measures=["phq-9", "phq-9"])

    assert (row.owner, row.measures, row.is_open) == (world.ada, ["phq-9"], True)
    assert after.holder(row, world.ines) == world.ada
    change_therapist(client=world.ines, therapist=world.bo, by=actor(world.gwen), now=NEXT_WEEK)
    world.ines.refresh_from_db()
    assert after.holder(row, world.ines) == world.bo


@pytest.mark.parametrize(
    ("on", "given", "field"),
    [
        (NEXT_WEEK.date(), {}, "due_on"),
        (AUTUMN, {"measures": ["no-such"]}, "measures"),
        (date(2026, 10, 1), {}, "due_on"),
    ],
)
def test_a_follow_up_that_cannot_be_is_refused(world: World, on: date, given: Any, field: str) -> None:
    course = ended(started(world), now=NEXT_WEEK)
    follow_up_on(course, date(2026, 10, 1), now=NEXT_WEEK)

    with pytest.raises(CourseError) as refusal:
        follow_up_on(course, on, now=NEXT_WEEK, **given)

    assert refusal.value.field == field
    assert follow_up_on(course, AUTUMN, now=NEXT_WEEK, measures=["phq-9"]).is_open


def test_before_the_end_a_follow_up_lies_after_the_planned_end(world: World) -> None:
    course = started(world)

    with pytest.raises(CourseError, match="comes after the end"):
        follow_up_on(course, course.ends_on)
    assert follow_up_on(course, course.ends_on + timedelta(days=1)).is_open


def test_several_days_are_set_together_or_not_at_all(world: World) -> None:
    course = ended(started(world), now=NEXT_WEEK)
    by, days = actor(world.ada), [AUTUMN, AUTUMN + timedelta(days=90)]

    with pytest.raises(CourseError):
        plan_follow_ups(course=course, days=[*days, NEXT_WEEK.date()], by=by, now=NEXT_WEEK)
    assert not FollowUp.objects.exists()
    plan_follow_ups(course=course, days=days, by=by, now=NEXT_WEEK)

    assert [row.due_on for row in after.follow_ups(course)] == days


def test_a_follow_up_is_done_with_what_came_of_it(world: World) -> None:
    course = ended(started(world), now=NEXT_WEEK)
    row = follow_up_on(course, AUTUMN, now=NEXT_WEEK)
    then = week(31)

    for wrong in ({"outcome": " "}, {"done_on": date(2027, 1, 1)}, {"done_on": date(2026, 1, 1)}):
        with pytest.raises(CourseError):
            done(row, world, **wrong, now=then)
    found = done(row, world, now=then)

    assert (found.is_open, found.done_by, found.outcome) == (False, world.ada, "Well, and back at work.")
    with pytest.raises(CourseError, match="done or cancelled"):
        cancel_follow_up(follow_up=row, by=actor(world.ada), now=then)


def done(row: FollowUp, world: World, *, now: Any, by: Actor | None = None, **given: Any) -> FollowUp:
    """Somebody asked."""
    known: dict[str, Any] = {"done_on": AUTUMN, "outcome": "Well, and back at work.", **given}
    return finish_follow_up(follow_up=row, **known, by=by or actor(world.ada), now=now)


def test_a_cancelled_follow_up_makes_room_for_another_on_the_same_day(world: World) -> None:
    course = ended(started(world), now=NEXT_WEEK)
    row = follow_up_on(course, AUTUMN, now=NEXT_WEEK)

    cancel_follow_up(follow_up=row, by=actor(world.ada), now=NEXT_WEEK)

    assert after.follow_ups(course) == []
    assert after.follow_ups(course) == [] and follow_up_on(course, AUTUMN, now=NEXT_WEEK) in after.follow_ups(course)
    assert verbs(world.ines).count("follow-up cancelled") == 1


def test_measures_are_read_in_numbers_that_do_not_grow(world: World, django_assert_num_queries: Any) -> None:
    course = started(world)
    came(course, 3)
    focused(course)

    with django_assert_num_queries(2):
        after.standing_in_numbers(course, on=MONDAY_TEN.date())
    with django_assert_num_queries(1):
        after.loose(course, now=MONDAY_TEN)
    with django_assert_num_queries(1):
        after.sheets(course, "ending", "review")
