"""Answers, a Result and an earlier total to Concerns: what a person must look at, and how soon."""

from collections.abc import Mapping
from typing import Literal

from attrs import evolve, frozen

from ipt import change
from ipt.adding import exact
from ipt.answering import Answers, answered
from ipt.framework import Framework
from ipt.item import Number
from ipt.library import shipped
from ipt.measure import Measure, Watch
from ipt.patterns import highest_triage
from ipt.scoring import Result
from ipt.vocabulary import Word


@frozen
class Concern:
    """Something a person must look at: which answer or change, how soon (`level`), and why, in one sentence."""

    kind: Literal["watched-answer", "watched-total", "triage", "reliable-worsening", "did-not-come"]
    measure: str
    item: str | None
    value: Number | None
    level: str
    why: str


def levels() -> tuple[Word, ...]:
    """The levels of concern with meaning, rank and deadline, least first."""
    return tuple(sorted(shipped().vocabulary("concern-levels").words, key=lambda word: word.rank or 0))


def rank(level: str) -> int:
    """The place of a level among the levels, least first; LookupError for a word that is no level.

    >>> rank("notice") < rank("soon") < rank("urgent")
    True
    """
    return shipped().vocabulary("concern-levels").word(level).rank or 0


def highest(found: tuple[Concern, ...]) -> Concern | None:
    """The concern a person must look at first, or None without any."""
    return max(found, key=lambda concern: rank(concern.level), default=None)


def watched(measure: Measure, answers: Answers, *, assessed: Mapping[str, int] | None = None) -> tuple[Concern, ...]:
    """The concerns that single answers raise by the measure's watch rules, one an item.

    `assessed` holds the watched answers that stood when a clinician last recorded a risk assessment: an answer not
    above the one assessed is one level lower, and never gone.

    >>> phq_9 = shipped().measure("phq-9")
    >>> [concern.level for concern in watched(phq_9, {"9": 2})]
    ['urgent']
    >>> [concern.level for concern in watched(phq_9, {"9": 2}, assessed={"9": 2})]
    ['soon']
    """
    stood, given = assessed or {}, answered(measure, answers)
    found = (_by_answer(measure, answers=given, item=item) for item in dict.fromkeys(w.item for w in measure.watch))
    return tuple(_eased(concern, stood=stood) for concern in found if concern)


def triaged(measure: Measure, answers: Answers) -> tuple[Concern, ...]:
    """The concern of the highest level that any answer meets, in a measure whose result is a triage."""
    level = highest_triage(measure, answered(measure, answers))
    if level is None:
        return ()
    why = f"The answers to {measure.id} come to the level {level.id}."
    return (Concern(kind="triage", measure=measure.id, item=None, value=None, level=level.level, why=why),)


def watched_total(measure: Measure, total: Number | None) -> tuple[Concern, ...]:
    """The concern that a total raises by the measure's own rule, the gravest where there are more."""
    hit = [watch for watch in measure.watch_total if total is not None and watch.is_met(total)]
    if total is None or not hit:
        return ()
    watch = max(hit, key=lambda watch: rank(watch.level))
    why = f"The total is {total:g} out of {measure.high:g}: {watch.about}."
    return (Concern(kind="watched-total", measure=measure.id, item=None, value=total, level=watch.level, why=why),)


def worsening(measure: Measure, *, first: Number, last: Number, framework: Framework) -> tuple[Concern, ...]:
    """The concern a reliable worsening since the first total raises by this framework; none where it has no rule."""
    rule = framework.rule(measure.id)
    points = change.reliable_points(rule, framework=framework) if rule else None
    x1, x2 = float(first), float(last)
    if points is None or not change.worsened(
        x1, last=x2, points=points, better=measure.better, strict=framework.strict
    ):
        return ()
    why = (
        f"The total went from {first:g} to {last:g}, which is worse by more than chance: "
        f"{_difference(first, last):g} points, where {points:g} count as reliable ({framework.title})."
    )
    concern = Concern(
        kind="reliable-worsening", measure=measure.id, item=None, value=last, level=framework.worsening, why=why
    )
    return (concern,)


def concerns(
    measure: Measure,
    *,
    answers: Answers,
    result: Result,
    first: Number | None = None,
    assessed: Mapping[str, int] | None = None,
    framework: Framework | None = None,
) -> tuple[Concern, ...]:
    """Every concern of one answered measure: its watched answers and total, its triage, and a reliable worsening.

    The last needs a first total and a framework.
    """
    found = watched(measure, answers, assessed=assessed) + triaged(measure, answers)
    found += watched_total(measure, result.total)
    if first is None or result.total is None or framework is None:
        return found
    return found + worsening(measure, first=first, last=result.total, framework=framework)


def _difference(first: Number, last: Number) -> float:
    """How far apart two totals are, without the noise of binary numbers."""
    return float(abs(exact(last) - exact(first)))


def _by_answer(measure: Measure, *, answers: Mapping[str, int], item: str) -> Concern | None:
    value = answers.get(item)
    hit = [watch for watch in measure.watch if watch.item == item and value is not None and value >= watch.at_least]
    if value is None or not hit:
        return None
    watch = max(hit, key=lambda watch: rank(watch.level))
    return Concern(
        kind="watched-answer",
        measure=measure.id,
        item=item,
        value=value,
        level=watch.level,
        why=_why(measure, watch=watch, value=value),
    )


def _why(measure: Measure, *, watch: Watch, value: int) -> str:
    return f"Item {watch.item}, about {watch.about}, was answered {value} out of {measure.item(watch.item).high}."


def _eased(concern: Concern, *, stood: Mapping[str, int]) -> Concern:
    """One level lower, never gone, when the answer is not above the one that was assessed."""
    before = stood.get(concern.item or "")
    if before is None or concern.value is None or concern.value > before:
        return concern
    lower = [word.id for word in levels() if (word.rank or 0) < rank(concern.level)]
    why = concern.why.removesuffix(".") + f"; a risk assessment was recorded when it was {before}."
    return evolve(concern, level=lower[-1] if lower else concern.level, why=why)


def absent(*, had_word: bool, risk_was_recorded: bool) -> tuple[Concern, ...]:
    """The concern of a session to which nobody came, without a word, when risk was ever recorded: looked at today.

    Our default, not taken from a guideline (clinical notes 5.4 name the duty to follow up, and no hours).
    """
    if had_word or not risk_was_recorded:
        return ()
    why = "Did not come and sent no word; a risk was recorded before."
    return (Concern(kind="did-not-come", measure="", item=None, value=None, level="urgent", why=why),)
