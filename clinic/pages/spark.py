"""A row of totals as one small path, for a line of the caseload."""

from collections.abc import Sequence

from ipt.item import Number


def spark(totals: Sequence[Number | None], *, low: Number, high: Number) -> str:
    """A row of totals as a path in 96 by 24 pixels, with a ring around the last; None leaves a gap."""
    step = 88 / max(1, len(totals) - 1)
    path, is_down, x, y = "", False, 0, 0
    for n, total in enumerate(totals):
        if total is None:
            is_down = False
            continue
        x, y = round(4 + n * step), round(20 - 16 * (total - low) / (high - low))
        path += f"L{x} {y}" if is_down else f"M{x} {y}h0"
        is_down = True
    return f"{path}M{x - 3} {y}a3 3 0 1 1 6 0a3 3 0 1 1 -6 0" if path else ""
