"""Answers to a Result: totals, bands, scales and patterns by the measure's published rule."""

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from ipt.measure import Item, Measure, Pattern

Answers = Mapping[str, int | None]


class AnswerError(ValueError):
    """An answer the measure does not allow: `item` is None for a total, `allowed` says in words what may stand."""

    def __init__(self, message: str, *, item: str | None, allowed: str) -> None:
        super().__init__(message)
        self.item = item
        self.allowed = allowed


@frozen
class ScaleScore:
    """The sum of one scale, or None where one of its items has no answer."""

    id: str
    total: int | None


@frozen
class Result:
    """What a measure's rule makes of some answers.

    `total` is None when it may not be given; then `band` is None too. `missing` are the scored items without an
    answer, in order; `prorated` says that the total was raised from the answered items.
    """

    measure: str
    version: int
    total: int | None
    band: str | None
    missing: tuple[str, ...] = ()
    prorated: bool = False
    scales: tuple[ScaleScore, ...] = ()
    patterns: tuple[str, ...] = ()
    entry: str = "items"


def score(measure: Measure, answers: Answers, *, prorate: bool = False) -> Result:
    """The Result of answers by item id; None, or no entry, is a missing answer, and zero is an answer like any other.

    A missing scored item means no total, unless `prorate` is asked for and the measure's missing rule allows it.
    AnswerError for an item the measure does not have or a value the item does not allow.

    >>> from ipt.library import shipped
    >>> gad_2 = shipped().measure("gad-2")
    >>> score(gad_2, {"1": 0, "2": 3}).total
    3
    >>> score(gad_2, {"1": 0, "2": None}).missing
    ('2',)
    """
    if not measure.has_items:
        raise AnswerError(f"{measure.id} is entered as a total, not item by item.", item=None, allowed=_range(measure))
    check_answers(measure, answers)
    missing = tuple(item.id for item in measure.scored_items if answers.get(item.id) is None)
    given = _given(answers, items=(item.id for item in measure.scored_items))
    prorated = bool(missing) and prorate and len(missing) <= measure.missing.prorate_up_to
    total = None if missing and not prorated else prorated_sum(given, n_items=len(measure.scored_items))
    return Result(
        measure=measure.id,
        version=measure.version,
        total=total,
        band=_band(measure, total=total),
        missing=missing,
        prorated=prorated,
        scales=tuple(ScaleScore(scale.id, _sum(answers, items=scale.items)) for scale in measure.scales),
        patterns=() if missing else _patterns(measure, answers=answers),
    )


def total_only(measure: Measure, total: int) -> Result:
    """The Result of a total added up elsewhere, for example on paper; AnswerError outside the measure's range."""
    if type(total) is not int or not measure.low <= total <= measure.high:
        raise AnswerError(
            f"{measure.id} takes a total that is {_range(measure)}; {total} came.", item=None, allowed=_range(measure)
        )
    band = _band(measure, total=total)
    return Result(measure=measure.id, version=measure.version, total=total, band=band, entry="total")


def check_answers(measure: Measure, answers: Answers) -> None:
    """Nothing, when each answer belongs to an item and is one of its values; else AnswerError for the first fault."""
    known = {item.id: item for item in measure.items}
    for item_id, value in answers.items():
        if item_id not in known:
            has = f"{measure.id} has {', '.join(known)}"
            raise AnswerError(f"There is no item {item_id}: {has}.", item=item_id, allowed=has)
        if value is not None and (type(value) is not int or value not in known[item_id].values):
            raise refused(known[item_id], came=value)


def read_answers(measure: Measure, written: str) -> dict[str, int | None]:
    """Answers written in item order, such as `2,2,1,-,0`: a dash is a missing answer, spaces do not matter.

    Only scored items are written. AnswerError names the item that is wrong, missing or too many.

    >>> from ipt.library import shipped
    >>> read_answers(shipped().measure("phq-2"), "3, -")
    {'1': 3, '2': None}
    """
    parts = [part.strip() for part in written.split(",")]
    items = measure.scored_items
    if len(parts) != len(items):
        raise _miscounted(measure, n_came=len(parts))
    return {item.id: _read(item, written=part) for item, part in zip(items, parts, strict=True)}


def read_total(measure: Measure, written: str) -> int:
    """A total as written, for a measure without items; AnswerError outside the measure's range."""
    if not re.fullmatch(r"-?[0-9]{1,9}", written.strip()):
        raise AnswerError(
            f"{measure.id} takes a total that is {_range(measure)}; {written.strip()!r} came.",
            item=None,
            allowed=_range(measure),
        )
    return int(written)


def refused(item: Item, *, came: object) -> AnswerError:
    """The error for a value that an item does not allow."""
    allowed = _allowed(item)
    return AnswerError(f"Item {item.id} takes {allowed}; {came!r} came.", item=item.id, allowed=allowed)


def prorated_sum(given: tuple[int, ...], *, n_items: int) -> int | None:
    """The mean of the given answers times the number of items, halves rounded up; the plain sum when all are given.

    >>> prorated_sum((2, 2, 2, 1, 1, 1, 1, 0), n_items=9)  # 10 / 8 x 9 = 11.25
    11
    """
    if not given:
        return None
    return (2 * sum(given) * n_items + len(given)) // (2 * len(given))


def _read(item: Item, *, written: str) -> int | None:
    if written == "-":
        return None
    values = {str(value): value for value in item.values}
    if written not in values:
        raise refused(item, came=written)
    return values[written]


def _miscounted(measure: Measure, *, n_came: int) -> AnswerError:
    items = measure.scored_items
    if n_came < len(items):
        item = items[n_came]
        story = f"Item {item.id} has no answer"
    else:
        item = items[-1]
        story = f"There is no item after item {item.id}"
    allowed = f"{_allowed(item)} or - for a missing answer"
    return AnswerError(
        f"{story}: {measure.id} takes {len(items)} answers, each {allowed}; {n_came} came.",
        item=item.id,
        allowed=allowed,
    )


def _allowed(item: Item) -> str:
    return "one of " + ", ".join(str(value) for value in item.values)


def _range(measure: Measure) -> str:
    return f"a whole number from {measure.low} to {measure.high}"


def _given(answers: Answers, *, items: Iterable[str]) -> tuple[int, ...]:
    return tuple(value for value in (answers.get(item) for item in items) if value is not None)


def _sum(answers: Answers, *, items: tuple[str, ...]) -> int | None:
    given = _given(answers, items=items)
    return sum(given) if len(given) == len(items) else None


def _band(measure: Measure, *, total: int | None) -> str | None:
    band = measure.band_of(total)
    return band.id if band else None


def _patterns(measure: Measure, *, answers: Answers) -> tuple[str, ...]:
    return tuple(pattern.id for pattern in measure.patterns if _meets(pattern, answers=answers))


def _meets(pattern: Pattern, *, answers: Answers) -> bool:
    own = {rule.item: rule.at_least for rule in pattern.own}
    counted = {item for item in pattern.items if (answers.get(item) or 0) >= own.get(item, pattern.at_least)}
    return pattern.n_least <= len(counted) <= pattern.n_most and bool(counted & set(pattern.one_of))
