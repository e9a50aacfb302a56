"""Answers by item: which a measure allows, which are not asked for, which are missing, and how they are written."""

import re
from collections.abc import Mapping

from ipt.item import Item, Number
from ipt.measure import Measure

Answers = Mapping[str, int | None]
NOT_APPLICABLE = ("na", "n/a")


class AnswerError(ValueError):
    """An answer the measure does not allow: `item` is None for a total, `allowed` says in words what may stand."""

    def __init__(self, message: str, *, item: str | None, allowed: str) -> None:
        super().__init__(message)
        self.item = item
        self.allowed = allowed


def check_answers(measure: Measure, answers: Answers) -> None:
    """Nothing, when each answer belongs to an item and is one it allows; else AnswerError for the first fault."""
    known = {item.id: item for item in measure.items}
    for item_id, value in answers.items():
        if item_id not in known:
            has = f"{measure.id} has {', '.join(known)}"
            raise AnswerError(f"There is no item {item_id}: {has}.", item=item_id, allowed=has)
        if value is not None and (type(value) is not int or not known[item_id].allows(value)):
            raise refused(known[item_id], came=value)


def answered(measure: Measure, answers: Answers) -> dict[str, int]:
    """The answers that say something, by item: without the missing ones and without "does not apply"."""
    given = {item.id: answers.get(item.id) for item in measure.items}
    apart = {item.id: item.not_applicable for item in measure.items}
    return {name: value for name, value in given.items() if value is not None and value != apart[name]}


def does_not_apply(measure: Measure, answers: Answers) -> frozenset[str]:
    """The items that were answered with "does not apply"."""
    asked = (item for item in measure.items if item.not_applicable is not None)
    return frozenset(item.id for item in asked if answers.get(item.id) == item.not_applicable)


def skipped(measure: Measure, answers: Answers) -> dict[str, int | None]:
    """The items that an earlier answer makes needless, with what each counts (None: nowhere).

    An item that was answered all the same is not among them: an answer is never thrown away.
    """
    given = answered(measure, answers)
    found: dict[str, int | None] = {}
    for skip in measure.skips:
        if skip.when.is_met(given.get(skip.when.item)):
            found |= {item: skip.count_as for item in skip.items if answers.get(item) is None}
    return found


def missing_items(measure: Measure, answers: Answers) -> tuple[str, ...]:
    """The items without an answer that need one, in order; of those where one of two is answered, both or none.

    >>> from ipt.library import shipped
    >>> missing_items(shipped().measure("phq-2"), {"1": 0})
    ('2',)
    """
    needless = set(skipped(measure, answers))
    for either in measure.adding.either:
        if any(answers.get(item) is not None for item in either):
            needless |= set(either)
    needed = (item.id for item in measure.items if not item.optional and item.id not in needless)
    return tuple(item for item in needed if answers.get(item) is None)


def asked_items(measure: Measure, answers: Answers) -> tuple[Item, ...]:
    """The items to be asked, in order, as far as the answers so far tell."""
    needless = skipped(measure, answers)
    return tuple(item for item in measure.items if item.id not in needless)


def read_answers(measure: Measure, written: str) -> dict[str, int | None]:
    """Answers written in item order, such as `2,2,1,-,0`: a dash is a missing answer, spaces do not matter.

    `na` or `n/a` says that an item does not apply, where that may be said. The items are those that count and those
    that may not stay empty; where others stand among them, all may be written too. AnswerError names the item that is
    wrong, missing or too many.

    >>> from ipt.library import shipped
    >>> read_answers(shipped().measure("phq-2"), "3, -")
    {'1': 3, '2': None}
    """
    parts = [part.strip() for part in written.split(",")]
    items = measure.written_items
    stand_apart = measure.items[: len(items)] == items
    if len(parts) == len(measure.items) and not stand_apart:
        items = measure.items
    if len(parts) != len(items):
        raise _miscounted(measure, n_came=len(parts))
    return {item.id: _read(item, written=part) for item, part in zip(items, parts, strict=True)}


def read_total(measure: Measure, written: str) -> Number:
    """A total as written, for a measure entered as one; AnswerError outside the measure's range."""
    text = written.strip()
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,6})?" if measure.decimals else r"-?[0-9]{1,9}", text):
        raise AnswerError(
            f"{measure.id} takes a total that is {allowed_total(measure)}; {text!r} came.",
            item=None,
            allowed=allowed_total(measure),
        )
    return float(text) if "." in text else int(text)


def refused(item: Item, *, came: object) -> AnswerError:
    """The error for a value that an item does not allow."""
    allowed = allowed_answers(item)
    return AnswerError(f"Item {item.id} takes {allowed}; {came!r} came.", item=item.id, allowed=allowed)


def allowed_answers(item: Item) -> str:
    """What may be answered, in words."""
    if item.is_typed:
        return f"a whole number from {item.low} to {item.high}"
    listed = ", ".join(str(value) for value in item.values)
    return f"one of {listed}" + ("" if item.not_applicable is None else ", or na where it does not apply")


def allowed_total(measure: Measure) -> str:
    """Which totals may be entered, in words."""
    if not measure.decimals:
        return f"a whole number from {measure.low:g} to {measure.high:g}"
    places = "one decimal place" if measure.decimals == 1 else f"{measure.decimals} decimal places"
    return f"a number from {measure.low:g} to {measure.high:g} with at most {places}"


def _read(item: Item, *, written: str) -> int | None:
    if written == "-":
        return None
    if item.not_applicable is not None and written.lower() in NOT_APPLICABLE:
        return item.not_applicable
    if re.fullmatch(r"-?[0-9]{1,9}", written) and str(int(written)) == written and item.allows(int(written)):
        return int(written)
    raise refused(item, came=written)


def _miscounted(measure: Measure, *, n_came: int) -> AnswerError:
    items = measure.written_items
    if n_came < len(items):
        item = items[n_came]
        story = f"Item {item.id} has no answer"
    else:
        item = items[-1]
        story = f"There is no item after item {item.id}"
    allowed = f"{allowed_answers(item)} or - for a missing answer"
    takes = f"{measure.id} takes {len(items)} answers"
    same = all(allowed_answers(one) == allowed_answers(item) for one in items)
    each = f"{takes}, each {allowed}" if same else f"{takes}, that of item {item.id} {allowed}"
    return AnswerError(f"{story}: {each}; {n_came} came.", item=item.id, allowed=allowed)
