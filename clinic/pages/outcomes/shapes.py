"""What a picture of outcome numbers is made of: rectangles, paths, dots and words, on a wide and a narrow sheet."""

from typing import ClassVar

from attrs import define, field, frozen

from clinic.pages.drawing import Anchor, whole
from clinic.pages.lettering import trimmed, width_of


@frozen
class Sheet:
    """The room of one drawing: its width and the size of its letters, in pixels."""

    name: str
    width: int
    font: int

    def width_of(self, text: str) -> int:
        return width_of(text, font=self.font)

    def trimmed(self, text: str, *, room: float) -> str:
        return trimmed(text, room=room, font=self.font)

    def baseline(self, middle: float) -> int:
        """Where a text stands whose middle is there."""
        return whole(middle + self.font * 0.35)


WIDE = Sheet("wide", width=760, font=13)
NARROW = Sheet("small", width=320, font=14)


@frozen
class Rect:
    """A bar or a ground; `kind` is its class in the style sheet, `says` what a pointer is told."""

    form: ClassVar[str] = "rect"
    x: float
    y: float
    width: float
    height: float
    kind: str
    says: str = ""


@frozen
class Path:
    """A line or an area."""

    form: ClassVar[str] = "path"
    d: str
    kind: str


@frozen
class Dot:
    """A mark of a number."""

    form: ClassVar[str] = "dot"
    x: float
    y: float
    radius: float
    kind: str
    says: str = ""


@frozen
class Label:
    """Words in a drawing."""

    form: ClassVar[str] = "label"
    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    kind: str = ""


@define
class Drawing:
    """One drawing. `height` grows with what is put in; things put in later lie above."""

    sheet: Sheet
    height: int = 0
    shapes: list[Rect | Path | Dot | Label] = field(factory=list)

    def put(self, *shapes: Rect | Path | Dot | Label) -> None:
        self.shapes.extend(shapes)

    @property
    def view_box(self) -> str:
        return f"0 0 {self.sheet.width} {self.height}"


@frozen
class Picture:
    """The same numbers drawn twice, with the words that stand for them where nothing is seen."""

    id: str
    title: str
    says: str
    wide: Drawing
    narrow: Drawing


def percent(share: float) -> str:
    """A share as people write it, without a decimal place that would feign precision.

    >>> percent(0.486), percent(0.004), percent(0.996)
    ('49%', '0%', '100%')
    """
    return f"{whole(100 * share)}%"


def many(n: int) -> str:
    """A count as people write it.

    >>> many(617), many(41065)
    ('617', '41,065')
    """
    return f"{n:,}"


def line(points: list[tuple[float, float]]) -> str:
    """A path through the points."""
    return "M" + " L".join(f"{x:g} {y:g}" for x, y in points)


def area(above: list[tuple[float, float]], below: list[tuple[float, float]]) -> str:
    """The area between two lines that run the same way."""
    return f"{line([*above, *reversed(below)])}Z"
