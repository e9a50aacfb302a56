"""Pictures of numbers: what is held back is not drawn, nothing is wider than its sheet, nobody is ranked."""

import pytest

from clinic.pages.outcomes.bars import Bar, bars
from clinic.pages.outcomes.flow import Ending, flow
from clinic.pages.outcomes.funnel_plot import Limit, Unit, Units, funnel_plot, nice
from clinic.pages.outcomes.over_time import Spell, over_time, runs
from clinic.pages.outcomes.shapes import Dot, Drawing, Label, Path, Picture, Rect, percent
from clinic.pages.outcomes.steps import Stairs, Step, staircases
from clinic.pages.outcomes.tracks import Group, Track, tracks

HIDDEN = Spell("Q2", None, None, None)


def of_kind(drawing: Drawing, kind: str) -> list[object]:
    """The shapes of one class."""
    return [shape for shape in drawing.shapes if shape.kind == kind]


def drawn(picture: Picture | None) -> Picture:
    """A picture that is there."""
    assert picture is not None
    return picture


def labels(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


def fits(picture: Picture) -> bool:
    """Whether each mark and each text lies within its sheet."""
    for drawing in (picture.wide, picture.narrow):
        sheet = drawing.sheet
        for shape in drawing.shapes:
            if isinstance(shape, Rect) and not (shape.x >= 0 and shape.x + shape.width <= sheet.width):
                return False
            if isinstance(shape, Dot) and not (0 <= shape.x <= sheet.width and 0 <= shape.y <= drawing.height):
                return False
            if isinstance(shape, Label):
                wide = sheet.width_of(shape.text)
                start = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[shape.anchor]
                if start < -1 or start + wide > sheet.width + 1 or shape.y > drawing.height:
                    return False
    return True


def test_a_line_over_time_is_broken_where_a_number_is_held_back() -> None:
    spells = [Spell("Q1", 0.4, 0.3, 0.5), HIDDEN, Spell("Q3", 0.5, 0.4, 0.6), Spell("Q4", 0.6, 0.5, 0.7)]

    assert [len(run) for run in runs(list(enumerate(spells)))] == [1, 2]

    drawing = drawn(over_time(spells, id="x", title="", says="")).wide
    assert len(of_kind(drawing, "dot")) == 3
    assert len(of_kind(drawing, "band")) == 1


def test_a_higher_share_stands_higher_and_its_interval_around_it() -> None:
    spells = [Spell("Q1", 0.2, 0.1, 0.3), Spell("Q2", 0.6, 0.5, 0.7)]

    first, second = of_kind(drawn(over_time(spells, id="x", title="", says="")).wide, "dot")

    assert isinstance(first, Dot)
    assert isinstance(second, Dot)
    assert second.y < first.y


def test_months_without_room_for_all_their_names_name_some_of_them() -> None:
    spells = [Spell(f"Mar {2000 + n}", 0.5, 0.4, 0.6) for n in range(30)]
    picture = drawn(over_time(spells, id="x", title="", says=""))

    assert fits(picture)
    named = [text for text in labels(picture.narrow) if text.startswith("Mar")]
    assert 2 <= len(named) < 10


def funnel_of(units: list[Unit]) -> Picture:
    limits = tuple(Limit(at, 0.3, 0.7, 0.2, 0.8) for at in (10.0, 40.0, 90.0))
    return funnel_plot(Units(0.5, tuple(units), limits), id="x", title="", says="", across="people")


def test_only_a_unit_beyond_the_limits_has_a_ring_and_numbers_follow_the_alphabet() -> None:
    units = [Unit(1, "Ada", 20, 0.5, False), Unit(2, "Bo", 50, 0.95, True), Unit(3, "Cleo", 80, 0.4, False)]

    picture = funnel_of(units)

    assert len(of_kind(picture.wide, "ring")) == 1
    assert [text for text in labels(picture.wide) if text in ("1", "2", "3")] == ["1", "2", "3"]
    assert fits(picture)


def test_units_in_one_place_do_not_cover_each_others_numbers() -> None:
    drawing = funnel_of([Unit(n, f"Unit {n}", 50, 0.5, False) for n in range(1, 20)]).narrow

    placed = [(shape.x, shape.y) for shape in drawing.shapes if isinstance(shape, Label) and shape.kind == "onplot"]

    assert len(placed) == len(set(placed)) <= 4


def test_the_stream_of_endings_is_as_wide_as_its_number_and_what_is_held_back_is_one_stream() -> None:
    endings = [
        Ending("Completed", "60", 60, "planned"),
        Ending("Left", "20", 20, "left"),
        Ending("Other", "20", 20, "hidden"),
    ]

    picture = drawn(flow(endings, of="100 courses", id="x", title="", says=""))

    heights = [shape.height for shape in picture.wide.shapes if isinstance(shape, Rect)]
    assert heights[0] == heights[1] == 3 * heights[2] == 3 * heights[4]
    assert fits(picture)


def test_a_bar_that_is_held_back_is_dashed_and_says_so() -> None:
    picture = drawn(bars([Bar("0–28 days", "40", 40), Bar("29–42 days", "not shown", None)], id="x", title="", says=""))

    assert len(of_kind(picture.wide, "bar hidden")) == 1
    assert "not shown" in labels(picture.wide)
    assert fits(picture)


def test_a_share_that_is_held_back_has_no_mark_and_a_standard_has_a_line_of_its_own() -> None:
    lines = (
        Track("Within 42 days", "69%", 0.69, 0.6, 0.78, aim=0.75),
        Track("Within 126 days", "not shown", None, aim=0.95),
    )

    picture = drawn(tracks([Group("", lines)], id="x", title="", says=""))

    assert len(of_kind(picture.wide, "aim")) == 2
    assert len(of_kind(picture.wide, "dot full")) == 1
    assert fits(picture)


def test_a_staircase_rises_only_and_begins_at_nought() -> None:
    steps = (Step(7, 0.1, 0.05, 0.2), Step(28, 0.4, 0.3, 0.5), Step(70, 0.6, 0.5, 0.7))

    picture = staircases([Stairs("Response", steps)], id="x", title="", says="", across="weeks")

    [line] = [shape for shape in picture.wide.shapes if isinstance(shape, Path) and shape.kind == "line first"]
    heights = [float(point.split()[1]) for point in line.d.removeprefix("M").split(" L")]
    assert heights == sorted(heights, reverse=True)
    assert fits(picture)


@pytest.mark.parametrize(("number", "round_one"), [(3.2, 5), (10, 10), (54, 60), (86.4, 90), (640, 700)])
def test_an_axis_ends_at_a_round_number(number: float, round_one: int) -> None:
    assert nice(number) == round_one


def test_a_share_is_written_without_false_precision() -> None:
    assert [percent(share) for share in (0, 0.005, 0.3333, 1)] == ["0%", "1%", "33%", "100%"]


def test_nothing_is_drawn_where_everything_is_held_back() -> None:
    assert over_time([HIDDEN], id="x", title="", says="") is None
    assert bars([Bar("0–28 days", "not shown", None)], id="x", title="", says="") is None
    assert (
        tracks([Group("", (Track("Within 42 days", "not shown", None, aim=0.75),))], id="x", title="", says="") is None
    )
    assert flow([Ending("In other ways", "7 in all", 7, "hidden")], of="7", id="x", title="", says="") is None
