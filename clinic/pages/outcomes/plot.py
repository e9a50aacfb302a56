"""The ground of a plot of shares: its edges, the lines at quarters of all, and where a share stands."""

from attrs import frozen

from clinic.pages.drawing import whole
from clinic.pages.outcomes.shapes import Drawing, Label, Path, Sheet, percent

TOP = 12
ROOM_BELOW = 30


@frozen
class Plot:
    """Edges in pixels and the highest share shown, a multiple of a quarter (or a tenth below that)."""

    left: int
    right: int
    top: int
    bottom: int
    most: float = 1.0

    def y(self, share: float) -> int:
        """Where a share stands; beyond the highest it stays at the edge."""
        return whole(self.bottom - (self.bottom - self.top) * min(share, self.most) / self.most)

    def exact(self, share: float) -> float:
        """The same for a line that bends, to a tenth of a pixel."""
        return round(self.bottom - (self.bottom - self.top) * min(share, self.most) / self.most, 1)

    def x(self, share: float) -> int:
        """Where a share of the width stands."""
        return whole(self.left + (self.right - self.left) * share)


def ground(drawing: Drawing, *, height: int, most: float = 1.0, below: int = ROOM_BELOW) -> Plot:
    """Draw the lines and their percentages; the plot fills the sheet from side to side."""
    sheet = drawing.sheet
    left = sheet.width_of("100%") + 18
    plot = Plot(left, sheet.width - 14, TOP, TOP + height, most)
    drawing.height = plot.bottom + below
    step = 0.25 if most > 0.5 else 0.1
    n = round(most / step)
    for place in range(n + 1):
        share = place * step
        y = plot.y(share)
        drawing.put(Path(f"M{plot.left} {y}H{plot.right}", "grid" if place else "axis"))
        drawing.put(Label(plot.left - 8, sheet.baseline(y), percent(share), "end"))
    return plot


def height_of(sheet: Sheet) -> int:
    """How high a plot is on this sheet."""
    return 230 if sheet.name == "wide" else 220


def top_of(shares: list[float]) -> float:
    """The lowest round share that none of these is above.

    >>> top_of([0.3, 0.41]), top_of([0.52]), top_of([])
    (0.5, 0.75, 1.0)
    """
    highest = max(shares, default=1.0)
    return next((most for most in (0.3, 0.5, 0.75) if highest <= most), 1.0)
