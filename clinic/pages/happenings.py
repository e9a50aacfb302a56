"""Where the names of events stand above a plot: in rows, so that none covers another."""

from collections.abc import Sequence
from math import ceil

from attrs import evolve

from clinic.pages.drawing import Event, Frame, Happening, Size, Text

MOST_ROWS = 4
BOLD = 1.15  # names are set in bold, which is wider
NAME = 13  # the longest name where there are many, in times the size of its letters

Taken = list[list[tuple[int, int]]]  # rows of names: where each begins and ends


def placed(events: Sequence[Happening], *, frame: Frame, size: Size) -> tuple[tuple[Event, ...], int]:
    """Events with their names in rows above the plot so that no name covers another; also how many rows.

    Those for whose name there is no room keep their dot, in a row of its own below the names.
    """
    taken: Taken = []
    pitch = size.font + 6
    found = [(event, *_named(event, frame=frame, taken=taken, n_events=len(events), size=size)) for event in events]
    nameless = int(any(row == MOST_ROWS for _, _, row in found))
    shown = []
    for event, name, row in found:
        y = -10 - (0 if row == MOST_ROWS else row + nameless) * pitch
        text = "" if row == MOST_ROWS else name.text
        shown.append(Event(frame.x(event.on), y, event, evolve(name, y=size.baseline(y), text=text)))
    return tuple(shown), len(taken) + nameless


def _named(event: Happening, *, frame: Frame, taken: Taken, n_events: int, size: Size) -> tuple[Text, int]:
    """The name beside its dot, on the side where it fits, and the row that has room for it."""
    x = frame.x(event.on)
    room = (max(x, size.width - x) - 12) / BOLD
    text = size.trimmed(event.label, room=room if n_events <= MOST_ROWS else min(room, NAME * size.font))
    width = ceil(size.width_of(text) * BOLD)
    to_the_right = x + 12 + width <= size.width
    reach = (x - 6, x + 12 + width) if to_the_right else (x - 12 - width, x + 6)
    row = free_row(taken, reach=reach, most=MOST_ROWS)
    return Text(x + 10 if to_the_right else x - 10, 0, text, "start" if to_the_right else "end"), row


def free_row(taken: Taken, *, reach: tuple[int, int], most: int) -> int:
    """The first row where `reach` touches nothing, then taken; `most` when all are full."""
    for row, reaches in enumerate(taken):
        if all(reach[0] > end or reach[1] < start for start, end in reaches):
            reaches.append(reach)
            return row
    if len(taken) < most:
        taken.append([reach])
        return len(taken) - 1
    return most
