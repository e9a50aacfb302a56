"""What a protocol must mean: facts of the closed list, and only measures, sheets and words that are defined."""

from collections.abc import Iterator

from ipt.meaning.beside import Beside
from ipt.meaning.lengths import length_problems
from ipt.meaning.problem import Problem, one_of, twice
from ipt.meaning.suited import suited_problems
from ipt.measure import Measure
from ipt.prompts import PromptSet
from ipt.protocol import COUNTS, ENTRY, FACTS, FILLED, Asked, Protocol, Rule, Task, sheet_of
from ipt.strict import shown
from ipt.vocabulary import Vocabulary


def protocol_problems(protocol: Protocol, *, beside: Beside) -> Iterator[Problem]:
    """Everything that does not hold together in a protocol, or that does not fit what is defined beside it."""
    for key in ("sources", "lengths", "tasks", "agenda", "rules"):
        yield from twice(key, ids=[one.id for one in getattr(protocol, key)])
    yield from twice("measures", ids=[f"{asked.measure} {asked.rhythm}" for asked in protocol.measures])
    yield from _frame_problems(protocol)
    yield from length_problems(protocol)
    yield from _source_problems(protocol)
    yield from _start_problems(protocol, beside=beside)
    for index, task in enumerate(protocol.tasks):
        yield from _task_problems(task, key=f"tasks[{index}]", protocol=protocol, beside=beside)
    for index, point in enumerate(protocol.agenda):
        yield from _known(f"agenda[{index}].phases", names=point.phases, among=_phases(protocol))
    yield from _word_problems(protocol, beside=beside)
    for purpose, prompt_set in protocol.sheets.items():
        yield from beside.missing(PromptSet, id_=prompt_set, key=f"sheets.{purpose}")
    for index, asked in enumerate(protocol.measures):
        yield from _asked_problems(asked, key=f"measures[{index}]", beside=beside)
    yield from suited_problems(protocol, beside=beside)
    for index, rule in enumerate(protocol.rules):
        yield from _rule_problems(rule, key=f"rules[{index}]", beside=beside)


def _frame_problems(protocol: Protocol) -> Iterator[Problem]:
    if not 1 <= protocol.usual_foci <= protocol.most_foci:
        yield "most_foci", f"usual_foci, {protocol.usual_foci}, or more, and both from 1 on", str(protocol.most_foci)
    for key, age in (("youngest", protocol.youngest), ("oldest", protocol.oldest)):
        if age is not None and age < (protocol.youngest or 0):
            yield key, "an age in years, the youngest before the oldest", str(age)
    for key in ("formats", "media"):
        yield from twice(key, ids=getattr(protocol, key))
        if not getattr(protocol, key):
            yield key, "at least one", "none"
    if any(weeks < 1 for weeks in protocol.follow_up_weeks) or list(protocol.follow_up_weeks) != sorted(
        set(protocol.follow_up_weeks)
    ):
        yield "follow_up_weeks", "different weeks after the end, soonest first", shown(list(protocol.follow_up_weeks))
    n_main = sum(asked.is_main for asked in protocol.measures)
    if protocol.measures and n_main != 1:
        yield "measures", "exactly one with is_main", f"{n_main}"


def _source_problems(protocol: Protocol) -> Iterator[Problem]:
    known = [source.id for source in protocol.sources]
    for key in ("lengths", "tasks", "rules"):
        for index, row in enumerate(getattr(protocol, key)):
            if row.source not in known:
                yield f"{key}[{index}].source", one_of(known), shown(row.source)


def _start_problems(protocol: Protocol, *, beside: Beside) -> Iterator[Problem]:
    """Facts that begin a phase; a count has no day and begins none."""
    for index, length in enumerate(protocol.lengths):
        for place, phase in enumerate(length.phases):
            key = f"lengths[{index}].phases[{place}]"
            for name, fact in (("needs", phase.needs), ("opens", phase.opens)):
                if fact is not None:
                    yield from _fact_problems(fact, key=f"{key}.{name}", beside=beside, counts=())


def _task_problems(task: Task, *, key: str, protocol: Protocol, beside: Beside) -> Iterator[Problem]:
    yield from _known(f"{key}.phase", names=(task.phase,), among=_phases(protocol))
    yield from _fact_problems(task.done_when, key=f"{key}.done_when", beside=beside, counts=COUNTS)
    is_count = task.done_when in COUNTS
    if is_count != (task.at_least is not None) or (task.at_least is not None and task.at_least < 1):
        expected = "1 or more for a count, nothing for another fact"
        yield f"{key}.at_least", expected, "nothing" if task.at_least is None else str(task.at_least)
    if task.sheet is not None:
        yield from beside.missing(PromptSet, id_=task.sheet, key=f"{key}.sheet")
    if task.due == "midpoint" and all(length.midpoint is None for length in protocol.lengths):
        yield f"{key}.due", "a length with a midpoint", "none"


def _fact_problems(fact: str, *, key: str, beside: Beside, counts: tuple[str, ...]) -> Iterator[Problem]:
    """A fact that is not of the closed list, or that looks at a sheet or a prompt which is not there."""
    sheet = sheet_of(fact)
    if sheet is None:
        if fact not in (*FACTS, *counts):
            yield key, one_of((*FACTS, *counts, f"{ENTRY}<prompt set>", f"{FILLED}<prompt set>.<prompt>")), shown(fact)
        return
    yield from beside.missing(PromptSet, id_=sheet, key=key)
    prompt_set = beside.one(PromptSet, id_=sheet)
    if fact.startswith(FILLED) and prompt_set:
        prompt = fact.removeprefix(f"{FILLED}{sheet}").removeprefix(".")
        known = [one.id for one in prompt_set.prompts]
        if prompt not in known:
            yield key, f"a prompt of {sheet}: {one_of(known)}", shown(fact)


def _word_problems(protocol: Protocol, *, beside: Beside) -> Iterator[Problem]:
    """Areas and techniques that are no words of their vocabulary."""
    for key, vocabulary_id in (("areas", "problem-areas"), ("techniques", "techniques")):
        names: tuple[str, ...] = getattr(protocol, key)
        yield from twice(key, ids=names)
        vocabulary = beside.one(Vocabulary, id_=vocabulary_id)
        if vocabulary or not beside.is_there(Vocabulary, id_=vocabulary_id):
            yield from _known(key, names=names, among=[word.id for word in vocabulary.words] if vocabulary else [])


def _asked_problems(asked: Asked, *, key: str, beside: Beside) -> Iterator[Problem]:
    yield from beside.missing(Measure, id_=asked.measure, key=f"{key}.measure")
    measure = beside.one(Measure, id_=asked.measure)
    if measure and asked.answered_by == "client" and not (measure.rater == "self" and measure.has_items):
        expected = "clinician, for a measure that is rated by one or entered as a total"
        yield f"{key}.answered_by", expected, asked.answered_by
    if (asked.rhythm == "every_weeks") != (asked.weeks is not None) or (asked.weeks is not None and asked.weeks < 1):
        came = "nothing" if asked.weeks is None else str(asked.weeks)
        yield f"{key}.weeks", "1 or more for every_weeks, nothing for another rhythm", came


def _rule_problems(rule: Rule, *, key: str, beside: Beside) -> Iterator[Problem]:
    yield from beside.missing(Measure, id_=rule.measure, key=f"{key}.measure")
    measure = beside.one(Measure, id_=rule.measure)
    if rule.kind == "not_remitted" and measure and not (measure.responds and measure.responds.remission_below):
        yield f"{key}.measure", "a measure that says where remission begins", rule.measure
    if rule.kind != "not_remitted" and rule.points is None and rule.percent is None:
        yield f"{key}.points", "points or percent", "neither"
    for name, number in (("points", rule.points), ("percent", rule.percent), ("from_session", rule.from_session)):
        if number is not None and number < 1:
            yield f"{key}.{name}", "a whole number from 1 on", str(number)
    is_placed = rule.from_session is not None or rule.at is not None
    if is_placed == (rule.kind == "return_of_symptoms"):
        expected = "from_session or at, and neither for a return of symptoms, which is looked for after the end"
        yield f"{key}.at", expected, "one of them" if is_placed else "neither"
    if rule.to_session is not None and rule.to_session < (rule.from_session or 1):
        yield f"{key}.to_session", "a session from from_session on", str(rule.to_session)


def _phases(protocol: Protocol) -> list[str]:
    return list(dict.fromkeys(one.phase for length in protocol.lengths for one in length.phases))


def _known(key: str, *, names: tuple[str, ...], among: list[str]) -> Iterator[Problem]:
    for name in names:
        if name not in among:
            yield key, one_of(among), shown(name)
