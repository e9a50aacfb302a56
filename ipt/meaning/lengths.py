"""What the lengths of a protocol must mean: phases without gap or overlap, room for every session before the end."""

from collections.abc import Iterator

from ipt.meaning.problem import Problem, one_of, twice
from ipt.protocol import Length, Protocol
from ipt.strict import shown


def length_problems(protocol: Protocol) -> Iterator[Problem]:
    """Everything that does not hold together in the lengths of a protocol and its maintenance."""
    n_usual = sum(length.is_usual for length in protocol.lengths)
    if n_usual != 1:
        yield "lengths", "exactly one with is_usual", str(n_usual)
    maintenance = [length.id for length in protocol.lengths if length.is_maintenance]
    if protocol.maintenance is not None and protocol.maintenance not in maintenance:
        yield "maintenance", f"a length with is_maintenance: {one_of(maintenance)}", shown(protocol.maintenance)
    for index, length in enumerate(protocol.lengths):
        key = f"lengths[{index}]"
        if length.is_usual and length.is_maintenance:
            yield f"{key}.is_usual", "a length that is not for maintenance", "one that is"
        yield from _number_problems(length, key=key)
        yield from _phase_problems(length, key=f"{key}.phases")


def _number_problems(length: Length, *, key: str) -> Iterator[Problem]:
    for name in ("fewest", "minutes", "interval_days", "latest_weeks"):
        if getattr(length, name) < 1:
            yield f"{key}.{name}", "a whole number from 1 on", str(getattr(length, name))
    if not length.fewest <= length.n_sessions <= length.most:
        yield (
            f"{key}.n_sessions",
            f"a number from fewest, {length.fewest}, to most, {length.most}",
            str(length.n_sessions),
        )
    if length.midpoint is not None and not 1 <= length.midpoint < length.n_sessions:
        yield f"{key}.midpoint", f"a session before the last, {length.n_sessions}", str(length.midpoint)
    if length.phases and length.interval_days > 0:
        n_days = sum(length.days_before(n) for n in range(2, length.n_sessions + 1))
        if n_days > 7 * length.latest_weeks:
            expected = f"{-(-n_days // 7)} weeks or more, so that {length.n_sessions} sessions have room"
            yield f"{key}.latest_weeks", expected, str(length.latest_weeks)


def _phase_problems(length: Length, *, key: str) -> Iterator[Problem]:
    if not length.phases:
        yield key, "at least one phase", "none"
        return
    yield from twice(key, ids=[one.phase for one in length.phases])
    follows = 1
    for index, one in enumerate(length.phases):
        if one.first != follows:
            fault = "overlaps" if one.first < follows else "leaves a gap"
            yield f"{key}[{index}].first", f"{follows}, where the phase before ends", f"{one.first}, which {fault}"
        if one.last < one.first:
            yield f"{key}[{index}].last", f"{one.first} or more", str(one.last)
        if one.interval_days is not None and one.interval_days < 1:
            yield f"{key}[{index}].interval_days", "a whole number from 1 on", str(one.interval_days)
        if index == 0 and (one.needs or one.opens):
            yield f"{key}[0].needs", "a first phase that begins with the course", "one that waits for a fact"
        if one.needs and one.opens:
            yield f"{key}[{index}].opens", "either needs or opens", "both"
        follows = one.last + 1
    if length.phases[-1].last != length.n_sessions:
        expected = f"{length.n_sessions}, the last session"
        yield f"{key}[{len(length.phases) - 1}].last", expected, str(length.phases[-1].last)
