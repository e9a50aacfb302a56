"""What a measure's cut-offs, patterns, triage, norms and licence must mean."""

from collections.abc import Iterator

from ipt.criteria import Case, Pattern
from ipt.meaning.items import condition_problems
from ipt.meaning.problem import Problem, among, one_of, twice
from ipt.measure import Measure
from ipt.strict import shown
from ipt.vocabulary import Vocabulary


def criteria_problems(measure: Measure, *, levels: Vocabulary | None) -> Iterator[Problem]:
    """Everything that does not hold together in what the numbers are held against."""
    yield from twice("cases", ids=[case.id for case in measure.cases])
    for index, case in enumerate(measure.cases):
        yield from _case(case, measure=measure, key=f"cases[{index}]")
    yield from twice("patterns", ids=[pattern.id for pattern in measure.patterns])
    for index, pattern in enumerate(measure.patterns):
        yield from _pattern(pattern, measure=measure, key=f"patterns[{index}]")
    yield from _levels(measure, levels=levels)
    yield from _triage(measure)
    for index, watch in enumerate(measure.watch_total):
        key = f"watch_total[{index}]"
        if watch.at_least is None and watch.at_most is None:
            yield key, "at_least or at_most", "neither"
        for name, number in (("at_least", watch.at_least), ("at_most", watch.at_most)):
            if number is not None and not measure.low <= number <= measure.high:
                yield f"{key}.{name}", f"a number from {measure.low:g} to {measure.high:g}", f"{number:g}"
    yield from twice("targets", ids=measure.targets)
    if measure.norms:
        yield from among("norms.scales", came=measure.norms.scales, known=[scale.id for scale in measure.scales])
        if not measure.norms.by or not measure.norms.scales:
            yield "norms", "at least one fact in by and one scale in scales", "none"
    yield from _licence(measure)


def _case(case: Case, *, measure: Measure, key: str) -> Iterator[Problem]:
    low, high, of = measure.low, measure.high, "the range"
    if case.scale is not None:
        known = {scale.id: scale for scale in measure.scales}
        if case.scale not in known:
            yield f"{key}.scale", one_of(known), shown(case.scale)
            return
        scale = known[case.scale]
        if scale.low is None or scale.high is None:
            yield f"{key}.scale", f"low and high in scale {scale.id}, which has a cut-off", "none"
            return
        low, high, of = scale.low, scale.high, f"the range of {scale.id}"
    elif not measure.has_total:
        yield f"{key}.scale", "a scale, in a measure without a total", "none"
    if (case.at_least is None) == (case.at_most is None):
        yield key, "at_least or at_most", "neither" if case.at_least is None else "both"
    for name, number in (("at_least", case.at_least), ("at_most", case.at_most)):
        if number is not None and not low <= number <= high:
            yield f"{key}.{name}", f"a number from {low:g} to {high:g}, {of}", f"{number:g}"


def _pattern(pattern: Pattern, *, measure: Measure, key: str) -> Iterator[Problem]:
    items = [item.id for item in measure.items]
    named = [("one_of", pattern.one_of), ("items", pattern.items), ("own", tuple(one.item for one in pattern.own))]
    named += [(f"clusters[{index}].items", cluster.items) for index, cluster in enumerate(pattern.clusters)]
    for name, ids in named:
        yield from among(f"{key}.{name}", came=ids, known=items)
    if pattern.n_most is not None and not 0 < pattern.n_least <= pattern.n_most:
        yield f"{key}.n_most", f"a number from n_least, {pattern.n_least}, on", str(pattern.n_most)
    if bool(pattern.items) != bool(pattern.n_least):
        came = "none" if pattern.items else str(pattern.n_least)
        yield f"{key}.n_least", "how many of the items count, where there are items", came
    for index, cluster in enumerate(pattern.clusters):
        if not 1 <= cluster.n_least <= len(cluster.items):
            wanted = f"a number from 1 to {len(cluster.items)}, the number of items"
            yield f"{key}.clusters[{index}].n_least", wanted, str(cluster.n_least)
    if not (pattern.items or pattern.clusters or pattern.needs or pattern.total_at_least is not None):
        yield key, "items, clusters, needs or total_at_least", "none of them"
    if pattern.total_at_least is not None and not measure.low <= pattern.total_at_least <= measure.high:
        wanted = f"a number from {measure.low:g} to {measure.high:g}"
        yield f"{key}.total_at_least", wanted, f"{pattern.total_at_least:g}"
    yield from condition_problems(pattern.needs, measure=measure, key=f"{key}.needs")
    yield from condition_problems(pattern.not_applicable_when, measure=measure, key=f"{key}.not_applicable_when")


def _levels(measure: Measure, *, levels: Vocabulary | None) -> Iterator[Problem]:
    if levels is None:
        return
    known = [word.id for word in levels.words]
    named = [(f"triage[{index}]", row.level) for index, row in enumerate(measure.triage)]
    named += [(f"watch_total[{index}]", row.level) for index, row in enumerate(measure.watch_total)]
    for key, level in named:
        if level not in known:
            yield f"{key}.level", one_of(known), shown(level)


def _triage(measure: Measure) -> Iterator[Problem]:
    yield from twice("triage", ids=[level.id for level in measure.triage])
    if (measure.adding.how == "triage") != bool(measure.triage):
        came = f"{len(measure.triage)} of them"
        yield "triage", "levels when adding.how is triage, none otherwise", came
    for index, level in enumerate(measure.triage):
        if not level.any:
            yield f"triage[{index}].any", "one answer or more", "none"
        yield from condition_problems(level.any, measure=measure, key=f"triage[{index}].any")


def _licence(measure: Measure) -> Iterator[Problem]:
    licence = measure.licence
    if (licence.tier == "own") != (measure.status == "own"):
        yield "licence.tier", "own when status is own, and only then", licence.tier
    yield from twice("licence.uses", ids=licence.uses)
    if licence.tier == "A-NC" and licence.commercial:
        yield "licence.commercial", "false, for tier A-NC", "true"
