"""Bars that lie: one a line, with its words; a bar that is held back is dashed and as long as the least shown."""

from collections.abc import Sequence

from attrs import frozen

from clinic.pages.drawing import whole
from clinic.pages.outcomes.shapes import NARROW, WIDE, Drawing, Label, Path, Picture, Rect, Sheet

TALL = 18


@frozen
class Bar:
    """One line; `n` None: held back. `kind` is its class."""

    label: str
    told: str
    n: int | None
    kind: str = "measure"


def bars(lines: Sequence[Bar], *, id: str, title: str, says: str, most: int | None = None) -> Picture | None:
    """The longest bar is `most`, or the greatest of the lines; None where there is none to draw."""
    if not any(one.n for one in lines):
        return None
    drawings = (drawn(lines, sheet=sheet, most=most) for sheet in (WIDE, NARROW))
    return Picture(id, title, says, *drawings)


def drawn(lines: Sequence[Bar], *, sheet: Sheet, most: int | None = None) -> Drawing:
    drawing = Drawing(sheet)
    longest = max([most or 0, *(one.n or 0 for one in lines)]) or 1
    is_wide = sheet.name == "wide"
    beside = min(250, max((sheet.width_of(one.label) for one in lines), default=0) + 16) if is_wide else 0
    after = max((sheet.width_of(one.told) for one in lines), default=0) + 12
    room = sheet.width - beside - (after if is_wide else 0)
    pitch = TALL + 14 if is_wide else TALL + sheet.font + 18
    y = 4
    for one in lines:
        top = y if is_wide else y + sheet.font + 4
        width = max(1, whole(room * one.n / longest)) if one.n else 0
        drawing.put(Path(f"M{beside} {top}v{TALL}", "axis"))
        if one.n is None:
            drawing.put(Rect(beside + 1, top + 1, whole(room * 0.06), TALL - 2, "bar hidden"))
            width = whole(room * 0.06)
        elif width:
            drawing.put(Rect(beside, top, width, TALL, f"bar {one.kind}"))
        if is_wide:
            name = sheet.trimmed(one.label, room=beside - 12)
            drawing.put(Label(beside - 12, sheet.baseline(top + TALL / 2), name, "end"))
            drawing.put(Label(beside + width + 10, sheet.baseline(top + TALL / 2), one.told, "start", "strong"))
        else:
            told = sheet.width_of(one.told) + 10
            drawing.put(Label(0, top - 6, sheet.trimmed(one.label, room=sheet.width - told)))
            drawing.put(Label(sheet.width, top - 6, one.told, "end", "strong"))
        y += pitch
    drawing.height = y
    return drawing
