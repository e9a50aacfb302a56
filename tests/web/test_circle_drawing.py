"""The closeness circle: geometry worked by hand, names that never cover anything, and the same in words."""

import random
import re
from datetime import date
from itertools import combinations
from math import hypot

import pytest
from django.template.loader import render_to_string

from clinic.pages.circle_drawing import ASIDE, PAGE, CirclePicture, CircleSize, draw_circle, draw_moves
from clinic.pages.circle_labels import Box, Label, around, touch
from clinic.pages.circle_moves import MoveAsked, asked_move
from clinic.pages.circle_rows import circle_rows
from clinic.pages.lettering import width_of
from ipt.inventory import Circle, Place, Status

pytestmark = pytest.mark.quick

MARCH, MAY = date(2026, 3, 12), date(2026, 5, 21)
NAMES = {"t": "Tom", "n": "Nora", "m": "Mother", "b": "Book club"}


def circle(*places: Place, on: date = MARCH) -> Circle:
    return Circle(on=on, places=places)


def draw(*places: Place) -> CirclePicture:
    return draw_circle(circle(*places), names=NAMES)


# On a page the outermost ring has a radius of 136: the rings stand at 34, 68, 102 and 136. A dot's radius is 10.


def test_people_stand_on_their_rings_the_angle_running_clockwise_from_the_top() -> None:
    picture = draw(Place("t", 4, 0), Place("n", 2, 90), Place("m", 1, 180), Place("b", 3, 270))

    assert [(dot.x, dot.y) for dot in picture.people] == [(0, -136), (68, 0), (0, 34), (-102, 0)]
    assert picture.size.radii == (136, 102, 68, 34)


def test_two_people_of_one_place_stand_beside_each_other_on_the_ring() -> None:
    first, second = draw(Place("t", 4, 0), Place("n", 4, 0)).people

    assert (first.x, first.y) == (0, -136)
    assert (second.x, second.y) == (
        28,
        -133,
    )  # twelve degrees further: the first four-degree step of more than 21 pixels


def test_a_name_stands_outwards_beside_its_dot() -> None:
    right, left = draw(Place("t", 2, 90), Place("n", 2, 270)).people

    assert right.label == Label(14, 5, "Tom", "start")
    assert left.label == Label(-14, 5, "Nora", "end")


def test_a_name_that_does_not_fit_beside_stands_above_or_below() -> None:
    (dot,) = draw(Place("b", 4, 90)).people

    assert dot.label == Label(0, 26, "Book club", "middle")  # 14 to the rim, 7 to its middle, 5 to its foot


def test_support_is_a_double_line_from_rim_to_rim() -> None:
    (dot,) = draw(Place("t", 2, 90, supports=True)).people

    assert dot.support == "M12 -2L56 -2M12 2L56 2"
    assert dot.conflict == ""


def test_conflict_is_a_zigzag_of_the_same_length() -> None:
    (dot,) = draw(Place("t", 2, 90, conflicts=True)).people

    points = [tuple(map(float, point.split())) for point in dot.conflict[1:].split("L")]
    assert (points[0], points[-1]) == ((12, 0), (56, 0))
    assert {y for _, y in points[1:-1]} == {3.5, -3.5}


def test_both_at_once_run_beside_each_other() -> None:
    (dot,) = draw(Place("t", 2, 90, supports=True, conflicts=True)).people

    assert dot.support == "M12 -5L56 -5M12 5L56 5"
    assert dot.conflict


def test_a_wished_for_place_is_a_ghost_with_a_way_to_it() -> None:
    picture = draw(Place("t", 3, 90, wished_ring=1), Place("n", 2, 270, wished_ring=2))

    (ghost,) = picture.ghosts
    assert (ghost.x, ghost.y, ghost.kind) == (34, 0, "wish")
    assert ghost.path == "M92 0L44 0M51 3.5L44 0L51 -3.5"


# Then and now


def test_an_arrow_leads_from_then_to_now() -> None:
    before, after = circle(Place("t", 3, 90)), circle(Place("t", 1, 90), on=MAY)

    picture = draw_moves(before, after, names=NAMES)

    (ghost,), (dot,) = picture.ghosts, picture.people
    assert (ghost.x, ghost.y, ghost.kind, ghost.path) == (102, 0, "was", "M92 0L44 0M51 3.5L44 0L51 -3.5")
    assert (dot.x, dot.kind) == (34, "closer")
    assert (picture.since, picture.on) == (MARCH, MAY)


def test_who_is_new_gone_or_where_they_were_has_no_arrow() -> None:
    before = circle(Place("t", 3, 90), Place("n", 1, 0))
    after = circle(Place("b", 4, 270), Place("n", 1, 0), on=MAY)

    picture = draw_moves(before, after, names=NAMES)

    assert [(ghost.kind, ghost.name, ghost.path) for ghost in picture.ghosts] == [("gone", "Tom", "")]
    assert [dot.kind for dot in picture.people] == ["new", "same"]
    assert picture.signs >= {"new", "gone"}


# Fifteen people, some of them anywhere

STATUSES: tuple[Status, ...] = ("living", "living", "estranged", "deceased", "online")
WORDS = (
    "Tom",
    "Nora",
    "Aunt Philomena-Charlotte",
    "Book club people",
    "Dr Okonkwo",
    "أبو عبد الرحمن محمد",
    "王小明和朋友们",
)


def crowd(seed: int) -> tuple[Circle, dict[str, str]]:
    chance = random.Random(seed)
    places = tuple(
        Place(str(n), chance.choice((1, 2, 2, 3, 3, 4)), chance.randrange(360), chance.choice(STATUSES))
        for n in range(15)
    )
    return circle(*places), {str(n): f"{WORDS[n % len(WORDS)]}{n}" for n in range(15)}


def box_of(label: Label, *, at: tuple[int, int], font: int) -> Box:
    width = width_of(label.text, font=font)
    left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    foot = at[1] + label.y
    return (at[0] + left + 1, foot - font * 0.8, at[0] + left + width - 1, foot + font * 0.1)


@pytest.mark.parametrize("size", [PAGE, ASIDE])
@pytest.mark.parametrize("seed", range(12))
def test_names_of_fifteen_people_cover_neither_each_other_nor_a_dot_nor_the_edge(seed: int, size: CircleSize) -> None:
    around_me, names = crowd(seed)

    picture = draw_circle(around_me, names=names, size=size)

    boxes = [box_of(dot.label, at=(dot.x, dot.y), font=size.font) for dot in picture.people if dot.label.text]
    dots = [around((dot.x, dot.y), reach=size.dot) for dot in picture.people]
    assert not any(touch(one, other) for one, other in combinations(boxes, 2))
    assert not any(touch(box, dot) for box in boxes for dot in dots)
    for left, upper, right, lower in (*boxes, *dots):
        assert -size.width / 2 <= left < right <= size.width / 2
        assert -size.height / 2 <= upper < lower <= size.height / 2


@pytest.mark.parametrize("seed", range(12))
def test_on_a_page_each_of_fifteen_has_a_name_and_a_dot_to_itself(seed: int) -> None:
    around_me, names = crowd(seed)

    people = draw_circle(around_me, names=names).people

    assert all(dot.label.text for dot in people)
    assert all(hypot(one.x - other.x, one.y - other.y) > 2 * PAGE.dot for one, other in combinations(people, 2))


# In words


def shown(picture: CirclePicture) -> str:
    return render_to_string("components/circle.svg", {"picture": picture, "id": "now", "title": "People today"})


def test_the_picture_says_who_stands_in_which_ring_and_what_their_signs_mean() -> None:
    page = shown(draw(Place("t", 2, 60, "estranged", conflicts=True, wished_ring=1), Place("n", 1, 300, supports=True)))

    assert "Ring 1 of 4: Nora." in page
    assert "Ring 2 of 4: Tom." in page
    assert "<title>Tom, ring 2 of 4, estranged, conflict, wished for in ring 1</title>" in page
    assert "<title>Nora, ring 1 of 4, support</title>" in page
    assert 'role="img" aria-labelledby="now-title now-desc"' in page


def test_each_status_has_a_shape_of_its_own() -> None:
    key = render_to_string(
        "components/circle_key.html",
        {"picture": draw(Place("t", 2, 0), Place("n", 1, 90, "deceased"), Place("m", 3, 180, "online"))},
    )

    assert "has died" in key
    assert "known online" in key
    assert "estranged" not in key


def test_the_table_twin_says_who_came_closer() -> None:
    before = circle(Place("t", 3, 90), Place("n", 1, 0), Place("m", 2, 200))
    after = circle(Place("t", 2, 90), Place("n", 1, 40), Place("b", 4, 10, "online"), on=MAY)

    page = render_to_string(
        "components/circle_table.html",
        {
            "rows": circle_rows(before, after, names=NAMES),
            "id": "people",
            "before_words": "12 March",
            "after_words": "today",
        },
    )

    assert re.findall(r'<th scope="row">([^<]+)', page) == ["Nora", "Tom", "Book club", "Mother"]
    for words in (
        "ring 3 → ring 2, closer",
        "ring 1, as before",
        "ring 4, new, known online",
        "ring 2, no longer in it",
    ):
        assert words in page


def test_an_empty_circle_says_what_would_begin_it() -> None:
    assert "Nobody is in the circle yet." in shown(draw())
    assert "Nobody in the circle yet" in render_to_string("components/circle_table.html", {"rows": ()})


# Moving somebody


def edited(picture: CirclePicture, *, chosen: str = "") -> str:
    context = {"picture": picture, "id": "circle", "title": "My people", "url": "/circle/", "chosen": chosen}
    return render_to_string("components/circle_edit.html", {**context, "csrf_token": "secret"})


def test_each_dot_can_be_reached_by_keyboard_and_says_where_it_is() -> None:
    page = edited(draw(Place("t", 2, 60), Place("n", 1, 300)))

    assert (
        'data-person="t" data-ring="2" data-angle="60" data-name="Tom" tabindex="0" role="button"'
        ' aria-label="Tom, ring 2 of 4"'
    ) in page
    assert page.count('tabindex="0"') == 2
    assert 'data-radius="136"' in page
    assert "csrfmiddlewaretoken" in page


def test_every_drag_has_a_button_that_works_without_script() -> None:
    page = edited(draw(Place("t", 2, 60), Place("n", 1, 300)), chosen="n")

    assert '<form class="circle-form" id="circle" method="post" action="/circle/" data-circle' in page
    assert '<option value="n" selected>Nora</option>' in page
    assert re.findall(r'name="move" value="(\w+)"', page) == ["closer", "further", "left", "right"]


def test_names_are_escaped_in_the_picture_and_in_the_form() -> None:
    picture = draw_circle(circle(Place("t", 2, 60)), names={"t": '<i>"T"</i>'})

    assert "<i>" not in shown(picture) + edited(picture)
    assert 'data-name="&lt;i&gt;&quot;T&quot;&lt;/i&gt;"' in edited(picture)


@pytest.mark.parametrize(
    ("move", "ring", "angle"), [("closer", 1, 10), ("further", 3, 10), ("left", 2, 355), ("right", 2, 25)]
)
def test_a_button_moves_somebody_by_one_step(move: str, ring: int, angle: int) -> None:
    asked = asked_move({"person": "t", "move": move}, circle=circle(Place("t", 2, 10)))

    assert asked == MoveAsked("t", ring, angle)


def test_at_the_edge_and_beside_the_middle_a_person_stays() -> None:
    two = circle(Place("t", 1, 10), Place("n", 4, 10))

    assert asked_move({"person": "t", "move": "closer"}, circle=two).ring == 1
    assert asked_move({"person": "n", "move": "further"}, circle=two).ring == 4


def test_a_drag_says_ring_and_angle() -> None:
    fields = {"person": "t", "ring": "4", "angle": "359"}

    assert asked_move(fields, circle=circle(Place("t", 2, 10))) == MoveAsked("t", 4, 359)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"person": "eve", "move": "closer"}, "Choose a person who is in the circle."),
        ({"move": "closer"}, "Choose a person who is in the circle."),
        ({"person": "t", "move": "away"}, "Say how to move the person"),
        ({"person": "t"}, "Say how to move the person"),
        ({"person": "t", "ring": "two", "angle": "10"}, "Say how to move the person"),
        ({"person": "t", "ring": "5", "angle": "10"}, "outside the circle"),
        ({"person": "t", "ring": "2", "angle": "360"}, "outside the circle"),
    ],
)
def test_what_cannot_be_is_refused_with_a_way_out(fields: dict[str, str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        asked_move(fields, circle=circle(Place("t", 2, 10)))
