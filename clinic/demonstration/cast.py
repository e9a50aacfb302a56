"""The cast: people.toml read into frozen values."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import field, frozen
from cattrs import Converter

DOMAIN = "harbour.example"


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
class CourseShape:
    """How a course goes: `shape` is a name in shapes.SHAPES, a week below 0 counts from the end.

    `first` and `last` are PHQ-9 totals. `by` is "link" or a word of EnteredAs. `left_open` is "seen" or "unseen"
    when the last alert is not closed.
    """

    shape: str
    weeks: int
    first: int
    last: int
    by: str
    last_days_ago: int
    clock: str
    gad_first: int | None = None
    gad_last: int | None = None
    missed: tuple[int, ...] = ()
    skipped: Mapping[str, str] = {}
    item_9: Mapping[str, int] = {}
    totals: tuple[Total, ...] = ()
    left_open: str = ""

    def week_of(self, written: str) -> int:
        """A week as written in the file: "-1" is the last one."""
        return int(written) % self.weeks


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
    """A made-up client."""

    name: str
    age: int
    therapist: str
    details: Mapping[str, Any]
    called: str = ""
    clinicians: tuple[Mapping[str, str], ...] = ()
    course: CourseShape | None = None
    supporters: tuple[SupporterWords, ...] = ()
    plans: tuple[PlanWords, ...] = ()
    screened: tuple[int, ...] = ()
    screened_days_ago: int = 0


@frozen
class Cast:
    """Everybody."""

    team: Mapping[str, str]
    staff: tuple[Staff, ...]
    clients: tuple[Person, ...]
    looks: tuple[Look, ...] = field(repr=False)


@cache
def cast() -> Cast:
    """people.toml, read once; an unknown key is an error."""
    text = (Path(__file__).parent / "people.toml").read_text("utf-8")
    return Converter(forbid_extra_keys=True).structure(tomllib.loads(text), Cast)
