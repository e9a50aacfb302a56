"""The outcome blocks of one group of courses as counts on a sheet, with all that is known to hold among them."""

from collections.abc import Mapping
from itertools import pairwise

from ipt.outcomes.counting import Outcomes, Rates
from ipt.outcomes.disclosure import Key
from ipt.outcomes.indicators.sheet import Contrasted, Draft, Share, Sheet
from ipt.outcomes.proportion import Rate

OUTCOMES = ("recovered", "reliably_recovered", "improved", "unchanged", "deteriorated", "harmed")
AMONG_CASES = ("recovered", "reliably_recovered")
PEOPLE = {
    "paired": "paired",
    "finished": "finished",
    "completers": "completers_75",
    "completers_50": "completers_50",
    "completers_75": "completers_75",
    "starters_last_score": "starters",
    "starters_missing_as_failure": "starters",
}
BLOCKS = {
    "completers_75": "completers_75",
    "completers_50": "completers_50",
    "finished": "finished",
    "starters": "starters_missing_as_failure",
}
NESTED = ("completers_75", "completers_50", "finished", "starters")
WANTED = {
    "recovered": 4,
    "reliably_recovered": 4,
    "improved": 4,
    "deteriorated": 2,
    "harmed": 1,
    "unchanged": 0,
    "starters": 9,
    "finished": 9,
    "completers_75": 1,
    "completers_50": 0,
}
CONTRASTED = ("completers", "finished", "paired")
WHOLE = ("whole",)
Where = tuple[str | None, ...]


def size_key(where: Where, people: str, *, outcome: str | None = None) -> Key:
    """How many there are of some people, or, for recovery, how many of them were cases (by NHS rules)."""
    return ("cases" if outcome in AMONG_CASES else "of", where, people)


def count_key(where: Where, outcome: str, people: str) -> Key:
    """How many of these people had this outcome."""
    return ("n", where, outcome, people)


def write_blocks(sheet: Sheet, found: Outcomes, *, where: Where) -> dict[str, Draft]:
    """Write all views of one group down; told are the blocks by name and how completers differ from all who started."""
    blocks: dict[str, Draft] = {}
    shares: dict[tuple[str, str], Share] = {}
    for name, rates in found.blocks.items():
        told = {outcome: _share(sheet, rates, outcome, name=name, where=where) for outcome in OUTCOMES}
        shares |= {(name, outcome): share for outcome, share in told.items() if share is not None}
        blocks[name] = dict(told)
        _add_up(sheet, rates, name=name, where=where)
    for outcome in OUTCOMES:
        _nest(sheet, found.blocks, outcome=outcome, where=where)
    return {"blocks": blocks, "differences": _contrasts(shares)}


def _share(sheet: Sheet, rates: Rates, outcome: str, *, name: str, where: Where) -> Share | None:
    found: Rate | None = getattr(rates, outcome)
    if found is None:
        return None
    people, counted_as = PEOPLE[name], _counted_as(name, outcome=outcome)
    n, of = count_key(where, outcome, counted_as), size_key(where, people, outcome=outcome)
    wanted = WANTED[outcome] + WANTED.get(counted_as, 0) + (20 if where == WHOLE else 0)
    sheet.write(n, found.n, wanted=wanted)
    sheet.write_size(of, found.of)
    rest = ("rest", where, outcome, name if counted_as != people else people)
    if found.of:
        sheet.write(rest, found.of - found.n, kind="difference")
        sheet.adds_up(of, (n, rest))
    return Share(n, of)


def _counted_as(name: str, *, outcome: str) -> str:
    """Whose count it is: without a last score nobody has an outcome, so the paired have those of all who started."""
    if name == "starters_last_score" and outcome == "unchanged":
        return name
    return "starters" if name == "paired" else PEOPLE[name]


def _add_up(sheet: Sheet, rates: Rates, *, name: str, where: Where) -> None:
    """The exclusive outcomes and those without a last score make up everybody; some outcomes contain others."""
    people = PEOPLE[name]
    keys = {outcome: count_key(where, outcome, _counted_as(name, outcome=outcome)) for outcome in OUTCOMES}
    by_nhs = rates.reliably_recovered is not None
    exclusive = ["improved", "unchanged", "deteriorated"]
    if not by_nhs and rates.recovered is not None:
        exclusive.append("recovered")
    of = size_key(where, people)
    left = sheet.value(of) - sum(sheet.value(keys[outcome]) for outcome in exclusive)
    unpaired = ("no outcome", where, name)
    sheet.write(unpaired, left, kind="public")
    sheet.adds_up(of, (*(keys[outcome] for outcome in exclusive), unpaired))
    if by_nhs:
        _contains(sheet, keys["recovered"], keys["reliably_recovered"], more=("not reliably", where, people))
        _contains(sheet, keys["improved"], keys["reliably_recovered"], more=("not recovered", where, people))
        _contains(sheet, of, size_key(where, people, outcome="recovered"), more=("no case", where, people))
    if rates.harmed is not None:
        _contains(sheet, keys["deteriorated"], keys["harmed"], more=("not harmed", where, people))
    if name == "starters_last_score":
        plain = count_key(where, "unchanged", "starters")
        kept = ("first score only", where)
        sheet.write(kept, sheet.value(keys["unchanged"]) - sheet.value(plain), kind="public")
        sheet.adds_up(keys["unchanged"], (plain, kept))


def _contains(sheet: Sheet, whole: Key, part: Key, *, more: Key) -> None:
    sheet.write(more, sheet.value(whole) - sheet.value(part), kind="slack")
    sheet.adds_up(whole, (part, more))


def _nest(sheet: Sheet, blocks: Mapping[str, Rates], *, outcome: str, where: Where) -> None:
    """Completers are among the finished, and those among the starters: what one view has more is not to be found.

    Where it has nobody more with a last score, nothing can be found: without one nobody has an outcome.
    """
    here = [people for people in NESTED if sheet.has(count_key(where, outcome, people))]
    for inner, outer in pairwise(here):
        n_more = n_with_outcome(blocks[BLOCKS[outer]]) - n_with_outcome(blocks[BLOCKS[inner]])
        for part, keys in (
            ("n", [count_key(where, outcome, people) for people in (inner, outer)]),
            ("rest", [("rest", where, outcome, people) for people in (inner, outer)]),
        ):
            if all(sheet.has(key) for key in keys):
                more = ("more", part, where, outcome, outer)
                n = sheet.value(keys[1]) - sheet.value(keys[0])
                sheet.write(more, n, kind="difference" if n_more else "public")
                sheet.adds_up(keys[1], (keys[0], more))


def n_with_outcome(rates: Rates) -> int:
    """How many of a view have any outcome at all."""
    told = [rates.improved, rates.unchanged, rates.deteriorated]
    if rates.reliably_recovered is None and rates.recovered is not None:
        told.append(rates.recovered)
    return sum(one.n for one in told)


def _contrasts(shares: Mapping[tuple[str, str], Share]) -> Draft:
    against = "starters_missing_as_failure"
    return {
        outcome: [
            Contrasted(shares[view, outcome], shares[against, outcome], view, against)
            for view in CONTRASTED
            if (view, outcome) in shares
        ]
        for outcome in OUTCOMES
        if (against, outcome) in shares
    }
