"""The cast: people.toml and published/*.toml read into frozen values."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from attrs import field, frozen
from cattrs import Converter

from clinic.demonstration.story import Story

DOMAIN = "harbour.example"
HERE = Path(__file__).parent
CONVERTER = Converter(forbid_extra_keys=True)  # kept, because it learns each shape once
T = TypeVar("T")


@frozen
class Staff:
    """A member of the team; `supervises` are keys of others."""

    key: str
    name: str
    roles: tuple[str, ...]
    supervises: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.key}@{DOMAIN}"


@frozen
class Look:
    """How a look at risk with one finding is written down."""

    finding: str
    done: tuple[str, ...]
    said: str
    action: str = ""
    plan: str = ""


@frozen
class Total:
    """A measure that is entered as a total, in one week of the course."""

    measure: str
    week: int
    total: int


@frozen
class Scores:
    """How the scores of a person go: `shape` is a name in shapes.SHAPES, a week below 0 counts from the end.

    `first` and `last` are PHQ-9 totals, none where the measure was not used. `by` is "link", "pages" or a word of
    EnteredAs; in the first `paper_weeks` it was on paper. `weeks` and `last_days_ago` stand where the weeks are not
    those of a story. After week `monthly_from` only every fourth is asked. `left_open` is "seen" or "unseen" when the
    last alert is not closed.
    """

    by: str
    clock: str = "18:40"
    shape: str = "steady"
    first: int | None = None
    last: int | None = None
    gad_first: int | None = None
    gad_last: int | None = None
    weeks: int = 0
    last_days_ago: int = 0
    monthly_from: int | None = None
    paper_weeks: int = 0
    missed: tuple[int, ...] = ()
    skipped: Mapping[str, str] = {}
    item_9: Mapping[str, int] = {}
    totals: tuple[Total, ...] = ()
    left_open: str = ""

    def week_of(self, written: str) -> int:
        """A week as written in the file: "-1" is the last one."""
        return int(written) % self.weeks


@frozen
class Plot:
    """Which of the plots a person lives (see plots.py) and how far they are, with the names of people who are known.

    `more` are fields of a Story put over those of the plot. `leave_out` are fields, or sheets, that have not been done;
    `refuses` is why the client says no to the formulation: then nothing is agreed that rests on it.
    """

    plot: str
    attended: str
    names: Mapping[str, str] = {}
    leave_out: tuple[str, ...] = ()
    refuses: str = ""
    more: Mapping[str, Any] = {}
    maintenance: Mapping[str, Any] = {}


@frozen
class SupporterWords:
    """Somebody close to a client."""

    name: str
    relation: str
    phone: str
    unsafe_days_ago: int | None = None
    unsafe_why: str = ""


@frozen
class PlanWords:
    """One version of a safety plan."""

    days_ago: int
    review_in_days: int
    parts: Mapping[str, str]
    held_by: str = ""


@frozen
class Person:
    """A client: made up, or after a published case (`case`, such as "C3, Barbara")."""

    name: str
    age: int
    therapist: str
    details: Mapping[str, Any]
    called: str = ""
    case: str = ""
    clinicians: tuple[Mapping[str, str], ...] = ()
    scores: Scores | None = None
    lives: Plot | None = None
    story: Story | None = None
    supporters: tuple[SupporterWords, ...] = ()
    plans: tuple[PlanWords, ...] = ()
    screened: tuple[int, ...] = ()
    screened_days_ago: int = 0
    has_account: bool = False


@frozen
class Cast:
    """Everybody of people.toml."""

    team: Mapping[str, str]
    staff: tuple[Staff, ...]
    clients: tuple[Person, ...]
    looks: tuple[Look, ...] = field(repr=False)


def structured(kind: type[T], path: Path) -> T:
    """A file as a frozen value; an unknown key is an error."""
    return CONVERTER.structure(tomllib.loads(path.read_text("utf-8")), kind)


@cache
def cast() -> Cast:
    """people.toml, read once."""
    return structured(Cast, HERE / "people.toml")


@cache
def published() -> tuple[Person, ...]:
    """The people of the published cases, in the order of their files."""
    return tuple(structured(Person, path) for path in sorted((HERE / "published").glob("*.toml")))
