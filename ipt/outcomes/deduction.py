"""A table of counts, what holds among them, and what somebody can work out who sees some of them."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Literal

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

Key = Hashable
Kind = Literal["shown", "event", "size", "public", "difference", "slack"]


@frozen
class Cell:
    """A count of people and what it is to the table.

    `shown`: an outcome; small from 0 on. `event`: small from 1 on, since that nobody died betrays nobody.
    `size`: how many there are of a group; small from 1 on, hidden beside others only when nothing else is left.
    `public`: known to everybody and no secret, such as how many have a first score only; never hidden.
    `difference`: on no page, but found by subtraction; small from 0 on. `slack`: on no page and no secret, it only says
    that one number is not above another. Of several that could be hidden beside a small one, the less `wanted` goes.
    """

    value: int
    kind: Kind = "shown"
    wanted: int = 0


@frozen
class Relation:
    """The parts make up the total."""

    total: Key
    parts: tuple[Key, ...]


@frozen
class Table:
    """Cells by key and what is known to hold among them; ValueError where a relation does not hold or names nothing."""

    cells: Mapping[Key, Cell]
    relations: tuple[Relation, ...] = ()

    def __attrs_post_init__(self) -> None:
        for relation in self.relations:
            missing = [key for key in (relation.total, *relation.parts) if key not in self.cells]
            if missing:
                raise ValueError(f"relations: {missing[0]!r} is no cell of the table.")
            total, parts = self.cells[relation.total].value, sum(self.cells[key].value for key in relation.parts)
            if total != parts:
                raise ValueError(f"relations: the parts of {relation.total!r} make {parts}, not {total}.")


def _relations_of(table: Table) -> dict[Key, list[Relation]]:
    found: dict[Key, list[Relation]] = defaultdict(list)
    for relation in table.relations:
        for key in (relation.total, *relation.parts):
            found[key].append(relation)
    return found


@frozen(eq=False)
class _Group:
    """Hidden numbers that hang together, in what relations, and these as rows of a linear system."""

    keys: list[Key]
    relations: list[Relation]
    matrix: coo_array


class Linked:
    """The hidden numbers that hang together by relations, each group with its linear system."""

    def __init__(self, table: Table, *, away: set[Key]) -> None:
        self._table = table
        self._away = away
        self._groups: dict[Key, _Group] = {}
        self._known: dict[Key, tuple[float, float]] = {}
        self._binding: dict[Key, set[int]] = defaultdict(set)
        self.of_cell = _relations_of(table)

    def range(self, key: Key) -> tuple[tuple[float, float], dict[Key, tuple[float, float]]]:
        """The least and the greatest this number may be; and, for all that hang with it, how far answers went."""
        if key not in self._away:
            value = float(self._table.cells[key].value)
            return (value, value), {}
        if key not in self._groups:
            self._gather(key)
        group = self._groups[key]
        for sign in (1.0, -1.0):
            self._widen(group.keys, self._solve(key, group=group, sign=sign))
        return self._known[key], {one: self._known[one] for one in group.keys}

    def binding(self, key: Key) -> list[Relation]:
        """The relations that hold the least and the greatest value of this number where they are."""
        if key not in self._groups:
            return []
        relations = self._groups[key].relations
        return [relations[row] for row in sorted(self._binding[key])] or self.of_cell.get(key, [])

    def _widen(self, keys: Sequence[Key], answer: Sequence[float]) -> None:
        for key, value in zip(keys, answer, strict=True):
            low, high = self._known[key]
            self._known[key] = (min(low, value), max(high, value))

    def _solve(self, key: Key, *, group: "_Group", sign: float) -> list[float]:
        values = np.array([self._table.cells[one].value for one in group.keys], dtype=np.float64)
        goal = np.zeros(len(values))
        goal[group.keys.index(key)] = sign
        most = 10.0 * (float(values.max(initial=0.0)) + 1000.0)
        if not group.relations:
            return _listed(np.where(goal != 0, 0.0 if sign > 0 else most, values))
        found = linprog(goal, A_eq=group.matrix, b_eq=group.matrix @ values, bounds=(0, most), method="highs")
        if found.status != 0:
            return _listed(values)
        self._binding[key] |= set(np.flatnonzero(np.abs(found.eqlin.marginals) > 1e-9).tolist())
        return _listed(found.x)

    def _gather(self, start: Key) -> None:
        keys: list[Key] = []
        relations: dict[int, Relation] = {}
        edge = [start]
        seen = {start}
        while edge:
            key = edge.pop()
            keys.append(key)
            for relation in self.of_cell.get(key, ()):
                relations.setdefault(id(relation), relation)
                for other in (relation.total, *relation.parts):
                    if other in self._away and other not in seen:
                        seen.add(other)
                        edge.append(other)
        keys.sort(key=repr)
        ordered = sorted(relations.values(), key=repr)
        group = _Group(keys, ordered, _matrix(keys, relations=ordered))
        for key in keys:
            value = float(self._table.cells[key].value)
            self._groups[key], self._known[key] = group, (value, value)


def _listed(values: NDArray[np.float64]) -> list[float]:
    found: list[float] = values.tolist()
    return found


def _matrix(keys: Sequence[Key], *, relations: Sequence[Relation]) -> coo_array:
    """One row a relation: its hidden total 1, its hidden parts -1 (what is shown moves to the other side)."""
    place = {key: number for number, key in enumerate(keys)}
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    for row, relation in enumerate(relations):
        for key, sign in ((relation.total, 1.0), *((part, -1.0) for part in relation.parts)):
            if key in place:
                rows.append(row)
                columns.append(place[key])
                signs.append(sign)
    entries: tuple[list[float], tuple[list[int], list[int]]] = (signs, (rows, columns))
    return coo_array(entries, shape=(len(relations), len(keys)))
