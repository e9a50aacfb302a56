"""What a protocol's rules see in the scores: no improvement, no remission, symptoms that return. They only suggest."""

from attrs import frozen

from ipt.item import Number
from ipt.measure import Direction
from ipt.protocol import Protocol, Rule
from ipt.series import difference
from ipt.standing import Standing
from ipt.trajectory import Trajectory


@frozen
class Signal:
    """A rule that found something, and the numbers it found, in words."""

    rule: Rule
    why: str


def signals(
    protocol: Protocol, *, standing: Standing, trajectory: Trajectory, better: Direction = "lower"
) -> tuple[Signal, ...]:
    """What the rules on this measure see now in a course; nothing without a first and a later total.

    Somebody in remission is never told not to have improved: from a low first total no large change is possible.

    A rule of the mid-point speaks from its session on, as that is coming; one of the end when the last session is
    coming, and after it; one with sessions while so many were held.
    """
    mine = [rule for rule in protocol.rules if rule.measure == trajectory.measure and _is_time(rule, standing=standing)]
    found = []
    for rule in mine:
        why = None
        if rule.kind == "no_improvement":
            why = _not_improved(rule, trajectory=trajectory, better=better)
        elif rule.kind == "not_remitted":
            why = _not_remitted(trajectory)
        if why is not None:
            found.append(Signal(rule, why))
    return tuple(found)


def return_of_symptoms(
    protocol: Protocol, *, measure: str, at_end: Number, now: Number, better: Direction = "lower"
) -> tuple[Signal, ...]:
    """What the rules on this measure see after the end of a course: it got worse by the points or the percent."""
    worse = difference(now, at_end) if better == "lower" else difference(at_end, now)
    found = []
    for rule in protocol.rules:
        if rule.kind != "return_of_symptoms" or rule.measure != measure:
            continue
        by_points = rule.points is not None and worse >= rule.points
        by_percent = rule.percent is not None and at_end > 0 and 100 * worse >= rule.percent * at_end
        if by_points or by_percent:
            story = f"{at_end:g} at the end, {now:g} now: {_points(worse)} worse"
            found.append(Signal(rule, f"{story}, {_looked_for(rule)}."))
    return tuple(found)


def _is_time(rule: Rule, *, standing: Standing) -> bool:
    if rule.to_session is not None and standing.n_held > rule.to_session:
        return False
    if rule.at == "midpoint":
        return standing.midpoint is not None and standing.n_next >= standing.midpoint
    if rule.at == "end":
        return standing.n_left <= 1
    return rule.from_session is not None and standing.n_held >= rule.from_session


def _not_improved(rule: Rule, *, trajectory: Trajectory, better: Direction) -> str | None:
    first, last = trajectory.first, trajectory.last
    if first is None or last is None or first.total is None or last.total is None or trajectory.remission:
        return None
    gain = difference(first.total, last.total) if better == "lower" else difference(last.total, first.total)
    too_few = rule.points is not None and gain < rule.points
    too_little = rule.percent is not None and 100 * gain < rule.percent * first.total
    if not too_few and not too_little:
        return None
    return f"{first.total:g} at the start, {last.total:g} now: {_gain(gain, of=first.total)}, {_looked_for(rule)}."


def _not_remitted(trajectory: Trajectory) -> str | None:
    first, last = trajectory.first, trajectory.last
    if trajectory.remission is not False or first is None or last is None:
        return None
    return f"{first.total:g} at the start, {last.total:g} now: no remission."


def _gain(points: Number, *, of: Number) -> str:
    if points == 0:
        return "no change"
    percent = f" ({round(100 * abs(points) / of)}%)" if of > 0 else ""
    return f"{_points(abs(points))}{percent} {'better' if points > 0 else 'worse'}"


def _points(number: Number) -> str:
    return f"{number:g} point" if number == 1 else f"{number:g} points"


def _looked_for(rule: Rule) -> str:
    asked = [_points(rule.points)] if rule.points is not None else []
    asked += [f"{rule.percent}%"] if rule.percent is not None else []
    if rule.kind == "return_of_symptoms":
        return f"and the rule looks from {' or '.join(asked)} on"
    return f"where {' and '.join(asked)} are looked for"
