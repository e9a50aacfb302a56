"""The lines of a circle as paths: support is a double line, conflict a zigzag, a move an arrow. Pure geometry."""

from math import hypot

Point = tuple[int, int]

APART = 2.0  # half the distance between the two lines of support
BESIDE_CONFLICT = 5.0  # the same where a zigzag runs between them
TOOTH = 3.5  # how far a zigzag swings out
PITCH = 5.0  # and how far it goes on with each swing
HEAD = 7.0  # length of an arrow's head
EASY = 1.5  # a line shorter than this is not drawn


def support(end: Point, *, start: float, short: float, with_conflict: bool) -> str:
    """Two lines from the rim of the middle (`start` from it) to the rim of a dot (`short` of its own middle)."""
    apart = BESIDE_CONFLICT if with_conflict else APART
    return "".join(_line(end, start=start, short=short, aside=aside) for aside in (-apart, apart))


def conflict(end: Point, *, start: float, short: float) -> str:
    """A zigzag along the same way."""
    length = hypot(*end) - start - short
    if length < EASY:
        return ""
    n_teeth = max(2, round(length / PITCH))
    points = [_along(end, distance=start, aside=0.0)]
    for n in range(1, n_teeth):
        swing = TOOTH if n % 2 else -TOOTH
        points.append(_along(end, distance=start + length * n / n_teeth, aside=swing))
    points.append(_along(end, distance=start + length, aside=0.0))
    return "M" + "L".join(points)


def arrow(begin: Point, *, end: Point, short: float) -> str:
    """From the rim of one dot to the rim of another, with a head; nothing where they touch."""
    way = (end[0] - begin[0], end[1] - begin[1])
    length = hypot(*way) - 2 * short
    if length < EASY:
        return ""
    tip = length + short

    def at(distance: float, aside: float) -> str:
        return _along(way, distance=distance, aside=aside, origin=begin)

    head = min(HEAD, length)
    return f"M{at(short, 0)}L{at(tip, 0)}M{at(tip - head, -head / 2)}L{at(tip, 0)}L{at(tip - head, head / 2)}"


def _line(end: Point, *, start: float, short: float, aside: float) -> str:
    length = hypot(*end)
    if length - start - short < EASY:
        return ""
    return f"M{_along(end, distance=start, aside=aside)}L{_along(end, distance=length - short, aside=aside)}"


def _along(way: Point, *, distance: float, aside: float, origin: Point = (0, 0)) -> str:
    """The point so far along a way and so far to its right, as a path writes it."""
    length = hypot(*way) or 1.0
    across, down = way[0] / length, way[1] / length
    x = origin[0] + across * distance - down * aside
    y = origin[1] + down * distance + across * aside
    return f"{round(x, 1):g} {round(y, 1):g}"
