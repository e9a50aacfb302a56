"""What a measure is: its items, how they are added, its rules, licence and codes, without any wording."""

from datetime import date
from typing import Literal

from attrs import frozen

from ipt.criteria import Band as Band
from ipt.criteria import (
    Case,
    ImportantChange,
    MissingRule,
    Norms,
    Pattern,
    Responds,
    Triage,
    WatchTotal,
)
from ipt.criteria import Direction as Direction
from ipt.criteria import Source as Source
from ipt.criteria import Watch as Watch
from ipt.item import Item as Item
from ipt.item import Number, Skip
from ipt.licence import Licence

How = Literal["sum", "mean", "groups", "scales-sum", "scales-mean", "triage", "none"]
Domain = Literal[
    "depression", "anxiety", "trauma", "functioning", "alcohol", "drugs", "eating", "mania", "risk", "sleep", "grief",
    "loneliness", "support", "attachment", "interpersonal", "relationship", "rhythm", "alliance", "wellbeing",
    "distress", "goals",
]  # fmt: skip


@frozen
class Adding:
    """How the total is made, `times` a number: summed, averaged, or by the highest answer of each of some groups.

    Of each set of items in `either` only one is answered; the others may stay empty. `scales` are those whose scores
    are summed or averaged. With "triage" or "none" there is no total.
    """

    how: How = "sum"
    times: Number = 1
    groups: tuple[tuple[str, ...], ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    scales: tuple[str, ...] = ()


@frozen
class Scale:
    """A named score over some of the items: their sum or mean, `times` a number, rounded to `decimals`.

    `n_least` is how many must be answered (absent: all): a mean is then over the answered ones, a sum is raised from
    them when that is asked for. `better` is the measure's own direction unless told.
    """

    id: str
    items: tuple[str, ...]
    how: Literal["sum", "mean"] = "sum"
    times: Number = 1
    n_least: int | None = None
    decimals: int = 0
    low: Number | None = None
    high: Number | None = None
    bands: tuple[Band, ...] = ()
    better: Direction | None = None


@frozen
class Code:
    """A code of another terminology: for the form, its total, its answer list or one answer value of some items."""

    system: str
    code: str
    role: Literal["panel", "total", "answer-list", "answer", "observation"]
    source: str
    verified: bool
    verified_on: date | None = None
    value: int | None = None
    items: tuple[str, ...] = ()


@frozen
class Measure:
    """The scoring of one questionnaire or rating; totals lie from `low` to `high`, rounded to `decimals`.

    Whole numbers stay whole where `decimals` is 0. `targets` are those a sheet can be about, such as mother or friend:
    each has a series of its own. A measure without a total ("triage", "none") has 0 and its number of levels as range.
    """

    id: str
    version: int
    rater: Literal["self", "clinician", "parent", "partner"]
    entry: Literal["items", "total"]
    better: Direction
    low: Number
    high: Number
    period_days: int
    missing: MissingRule
    sources: tuple[Source, ...]
    domain: Domain
    licence: Licence
    status: Literal["published", "own"] = "published"
    decimals: int = 0
    items: tuple[Item, ...] = ()
    reverse: tuple[str, ...] = ()
    adding: Adding = Adding()
    scales: tuple[Scale, ...] = ()
    bands: tuple[Band, ...] = ()
    cases: tuple[Case, ...] = ()
    watch: tuple[Watch, ...] = ()
    watch_total: tuple[WatchTotal, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    triage: tuple[Triage, ...] = ()
    skips: tuple[Skip, ...] = ()
    targets: tuple[str, ...] = ()
    norms: Norms | None = None
    responds: Responds | None = None
    important_changes: tuple[ImportantChange, ...] = ()
    codes: tuple[Code, ...] = ()

    @property
    def has_items(self) -> bool:
        """Whether the measure is answered item by item, not entered as a total."""
        return self.entry == "items"

    @property
    def has_total(self) -> bool:
        """Whether there is one number for the whole measure."""
        return self.adding.how not in ("triage", "none")

    @property
    def scored_items(self) -> tuple[Item, ...]:
        """The items that count in the total, in order."""
        return tuple(item for item in self.items if item.scored)

    @property
    def written_items(self) -> tuple[Item, ...]:
        """The items that answers in one line hold, in order: those that count and those that may not stay empty."""
        return tuple(item for item in self.items if item.scored or not item.optional)

    @property
    def step(self) -> Number:
        """The smallest difference between two totals: 1, or 0.1 with one decimal place."""
        return 1 if self.decimals == 0 else 10.0**-self.decimals

    @property
    def worst(self) -> Number:
        """The end of the range that means most trouble."""
        return self.high if self.better == "lower" else self.low

    def item(self, item_id: str) -> Item:
        """The item with this id; LookupError names the measure and what it has."""
        for item in self.items:
            if item.id == item_id:
                return item
        has = ", ".join(item.id for item in self.items) or "no items"
        raise LookupError(f"{self.id} has no item {item_id}; it has {has}.")

    def scale(self, scale_id: str) -> Scale:
        """The scale with this id; LookupError names the measure and what it has."""
        for scale in self.scales:
            if scale.id == scale_id:
                return scale
        has = ", ".join(scale.id for scale in self.scales) or "no scales"
        raise LookupError(f"{self.id} has no scale {scale_id}; it has {has}.")

    def band_of(self, total: Number | None) -> Band | None:
        """The band that holds this total, or None without a total or without bands."""
        return band_holding(total, bands=self.bands)


def band_holding(score: Number | None, *, bands: tuple[Band, ...]) -> Band | None:
    """The band that holds a total or a scale's score, or None without one."""
    if score is None:
        return None
    return next((band for band in bands if band.low <= score <= band.high), None)
