"""The values of a score chart: what goes in, the frame it stands in, what comes out. Lengths are whole pixels."""

from datetime import date
from math import floor
from typing import Literal

from attrs import field, frozen

from clinic.pages.lettering import trimmed, width_of
from ipt.item import Number

Better = Literal["lower", "higher"]
Kind = Literal["score", "skipped", "missed", "event"]
Anchor = Literal["start", "middle", "end"]
BESIDE = 8  # pixels between the plot and the texts beside it, and beyond them
MOST_LINES = 12  # of events, drawn in full strength
MANY = 30  # marks of one kind, from which on their words stand in the table only
INSET = 10  # pixels between the edge of the plot and the first or last day


def whole(length: float) -> int:
    """The nearest whole pixel, halves always down the page, so that equal steps stay equal."""
    return floor(length + 0.5)


@frozen
class Severity:
    """A named stretch of the scale, both ends included."""

    id: str
    label: str
    low: Number
    high: Number


@frozen
class CutOff:
    """The total from which a person counts as a case, in the worse direction, and whose rule that is."""

    value: Number
    label: str


@frozen
class Scale:
    """What the vertical axis means: range of the total, named severities, cut-off, points of reliable change.

    `step` is the smallest difference between two totals: 1 for whole numbers, 0.1 where they have one decimal place.
    """

    low: Number
    high: Number
    better: Better = "lower"
    severities: tuple[Severity, ...] = ()
    cut_off: CutOff | None = None
    reliable_change: float | None = None
    step: Number = 1

    def severity_of(self, reading: "Reading") -> Severity | None:
        total = reading.total
        if total is None or not reading.has_band:
            return None
        return next((each for each in self.severities if each.low <= total <= each.high), None)


@frozen
class Reading:
    """One answered questionnaire: its local day, its total (None: answered without a total), a word of its own."""

    on: date
    total: Number | None
    label: str = ""
    is_surprise: bool = False  # further from what was to be expected than four in five
    has_band: bool = True  # False where not every question applies: the total is lower for it, and no band is told


@frozen
class Happening:
    """Something on the same axis as the score."""

    on: date
    label: str


@frozen
class Size:
    """One drawing: `wide` for a table or desk, `narrow` for a phone. Lengths in pixels."""

    name: str
    width: int
    plot_height: int
    left: int
    label_width: int
    font: int
    n_ticks: int
    starts_with_year: bool

    def width_of(self, text: str) -> int:
        return width_of(text, font=self.font)

    def trimmed(self, text: str, *, room: float) -> str:
        return trimmed(text, room=room, font=self.font)

    def baseline(self, y: float) -> int:
        """The baseline of a text whose middle is at y."""
        return whole(y + self.font * 0.35)


WIDE = Size("wide", width=760, plot_height=196, left=34, label_width=156, font=13, n_ticks=6, starts_with_year=True)
NARROW = Size(
    "narrow", width=360, plot_height=224, left=30, label_width=102, font=14, n_ticks=4, starts_with_year=False
)


@frozen
class Frame:
    """The plot's edges in pixels, its upper edge being 0, and what they stand for."""

    left: int
    right: int
    bottom: int
    low: Number
    high: Number
    first: date
    last: date
    step: Number = 1

    def spans(self, on: date) -> bool:
        return self.first <= on <= self.last

    def x(self, on: date) -> int:
        span = (self.last - self.first).days
        share = (on - self.first).days / span if span else 0.0
        return whole(self.left + INSET + (self.right - self.left - 2 * INSET) * share)

    def y(self, total: float) -> int:
        """The middle of the step that belongs to a total: every possible one owns a step of equal height."""
        return whole(self.edge(total) + self._height / 2)

    def edge(self, total: float) -> float:
        """The upper edge of that step."""
        return (self.high - total) / self.step * self._height

    @property
    def _height(self) -> float:
        return self.bottom / ((self.high - self.low) / self.step + 1)


@frozen
class Text:
    x: int
    y: int
    text: str
    anchor: Anchor = "start"


@frozen
class Stripe:
    """A severity as a band of colour: tone 0 (best) to 4 (worst), its name in one or two lines beside the plot."""

    severity: Severity
    tone: int
    y: int
    height: int
    lines: tuple[Text, ...]


@frozen
class Dot:
    x: int
    y: int
    reading: Reading
    severity: Severity | None


@frozen
class Hole:
    """A day without a total: `skipped` (answered, items left open) or `missed` (asked, not answered)."""

    x: int
    kind: Kind
    on: date


@frozen
class Cut:
    y: int
    cut_off: CutOff


@frozen
class Tick:
    x: int
    on: date
    anchor: Anchor
    shows_year: bool


@frozen
class Event:
    """An event: a line through the plot, a dot above it, its name beside the dot ("" where there is no room)."""

    x: int
    y: int
    happening: Happening
    name: Text

    @property
    def radius(self) -> int:
        return 5 if self.name.text else 3


@frozen
class Row:
    """One line of the table twin, oldest first; `change` is against the first total."""

    kind: Kind
    on: date
    label: str = ""
    total: Number | None = None
    severity: Severity | None = None
    change: Number | None = None

    @property
    def fall(self) -> Number:
        """The change without its sign, for a template that writes a real minus."""
        return abs(self.change or 0)


@frozen
class Ahead:
    """What is to be expected of the score on one day to come: a middle, and the interval four in five fall into."""

    on: date
    low: float
    middle: float
    high: float


@frozen
class Fan:
    """The interval as an area and its middle as a line, both as paths; they begin at the last dot."""

    area: str
    line: str
    last: Ahead


@frozen
class Chart:
    """Everything a template needs to draw. The origin is the plot's upper edge; `head` pixels above it hold events.

    `axis_y` is where the days stand and the lines of events end: the plot's lower edge, or that of the rows below it.
    """

    size: Size
    scale: Scale
    frame: Frame
    head: int
    foot: int
    rows: tuple[Row, ...]
    stripes: tuple[Stripe, ...] = ()
    marks: tuple[Text, ...] = ()
    cut: Cut | None = None
    whisker: str = ""
    paths: tuple[str, ...] = ()
    fan: Fan | None = None
    dots: tuple[Dot, ...] = ()
    radius: int = 5
    holes: tuple[Hole, ...] = ()
    holes_y: int = 0
    ticks: tuple[Tick, ...] = ()
    ticks_y: int = 0
    axis_y: int = 0
    events: tuple[Event, ...] = ()
    lowest: Number | None = field(init=False)
    highest: Number | None = field(init=False)

    @lowest.default
    def _lowest(self) -> Number | None:
        return min((row.total for row in self.rows if row.total is not None), default=None)

    @highest.default
    def _highest(self) -> Number | None:
        return max((row.total for row in self.rows if row.total is not None), default=None)

    @property
    def is_empty(self) -> bool:
        return not self.dots and not self.holes

    @property
    def event_lines(self) -> str:
        """From each event down to the days, as one path."""
        return "".join(f"M{event.x} {event.y}V{self.axis_y}" for event in self.events)

    @property
    def is_long(self) -> bool:
        """So many totals that the words of each stand in the table only."""
        return len(self.dots) > MANY

    @property
    def is_crowded(self) -> bool:
        """So many events that their lines must step back behind the score."""
        return len(self.events) > MOST_LINES

    @property
    def has_surprise(self) -> bool:
        return any(dot.reading.is_surprise for dot in self.dots)

    @property
    def has_skipped(self) -> bool:
        return any(hole.kind == "skipped" for hole in self.holes)

    @property
    def has_missed(self) -> bool:
        return any(hole.kind == "missed" for hole in self.holes)

    @property
    def view_box(self) -> str:
        return f"0 {-self.head} {self.size.width} {self.head + self.frame.bottom + self.foot}"

    @property
    def plot_width(self) -> int:
        return self.frame.right - self.frame.left

    @property
    def middle_x(self) -> int:
        return (self.frame.left + self.frame.right) // 2

    @property
    def middle_y(self) -> int:
        return self.size.baseline(self.frame.bottom / 2)


@frozen
class Charts:
    """The same numbers drawn twice; the style sheet shows the one that fits."""

    wide: Chart
    narrow: Chart
