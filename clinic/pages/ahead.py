"""What scores are to be expected, on a chart: a fan over the time to come, beginning at the newest score. Pure."""

from collections.abc import Sequence

from clinic.pages.drawing import Ahead, Dot, Fan, Frame


def fan(aheads: Sequence[Ahead], *, dots: Sequence[Dot], frame: Frame) -> Fan | None:
    """The fan of these days, in order of time; none without a score to begin at, or without a day inside the frame."""
    shown = [one for one in aheads if frame.spans(one.on)]
    if not shown or not dots:
        return None
    begin = f"{dots[-1].x} {dots[-1].y}"
    upper = [f"{frame.x(one.on)} {frame.y(one.high)}" for one in shown]
    lower = [f"{frame.x(one.on)} {frame.y(one.low)}" for one in reversed(shown)]
    middle = [f"{frame.x(one.on)} {frame.y(one.middle)}" for one in shown]
    return Fan(
        area=" L".join([f"M{begin}", *upper, *lower]) + "Z", line=" L".join([f"M{begin}", *middle]), last=shown[-1]
    )
