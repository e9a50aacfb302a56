"""Which measures a protocol asks for on an occasion, and by what key each is known. Values in, values out."""

from collections.abc import Iterator
from uuid import UUID

from attrs import frozen

from ipt.protocol import Asked, Length, Protocol

START, MIDDLE, END = "start", "middle", "end"


@frozen
class Wanted:
    """A measure that is asked, and the key of its occasion in the course."""

    measure: str
    key: str


@frozen
class ComingSession:
    """A session that is booked: which number it will have, of how many."""

    session: UUID
    n: int
    n_planned: int


def of_client(protocol: Protocol) -> tuple[Asked, ...]:
    """What the client answers; what a clinician rates is nobody's to be invited to."""
    return tuple(asked for asked in protocol.measures if asked.answered_by == "client")


def is_each_session(asked: Asked, *, length: Length) -> bool:
    """Whether it comes with every session of this length; a meeting of maintenance is one."""
    if asked.rhythm == "each_meeting_in_maintenance":
        return length.is_maintenance
    return asked.rhythm == "each_session"


def at_start(protocol: Protocol, *, length: Length) -> tuple[Wanted, ...]:
    """What is asked as soon as a course begins: everything that the protocol asks for at all."""
    asked = [
        one
        for one in of_client(protocol)
        if one.rhythm in ("start_middle_end", "every_weeks") or is_each_session(one, length=length)
    ]
    return tuple(Wanted(one.measure, START) for one in asked)


def before_session(protocol: Protocol, *, length: Length, coming: ComingSession) -> tuple[Wanted, ...]:
    """What is asked before a session; before the first one it is what is asked at the start."""
    if coming.n <= 1:
        return at_start(protocol, length=length)
    return tuple(later(protocol, length=length, coming=coming))


def later(protocol: Protocol, *, length: Length, coming: ComingSession) -> Iterator[Wanted]:
    """What is asked before any session but the first."""
    for one in of_client(protocol):
        if is_each_session(one, length=length):
            yield Wanted(one.measure, session_key(coming.session))
        elif one.rhythm == "start_middle_end" and coming.n >= coming.n_planned:
            yield Wanted(one.measure, END)
        elif one.rhythm == "start_middle_end" and coming.n >= halfway(length, n_planned=coming.n_planned):
            yield Wanted(one.measure, MIDDLE)


def halfway(length: Length, *, n_planned: int) -> int:
    """The session of the middle: that of the review, or half of a shorter plan."""
    half = -(-n_planned // 2)
    return half if length.midpoint is None else min(length.midpoint, half)


def by_weeks(protocol: Protocol) -> tuple[Asked, ...]:
    """Measures that come every so many weeks, whatever is booked."""
    return tuple(one for one in of_client(protocol) if one.rhythm == "every_weeks" and one.weeks)


def session_key(session: UUID) -> str:
    """The key of a measure that comes before one session."""
    return f"session:{session}"


def week_key(weeks: int) -> str:
    """The key of a measure that comes after so many weeks."""
    return f"week-{weeks}"


def follow_up_key(follow_up: UUID) -> str:
    """The key of a measure that comes with a follow-up."""
    return f"follow-up:{follow_up}"
