"""Small numbers are hidden before they reach a page or a file, and so much beside them that none can be worked out.

A table is cells and the relations among them (parts that make up a total). First every small cell is hidden, then
others, the smallest first, until whoever knows all that is shown, the relations, and that no count is below 0, is left
with a range of at least the threshold for every number that is hidden. The range is found by linear programming, as in
an audit of a statistical table (Fischetti & Salazar 2001, Management Science 47:1008-1027; Hundepool and colleagues
2012, Statistical disclosure control, ch. 4: both known, not re-read).

What this does not prevent: comparing one period or one data cut with another, joining two reports with different
groups, and knowing beforehand how some of the people fared. Fixed periods and few groupings are the remedy.
"""

from collections.abc import Iterable

from ipt.outcomes.deduction import Cell, Key, Kind, Linked, Relation, Table

__all__ = ["THRESHOLD", "Cell", "Key", "Kind", "Relation", "Table", "hidden", "is_small", "ranges", "rounded"]
THRESHOLD = 5


def is_small(cell: Cell, *, threshold: int = THRESHOLD) -> bool:
    """Whether this number alone must not be seen."""
    if cell.kind in ("slack", "public") or cell.value >= threshold:
        return False
    return cell.value > 0 or cell.kind in ("shown", "difference")


def hidden(table: Table, *, threshold: int = THRESHOLD) -> frozenset[Key]:
    """The cells that must not be shown; those that are on no page anyhow are left out.

    Deterministic, whatever the order of the cells. ValueError below a threshold of 1.
    """
    if threshold < 1:
        raise ValueError(f"threshold: {threshold} hides nothing; give 1 or more.")
    cells = table.cells
    small = {key for key, cell in cells.items() if is_small(cell, threshold=threshold)}
    never = {key for key, cell in cells.items() if cell.kind in ("difference", "slack")}
    away, guarded = small | never, small
    needed = _Needed(table, threshold=threshold)
    unproven = set(small)
    while unproven:
        linked = Linked(table, away=away)
        exposed = _exposed(linked, unproven=unproven, needed=needed)
        chosen = {key for one in exposed if (key := _next(one, linked=linked, table=table, away=away)) is not None}
        if not chosen:
            break
        away, guarded = away | chosen, guarded | chosen
        unproven = exposed | chosen
    return frozenset(key for key in guarded if cells[key].kind not in ("difference", "slack"))


def ranges(table: Table, *, away: Iterable[Key], of: Iterable[Key]) -> dict[Key, tuple[float, float]]:
    """What each of these numbers may be for somebody who sees all cells but those `away`, relations and all."""
    linked = Linked(table, away=set(away))
    return {key: linked.range(key)[0] for key in of}


def rounded(value: int, *, to: int = 5) -> int:
    """To the nearest five, as NHS England publishes providers' counts; never add up rounded numbers.

    >>> rounded(12), rounded(13), rounded(2)
    (10, 15, 0)
    """
    return to * ((2 * value + to) // (2 * to))


class _Needed:
    """How wide the range of a hidden number must be: the threshold, or all that public numbers leave to guess."""

    def __init__(self, table: Table, *, threshold: int) -> None:
        self.threshold = threshold
        private = {key for key, cell in table.cells.items() if cell.kind != "public"}
        self._linked = Linked(table, away=private)
        self._known: dict[Key, float] = {}

    def width(self, key: Key) -> float:
        if key not in self._known:
            low, high = self._linked.range(key)[0]
            self._known[key] = min(float(self.threshold), high - low)
        return self._known[key] - 1e-6


def _exposed(linked: Linked, *, unproven: set[Key], needed: _Needed) -> set[Key]:
    """Which of the unproven have too narrow a range; one answer of the solver often proves many at once."""
    left, exposed = set(unproven), set[Key]()
    for key in sorted(unproven, key=repr):
        if key not in left:
            continue
        (low, high), reached = linked.range(key)
        if high - low < needed.threshold - 1e-6 and high - low < needed.width(key):
            exposed.add(key)
        left.discard(key)
        left -= {other for other, (lowest, highest) in reached.items() if highest - lowest >= needed.threshold}
    return exposed


def _next(exposed: Key, *, linked: Linked, table: Table, away: set[Key]) -> Key | None:
    """The cell to hide next: of those that keep the range narrow, sizes last, then the least wanted, the smallest.

    Those that keep it narrow stand in the relations on which the solver's answer hangs; else the nearest are taken.
    """
    relations = linked.binding(exposed)
    seen: set[Key] = {exposed}
    while relations:
        near = {key for relation in relations for key in (relation.total, *relation.parts)} - seen
        open_ones = [key for key in near if key not in away and table.cells[key].kind != "public"]
        if open_ones:
            return min(open_ones, key=lambda key: _cost(table.cells[key], key=key))
        seen |= near
        relations = [relation for key in near for relation in linked.of_cell.get(key, ())]
    return None


def _cost(cell: Cell, *, key: Key) -> tuple[bool, int, bool, int, str]:
    return cell.kind == "size", cell.wanted, cell.value == 0, cell.value, repr(key)
