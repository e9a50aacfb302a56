"""A sheet of counts that are written down first and told afterwards: what must be hidden is known only at the end."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from ipt.outcomes.disclosure import THRESHOLD, Cell, Key, Kind, Relation, Table, hidden
from ipt.outcomes.proportion import Rate, contrast, rate

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


@frozen
class Count:
    """A number of people or courses: told as `{"n": 12, "is_hidden": false}`, hidden with n null."""

    key: Key


@frozen
class Share:
    """Some of a group: told with n, of, rate, low, high and is_hidden; n, rate and interval go together."""

    n: Key
    of: Key


@frozen
class Contrasted:
    """How the share in one view differs from that in another, where both are told."""

    one: Share
    against: Share
    view: str
    against_view: str


@frozen
class Behind:
    """Anything that may be told only where none of these counts is hidden; else null."""

    keys: tuple[Key, ...]
    told: "Draft"


Leaf = Count | Share | Contrasted | Behind
Draft = None | bool | int | float | str | Leaf | Sequence["Draft"] | Mapping[str, "Draft"]


class Sheet:
    """Counts by key and what holds among them, then the same told with small numbers hidden."""

    def __init__(self, *, threshold: int = THRESHOLD) -> None:
        self.threshold = threshold
        self._cells: dict[Key, Cell] = {}
        self._relations: dict[Relation, None] = {}
        self._hidden: frozenset[Key] = frozenset()

    def write(self, key: Key, n: int, *, kind: Kind = "shown", wanted: int = 0) -> Count:
        """Write a count down; ValueError where another number stands under this key already."""
        cell = Cell(n, kind, wanted)
        if self._cells.setdefault(key, cell).value != n:
            raise ValueError(f"{key!r}: {self._cells[key].value} and {n} cannot both be the number.")
        return Count(key)

    def write_size(self, key: Key, n: int) -> Count:
        """Write down how many there are of some people: hidden where they are few, else taken to be known."""
        return self.write(key, n, kind="size" if 0 < n < self.threshold else "public")

    def adds_up(self, total: Key, parts: Sequence[Key]) -> None:
        """Note that the parts make up the total."""
        self._relations[Relation(total, tuple(parts))] = None

    def has(self, key: Key) -> bool:
        """Whether there is a number under this key."""
        return key in self._cells

    def value(self, key: Key) -> int:
        """The number under this key."""
        return self._cells[key].value

    def settle(self) -> None:
        """Decide what is hidden; after this nothing more is written."""
        self._hidden = hidden(Table(self._cells, tuple(self._relations)), threshold=self.threshold)

    def tell(self, draft: Mapping[str, Draft]) -> dict[str, Plain]:
        """The draft with every number that may be told, ready for JSON; the sheet is settled."""
        return {name: self._told(part) for name, part in draft.items()}

    def _told(self, draft: Draft) -> Plain:
        match draft:
            case Count():
                return self._count(draft)
            case Share():
                return self._share(draft)
            case Contrasted():
                return self._contrast(draft)
            case Behind():
                return None if self.is_hidden(*draft.keys) else self._told(draft.told)
            case None | bool() | int() | float() | str():
                return draft
            case Mapping():
                return {name: self._told(part) for name, part in draft.items()}
            case _:
                return [self._told(part) for part in draft if not self._is_away(part)]

    def _is_away(self, part: Draft) -> bool:
        """A row of a list that may not be told is left out of it."""
        return isinstance(part, Behind) and self.is_hidden(*part.keys)

    def is_hidden(self, *keys: Key) -> bool:
        """Whether one of these counts must not be told; known once the sheet is settled."""
        return any(key in self._hidden for key in keys)

    def rate_of(self, share: Share) -> Rate | None:
        """The share, or None where it is hidden."""
        if self.is_hidden(share.n, share.of):
            return None
        return rate(self.value(share.n), self.value(share.of))

    def _count(self, count: Count) -> Plain:
        return told_count(self.value(count.key), is_hidden=self.is_hidden(count.key))

    def _share(self, share: Share) -> Plain:
        of = None if self.is_hidden(share.of) else self.value(share.of)
        return told_rate(self.rate_of(share), of=of)

    def _contrast(self, asked: Contrasted) -> Plain:
        one, against = self.rate_of(asked.one), self.rate_of(asked.against)
        found: dict[str, Plain] = {"view": asked.view, "against": asked.against_view}
        if one is None or against is None:
            return found | {"direction": None, "points": None, "is_hidden": True}
        told = contrast(one, against=against, view=asked.view, against_view=asked.against_view)
        return found | {"direction": told.direction, "points": told.points, "is_hidden": False}


def told_count(n: int, *, is_hidden: bool) -> Plain:
    """A count for JSON, without the number where it is hidden."""
    return {"n": None if is_hidden else n, "is_hidden": is_hidden}


def told_rate(found: Rate | None, *, of: int | None) -> Plain:
    """A rate for JSON; None is hidden, and then only what it is `of` stands, where that may be told."""
    if found is None:
        return {"n": None, "of": of, "rate": None, "low": None, "high": None, "is_hidden": True}
    return {
        "n": found.n,
        "of": found.of,
        "rate": found.rate,
        "low": found.low,
        "high": found.high,
        "is_hidden": False,
    }
