"""What a framework must mean: rules once each, numbers inside the range of their measure."""

from collections.abc import Iterator, Mapping

from ipt.framework import Framework, Rule
from ipt.meaning.measures import inside
from ipt.meaning.problem import Problem, one_of, twice
from ipt.measure import Measure
from ipt.strict import shown
from ipt.vocabulary import Vocabulary


def framework_problems(
    framework: Framework, *, measures: Mapping[str, Measure], levels: Vocabulary | None
) -> Iterator[Problem]:
    """Everything that does not hold together in a framework, or that does not fit the measures that are defined."""
    yield from twice("rules", ids=[" of ".join(filter(None, (one.measure, one.population))) for one in framework.rules])
    known = [source.id for source in framework.sources]
    if framework.z is None and any(rule.spread for rule in framework.rules):
        yield "z", "a number, for rules with a spread", "nothing"
    if levels and framework.worsening not in [word.id for word in levels.words]:
        yield "worsening", one_of(word.id for word in levels.words), shown(framework.worsening)
    if framework.valid_from and framework.valid_until and framework.valid_until < framework.valid_from:
        yield "valid_until", f"a date from {framework.valid_from} on", str(framework.valid_until)
    for index, rule in enumerate(framework.rules):
        if rule.source not in known:
            yield f"rules[{index}].source", one_of(known), shown(rule.source)
        yield from _rule_problems(rule, key=f"rules[{index}]", measure=measures.get(rule.measure))


def _rule_problems(rule: Rule, *, key: str, measure: Measure | None) -> Iterator[Problem]:
    for name, number in (("case_at", rule.case_at), ("points", rule.points)):
        if number is not None and number <= 0:
            yield f"{key}.{name}", "a number above 0", str(number)
    if rule.points is not None and rule.spread is not None:
        yield f"{key}.spread", "either points or spread", "both"
    if rule.spread and rule.spread.sd <= 0:
        yield f"{key}.spread.sd", "a number above 0", str(rule.spread.sd)
    if rule.spread and not 0 < rule.spread.reliability < 1:
        yield f"{key}.spread.reliability", "a number between 0 and 1", str(rule.spread.reliability)
    if measure is None:
        return
    if rule.better != measure.better:
        yield f"{key}.better", f"{measure.better}, as in {measure.id}", rule.better
    if rule.case_at is not None:
        yield from inside(f"{key}.case_at", number=rule.case_at, measure=measure)
