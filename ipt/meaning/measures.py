"""What a measure must mean: ranges without gaps, items that exist, codes with their check digit."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ipt.adding import exact, reach
from ipt.item import Number
from ipt.meaning.criteria import criteria_problems
from ipt.meaning.items import adding_problems, item_problems
from ipt.meaning.problem import Problem, among, one_of, twice
from ipt.measure import Band, Code, Measure
from ipt.strict import shown
from ipt.vocabulary import Vocabulary

LOINC = "http://loinc.org"
CITED = ("bands", "cases", "watch", "watch_total", "patterns", "triage", "important_changes", "codes")


def measure_problems(measure: Measure, *, levels: Vocabulary | None) -> Iterator[Problem]:
    """Everything that does not hold together in a measure."""
    yield from item_problems(measure)
    yield from twice("sources", ids=[source.id for source in measure.sources])
    yield from adding_problems(measure)
    yield from _range_problems(measure)
    yield from _band_problems(measure)
    yield from criteria_problems(measure, levels=levels)
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
        yield key, f"a number from {measure.low:g} to {measure.high:g}, the range of {measure.id}", f"{number:g}"


def _range_problems(measure: Measure) -> Iterator[Problem]:
    if measure.low >= measure.high:
        yield "high", f"a number above low, {measure.low:g}", f"{measure.high:g}"
    if measure.decimals < 0:
        yield "decimals", "0 or more", str(measure.decimals)
    for key, end in (("low", measure.low), ("high", measure.high)):
        if measure.decimals == 0 and isinstance(end, float):
            yield key, "a whole number, where decimals is 0", str(end)
    ends = reach(measure) if measure.has_items and measure.has_total else None
    for key, told, end in (("low", measure.low, 0), ("high", measure.high, 1)):
        if ends and ends[end] != told:
            yield key, f"{ends[end]:g}, which the scored items can give", f"{told:g}"
    yield from _missing_problems(measure)
    responds = measure.responds
    if responds and responds.response is not None and not 0 < responds.response <= 1:
        yield "responds.response", "a fraction above 0 and up to 1", str(responds.response)
    if responds and responds.remission_below is not None:
        yield from inside("responds.remission_below", number=responds.remission_below, measure=measure)


def _missing_problems(measure: Measure) -> Iterator[Problem]:
    scored = measure.scored_items
    if not 0 <= measure.missing.prorate_up_to < max(len(scored), 1):
        yield "missing.prorate_up_to", "0 or more, and fewer than the scored items", str(measure.missing.prorate_up_to)
    if measure.missing.prorate_up_to and measure.adding.how not in ("sum", "mean"):
        wanted = "0, where the total is neither a sum nor a mean of the items"
        yield "missing.prorate_up_to", wanted, str(measure.missing.prorate_up_to)


def _band_problems(measure: Measure) -> Iterator[Problem]:
    ends = measure.low, measure.high
    yield from _bands(measure.bands, ends=ends, decimals=measure.decimals, key="bands")
    for index, scale in enumerate(measure.scales):
        if scale.bands and (scale.low is None or scale.high is None):
            yield f"scales[{index}].bands", "low and high in a scale that has bands", "none"
        elif scale.low is not None and scale.high is not None:
            ends = scale.low, scale.high
            yield from _bands(scale.bands, ends=ends, decimals=scale.decimals, key=f"scales[{index}].bands")


def _bands(bands: Sequence[Band], *, ends: tuple[Number, Number], decimals: int, key: str) -> Iterator[Problem]:
    """Bands that overlap, leave a gap at the resolution of the score, or do not cover its range."""
    yield from twice(key, ids=[band.id for band in bands])
    follows, step = exact(ends[0]), Fraction(1, 10**decimals) if decimals > 0 else Fraction(1)
    for index, band in enumerate(bands):
        if exact(band.low) != follows:
            fault = "overlaps" if exact(band.low) < follows else "leaves a gap"
            yield f"{key}[{index}].low", f"{_told(follows)}, where the band before ends", f"{band.low:g}, which {fault}"
        if band.high < band.low:
            yield f"{key}[{index}].high", f"{band.low:g} or more", f"{band.high:g}"
        follows = exact(band.high) + step
    if bands and bands[-1].high != ends[1]:
        yield f"{key}[{len(bands) - 1}].high", f"{ends[1]:g}, the end of the range", f"{bands[-1].high:g}"


def _told(value: Fraction) -> str:
    return f"{float(value):g}"


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
    items = [item.id for item in measure.items]
    for index, code in enumerate(measure.codes):
        yield from among(f"codes[{index}].items", came=code.items, known=items)


def _source_problems(measure: Measure) -> Iterator[Problem]:
    known = [source.id for source in measure.sources]
    named = [("missing", measure.missing.source), ("licence", measure.licence.source)]
    named += [("responds", measure.responds.source)] if measure.responds else []
    named += [("norms", measure.norms.source)] if measure.norms else []
    for key in CITED:
        named += [(f"{key}[{index}]", row.source) for index, row in enumerate(getattr(measure, key))]
    for index, scale in enumerate(measure.scales):
        named += [(f"scales[{index}].bands[{place}]", band.source) for place, band in enumerate(scale.bands)]
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
