"""Where names stand beside the dots of a circle: no name on another, on a dot, or outside the picture. Pure."""

from collections.abc import Iterator, Sequence
from math import cos, radians, sin

from attrs import frozen

from clinic.pages.drawing import Anchor
from clinic.pages.lettering import trimmed, width_of

Point = tuple[int, int]
Box = tuple[float, float, float, float]  # left, upper, right and lower edge

ROOMS = (120, 92, 68, 48)  # pixels for a name: the longest first, shorter where it is crowded
AIR = 4  # between a dot and its name
LEADS = (
    26,
    40,
    54,
    70,
    90,
)  # where there is no room beside a dot: how far off its name may stand, at the end of a line
HALO = 3  # around a dot


@frozen
class Label:
    """A name measured from the middle of its dot; `lead` is the path to one that stands off."""

    x: int
    y: int
    text: str
    anchor: Anchor = "start"
    lead: str = ""


@frozen
class Sheet:
    """What names are set on: the picture's edges, the size of letters and of dots."""

    edges: Box
    font: int
    dot: int


def labels(names: Sequence[str], *, at: Sequence[Point], sheet: Sheet, kept_clear: Sequence[Box] = ()) -> list[Label]:
    """A name for each dot, measured from the dot's middle; "" for one that finds no room even when shortened.

    Names are first tried at length; where one finds no room beside its dot all begin shorter, then it stands off.
    """
    best: list[Label] = []
    for longest in ROOMS:
        found = _labels(names, at=at, sheet=sheet, kept_clear=kept_clear, longest=longest)
        best = max(best, found, key=_how_good)
        if _n_beside(found) == len(names):
            break
    return best


def _n_beside(found: Sequence[Label]) -> int:
    return sum(bool(label.text and not label.lead) for label in found)


def _how_good(found: Sequence[Label]) -> tuple[int, int]:
    """More names first, then more of them beside their dots."""
    return sum(bool(label.text) for label in found), _n_beside(found)


def _labels(
    names: Sequence[str], *, at: Sequence[Point], sheet: Sheet, kept_clear: Sequence[Box], longest: int
) -> list[Label]:
    """One try, from the middle outwards: there it is most crowded."""
    taken = [*kept_clear, *(around(point, reach=sheet.dot + HALO) for point in at)]
    found: dict[int, Label] = {}
    for n in sorted(range(len(names)), key=lambda n: at[n][0] ** 2 + at[n][1] ** 2):
        found[n] = Label(0, 0, "")
        for label, box in _choices(names[n], at=at[n], sheet=sheet, longest=longest):
            if _is_inside(box, edges=sheet.edges) and not any(touch(box, other) for other in taken):
                found[n] = label
                taken.append(box)
                break
    return [found[n] for n in range(len(names))]


def _choices(name: str, *, at: Point, sheet: Sheet, longest: int) -> Iterator[tuple[Label, Box]]:
    """Every place a name may stand, the best first: outwards and above or below at any length, then inwards."""
    across, down = (1 if at[0] >= 0 else -1), (1 if at[1] >= 0 else -1)
    outwards = [(across, 0), (0, down), (across, down), (0, -down), (across, -down)]
    inwards = [(-across, 0), (-across, down), (-across, -down)]
    rooms = [room for room in ROOMS if room <= longest]
    for sides, kept in ((outwards, rooms[:-1]), (inwards, rooms[:-1]), (outwards, rooms[-1:]), (inwards, rooms[-1:])):
        for room in kept:
            text = trimmed(name, room=room, font=sheet.font)
            yield from (_set(text, at=at, side=side, sheet=sheet) for side in sides)
    yield from _led(trimmed(name, room=ROOMS[-2], font=sheet.font), at=at, sheet=sheet)
    yield from _led(trimmed(name, room=ROOMS[-1], font=sheet.font), at=at, sheet=sheet)


def _led(text: str, *, at: Point, sheet: Sheet) -> Iterator[tuple[Label, Box]]:
    """A name at the end of a line, the nearest first."""
    half, font = width_of(text, font=sheet.font) / 2, sheet.font
    for far in LEADS:
        for turn in range(0, 360, 15):
            across, down = sin(radians(turn)), -cos(radians(turn))
            start, middle = across * (far + half), down * far
            box = (at[0] + start - half, at[1] + middle - font / 2, at[0] + start + half, at[1] + middle + font / 2)
            tip = (start - half * max(-1.0, min(1.0, across * 2)), middle - down * font / 2)
            lead = f"M{round(across * sheet.dot)} {round(down * sheet.dot)}L{round(tip[0])} {round(tip[1])}"
            yield Label(round(start), round(middle + font * 0.35), text, "middle", lead), box


def _set(text: str, *, at: Point, side: tuple[int, int], sheet: Sheet) -> tuple[Label, Box]:
    """A name on one side of its dot: (1, 0) is to the right, (0, 1) below; on a slant it comes a little nearer."""
    font, width = sheet.font, width_of(text, font=sheet.font)
    reach = (sheet.dot + AIR) * (0.7 if all(side) else 1)
    start, middle = side[0] * reach, side[1] * (reach + font / 2)
    left = start - (width / 2 if not side[0] else width if side[0] < 0 else 0)
    anchor: Anchor = "middle" if not side[0] else "start" if side[0] > 0 else "end"
    box = (at[0] + left, at[1] + middle - font / 2, at[0] + left + width, at[1] + middle + font / 2)
    return Label(round(start), round(middle + font * 0.35), text, anchor), box


def around(point: Point, *, reach: float) -> Box:
    """The square around a point."""
    x, y = point
    return (x - reach, y - reach, x + reach, y + reach)


def touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_inside(box: Box, *, edges: Box) -> bool:
    return edges[0] <= box[0] and edges[1] <= box[1] and box[2] <= edges[2] and box[3] <= edges[3]
