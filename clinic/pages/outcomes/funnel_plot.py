"""The funnel: each unit by how many people it had and how many of them recovered, within limits of chance."""

from collections.abc import Sequence
from math import ceil

from attrs import frozen

from clinic.pages.outcomes.plot import Plot, ground, height_of
from clinic.pages.outcomes.shapes import NARROW, WIDE, Dot, Drawing, Label, Path, Picture, Sheet, area, line


@frozen
class Limit:
    """For a unit of `at` people: within these shares lie 95 and 99.8 in 100 units that differ by chance."""

    at: float
    low_95: float
    high_95: float
    low_998: float
    high_998: float


@frozen
class Unit:
    """One unit, numbered by the alphabet."""

    number: int
    name: str
    at: float
    share: float
    is_outside: bool


@frozen
class Units:
    """Everything the funnel shows."""

    pooled: float
    units: tuple[Unit, ...]
    limits: tuple[Limit, ...]


def funnel_plot(units: Units, *, id: str, title: str, says: str, across: str) -> Picture:
    """`across` names the horizontal axis."""
    drawings = (drawn(units, sheet=sheet, across=across) for sheet in (WIDE, NARROW))
    return Picture(id, title, says, *drawings)


def drawn(units: Units, *, sheet: Sheet, across: str) -> Drawing:
    drawing = Drawing(sheet)
    plot = ground(drawing, height=height_of(sheet) + 30, below=54)
    most = nice(max([one.at for one in units.units], default=10) * 1.08)
    limits = [one for one in units.limits if one.at <= most]

    def x(at: float) -> float:
        return round(plot.left + (plot.right - plot.left) * at / most, 1)

    for low, high, kind in (("low_998", "high_998", "band outer"), ("low_95", "high_95", "band")):
        above = [(x(one.at), plot.exact(getattr(one, high))) for one in limits]
        below = [(x(one.at), plot.exact(getattr(one, low))) for one in limits]
        if limits:
            edge = "edge outer" if "outer" in kind else "edge"
            drawing.put(Path(area(above, below), kind), Path(line(above), edge), Path(line(below), edge))
    drawing.put(Path(f"M{plot.left} {plot.y(units.pooled)}H{plot.right}", "target"))
    _axis(drawing, most=most, plot=plot, across=across)
    _dots(drawing, units.units, most=most, plot=plot)
    return drawing


def _dots(drawing: Drawing, units: Sequence[Unit], *, most: float, plot: Plot) -> None:
    """A dot each, with its number; one outside the limits has a ring, since colour alone says nothing."""
    places = [(plot.x(one.at / most), plot.y(one.share)) for one in units]
    taken: list[tuple[float, float]] = [(x, y) for x, y in places]
    for one, (x, y) in zip(units, places, strict=True):
        if one.is_outside:
            drawing.put(Dot(x, y, 9, "ring"))
        drawing.put(Dot(x, y, 4.5, "dot full", one.name))
        _number(drawing, one, x=x, y=y, taken=taken)


def _number(drawing: Drawing, one: Unit, *, x: int, y: int, taken: list[tuple[float, float]]) -> None:
    """Beside, above or below its dot, where it covers nothing; left out where it would."""
    sheet = drawing.sheet
    reach, half = 15 if one.is_outside else 11, sheet.width_of(str(one.number)) / 2
    beside = reach + half - 3
    for dx, dy in ((beside, 0), (-beside, 0), (0, -reach - 3), (0, reach + 4)):
        if all(
            abs(x + dx - to_x) > half + 8 or abs(y + dy - to_y) > sheet.font - 1
            for to_x, to_y in taken
            if (to_x, to_y) != (x, y)
        ):
            taken.append((x + dx, y + dy))
            drawing.put(Label(round(x + dx, 1), sheet.baseline(y + dy), str(one.number), "middle", "onplot"))
            return


def _axis(drawing: Drawing, *, most: float, plot: Plot, across: str) -> None:
    n = 5 if drawing.sheet.name == "wide" else 4
    step = nice(most / n)
    for place in range(int(most // step) + 1):
        x = plot.x(place * step / most)
        drawing.put(Path(f"M{x} {plot.bottom}v5", "axis"))
        drawing.put(Label(x, plot.bottom + drawing.sheet.font + 9, f"{place * step:g}", "middle"))
    drawing.put(Label(plot.right, plot.bottom + 2 * drawing.sheet.font + 16, across, "end"))


def nice(number: float) -> int:
    """A round number not below this one: 1, 2 or 5 times a power of ten, or the tens between.

    >>> nice(7), nice(23), nice(61), nice(240)
    (10, 30, 70, 300)
    """
    power: int = 10 ** max(0, len(str(int(number))) - 1)
    if number <= 10:
        return next(one for one in (1, 2, 5, 10) if number <= one)
    return ceil(number / power) * power
