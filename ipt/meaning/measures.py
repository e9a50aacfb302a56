"""What a measure must mean: ranges without gaps, items that exist, codes with their check digit."""

import re
from collections.abc import Iterator

from ipt.meaning.problem import Problem, one_of, twice
from ipt.measure import Band, Code, Measure
from ipt.strict import shown
from ipt.vocabulary import Vocabulary

LOINC = "http://loinc.org"


def measure_problems(measure: Measure, *, levels: Vocabulary | None) -> Iterator[Problem]:
    """Everything that does not hold together in a measure."""
    yield from twice("items", ids=[item.id for item in measure.items])
    yield from twice("sources", ids=[source.id for source in measure.sources])
    yield from _range_problems(measure)
    yield from _band_problems(measure)
    yield from _watch_problems(measure, levels=levels)
    yield from _item_references(measure)
    yield from _source_problems(measure)
    yield from _code_problems(measure)


def loinc_check_digit_holds(code: str) -> bool:
    """Whether a LOINC code such as 44261-6 ends in its mod-10 check digit: it finds slips of the pen, not of meaning.

    Codes of answers (LA…) and of answer lists (LL…) are looked at for their form only.

    >>> loinc_check_digit_holds("44261-6"), loinc_check_digit_holds("44262-6")
    (True, False)
    """
    match = re.fullmatch(r"(LA|LL)?([0-9]+)-([0-9])", code)
    if not match or match[1]:
        return bool(match)
    digits = [int(digit) for digit in reversed(match[2])]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[::2])
    return -(sum(doubled) + sum(digits[1::2])) % 10 == int(match[3])


def inside(key: str, *, number: float, measure: Measure) -> Iterator[Problem]:
    """A number outside the range of its measure."""
    if not measure.low <= number <= measure.high:
        yield key, f"a number from {measure.low} to {measure.high}, the range of {measure.id}", f"{number:g}"


def _range_problems(measure: Measure) -> Iterator[Problem]:
    if measure.low >= measure.high:
        yield "high", f"a whole number above low, {measure.low}", str(measure.high)
    if measure.has_items != bool(measure.items):
        came = f"{len(measure.items)} items"
        yield "items", "items when entry is items, none when it is total", came
    for index, item in enumerate(measure.items):
        if not item.values or list(item.values) != sorted(set(item.values)):
            yield f"items[{index}].values", "different whole numbers, smallest first", shown(list(item.values))
    scored = [item for item in measure.scored_items if item.values]
    sums = {"low": sum(item.low for item in scored), "high": sum(item.high for item in scored)}
    for key, told in (("low", measure.low), ("high", measure.high)):
        if measure.has_items and sums[key] != told:
            yield key, f"{sums[key]}, the sum over the scored items", str(told)
    if not 0 <= measure.missing.prorate_up_to < max(len(scored), 1):
        yield "missing.prorate_up_to", "0 or more, and fewer than the scored items", str(measure.missing.prorate_up_to)
    responds = measure.responds
    if responds and responds.response is not None and not 0 < responds.response <= 1:
        yield "responds.response", "a fraction above 0 and up to 1", str(responds.response)
    if responds and responds.remission_below is not None:
        yield from inside("responds.remission_below", number=responds.remission_below, measure=measure)


def _band_problems(measure: Measure) -> Iterator[Problem]:
    yield from twice("bands", ids=[band.id for band in measure.bands])
    follows = measure.low
    for index, band in enumerate(measure.bands):
        if band.low != follows:
            fault = "overlaps" if band.low < follows else "leaves a gap"
            yield f"bands[{index}].low", f"{follows}, where the band before ends", f"{band.low}, which {fault}"
        if band.high < band.low:
            yield f"bands[{index}].high", f"{band.low} or more", str(band.high)
        follows = band.high + 1
    last: Band | None = measure.bands[-1] if measure.bands else None
    if last and last.high != measure.high:
        yield f"bands[{len(measure.bands) - 1}].high", f"{measure.high}, the end of the range", str(last.high)


def _watch_problems(measure: Measure, *, levels: Vocabulary | None) -> Iterator[Problem]:
    items = {item.id: item for item in measure.items}
    ranks = {word.id: word.rank or 0 for word in levels.words} if levels else {}
    for index, watch in enumerate(measure.watch):
        key = f"watch[{index}]"
        if watch.item not in items:
            yield f"{key}.item", one_of(items), shown(watch.item)
        elif watch.at_least not in items[watch.item].values:
            yield f"{key}.at_least", one_of(items[watch.item].values), str(watch.at_least)
        if levels and watch.level not in ranks:
            yield f"{key}.level", one_of(ranks), shown(watch.level)
        for lower in measure.watch:
            milder = ranks.get(watch.level, 0) < ranks.get(lower.level, 0)
            if lower.item == watch.item and lower.at_least < watch.at_least and milder:
                yield f"{key}.level", f"{lower.level} or above, as for {lower.at_least}", shown(watch.level)


def _item_references(measure: Measure) -> Iterator[Problem]:
    items = {item.id: item for item in measure.items}
    named = [(f"scales[{i}].items", scale.items) for i, scale in enumerate(measure.scales)]
    named += [(f"codes[{i}].items", code.items) for i, code in enumerate(measure.codes)]
    named += [(f"patterns[{i}].one_of", pattern.one_of) for i, pattern in enumerate(measure.patterns)]
    named += [(f"patterns[{i}].items", pattern.items) for i, pattern in enumerate(measure.patterns)]
    named += [
        (f"patterns[{i}].own", tuple(rule.item for rule in pattern.own)) for i, pattern in enumerate(measure.patterns)
    ]
    for key, ids in named:
        for item_id in ids:
            if item_id not in items:
                yield key, f"items among {', '.join(items) or 'none'}", shown(item_id)
    for index, pattern in enumerate(measure.patterns):
        if not 0 < pattern.n_least <= pattern.n_most:
            yield f"patterns[{index}].n_most", f"a number from n_least, {pattern.n_least}, on", str(pattern.n_most)


def _source_problems(measure: Measure) -> Iterator[Problem]:
    known = [source.id for source in measure.sources]
    named = [("missing", measure.missing.source)]
    named += [("responds", measure.responds.source)] if measure.responds else []
    for key in ("bands", "watch", "patterns", "important_changes", "codes"):
        named += [(f"{key}[{index}]", row.source) for index, row in enumerate(getattr(measure, key))]
    for key, source in named:
        if source not in known:
            yield f"{key}.source", one_of(known), shown(source)


def _code_problems(measure: Measure) -> Iterator[Problem]:
    for index, item in enumerate(measure.items):
        if item.code is not None and not loinc_check_digit_holds(item.code):
            yield f"items[{index}].code", "a LOINC code with its check digit", shown(item.code)
    for index, code in enumerate(measure.codes):
        if code.system == LOINC and not loinc_check_digit_holds(code.code):
            yield f"codes[{index}].code", "a LOINC code with its check digit", shown(code.code)
        yield from _answer_code_problems(code, measure=measure, key=f"codes[{index}]")


def _answer_code_problems(code: Code, *, measure: Measure, key: str) -> Iterator[Problem]:
    if (code.role == "answer") != (code.value is not None):
        yield f"{key}.value", "a value for an answer and none otherwise", "nothing" if code.value is None else "one"
    for item in measure.items:
        if item.id in code.items and code.value is not None and code.value not in item.values:
            yield f"{key}.value", one_of(item.values), str(code.value)
