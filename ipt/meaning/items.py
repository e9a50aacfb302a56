"""What the items of a measure must mean, and how they are added: every reference holds, every range can be reached."""

from collections.abc import Iterable, Iterator

from ipt.adding import reach
from ipt.item import Condition, Item
from ipt.meaning.problem import Problem, among, one_of, twice
from ipt.measure import Measure, Scale
from ipt.strict import shown

NEEDED = {"groups": "groups", "scales-sum": "scales", "scales-mean": "scales"}


def item_problems(measure: Measure) -> Iterator[Problem]:
    """Everything that does not hold together in the items, what they count and when they are asked."""
    yield from twice("items", ids=[item.id for item in measure.items])
    if measure.has_items != bool(measure.items):
        yield "items", "items when entry is items, none when it is total", f"{len(measure.items)} items"
    for index, item in enumerate(measure.items):
        yield from _values(item, key=f"items[{index}]")
        yield from _counts(item, key=f"items[{index}]")
    scored = [item.id for item in measure.scored_items]
    yield from twice("reverse", ids=measure.reverse)
    yield from among("reverse", came=measure.reverse, known=scored)
    yield from _skips(measure)


def adding_problems(measure: Measure) -> Iterator[Problem]:
    """Everything that does not hold together in how the total and the scales are made."""
    adding = measure.adding
    for how, key, came in (("groups", "groups", adding.groups), ("scales", "scales", adding.scales)):
        if (NEEDED.get(adding.how) == how) != bool(came):
            yield f"adding.{key}", f"{key} when how needs them, none otherwise", shown(list(came))
    if adding.times <= 0:
        yield "adding.times", "a number above 0", str(adding.times)
    yield from _groups(measure)
    yield from _added_scales(measure)
    yield from twice("scales", ids=[scale.id for scale in measure.scales])
    for index, scale in enumerate(measure.scales):
        yield from _scale(scale, measure=measure, key=f"scales[{index}]")


def condition_problems(conditions: Iterable[Condition], *, measure: Measure, key: str) -> Iterator[Problem]:
    """Conditions on items that are not there, that ask nothing, or that no answer meets."""
    items = {item.id: item for item in measure.items}
    for condition in conditions:
        if condition.item not in items:
            yield f"{key}.item", one_of(items), shown(condition.item)
            continue
        item = items[condition.item]
        allowed = item.values or (item.low, item.high)
        if condition.at_least is None and condition.at_most is None:
            yield key, "at_least or at_most", "neither"
        elif not any(condition.is_met(value) for value in allowed):
            yield key, f"a condition that an answer to item {item.id} can meet", "one that none can"


def _values(item: Item, *, key: str) -> Iterator[Problem]:
    if item.values and (item.least is not None or item.most is not None):
        yield f"{key}.values", "either values or least and most", "both"
    elif not item.values and (item.least is None or item.most is None):
        yield f"{key}.values", "values, or least and most", "neither" if item.least is item.most else "one of two"
    elif not item.values and item.low >= item.high:
        yield f"{key}.most", f"a whole number above least, {item.low}", str(item.high)
    if list(item.values) != sorted(set(item.values)):
        yield f"{key}.values", "different whole numbers, smallest first", shown(list(item.values))
    if item.is_typed and item.scored:
        yield f"{key}.scored", "false, or no such key, for a number that is typed", "true"
    if item.not_applicable is not None and item.not_applicable in item.values:
        yield f"{key}.not_applicable", f"a number outside {shown(list(item.values))}", str(item.not_applicable)
    if item.not_applicable is not None and item.is_typed:
        yield f"{key}.not_applicable", "no such key, for a number that is typed", str(item.not_applicable)


def _counts(item: Item, *, key: str) -> Iterator[Problem]:
    yield from twice(f"{key}.counts", ids=[str(count.value) for count in item.counts])
    for count in item.counts:
        if count.value not in item.values:
            yield f"{key}.counts", one_of(item.values), str(count.value)


def _skips(measure: Measure) -> Iterator[Problem]:
    places = {item.id: place for place, item in enumerate(measure.items)}
    for index, skip in enumerate(measure.skips):
        key = f"skips[{index}]"
        yield from condition_problems([skip.when], measure=measure, key=f"{key}.when")
        yield from among(f"{key}.items", came=skip.items, known=list(places))
        for item_id in skip.items:
            if places.get(item_id, len(places)) <= places.get(skip.when.item, -1):
                yield f"{key}.items", f"items after {skip.when.item}, by which they are skipped", shown(item_id)
            elif skip.count_as is not None and item_id in places:
                counted = measure.item(item_id).counted
                if counted and skip.count_as not in counted:
                    yield f"{key}.count_as", one_of(counted), str(skip.count_as)


def _groups(measure: Measure) -> Iterator[Problem]:
    adding = measure.adding
    if adding.how != "groups":
        if adding.either:
            yield "adding.either", "none, unless how is groups", f"{len(adding.either)} of them"
        return
    scored = [item.id for item in measure.scored_items]
    grouped = [item for group in adding.groups for item in group]
    yield from among("adding.groups", came=grouped, known=scored)
    for item_id in scored:
        if grouped.count(item_id) != 1:
            wanted = f"each scored item in one group, item {item_id} too"
            yield "adding.groups", wanted, f"it is in {grouped.count(item_id)}"
    for index, pair in enumerate(adding.either):
        if len(pair) < 2 or not any(set(pair) <= set(group) for group in adding.groups):
            yield f"adding.either[{index}]", "two or more items of one group", shown(list(pair))


def _added_scales(measure: Measure) -> Iterator[Problem]:
    adding = measure.adding
    yield from among("adding.scales", came=adding.scales, known=[scale.id for scale in measure.scales])
    if NEEDED.get(adding.how) == "scales":
        used = {item for scale in measure.scales if scale.id in adding.scales for item in scale.items}
        for item in measure.scored_items:
            if item.id not in used:
                yield "adding.scales", f"scales that hold item {item.id}, which is scored", "none of them does"


def _scale(scale: Scale, *, measure: Measure, key: str) -> Iterator[Problem]:
    with_values = [item.id for item in measure.items if item.values]
    yield from among(f"{key}.items", came=scale.items, known=with_values)
    yield from twice(f"{key}.items", ids=scale.items)
    if not scale.items:
        yield f"{key}.items", "one item or more", "none"
    if scale.n_least is not None and not 1 <= scale.n_least <= len(scale.items):
        yield f"{key}.n_least", f"a number from 1 to {len(scale.items)}, the number of items", str(scale.n_least)
    if scale.times <= 0:
        yield f"{key}.times", "a number above 0", str(scale.times)
    if not set(scale.items) <= set(with_values):
        return
    ends = reach(measure, scale)
    for name, told, end in (("low", scale.low, 0), ("high", scale.high, 1)):
        if ends and told is not None and told != ends[end]:
            yield f"{key}.{name}", f"{ends[end]:g}, which its items can give", f"{told:g}"
