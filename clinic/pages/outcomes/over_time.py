"""Shares over time: a line with its band, broken where a number is held back, and a second line beside it."""

from collections.abc import Sequence
from itertools import groupby

from attrs import frozen

from clinic.pages.drawing import whole
from clinic.pages.outcomes.plot import Plot, ground, height_of, top_of
from clinic.pages.outcomes.shapes import NARROW, WIDE, Dot, Drawing, Label, Path, Picture, Sheet, area, line, percent


@frozen
class Spell:
    """One month or quarter: its share with the interval, and a second share; None where held back."""

    label: str
    share: float | None
    low: float | None
    high: float | None
    other: float | None = None


def over_time(spells: Sequence[Spell], *, id: str, title: str, says: str) -> Picture | None:
    """The line of `share` with its band, and of `other` without one; None where all are held back."""
    if all(one.share is None and one.other is None for one in spells):
        return None
    return Picture(id, title, says, *(drawn(spells, sheet=sheet) for sheet in (WIDE, NARROW)))


def drawn(spells: Sequence[Spell], *, sheet: Sheet) -> Drawing:
    drawing = Drawing(sheet)
    highest = [one.high for one in spells if one.high is not None] + [one.other for one in spells if one.other]
    plot = ground(drawing, height=height_of(sheet), most=top_of(highest))
    gap = (plot.right - plot.left) / max(1, len(spells))
    places = [whole(plot.left + gap * (n + 0.5)) for n in range(len(spells))]
    for run in runs([(x, one) for x, one in zip(places, spells, strict=True)]):
        above = [(float(x), float(plot.y(one.high or 0))) for x, one in run]
        below = [(float(x), float(plot.y(one.low or 0))) for x, one in run]
        if len(run) > 1:
            drawing.put(Path(area(above, below), "band"))
        drawing.put(*(Path(f"M{x} {plot.y(one.high or 0)}V{plot.y(one.low or 0)}", "whisker") for x, one in run))
    for run in runs([(x, one) for x, one in zip(places, spells, strict=True)], other=True):
        drawing.put(Path(line([(x, plot.y(one.other or 0)) for x, one in run]), "second"))
        drawing.put(*(Dot(x, plot.y(one.other or 0), 3.5, "dot second") for x, one in run))
    for run in runs([(x, one) for x, one in zip(places, spells, strict=True)]):
        drawing.put(Path(line([(x, plot.y(one.share or 0)) for x, one in run]), "line"))
        drawing.put(*(_dot(x, one, plot=plot) for x, one in run))
    _names(drawing, spells, places=places, gap=gap, plot=plot)
    return drawing


def runs(points: list[tuple[int, Spell]], *, other: bool = False) -> list[list[tuple[int, Spell]]]:
    """Neighbours that all have a number: nothing is drawn across a spell that is held back."""

    def is_there(point: tuple[int, Spell]) -> bool:
        return (point[1].other if other else point[1].share) is not None

    return [list(run) for has_number, run in groupby(points, key=is_there) if has_number]


def _dot(x: int, one: Spell, *, plot: Plot) -> Dot:
    share = one.share or 0
    return Dot(x, plot.y(share), 5, "dot", f"{one.label}: {percent(share)}")


def _names(drawing: Drawing, spells: Sequence[Spell], *, places: list[int], gap: float, plot: Plot) -> None:
    """The spells below the axis, as many as there is room for."""
    widest = max((drawing.sheet.width_of(one.label) for one in spells), default=1) + 12
    every = max(1, -int(-widest // gap))
    for n, (x, one) in enumerate(zip(places, spells, strict=True)):
        if n % every == 0:
            drawing.put(Path(f"M{x} {plot.bottom}v5", "axis"))
            drawing.put(Label(x, plot.bottom + drawing.sheet.font + 9, one.label, "middle"))
