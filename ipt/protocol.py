"""What a protocol is: one form of IPT as data, with its lengths, phases, tasks, measures, sheets and rules."""

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import field, frozen

from ipt.measure import Source
from ipt.suited import SuitedMeasure

Tag = Literal["S", "BK", "INF"]
Medium = Literal["in_person", "phone", "video", "messages"]
Rhythm = Literal["each_session", "start_middle_end", "every_weeks", "each_meeting_in_maintenance"]
Due = Literal["first_session", "phase_start", "phase_end", "midpoint", "ending_start", "last_session"]
RuleKind = Literal["no_improvement", "not_remitted", "return_of_symptoms"]
Suggestion = Literal["supervision", "review", "other_options"]

FACTS = (
    "focus_agreed",
    "formulation_agreed",
    "agreement_given",
    "ending_opened",
    "review_held",
    "risk_asked",
    "plan_for_end_shared",
    "course_ended",
    "follow_up_set",
)
COUNTS = (
    "n_people",
    "n_circles",
    "n_events",
    "n_issues",
    "n_areas_weighed",
    "n_goals",
    "n_goals_rated_at_end",
)
ENTRY = "entry."  # entry.<prompt set>: something was written on that sheet
FILLED = "filled."  # filled.<prompt set>.<prompt>: that prompt of the sheet holds something


@frozen
class PhaseRange:
    """The sessions of one phase in one length, both ends included.

    A phase with `needs` begins when that fact is there and not before; one with `opens` begins at `first`, or as soon
    as that fact is there. `interval_days` stands in place of the length's own where the phase has another rhythm.
    """

    phase: str
    first: int
    last: int
    needs: str | None = None
    opens: str | None = None
    interval_days: int | None = None

    @property
    def n_sessions(self) -> int:
        """How many sessions the phase takes."""
        return self.last - self.first + 1


@frozen
class Length:
    """One length of a protocol: sessions, minutes, days between them, and the latest end in weeks from the start.

    `midpoint` is the session of the review, None where there is none.
    """

    id: str
    n_sessions: int
    fewest: int
    most: int
    minutes: int
    interval_days: int
    latest_weeks: int
    phases: tuple[PhaseRange, ...]
    tag: Tag
    source: str
    midpoint: int | None = None
    is_usual: bool = False
    is_maintenance: bool = False

    @property
    def ending(self) -> PhaseRange:
        """The last phase, which a shorter plan brings forward and a longer one stretches."""
        return self.phases[-1]

    def range_of(self, n: int) -> PhaseRange:
        """The phase that session `n` belongs to as planned; the last one for any later session."""
        return next((one for one in self.phases if n <= one.last), self.phases[-1])

    def days_before(self, n: int) -> int:
        """The usual number of days from session `n` - 1 to session `n`."""
        return self.range_of(n).interval_days or self.interval_days


@frozen
class Task:
    """Something a phase is for; done when a fact is there, or a count has reached `at_least`.

    `sheet` names the prompt set it is done on. An optional task is never due or late.
    """

    id: str
    phase: str
    done_when: str
    due: Due
    source: str
    tag: Tag
    at_least: int | None = None
    sheet: str | None = None
    is_optional: bool = False


@frozen
class AgendaPoint:
    """One point to look at in each session of these phases."""

    id: str
    phases: tuple[str, ...]


@frozen
class Asked:
    """A measure that the protocol asks for: when, and who answers; the main one is drawn and judged by the rules."""

    measure: str
    rhythm: Rhythm
    answered_by: Literal["client", "clinician"]
    weeks: int | None = None
    is_main: bool = False


@frozen
class Rule:
    """When the totals of a measure suggest another look; it suggests, and a clinician decides.

    `from_session` and `to_session` count sessions held; `at` is the mid-point review or the end. `points` and
    `percent` are changes for the better, or in a return of symptoms for the worse.
    """

    id: str
    kind: RuleKind
    measure: str
    suggests: Suggestion
    source: str
    tag: Tag
    from_session: int | None = None
    to_session: int | None = None
    at: Literal["midpoint", "end"] | None = None
    points: int | None = None
    percent: int | None = None


@frozen
class Protocol:
    """One form of IPT. `is_on` says whether a course may be started with it; ages are in years, both ends included.

    `measures` are asked for by themselves; `suited_measures` are for a clinician to add where they fit.
    """

    id: str
    version: int
    is_on: bool
    edition: str
    evidence: str
    sources: tuple[Source, ...]
    formats: tuple[str, ...]
    media: tuple[Medium, ...]
    usual_foci: int
    most_foci: int
    lengths: tuple[Length, ...]
    tasks: tuple[Task, ...]
    areas: tuple[str, ...]
    techniques: tuple[str, ...]
    measures: tuple[Asked, ...]
    suited_measures: tuple[SuitedMeasure, ...] = ()
    agenda: tuple[AgendaPoint, ...] = ()
    sheets: Mapping[str, str] = field(factory=dict)
    rules: tuple[Rule, ...] = ()
    youngest: int | None = None
    oldest: int | None = None
    maintenance: str | None = None
    follow_up_weeks: tuple[int, ...] = ()
    extra_records: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()

    @property
    def usual_length(self) -> Length:
        """The length a course has unless another one is chosen."""
        return next(length for length in self.lengths if length.is_usual)

    @property
    def phases(self) -> tuple[str, ...]:
        """Every phase of any length, each once, those of the usual length first."""
        lengths = (self.usual_length, *self.lengths)
        return tuple(dict.fromkeys(one.phase for length in lengths for one in length.phases))

    def length(self, length_id: str) -> Length:
        """The length with this id; LookupError names the protocol and what it has."""
        for length in self.lengths:
            if length.id == length_id:
                return length
        raise LookupError(f"{self.id} has no length {length_id}; it has {_listed(one.id for one in self.lengths)}.")

    def task(self, task_id: str) -> Task:
        """The task with this id; LookupError names the protocol and what it has."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise LookupError(f"{self.id} has no task {task_id}; it has {_listed(one.id for one in self.tasks)}.")

    def tasks_of(self, phase: str) -> tuple[Task, ...]:
        """The tasks of one phase, in order."""
        return tuple(task for task in self.tasks if task.phase == phase)

    def agenda_of(self, phase: str) -> tuple[AgendaPoint, ...]:
        """The points of each session of one phase, in order."""
        return tuple(point for point in self.agenda if phase in point.phases)

    @property
    def main_measure(self) -> Asked | None:
        """The measure that is drawn and judged by the rules; None for a protocol without measures."""
        return next((asked for asked in self.measures if asked.is_main), None)

    def takes_age(self, age: int) -> bool:
        """Whether somebody of this age, in years, is one the protocol is for."""
        return (self.youngest or 0) <= age and (self.oldest is None or age <= self.oldest)


def sheet_of(fact: str) -> str | None:
    """The prompt set that a fact such as `entry.illness` or `filled.illness.named` looks at; None for any other fact.

    >>> sheet_of("filled.sick-role.until"), sheet_of("entry.illness"), sheet_of("focus_agreed")
    ('sick-role', 'illness', None)
    """
    if fact.startswith(ENTRY):
        return fact.removeprefix(ENTRY)
    return fact.removeprefix(FILLED).split(".")[0] if fact.startswith(FILLED) else None


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids) or "none"
