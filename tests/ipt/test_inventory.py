"""The closeness circle: where people are drawn, where there is room, and who moved."""

from datetime import date

import pytest

from ipt.inventory import RINGS, Circle, Move, Place, free_angle, moves, ring_and_angle, spot

pytestmark = pytest.mark.quick

FIRST, LATER = date(2026, 1, 5), date(2026, 3, 2)


def at(person: str, ring: int, angle: int) -> Place:
    return Place(person=person, ring=ring, angle=angle)


def circle(*places: Place, on: date = FIRST) -> Circle:
    return Circle(on, places)


@pytest.mark.parametrize(
    ("ring", "angle", "x", "y"),
    [(4, 0, 0, -200), (4, 90, 200, 0), (2, 180, 0, 100), (1, 270, -50, 0), (3, 45, 106.066, -106.066)],
)
def test_a_person_is_drawn_clockwise_from_the_top_further_out_with_each_ring(
    ring: int, angle: int, x: float, y: float
) -> None:
    assert spot(at("Nora", ring, angle), radius=200) == pytest.approx((x, y), abs=0.001)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (0, -200, (4, 0)),
        (200, 0, (4, 90)),
        (0, 74, (1, 180)),
        (0, 76, (2, 180)),
        (0, 0, (1, 0)),
        (0.0, 0.0, (1, 0)),
        (-900, 0, (4, 270)),
        (-1, -200, (4, 0)),
    ],
)
def test_a_person_who_was_dragged_stands_in_the_nearest_ring(x: float, y: float, expected: tuple[int, int]) -> None:
    assert ring_and_angle(x, y, radius=200) == expected


def test_the_first_person_stands_at_the_top() -> None:
    assert free_angle(circle(), ring=1) == 0


@pytest.mark.parametrize(
    ("angles", "free"),
    [([0], 180), ([90], 270), ([0, 180], 90), ([10, 100, 200], 285), ([350, 10], 180), ([0, 90, 180], 270)],
)
def test_somebody_new_stands_where_there_is_most_room(angles: list[int], free: int) -> None:
    there = circle(*(at(f"person {angle}", 2, angle) for angle in angles))

    assert free_angle(there, ring=2) == free


def test_an_empty_ring_keeps_clear_of_the_other_rings() -> None:
    assert free_angle(circle(at("Nora", 1, 0), at("Tom", 3, 90)), ring=2) == 225


def test_the_moves_between_two_circles_are_told_for_everybody() -> None:
    before = circle(at("Tom", 3, 40), at("Nora", 1, 250), at("mother", 2, 200), at("manager", 4, 10), at("aunt", 2, 90))
    after = circle(
        at("book club", 2, 130), at("Tom", 2, 40), at("Nora", 1, 250), at("mother", 3, 200), at("aunt", 2, 91), on=LATER
    )

    assert moves(before, after) == (
        Move("book club", "new", None, at("book club", 2, 130)),
        Move("Tom", "closer", at("Tom", 3, 40), at("Tom", 2, 40)),
        Move("Nora", "same", at("Nora", 1, 250), at("Nora", 1, 250)),
        Move("mother", "further", at("mother", 2, 200), at("mother", 3, 200)),
        Move("aunt", "round", at("aunt", 2, 90), at("aunt", 2, 91)),
        Move("manager", "gone", at("manager", 4, 10), None),
    )


def test_a_change_of_support_alone_is_no_move() -> None:
    before = Place(person="Tom", ring=2, angle=40, conflicts=True)
    after = Place(person="Tom", ring=2, angle=40, supports=True)

    assert [move.kind for move in moves(circle(before), circle(after))] == ["same"]


@pytest.mark.parametrize(
    "wrong", [{"ring": 0}, {"ring": RINGS + 1}, {"angle": -1}, {"angle": 360}, {"wished_ring": 0}, {"status": "away"}]
)
def test_a_place_outside_the_circle_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Place(**{"person": "Tom", "ring": 1, "angle": 0, **wrong})  # type: ignore[arg-type]


def test_the_ends_of_the_circle_are_in_it() -> None:
    assert Place(person="Tom", ring=RINGS, angle=359, wished_ring=1, status="deceased").wished_ring == 1


def test_each_person_has_one_place() -> None:
    with pytest.raises(ValueError, match="Each person has one place in a circle; Tom has two"):
        circle(at("Tom", 1, 0), at("Nora", 1, 90), at("Tom", 2, 0))
