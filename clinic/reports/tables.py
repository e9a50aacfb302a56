"""The tables of a block: what stands beside every picture, in the downloads and in the report on paper.

Ids stay ids here, as in the block; a page that shows or sends a table says their names beside them. A number that is
held back is None, never nought. Each column holds values of one kind, so that it can be a column of a Parquet file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

Content = Mapping[str, Any]
RATE = ("n", "of", "rate", "low", "high")
CHANGE = ("mean_first", "sd_first", "mean_last", "sd_last", "effect", "low", "high", "corrected")


@frozen
class Table:
    """One table: a name for files, its columns, and rows of plain values, None for what is held back or not there."""

    name: str
    columns: tuple[str, ...]
    plain: tuple[Sequence[Any], ...]


def tables_of(content: Mapping[str, Any]) -> tuple[Table, ...]:
    """Every table of a block, in the order of the page; one without rows is left out."""
    return tuple(table for table in _all(content) if table.plain)


def _all(content: Content) -> Iterator[Table]:
    outcomes = _at(content, "outcomes")
    yield _table("people", ("what", *RATE), _people(content))
    yield _table("rates", ("view", "outcome", *RATE), _blocks(_at(outcomes, "blocks")))
    yield _table("differences", ("outcome", "view", "against", "points"), _differences(outcomes))
    yield _table("harm", ("what", "courses", "in_all"), _harm(content))
    yield _table("over-time", ("ended_in", "starters", "view", "outcome", *RATE), _over_time(content))
    yield _table("endings", ("what", "courses"), _endings(content))
    for column, found in _items(_at(content, "by")):
        yield _table(f"by-{slug(column)}", ("group", "is_others", "starters", "view", "outcome", *RATE), _by(found))
        yield _table(f"funnel-{slug(column)}", ("unit", "n", "of", "share", "at", "z"), _funnel(_at(found, "funnel")))
        yield _table(f"limits-{slug(column)}", ("at", *LIMITS), _limits(_at(found, "funnel")))
    yield _table("waits", ("days", "courses"), _bands(content, "waits", name="days"))
    yield _table("standards", ("within_days", "standard", "is_met", *RATE), _standards(content))
    yield _table("sessions", ("sessions", "courses"), _bands(content, "sessions", name="sessions"))
    yield _table("caseload", ("phase", "courses"), _counts(_at(content, "caseload", "by_phase")))
    yield _table("times", ("what", "day", "share", "low", "high"), _times(content))
    yield _table("effects", ("measure", "paired", *CHANGE), _effects(content))
    yield _table("responses", ("measure", "what", "view", *RATE), _responses(content))
    yield _table("tipping", ("points", "share", "rate", "low", "high"), _tipping(content))


LIMITS = (
    "low_95",
    "high_95",
    "low_998",
    "high_998",
    "plain_low_95",
    "plain_high_95",
    "plain_low_998",
    "plain_high_998",
)


def slug(column: str) -> str:
    """A column's name as part of a file's name."""
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in column.lower())
    return kept.strip("-")[:30]


def _table(name: str, columns: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> Table:
    return Table(name, columns, tuple(tuple(row) for row in rows))


def _at(content: Any, *keys: str) -> Any:
    for key in keys:
        content = content.get(key) if isinstance(content, Mapping) else None
    return content


def _items(found: Any) -> Iterator[tuple[str, Any]]:
    """What stands below; nothing where there is only a reason why nothing does."""
    if isinstance(found, Mapping) and "reason" not in found:
        yield from found.items()


def _n(found: Any) -> int | None:
    return found.get("n") if isinstance(found, Mapping) else None


def _rate(found: Any) -> tuple[Any, ...]:
    """The five columns of a share; the interval and the rate are numbers with decimals."""
    if not isinstance(found, Mapping):
        return (None,) * len(RATE)
    n, of, *shares = (found.get(name) for name in RATE)
    return n, of, *(None if share is None else float(share) for share in shares)


def _rows_of(found: Any) -> Iterator[Mapping[str, Any]]:
    groups = _at(found, "groups")
    yield from groups if isinstance(groups, Sequence) else ()


def _people(content: Content) -> Iterator[Sequence[Any]]:
    outcomes = _at(content, "outcomes")
    nothing = (None,) * (len(RATE) - 1)
    yield "ended", _n(_at(content, "n_ended")), *nothing
    for name in ("n_starters", "n_finished"):
        yield name.removeprefix("n_"), _n(_at(outcomes, name)), *nothing
    for name in ("completers_50", "completers_75", "paired"):
        yield name, *_rate(_at(outcomes, name))
    yield "running", _n(_at(content, "caseload", "running")), *nothing


def _blocks(blocks: Any) -> Iterator[Sequence[Any]]:
    for view, rates in _items(blocks):
        for outcome, found in _items(rates):
            if found is not None:
                yield view, outcome, *_rate(found)


def _differences(outcomes: Any) -> Iterator[Sequence[Any]]:
    for outcome, listed in _items(_at(outcomes, "differences")):
        for one in listed:
            sign = -1.0 if one.get("direction") == "lower" else 1.0
            points = None if one.get("points") is None else sign * float(one["points"])
            yield outcome, one.get("view"), one.get("against"), points


def _harm(content: Content) -> Iterator[Sequence[Any]]:
    for name, found in _items(_at(content, "harm")):
        if _at(found, "reason") is None:
            yield name, _n(_at(found, "courses")), _at(found, "n_in_all")


def _over_time(content: Content) -> Iterator[Sequence[Any]]:
    for one in _rows_of(_at(content, "over_time", "told")):
        for row in _blocks(one.get("blocks")):
            yield one.get("value"), _n(one.get("n_starters")), *row


def _by(found: Any) -> Iterator[Sequence[Any]]:
    for one in _rows_of(found):
        for row in _blocks(one.get("blocks")):
            yield one.get("value"), bool(one.get("is_others")), _n(one.get("n_starters")), *row


def _funnel(found: Any) -> Iterator[Sequence[Any]]:
    for one in _at(found, "points") or ():
        yield one["name"], one["n"], one["of"], float(one["share"]), float(one["at"]), float(one["z"])


def _limits(found: Any) -> Iterator[Sequence[Any]]:
    for one in _at(found, "limits") or ():
        ends = (*one["95"], *one["998"], *one["plain_95"], *one["plain_998"])
        yield float(one["at"]), *(float(end) for end in ends)


def _endings(content: Content) -> Iterator[Sequence[Any]]:
    yield from _counts(_at(content, "endings", "by_kind"))
    for name, found in _items(_at(content, "endings", "left")):
        yield f"left {name}", _n(found)


def _counts(found: Any) -> Iterator[Sequence[Any]]:
    for name, one in _items(found):
        yield name, _n(one)


def _bands(content: Content, part: str, *, name: str) -> Iterator[Sequence[Any]]:
    for one in _at(content, part, "bands") or ():
        yield one[name], _n(one["courses"])


def _standards(content: Content) -> Iterator[Sequence[Any]]:
    for one in _at(content, "waits", "standards") or ():
        yield one["within_days"], float(one["standard"]), one.get("is_met"), *_rate(one.get("within"))


def _times(content: Content) -> Iterator[Sequence[Any]]:
    """The share that had reached it by each day; steps to response are stored as the share that had not yet."""
    for name in ("response", "remission"):
        for one in _at(content, "times", "response", name, "steps") or ():
            yield name, float(one["day"]), *(round(1 - float(one[part]), 4) for part in ("share", "high", "low"))
    for kind, steps in _items(_at(content, "times", "ending", "by_kind")):
        for one in steps:
            yield f"ended {kind}", float(one["day"]), *(float(one[part]) for part in ("share", "low", "high"))


def _effects(content: Content) -> Iterator[Sequence[Any]]:
    for measure, one in _items(_at(content, "effects")):
        change = one.get("change") or {}
        numbers = (None if change.get(name) is None else float(change[name]) for name in CHANGE)
        yield measure, _n(one.get("n_paired")), *numbers


def _responses(content: Content) -> Iterator[Sequence[Any]]:
    for measure, kinds in _items(_at(content, "responses")):
        for kind, views in _items(kinds):
            for view, found in _items(views):
                yield measure, kind, view, *_rate(found)


def _tipping(content: Content) -> Iterator[Sequence[Any]]:
    for one in _at(content, "research", "tipping", "steps") or ():
        yield tuple(float(one[name]) for name in ("points", "share", "rate", "low", "high"))
