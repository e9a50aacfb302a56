"""The rows below a score chart, each on the chart's own axis: phases, sessions, people, techniques. Pure geometry."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from attrs import frozen

from clinic.pages.course_marks import TO_COME, PersonRow, PhaseSpan, SessionMark, TechniqueMark
from clinic.pages.drawing import BESIDE, Frame, Size, Text
from clinic.pages.happenings import Taken, free_row

RINGS = 4
STEP = 4  # a block of closeness grows by so much with each ring towards the middle
LANE = RINGS * STEP + 8  # from one person to the next
BAR = 6  # height of the line of phases
LEAST = 3  # a bar or block is never narrower
KINDS = ("came", "late", "cancelled", "did_not_come", TO_COME)  # signs of sessions
MOST_SQUARES = 4  # techniques of one session drawn above each other; the table names them all


@frozen
class PhaseBar:
    """A phase on the axis, filled as far as the course has come, and its name below ("" where there is no room)."""

    span: PhaseSpan
    x: int
    width: int
    filled: int
    name: Text
    boundary: int | None
    is_ahead: bool


@frozen
class SessionSign:
    """A session: its sign as a path on its lane, its number below ("" where numbers would touch)."""

    mark: SessionMark
    x: int
    kind: str
    path: str
    number: str


@frozen
class Block:
    """Closeness over a stretch of days: the taller, the closer."""

    x: int
    y: int
    width: int
    height: int
    first_on: date
    last_on: date
    ring: int


@frozen
class PersonLane:
    """One person's row: the ground line, the blocks on it, the name beside it."""

    person: PersonRow
    y: int
    blocks: tuple[Block, ...]
    name: Text


@frozen
class Squares:
    """The techniques of one session: a line upwards that the style sheet dashes into squares."""

    mark: TechniqueMark
    path: str


def phase_bars(
    spans: Sequence[PhaseSpan], *, frame: Frame, today: date, size: Size
) -> tuple[tuple[PhaseBar, ...], int]:
    """The line of phases and how many lines their names take: one, or two where they would touch."""
    spans = [span for span in sorted(spans, key=lambda span: span.first_on) if span.first_on <= frame.last]
    taken: Taken = []
    bars = []
    for n, span in enumerate(spans):
        x = frame.x(span.first_on) if span.first_on > frame.first else frame.left
        end = frame.x(spans[n + 1].first_on) - 2 if n + 1 < len(spans) else frame.right
        if n + 1 == len(spans) and span.last_on and span.last_on < frame.last:
            end = frame.x(span.last_on)
        reached = end if today >= frame.last or (span.last_on and span.last_on <= today) else frame.x(today)
        is_ahead = span.first_on > today
        bars.append(
            PhaseBar(
                span=span,
                x=x,
                width=max(LEAST, end - x),
                filled=0 if is_ahead else max(LEAST, min(reached, end) - x),
                name=_phase_name(span.label, x=x, taken=taken, size=size),
                boundary=x if n else None,
                is_ahead=is_ahead,
            )
        )
    return tuple(bars), len(taken)


def _phase_name(label: str, *, x: int, taken: Taken, size: Size) -> Text:
    """The name from the beginning of its phase, or ending at the picture's edge; the y counts from the bar."""
    text = size.trimmed(label, room=size.width - 2 * size.left)
    width = size.width_of(text)
    start = min(x, size.width - width)
    row = free_row(taken, reach=(start - 4, start + width + 4), most=2)
    return Text(start, BAR + 2 + size.font + row * (size.font + 3), text if row < 2 else "")


def session_signs(marks: Sequence[SessionMark], *, frame: Frame, size: Size) -> tuple[SessionSign, ...]:
    marks = sorted((mark for mark in marks if frame.spans(mark.on)), key=lambda mark: mark.on)
    across = [frame.x(mark.on) for mark in marks]
    gap = min((after - x for x, after in pairwise(across) if after > x), default=99)
    radius = next(radius for radius, least in ((5, 13), (4, 10), (3, 8), (2, 0)) if gap >= least)
    numbers = _numbers([(x, mark.n) for x, mark in zip(across, marks, strict=True)], size=size)
    return tuple(
        SessionSign(mark, x, kind := kind_of(mark.attendance), sign(kind, radius=radius, x=x), number)
        for x, mark, number in zip(across, marks, numbers, strict=True)
    )


def kind_of(attendance: str) -> str:
    """Which sign: whoever cancelled, a cancelled session has one sign; the words tell them apart."""
    return "cancelled" if attendance.endswith("_cancelled") else attendance


def _numbers(places: Sequence[tuple[int, int | None]], *, size: Size) -> list[str]:
    """Every number, or every second, third … from the first, so that none touches the next."""
    for step in (1, 2, 3, 4, 5, 10, 20, 50):
        texts = [str(n) if n is not None and (n - 1) % step == 0 else "" for _, n in places]
        reaches = [
            (x - size.width_of(text) / 2, x + size.width_of(text) / 2)
            for (x, _), text in zip(places, texts, strict=True)
            if text
        ]
        if all(end + 2 <= start for (_, end), (start, _) in pairwise(reaches)):
            return texts
    return [""] * len(places)


def sign(kind: str, *, radius: int, x: int = 0) -> str:
    """The sign of an attendance around x,0; each has a shape of its own, so that colour need not be seen."""
    r, k = radius, round(radius * 0.6)
    ring = f"M{x - r} 0a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1 {-2 * r} 0z"
    if kind == "late":
        return f"{ring}M{x} {1 - r}a{r - 1} {r - 1} 0 0 1 0 {2 * r - 2}z"
    if kind == "cancelled":
        return f"{ring}M{x - k} {k}l{2 * k} {-2 * k}"
    if kind == "did_not_come":
        return f"{ring}M{x - k} {-k}l{2 * k} {2 * k}m0 {-2 * k}l{-2 * k} {2 * k}"
    if kind == TO_COME:
        return f"M{x} {-k}v{2 * k}"
    return ring


def person_lanes(people: Sequence[PersonRow], *, frame: Frame, y: int, size: Size) -> tuple[PersonLane, ...]:
    room = size.width - frame.right - 2 * BESIDE
    lanes = []
    for n, person in enumerate(people):
        ground = y + n * LANE + RINGS * STEP
        blocks = tuple(_block(span, ground=ground, frame=frame) for span in person.spans if _is_seen(span, frame=frame))
        name = Text(frame.right + BESIDE, size.baseline(ground - size.font / 2), size.trimmed(person.name, room=room))
        lanes.append(PersonLane(person, ground, blocks, name))
    return tuple(lanes)


def _is_seen(span: tuple[date, date, int], *, frame: Frame) -> bool:
    return span[0] <= frame.last and span[1] >= frame.first


def _block(span: tuple[date, date, int], *, ground: int, frame: Frame) -> Block:
    first_on, last_on, ring = span
    x, end = frame.x(max(first_on, frame.first)), frame.x(min(last_on, frame.last))
    height = (RINGS + 1 - ring) * STEP
    return Block(min(x, frame.right - LEAST), ground - height, max(LEAST, end - x - 1), height, first_on, last_on, ring)


def technique_squares(marks: Sequence[TechniqueMark], *, frame: Frame, y: int) -> tuple[Squares, ...]:
    """One square of four pixels for each technique, one pixel apart, the first at the foot."""
    return tuple(
        Squares(mark, f"M{frame.x(mark.on)} {y + 11}v{1 - 5 * min(len(mark.labels), MOST_SQUARES)}")
        for mark in marks
        if mark.labels and frame.spans(mark.on)
    )
