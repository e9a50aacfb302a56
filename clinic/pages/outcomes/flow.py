"""How courses ended, as a stream: all on one side, each kind of ending on the other, as wide as its number."""

from collections.abc import Sequence

from attrs import frozen

from clinic.pages.outcomes.shapes import NARROW, WIDE, Drawing, Label, Path, Picture, Rect, Sheet

BAR = 14
GAP = 10


@frozen
class Ending:
    """One kind of ending; `kind` is planned, left, other or hidden. `n` is what is left over for those held back."""

    label: str
    told: str
    n: int
    kind: str


def flow(endings: Sequence[Ending], *, of: str, id: str, title: str, says: str) -> Picture | None:
    """`of` stands beside the whole: how many ended; None where no kind of ending may be told."""
    if all(one.kind == "hidden" for one in endings):
        return None
    drawings = (drawn(endings, of=of, sheet=sheet) for sheet in (WIDE, NARROW))
    return Picture(id, title, says, *drawings)


def drawn(endings: Sequence[Ending], *, of: str, sheet: Sheet) -> Drawing:
    """Each kind has at least the height of its words, so that the least of them can be read."""
    drawing = Drawing(sheet)
    total = sum(one.n for one in endings) or 1
    pitch = sheet.font + 8 if sheet.name == "wide" else 2 * sheet.font + 10
    tall = max(120, pitch * len(endings) // 2)
    heights = [max(2.0, tall * one.n / total) for one in endings]
    rooms = [max(pitch, height + GAP) for height in heights]
    drawing.height = int(sum(rooms)) + sheet.font + 16
    top = sheet.font + 14
    left, right = 0, sheet.width * 4 // 9 if sheet.name == "wide" else 110
    start = top + (sum(rooms) - sum(heights)) / 2
    drawing.put(Label(0, sheet.font, of, "start", "strong"))
    y, at = float(top), start
    for one, height, room in zip(endings, heights, rooms, strict=True):
        middle = y + room / 2
        drawing.put(Path(_ribbon(left + BAR, at, right, middle - height / 2, height), f"stream {one.kind}"))
        drawing.put(Rect(left, at, BAR, height, f"bar {one.kind}"))
        drawing.put(Rect(right, middle - height / 2, BAR, height, f"bar {one.kind}"))
        _words(drawing, one, x=right + BAR + 10, middle=middle)
        y, at = y + room, at + height
    return drawing


def _words(drawing: Drawing, one: Ending, *, x: int, middle: float) -> None:
    sheet = drawing.sheet
    room = sheet.width - x
    if sheet.name == "wide":
        drawing.put(Label(x, sheet.baseline(middle), sheet.trimmed(one.label, room=room - 120), "start", "strong"))
        drawing.put(Label(sheet.width, sheet.baseline(middle), one.told, "end"))
        return
    drawing.put(Label(x, sheet.baseline(middle) - 9, sheet.trimmed(one.label, room=room), "start", "strong"))
    drawing.put(Label(x, sheet.baseline(middle) + 9, one.told))


def _ribbon(x: float, y: float, to_x: float, to_y: float, height: float) -> str:
    """From one bar to the other, bent so that it leaves and comes straight."""
    bend = (x + to_x) / 2
    return (
        f"M{x:g} {y:.1f}C{bend:g} {y:.1f} {bend:g} {to_y:.1f} {to_x:g} {to_y:.1f}v{height:.1f}"
        f"C{bend:g} {to_y + height:.1f} {bend:g} {y + height:.1f} {x:g} {y + height:.1f}Z"
    )
