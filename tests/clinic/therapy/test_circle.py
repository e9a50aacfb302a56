"""The closeness circle: each day is a whole snapshot, earlier ones stay as they were, moves are seen between two."""

from datetime import timedelta
from typing import Any

import pytest

from clinic.therapy.actions.circle import leave_circle, place, take_snapshot, wish
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.inventory import remove_relationship, share_relationship
from clinic.therapy.models import Closeness, Relationship
from clinic.therapy.queries.inventory import circles, own_circles
from ipt.inventory import Circle, moves
from tests.clinic.therapy.beginnings import MONDAY_TEN, NEXT_WEEK, known, started, verbs
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def put(row: Relationship, ring: int, *, now: Any = MONDAY_TEN, **given: Any) -> Closeness:
    """The therapist puts somebody in a ring."""
    return place(relationship=row, ring=ring, by=actor(row.client.therapist), now=now, **given)


def rings(circle: Circle) -> dict[str, int]:
    """Who stands in which ring."""
    by_id = {str(row.pk): row.name for row in Relationship.objects.all()}
    return {by_id[one.person]: one.ring for one in circle.places}


def test_every_day_is_a_whole_circle_and_the_ones_before_stay(world: World) -> None:
    tom, mum, sue = known(world.ines), known(world.ines, "Mum", "parent"), known(world.ines, "Sue", "friend")
    put(tom, 1)
    put(mum, 3, angle=90)

    put(tom, 2, now=NEXT_WEEK)
    put(sue, 4, now=NEXT_WEEK)

    first, second = circles(world.ines)
    assert (first.on, rings(first)) == (MONDAY_TEN.date(), {"Tom": 1, "Mum": 3})
    assert (second.on, rings(second)) == (NEXT_WEEK.date(), {"Tom": 2, "Mum": 3, "Sue": 4})
    assert [(move.person, move.kind) for move in moves(first, second)] == [
        (str(tom.pk), "further"),
        (str(mum.pk), "same"),
        (str(sue.pk), "new"),
    ]


def test_where_nobody_says_an_angle_there_is_room(world: World) -> None:
    one = put(known(world.ines, "A", "friend"), 2)
    two = put(known(world.ines, "B", "friend"), 2)
    three = put(known(world.ines, "C", "friend"), 2)

    assert (one.angle, two.angle) == (0, 180)
    assert three.angle in (90, 270)


def test_a_circle_can_be_kept_as_it_is_and_only_once_a_day(world: World) -> None:
    with pytest.raises(CourseError, match="Nobody is in the circle yet"):
        take_snapshot(client=world.ines, by=actor(world.ada), now=MONDAY_TEN)
    put(known(world.ines), 1)

    take_snapshot(client=world.ines, by=actor(world.ada), now=NEXT_WEEK)
    take_snapshot(client=world.ines, by=actor(world.ada), now=NEXT_WEEK)

    assert [rings(circle) for circle in circles(world.ines)] == [{"Tom": 1}, {"Tom": 1}]
    assert verbs(world.ines).count("circle kept") == 1


def test_a_circle_of_an_earlier_day_can_be_drawn_later(world: World) -> None:
    tom = known(world.ines)
    put(tom, 3)

    put(tom, 1, on=MONDAY_TEN.date() - timedelta(days=30))

    assert [rings(circle) for circle in circles(world.ines)] == [{"Tom": 1}, {"Tom": 3}]
    with pytest.raises(CourseError) as told:
        put(tom, 1, on=NEXT_WEEK.date())
    assert told.value.field == "on"


def test_somebody_who_leaves_the_circle_stays_in_those_before(world: World) -> None:
    tom, mum = known(world.ines), known(world.ines, "Mum", "parent")
    put(tom, 1)
    put(mum, 1)

    leave_circle(relationship=tom, by=actor(world.ada), now=NEXT_WEEK)
    later = put(mum, 2, now=NEXT_WEEK + timedelta(days=7))

    assert [rings(circle) for circle in circles(world.ines)] == [{"Tom": 1, "Mum": 1}, {"Mum": 1}, {"Mum": 2}]
    assert later.on == (NEXT_WEEK + timedelta(days=7)).date()


def test_somebody_entered_by_mistake_is_in_no_circle(world: World) -> None:
    tom, mum = known(world.ines), known(world.ines, "Mum", "parent")
    put(tom, 1)
    put(mum, 2)

    remove_relationship(relationship=tom, by=actor(world.ada), now=MONDAY_TEN)
    put(mum, 3, now=NEXT_WEEK)

    assert [rings(circle) for circle in circles(world.ines)] == [{"Mum": 2}, {"Mum": 3}]
    with pytest.raises(CourseError, match="taken out"):
        put(tom, 1)


def test_a_wish_is_kept_beside_the_place_and_carried_over(world: World) -> None:
    tom = known(world.ines)
    with pytest.raises(CourseError) as told:
        wish(relationship=tom, ring=1, by=actor(world.ada), now=MONDAY_TEN)
    assert told.value.field == "wished_ring"
    put(tom, 3)

    wish(relationship=tom, ring=1, by=actor(world.ada), now=MONDAY_TEN)
    take_snapshot(client=world.ines, by=actor(world.ada), now=NEXT_WEEK)

    assert [circle.places[0].wished_ring for circle in circles(world.ines)] == [1, 1]
    with pytest.raises(CourseError, match="ring from 1"):
        wish(relationship=tom, ring=9, by=actor(world.ada), now=NEXT_WEEK)
    wish(relationship=tom, ring=None, by=actor(world.ada), now=NEXT_WEEK)
    assert [circle.places[0].wished_ring for circle in circles(world.ines)] == [1, None]


@pytest.mark.parametrize("ring", [0, 5, -1])
def test_there_are_four_rings(world: World, ring: int) -> None:
    tom = known(world.ines)

    with pytest.raises(CourseError) as told:
        put(tom, ring)

    assert (told.value.field, Closeness.objects.count()) == ("ring", 0)
    put(tom, 4)


def test_an_angle_goes_round(world: World) -> None:
    assert put(known(world.ines), 1, angle=725).angle == 5


def test_the_client_moves_their_own_people_and_sees_no_others(world: World) -> None:
    started(world)
    tom, boss = known(world.ines, ring=1), known(world.ines, "Boss", "manager", ring=4)
    with pytest.raises(CourseError, match="not on your pages"):
        place(relationship=tom, ring=2, by=holder(world.ines), now=MONDAY_TEN)
    share_relationship(relationship=tom, by=actor(world.ada), now=MONDAY_TEN)

    row = place(relationship=tom, ring=2, by=holder(world.ines), now=NEXT_WEEK)

    assert row.by_client
    assert [rings(circle) for circle in own_circles(holder(world.ines))] == [{"Tom": 1}, {"Tom": 2}]
    assert rings(circles(world.ines)[-1]) == {"Tom": 2, "Boss": 4}, "the therapist's circle keeps everybody"
    assert Closeness.objects.filter(relationship=boss).count() == 2
