"""Shares on a line from nought to all: a mark, its interval, and where a standard stands."""

from collections.abc import Callable, Sequence

from attrs import frozen

from clinic.pages.drawing import Anchor, whole
from clinic.pages.outcomes.shapes import NARROW, WIDE, Dot, Drawing, Label, Path, Picture, Sheet, percent


@frozen
class Track:
    """One share; None: held back, and `told` says so. `kind`: round, square or diamond mark. `aim`: a standard."""

    label: str
    told: str
    share: float | None
    low: float | None = None
    high: float | None = None
    kind: str = "round"
    aim: float | None = None


@frozen
class Group:
    """Shares that belong together, under one name."""

    label: str
    tracks: tuple[Track, ...]


def tracks(groups: Sequence[Group], *, id: str, title: str, says: str) -> Picture | None:
    """All groups on one scale from 0 to 100 %; None where every share is held back."""
    if all(one.share is None for group in groups for one in group.tracks):
        return None
    return Picture(id, title, says, *(drawn(groups, sheet=sheet) for sheet in (WIDE, NARROW)))


def drawn(groups: Sequence[Group], *, sheet: Sheet) -> Drawing:
    """On a wide sheet names stand beside the lines, on a narrow one above them."""
    drawing = Drawing(sheet)
    every = [one for group in groups for one in group.tracks]
    left, right = 4, sheet.width - 4
    if sheet.name == "wide":
        named = max((sheet.width_of(group.label) for group in groups if group.label), default=0)
        left = min(380, named + 28 + max((sheet.width_of(one.label) for one in every), default=0))
        right = sheet.width - 18 - max((sheet.width_of(one.told) for one in every), default=0)

    def place(share: float) -> int:
        return whole(left + (right - left) * share)

    lines: list[tuple[int, Track]] = []
    y = 0
    for group in groups:
        y = _title(drawing, group, y=y)
        for one in group.tracks:
            lines.append((y, one))
            y += 25 if sheet.name == "wide" else sheet.font + 26
        y += 10
    _ground(drawing, place, bottom=y)
    for top, one in lines:
        middle = top + 13 if sheet.name == "wide" else top + sheet.font + 13
        _words(drawing, one, top=top, middle=middle, left=left)
        drawing.put(Path(f"M{left} {middle}H{right}", "axis"))
        _mark(drawing, one, place=place, y=middle)
    return drawing


def _title(drawing: Drawing, group: Group, *, y: int) -> int:
    """The name of a group, beside its first line or above it; where its first line begins."""
    sheet = drawing.sheet
    if not group.label:
        return y
    if sheet.name == "wide":
        drawing.put(Label(0, sheet.baseline(y + 13), group.label, "start", "strong"))
        return y
    drawing.put(Label(0, y + sheet.font + 2, group.label, "start", "strong"))
    return y + sheet.font + 10


def _ground(drawing: Drawing, place: Callable[[float], int], *, bottom: int) -> None:
    """Lines at quarters of all, with their percentages below."""
    sheet = drawing.sheet
    for quarter in range(5):
        at = place(quarter / 4)
        drawing.put(Path(f"M{at} 2V{bottom}", "grid"))
        anchor: Anchor = "middle"
        if sheet.name != "wide" and quarter in (0, 4):
            anchor = "end" if quarter else "start"
        drawing.put(Label(at, bottom + sheet.font + 6, percent(quarter / 4), anchor))
    drawing.height = bottom + sheet.font + 14


def _words(drawing: Drawing, one: Track, *, top: int, middle: int, left: int) -> None:
    sheet = drawing.sheet
    if sheet.name == "wide":
        name = sheet.trimmed(one.label, room=left - 16)
        drawing.put(Label(left - 14, sheet.baseline(middle), name, "end"))
        drawing.put(Label(sheet.width, sheet.baseline(middle), one.told, "end", "strong"))
        return
    told = sheet.width_of(one.told) + 10
    drawing.put(Label(0, top + sheet.font, sheet.trimmed(one.label, room=sheet.width - told), "start", "onplot"))
    drawing.put(Label(sheet.width, top + sheet.font, one.told, "end", "onplot strong"))


def _mark(drawing: Drawing, one: Track, *, place: Callable[[float], int], y: int) -> None:
    if one.aim is not None:
        at = place(one.aim)
        drawing.put(Path(f"M{at} {y - 11}V{y + 11}", "aim"))
    if one.share is None:
        return
    at = place(one.share)
    if one.low is not None and one.high is not None:
        drawing.put(Path(f"M{place(one.low)} {y}H{place(one.high)}", f"range {one.kind}"))
    if one.kind == "round":
        drawing.put(Dot(at, y, 6, "dot full"))
    elif one.kind == "square":
        drawing.put(Path(f"M{at - 5} {y - 5}h10v10h-10z", "dot open"))
    else:
        drawing.put(Path(f"M{at} {y - 7}l7 7-7 7-7-7z", "dot other"))
