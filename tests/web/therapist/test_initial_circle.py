"""The circle's page: buttons and drags are the same step, each day is kept, two days stand beside each other."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from clinic.therapy.actions.circle import place
from clinic.therapy.queries.inventory import circles
from tests.web.therapist.beginnings_seen import begun, person, seen, sent, words
from tests.world import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


def at(world: World) -> list[tuple[int, int]]:
    """Ring and angle of everybody in the newest circle."""
    return [(one.ring, one.angle) for one in circles(world.ines)[-1].places]


def test_a_button_and_a_drag_move_somebody(world: World) -> None:
    course, tom = begun(world), person(world.ines, ring=2)

    def moves(**body: Any) -> Any:
        return sent(world.ada, "circle", course.pk, person=tom.pk, **body)

    response = moves(move="further")
    assert (response.status_code, response.url) == (303, f"/courses/{course.pk}/circle/?person={tom.pk}")
    assert at(world) == [(3, 0)]
    moves(move="right")
    assert at(world) == [(3, 15)]
    moves(ring="1", angle="200")
    assert at(world) == [(1, 200)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"ring": "9", "angle": "0"}, 422),
        ({"ring": "2", "angle": "x"}, 422),
        ({"move": "away"}, 303),
        ({"person": "nobody", "move": "closer"}, 303),
        ({"do": "put_in", "ring": "6"}, 303),
        ({"do": "put_in", "ring": "x"}, 303),
    ],
)
def test_a_move_that_cannot_be_leaves_everybody_where_they_are(world: World, body: Any, status: int) -> None:
    course, tom = begun(world), person(world.ines, ring=2)

    response = sent(world.ada, "circle", course.pk, **{"person": tom.pk, **body})

    assert (response.status_code, at(world)) == (status, [(2, 0)])
    sent(world.ada, "circle", course.pk, person=tom.pk, move="closer")
    assert at(world) == [(1, 0)]


def test_somebody_is_put_in_and_taken_out(world: World) -> None:
    course, tom = begun(world), person(world.ines)
    assert "Put somebody in: choose a person and a ring." in words(seen(world.ada, "circle", course.pk))

    sent(world.ada, "circle", course.pk, do="put_in", person=tom.pk, ring="4")
    assert at(world) == [(4, 0)]
    sent(world.ada, "circle", course.pk, do="take_out", person=tom.pk)

    assert circles(world.ines) == ()


def test_without_people_the_page_says_where_to_begin(world: World) -> None:
    assert "First name the people who matter." in words(seen(world.ada, "circle", begun(world).pk))


def test_an_earlier_day_stands_beside_today_with_what_moved(world: World) -> None:
    course, tom, now = begun(world), person(world.ines), timezone.now()
    before = timezone.localdate() - timedelta(days=20)
    place(relationship=tom, ring=3, on=before, by=actor(world.ada), now=now)

    assert "the first move makes a new circle" in words(seen(world.ada, "circle", course.pk))
    sent(world.ada, "circle", course.pk, do="keep")
    sent(world.ada, "circle", course.pk, person=tom.pk, move="closer")

    response = seen(world.ada, "circle", course.pk)
    assert "Then and now" in words(response)
    assert "ring 3 → ring 2, closer" in words(response)
    assert response.content.decode().count('class="closeness"') == 4
    assert [circle.places[0].ring for circle in circles(world.ines)] == [3, 2]


def test_another_day_can_be_drawn_and_a_day_to_come_cannot(world: World) -> None:
    course, tom = begun(world), person(world.ines)
    day = timezone.localdate() - timedelta(days=3)

    sent(world.ada, "circle", course.pk, query=f"?on={day}", do="put_in", person=tom.pk, ring="2")
    assert [circle.on for circle in circles(world.ines)] == [day]
    for query in (f"?on={timezone.localdate() + timedelta(days=1)}", "?on=never", "?then=never&person=x"):
        assert "Today" in words(seen(world.ada, "circle", course.pk, query=query))


def test_the_circle_of_another_client_is_not_found(world: World) -> None:
    course, theirs = begun(world), person(world.jo, "Sam", ring=2)

    assert sent(world.ada, "circle", course.pk, do="put_in", person=theirs.pk, ring="1").status_code == 404
    assert sent(world.eve, "circle", course.pk, person=theirs.pk, move="closer").status_code == 404
    assert circles(world.ines) == ()
