"""Numbers to the geometry of a score chart. Pure: the words are the template's, the colours the style sheet's."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from math import ceil

from clinic.pages.ahead import fan
from clinic.pages.drawing import (
    BESIDE,
    INSET,
    NARROW,
    WIDE,
    Ahead,
    Anchor,
    Chart,
    Charts,
    Cut,
    Dot,
    Frame,
    Happening,
    Hole,
    Reading,
    Row,
    Scale,
    Size,
    Stripe,
    Text,
    Tick,
    whole,
)
from clinic.pages.happenings import placed
from ipt.item import Number
from ipt.series import difference

HOLES = 18  # pixels below the plot for the signs of days without a total


def draw_both(
    readings: Iterable[Reading],
    *,
    scale: Scale,
    missed: Iterable[date] = (),
    events: Iterable[Happening] = (),
    until: date | None = None,
    ahead: Sequence[Ahead] = (),
) -> Charts:
    """The chart for a desk and for a phone; the arguments are those of `draw`."""
    readings, missed, events = tuple(readings), tuple(missed), tuple(events)
    wide, narrow = (
        draw(readings, scale=scale, missed=missed, events=events, until=until, ahead=ahead, size=size)
        for size in (WIDE, NARROW)
    )
    return Charts(wide=wide, narrow=narrow)


def draw(
    readings: Iterable[Reading],
    *,
    scale: Scale,
    missed: Iterable[date] = (),
    events: Iterable[Happening] = (),
    until: date | None = None,
    ahead: Sequence[Ahead] = (),
    size: Size = WIDE,
) -> Chart:
    """One chart. `missed`: days asked and not answered. `until`: the axis runs at least so far (the planned end).

    `ahead` is what is to be expected of the scores to come.

    Events outside the axis are not drawn but stand in the rows, so that one from years ago does not crush the weeks.
    """
    readings, missed = tuple(readings), tuple(missed)
    days = sorted([*(reading.on for reading in readings), *missed])
    frame = frame_of(days, scale=scale, until=until, size=size)
    return draw_in(frame, readings=readings, scale=scale, missed=missed, events=events, ahead=ahead, size=size)


def draw_in(
    frame: Frame,
    *,
    readings: Iterable[Reading],
    scale: Scale,
    missed: Iterable[date] = (),
    events: Iterable[Happening] = (),
    ahead: Sequence[Ahead] = (),
    size: Size = WIDE,
) -> Chart:
    """The same in a frame made before, so that other rows can stand on its axis; with what is to be expected."""
    readings = sorted(readings, key=lambda reading: reading.on)
    missed, events = sorted(missed), sorted(events, key=lambda event: event.on)
    shown, n_rows = placed([event for event in events if frame.spans(event.on)], frame=frame, size=size)
    dots, radius = _dots(readings, scale=scale, frame=frame)
    holes = _holes(readings, missed=missed, frame=frame)
    cut = _cut(scale, frame=frame)
    ticks_y = frame.bottom + size.font + 8 + (HOLES if holes else 0)
    return Chart(
        size=size,
        scale=scale,
        frame=frame,
        head=8 + n_rows * (size.font + 6),
        foot=ticks_y + 6 - frame.bottom,
        rows=score_rows(readings, scale=scale, missed=missed, events=events),
        stripes=_stripes(scale, frame=frame, size=size),
        marks=_marks(scale, cut=cut, frame=frame, size=size),
        cut=cut,
        whisker=_whisker(dots, scale=scale, frame=frame),
        paths=paths(dots, breaks=[hole.on for hole in holes]),
        fan=fan(ahead, dots=dots, frame=frame),
        dots=dots,
        radius=radius,
        holes=holes,
        holes_y=frame.bottom + 11,
        ticks=_ticks(frame, size=size),
        ticks_y=ticks_y,
        axis_y=frame.bottom,
        events=shown,
    )


def frame_of(
    days: Sequence[date], *, scale: Scale, until: date | None = None, size: Size = WIDE, has_rows: bool = False
) -> Frame:
    """The frame for these days, in order; room beside it for the longest name of a severity, or of rows below it."""
    longest = max((size.width_of(severity.label) for severity in scale.severities), default=0)
    beside = size.label_width if has_rows else min(size.label_width, longest + 2 * BESIDE if longest else INSET)
    first, last = (days[0], max(days[-1], until or days[-1])) if days else (date.min, date.min)
    return Frame(size.left, size.width - beside, size.plot_height, scale.low, scale.high, first, last, scale.step)


def score_rows(
    readings: Sequence[Reading], *, scale: Scale, missed: Sequence[date] = (), events: Sequence[Happening] = ()
) -> tuple[Row, ...]:
    """The lines of the table twin; the readings in order of their days."""
    rows = [Row("missed", on) for on in missed] + [Row("event", event.on, event.label) for event in events]
    start: Number | None = None
    for reading in readings:
        if reading.total is None:
            rows.append(Row("skipped", reading.on, reading.label))
            continue
        change = None if start is None else difference(reading.total, start)
        start = reading.total if start is None else start
        rows.append(Row("score", reading.on, reading.label, reading.total, scale.severity_of(reading), change))
    return tuple(sorted(rows, key=lambda row: row.on))


def _dots(readings: Sequence[Reading], *, scale: Scale, frame: Frame) -> tuple[tuple[Dot, ...], int]:
    """Dots smaller where there are many; those of one day stand beside each other, in order."""
    scored = [reading for reading in readings if reading.total is not None]
    gap = (frame.right - frame.left - 2 * INSET) / max(1, len(scored) - 1)
    radius = next(radius for radius, least in ((5, 14), (4, 9), (3, 6), (2, 0)) if gap >= least)
    dots: list[Dot] = []
    for on, same_day in groupby(scored, key=lambda reading: reading.on):
        together = list(same_day)
        step = 2 * radius + 2
        reach = (len(together) - 1) * step
        start = max(frame.left + radius, min(frame.x(on) - reach // 2, frame.right - radius - reach))
        for place, reading in enumerate(together):
            if reading.total is not None:
                severity = scale.severity_of(reading)
                dots.append(Dot(start + place * step, frame.y(reading.total), reading, severity))
    return tuple(dots), radius


def _holes(readings: Sequence[Reading], *, missed: Sequence[date], frame: Frame) -> tuple[Hole, ...]:
    holes = [Hole(frame.x(reading.on), "skipped", reading.on) for reading in readings if reading.total is None]
    holes += [Hole(frame.x(on), "missed", on) for on in missed]
    return tuple(sorted(holes, key=lambda hole: hole.on))


def paths(dots: Sequence[Dot], *, breaks: Sequence[date]) -> tuple[str, ...]:
    """The line through the dots, broken at each of these days: nothing is drawn that nobody measured."""

    def n_breaks_before(dot: Dot) -> int:
        return sum(on <= dot.reading.on for on in breaks)

    runs = [list(run) for _, run in groupby(dots, key=n_breaks_before)]
    return tuple("M" + " L".join(f"{dot.x} {dot.y}" for dot in run) for run in runs if len(run) > 1)


def _whisker(dots: Sequence[Dot], *, scale: Scale, frame: Frame) -> str:
    """First total plus and minus the reliable change; an end beyond the scale has no cap."""
    if not dots or not scale.reliable_change or dots[0].reading.total is None:
        return ""
    x, total = dots[0].x, dots[0].reading.total
    above, below = total + scale.reliable_change, total - scale.reliable_change
    upper, lower = frame.y(min(above, scale.high)), frame.y(max(below, scale.low))
    path = f"M{x} {upper} V{lower}"
    path += f" M{x - 5} {upper} H{x + 5}" if above <= scale.high else ""
    return path + (f" M{x - 5} {lower} H{x + 5}" if below >= scale.low else "")


def _cut(scale: Scale, *, frame: Frame) -> Cut | None:
    """The line between the last total that is not a case and the first that is."""
    if scale.cut_off is None:
        return None
    beyond = scale.cut_off.value - scale.step if scale.better == "lower" else scale.cut_off.value
    return Cut(whole(frame.edge(beyond)), scale.cut_off)


def _marks(scale: Scale, *, cut: Cut | None, frame: Frame, size: Size) -> tuple[Text, ...]:
    """Highest, cut-off and lowest total beside the axis; the cut-off is left out where it would touch another."""
    ends = [(frame.y(scale.high), scale.high), (frame.y(scale.low), scale.low)]
    if cut and all(abs(cut.y - y) > size.font for y, _ in ends):
        ends.insert(1, (cut.y, cut.cut_off.value))
    return tuple(Text(frame.left - BESIDE, size.baseline(y), str(value), "end") for y, value in ends)


def _stripes(scale: Scale, *, frame: Frame, size: Size) -> tuple[Stripe, ...]:
    last = max(1, len(scale.severities) - 1)
    stripes = []
    for place, severity in enumerate(sorted(scale.severities, key=lambda each: each.low)):
        top, bottom = whole(frame.edge(severity.high)), whole(frame.edge(severity.low - scale.step))
        tone = round(4 * place / last)
        lines = _lines(severity.label, room=size.width - frame.right - 2 * BESIDE, height=bottom - top, size=size)
        middle, pitch = (top + bottom) / 2, size.font + 2
        texts = tuple(
            Text(frame.right + BESIDE, size.baseline(middle + (n - (len(lines) - 1) / 2) * pitch), line)
            for n, line in enumerate(lines)
        )
        stripes.append(Stripe(severity, tone if scale.better == "lower" else 4 - tone, top, bottom - top, texts))
    return tuple(stripes)


def _lines(label: str, *, room: int, height: int, size: Size) -> list[str]:
    """A label in as many lines as it needs and the height allows; cut with an ellipsis; none in a sliver."""
    if height < size.font:
        return []
    most, lines = max(1, height // (size.font + 2)), [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and size.width_of(longer) > room and len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = longer
    return [size.trimmed(line, room=room) for line in lines]


def _ticks(frame: Frame, *, size: Size) -> tuple[Tick, ...]:
    """A few days along the axis, from the first: whole weeks apart once two weeks are shown."""
    if frame.first == date.min:
        return ()
    span = (frame.last - frame.first).days
    unit = 7 if span >= 14 else 1
    step = max(1, unit * ceil(span / (unit * (size.n_ticks - 1))))
    days = [frame.first + timedelta(days=n * step) for n in range(span // step + 1)]
    before = [None if size.starts_with_year else days[0].year, *(on.year for on in days)]
    start: Anchor = "start" if size.starts_with_year else "middle"
    return tuple(
        Tick(frame.x(on), on, "middle" if n else start, shows_year=on.year != before[n]) for n, on in enumerate(days)
    )
