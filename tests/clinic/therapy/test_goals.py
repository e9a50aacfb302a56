"""Goals: one to three for a focus, rated 0–10 at any time, the last rating of a day stands, none is lost."""

from typing import Any

import pytest

from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.goals import change_goal, drop_goal, rate_goal
from clinic.therapy.models import Goal
from clinic.therapy.queries.focus import goals, own_goals
from tests.clinic.therapy.beginnings import MONDAY_TEN, NEXT_WEEK, TUESDAY, aimed, focused, started, verbs
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def rated(goal: Goal, value: int, *, now: Any = MONDAY_TEN, by: Any = None, **given: Any) -> Any:
    """How near it is."""
    return rate_goal(goal=goal, value=value, by=by or actor(goal.focus.course.client.therapist), now=now, **given)


def test_a_goal_begins_with_a_rating_and_moves(world: World) -> None:
    course = started(world)
    goal = aimed(focused(course), rated=2, target=7)

    rated(goal, 3, now=NEXT_WEEK)
    rated(goal, 5, now=NEXT_WEEK, by_client=True)

    [one] = goals(course)
    assert (one.goal.target, one.first and one.first.value, one.last and one.last.value) == (7, 2, 5)
    assert [(row.on, row.value, row.by_client) for row in one.ratings] == [
        (MONDAY_TEN.date(), 2, False),
        (NEXT_WEEK.date(), 5, True),
    ]


def test_a_focus_has_three_goals_at_most_and_a_place_becomes_free(world: World) -> None:
    course = started(world)
    focus = focused(course)
    first = aimed(focus, "One")
    aimed(focus, "Two")
    aimed(focus, "Three")

    with pytest.raises(CourseError, match="the most") as told:
        aimed(focus, "Four")
    assert told.value.field == "text"
    drop_goal(goal=first, by=actor(world.ada), now=TUESDAY)
    aimed(focus, "Four")

    assert [(one.goal.text, one.goal.dropped_on) for one in goals(course)] == [
        ("Two", None),
        ("Three", None),
        ("Four", None),
        ("One", TUESDAY.date()),
    ]
    aimed(focused(course, "dispute", is_second=True), "Five")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"text": "see my sister"}, "text"),
        ({"target": 11}, "target"),
        ({"rated": 11}, "value"),
        ({"on": NEXT_WEEK.date()}, "on"),
    ],
)
def test_a_goal_that_cannot_stand_is_refused_by_field(world: World, given: Any, field: str) -> None:
    course = started(world)
    focus = focused(course)
    aimed(focus, "See my sister")

    with pytest.raises(CourseError) as told:
        aimed(focus, **{"text": "Sleep", **given})
    assert (told.value.field, len(goals(course))) == (field, 1)

    aimed(focus, "Sleep")
    assert len(goals(course)) == 2


def test_a_rating_is_within_0_and_10_and_not_before_the_goal(world: World) -> None:
    goal = aimed(focused(started(world)), now=TUESDAY)

    for value, on in ((11, None), (-1, None), (5, MONDAY_TEN.date())):
        with pytest.raises(CourseError):
            rated(goal, value, on=on, now=TUESDAY)
    assert goal.ratings.count() == 0
    rated(goal, 0, now=TUESDAY)
    rated(goal, 10, now=NEXT_WEEK)
    drop_goal(goal=goal, by=actor(world.ada), now=NEXT_WEEK)
    with pytest.raises(CourseError, match="dropped"):
        rated(goal, 4, now=NEXT_WEEK)


def test_a_goal_is_reworded_and_keeps_its_ratings(world: World) -> None:
    course = started(world)
    goal = aimed(focused(course), rated=2)

    change_goal(goal=goal, text="Ring my sister", target=9, by=actor(world.ada), now=TUESDAY)

    [one] = goals(course)
    assert (one.goal.text, one.goal.target, len(one.ratings)) == ("Ring my sister", 9, 1)


def test_a_client_rates_their_own_goals_and_sets_none(world: World) -> None:
    goal = aimed(focused(started(world)))

    with pytest.raises(CourseError):
        rated(goal, 4, by=holder(world.jo))
    with pytest.raises(CourseError, match="written by your therapist"):
        drop_goal(goal=goal, by=holder(world.ines), now=TUESDAY)
    assert rated(goal, 4, by=holder(world.ines)).by_client

    assert [one.last and one.last.value for one in own_goals(holder(world.ines))] == [4]
    assert verbs(world.ines)[-1] == "goal rated"
