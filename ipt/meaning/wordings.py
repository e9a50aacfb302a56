"""What a measure's text must hold: a text for each item, band and answer, and no other."""

from collections.abc import Iterator

from ipt.meaning.problem import Problem, same_keys
from ipt.measure import Item, Measure
from ipt.strict import shown
from ipt.wording import Option, Wording


def wording_problems(wording: Wording, *, measure: Measure) -> Iterator[Problem]:
    """Everything in a wording that does not fit its measure."""
    banded = [band.id for band in measure.bands] + [level.id for level in measure.triage]
    banded += [band.id for scale in measure.scales for band in scale.bands]
    yield from same_keys("bands", came=wording.bands, expected=list(dict.fromkeys(banded)))
    yield from same_keys("scales", came=wording.scales, expected=[scale.id for scale in measure.scales])
    yield from same_keys("targets", came=wording.targets, expected=list(measure.targets))
    yield from same_keys("cases", came=wording.cases, expected=[case.id for case in measure.cases])
    yield from same_keys("patterns", came=wording.patterns, expected=[pattern.id for pattern in measure.patterns])
    if not wording.has_items:
        return
    if not wording.instruction:
        yield "instruction", "a text", "nothing"
    yield from same_keys("items", came=wording.items, expected=[item.id for item in measure.items])
    known = {item.id for item in measure.items}
    for item_id in wording.item_options:
        if item_id not in known:
            yield f"item_options.{item_id}", f"an item of {measure.id}", "no such item"
    if not wording.not_applicable and any(item.not_applicable is not None for item in measure.items):
        yield "not_applicable", "the label of the answer that a question does not apply", "nothing"
    for item in measure.items:
        if item.is_typed:
            continue
        key = f"item_options.{item.id}" if item.id in wording.item_options else "options"
        yield from _option_problems(wording.options_for(item.id), item=item, key=key)


def _option_problems(options: tuple[Option, ...], *, item: Item, key: str) -> Iterator[Problem]:
    came = [option.value for option in options]
    if sorted(came) != sorted(item.values):
        yield key, f"one label for each of {shown(list(item.values))}, the values of item {item.id}", shown(came)
