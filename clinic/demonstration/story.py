"""The shapes of a story: one course as it went, told by what was said and done in which of the sessions held."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

Values = Mapping[str, Any]  # by prompt; a day is written as "week -26", counted from the first session, or "today"


@frozen
class Known:
    """Somebody of the inventory, told of in a session; `said` by the prompts of the sheet."""

    key: str
    name: str
    kind: str
    ring: int | None = None
    wished: int | None = None
    status: str = "living"
    is_past: bool = False
    supports: bool = False
    conflicts: bool = False
    phone: str = ""  # they may be called in hard times
    session: int = 2
    is_shown: bool = True
    by_client: bool = False
    said: Mapping[str, Any] = {}
    safety: Mapping[str, Any] = {}


@frozen
class Moves:
    """A circle that was looked at again: who stands in which ring now."""

    session: int
    rings: Mapping[str, int] = {}


@frozen
class Event:
    """Something that happened, `week` weeks after the first session (before it: less than 0)."""

    week: float
    kind: str
    what: str
    precision: str = "day"
    appraisal: str = ""
    mood_before: int | None = None
    mood_after: int | None = None
    is_onset: bool = False
    area: str = ""
    who: tuple[str, ...] = ()
    session: int = 1
    is_shown: bool = True


@frozen
class Difficulty:
    """An issue, in the therapist's order; `client_rank` is its place in the client's."""

    text: str
    area: str = ""
    who: str = ""
    client_rank: int = 0
    session: int = 3


@frozen
class Weighed:
    """How far a problem area bears on it."""

    area: str
    evidence: str = ""
    against: str = ""
    by_client: int | None = None
    by_therapist: int | None = None
    session: int = 3


@frozen
class Formulated:
    """One version of the formulation and the client's answer; `agrees` None: not asked yet."""

    text: str
    session: int = 4
    agrees: bool | None = True
    how: str = "by_word"
    said: str = ""
    is_shown: bool = True


@frozen
class Aim:
    """A goal; `rated` by session, as "4" = 2."""

    text: str
    target: int = 8
    rated: Mapping[str, int] = {}


@frozen
class Found:
    """What was found out about a focus by a session; what was found before stays."""

    session: int
    values: Values


@frozen
class Agreed:
    """A focus with what was found out about it and its goals."""

    area: str
    title: str
    who: tuple[str, ...] = ()
    session: int = 4
    how: str = "by_word"
    is_second: bool = False
    found: tuple[Found, ...] = ()
    goals: tuple[Aim, ...] = ()


@frozen
class Sheet:
    """A sheet that was written; the agreement is one of them. Later values are put over earlier ones."""

    sheet: str
    session: int
    values: Values
    is_shown: bool = False
    agrees: bool | None = True
    how: str = "by_word"


@frozen
class Hour:
    """What is written of one session: the note, ticks with a line, strategies, and the writer's own thoughts."""

    session: int
    what: str
    plan: str = "None."
    link: str = ""
    affect: str = ""
    went_well: str = ""
    focus: str = "kept"
    drift: str = ""
    last_plan: str = ""
    techniques: Mapping[str, str] = {}
    strategies: tuple[str, ...] = ()
    process: str = ""


@frozen
class Letter:
    """A letter of the course; `how` it was given: handed, posted, shared, or not yet."""

    to_whom: str
    addressee: str
    text: str
    days_after: int = 1
    how: str = ""


@frozen
class Later:
    """A follow-up so many weeks after the last appointment, and how it went."""

    weeks_after: int
    measures: tuple[str, ...] = ("phq-9",)
    outcome: str = ""


@frozen
class End:
    """How a course ended, some days after its last appointment."""

    kind: str
    why: str = ""
    days_after: int = 0
    options: Mapping[str, Any] = {}
    contact: str = ""  # what the client said when they rang or were reached
    offers: Mapping[str, Any] = {}  # what the plan for the end says beyond what it said before
    letters: tuple[Letter, ...] = ()
    follow_ups: tuple[Later, ...] = ()


@frozen
class Story:
    """One course.

    `attended` has a letter for each appointment, in order: c came, l came late, x cancelled by the client in time,
    X late, u cancelled by us, n did not come, w did not come and let us know, - nobody has said. The last letter is the
    appointment `coming_in` working days from today, which has not been while its hour lies ahead, or `last_days_ago`
    days ago.
    """

    attended: str
    length: str = "sixteen"
    coming_in: int | None = None
    last_days_ago: int = 0
    slack_weeks: int = 2  # between the last of the weekly sessions and the end date
    medium: str = "in_person"
    people: tuple[Known, ...] = ()
    circles: tuple[Moves, ...] = ()
    events: tuple[Event, ...] = ()
    issues: tuple[Difficulty, ...] = ()
    areas: tuple[Weighed, ...] = ()
    formulations: tuple[Formulated, ...] = ()
    foci: tuple[Agreed, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    hours: tuple[Hour, ...] = field(default=(), repr=False)
    ending_opened: int | None = None  # in which session
    unsigned: tuple[int, ...] = ()
    reasons: Mapping[str, str] = {}  # why an appointment was missed, by its place in `attended` from 0
    break_in_weeks: int | None = None  # a planned break, so many weeks from today
    comment: str = ""  # what the client wrote about the formulation, not read yet
    end: End | None = None
    maintenance: "Story | None" = None
