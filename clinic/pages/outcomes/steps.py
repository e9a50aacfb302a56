"""How many had reached something by each week: a staircase with its band, and a second one where there are two."""

from collections.abc import Sequence
from math import ceil

from attrs import frozen

from clinic.pages.outcomes.plot import Plot, ground, height_of
from clinic.pages.outcomes.shapes import NARROW, WIDE, Drawing, Label, Path, Picture, Sheet, area, line

WEEK = 7


@frozen
class Step:
    """By this day so large a share had reached it."""

    day: float
    share: float
    low: float
    high: float


@frozen
class Stairs:
    """One staircase; `kind` is its class: first, second or third."""

    label: str
    steps: tuple[Step, ...]
    kind: str = "first"


def staircases(lines: Sequence[Stairs], *, id: str, title: str, says: str, across: str) -> Picture:
    """`across` names the axis of weeks."""
    drawings = (drawn(lines, sheet=sheet, across=across) for sheet in (WIDE, NARROW))
    return Picture(id, title, says, *drawings)


def drawn(lines: Sequence[Stairs], *, sheet: Sheet, across: str) -> Drawing:
    drawing = Drawing(sheet)
    plot = ground(drawing, height=height_of(sheet), below=54)
    last = max((one.day for line in lines for one in line.steps), default=WEEK)
    weeks = max(4, ceil(last / WEEK / 4) * 4)
    for stairs in lines:
        if not stairs.steps:
            continue
        if stairs.kind == "first":
            above = _corners(stairs.steps, plot=plot, weeks=weeks, part="high")
            below = _corners(stairs.steps, plot=plot, weeks=weeks, part="low")
            drawing.put(Path(area(above, below), "band"))
        points = _corners(stairs.steps, plot=plot, weeks=weeks, part="share")
        drawing.put(Path(line(points), f"line {stairs.kind}"))
    _axis(drawing, weeks=weeks, plot=plot, across=across)
    return drawing


def _corners(steps: Sequence[Step], *, plot: Plot, weeks: int, part: str) -> list[tuple[float, float]]:
    """Flat until a day, then up; from nought on the first day."""
    points: list[tuple[float, float]] = [(plot.left, plot.bottom)]
    for step in steps:
        x, y = plot.x(step.day / WEEK / weeks), plot.y(getattr(step, part))
        points += [(x, points[-1][1]), (x, y)]
    return [*points, (points[-1][0] + 5, points[-1][1])]


def _axis(drawing: Drawing, *, weeks: int, plot: Plot, across: str) -> None:
    n = 8 if drawing.sheet.name == "wide" else 4
    every = max(1, ceil(weeks / n / 4) * 4) if weeks > n else 1
    for week in range(0, weeks + 1, every):
        x = plot.x(week / weeks)
        drawing.put(Path(f"M{x} {plot.bottom}v5", "axis"))
        drawing.put(Label(x, plot.bottom + drawing.sheet.font + 9, str(week), "middle"))
    drawing.put(Label(plot.right, plot.bottom + 2 * drawing.sheet.font + 16, across, "end"))
