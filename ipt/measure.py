"""What a measure is: its items, range, bands, watched answers, missing rule and codes, without any wording."""

from datetime import date
from typing import Literal

from attrs import frozen

Direction = Literal["lower", "higher"]


@frozen
class Source:
    """A publication or public source that the numbers of a definition name by its `id`."""

    id: str
    text: str


@frozen
class Item:
    """One question: the whole numbers it may be answered with, whether it counts, and its LOINC code."""

    id: str
    values: tuple[int, ...]
    scored: bool = True
    code: str | None = None

    @property
    def low(self) -> int:
        """The smallest allowed value."""
        return min(self.values)

    @property
    def high(self) -> int:
        """The largest allowed value."""
        return max(self.values)


@frozen
class Band:
    """A named range of totals, both ends included."""

    id: str
    low: int
    high: int
    source: str
    verified: bool


@frozen
class Watch:
    """An answer a person must look at: this item at this value or above raises a concern of this level."""

    item: str
    at_least: int
    level: str
    about: str
    source: str
    verified: bool


@frozen
class Scale:
    """A named sum over some of the items."""

    id: str
    items: tuple[str, ...]


@frozen
class Threshold:
    """The value from which one item counts in a pattern, where it is not the pattern's own."""

    item: str
    at_least: int


@frozen
class Pattern:
    """A published rule over single answers: `n_least` to `n_most` of the items count, one of `one_of` among them.

    An item counts at `at_least` or above, or at its own threshold where it has one.
    """

    id: str
    items: tuple[str, ...]
    at_least: int
    n_least: int
    n_most: int
    one_of: tuple[str, ...]
    source: str
    verified: bool
    own: tuple[Threshold, ...] = ()


@frozen
class MissingRule:
    """How many unanswered scored items may be prorated when that is asked for; without asking, none."""

    prorate_up_to: int
    source: str
    verified: bool


@frozen
class Responds:
    """What counts as a response (fraction of the first total) and as remission (a total below this number)."""

    source: str
    verified: bool
    response: float | None = None
    remission_below: int | None = None


@frozen
class ImportantChange:
    """A published smallest change that people notice, in points or in percent of the first total."""

    source: str
    verified: bool
    points: float | None = None
    percent: float | None = None


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
    """The scoring of one questionnaire or rating; totals are whole numbers from `low` to `high`."""

    id: str
    version: int
    rater: Literal["self", "clinician"]
    entry: Literal["items", "total"]
    better: Direction
    low: int
    high: int
    period_days: int
    missing: MissingRule
    sources: tuple[Source, ...]
    items: tuple[Item, ...] = ()
    bands: tuple[Band, ...] = ()
    watch: tuple[Watch, ...] = ()
    scales: tuple[Scale, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    responds: Responds | None = None
    important_changes: tuple[ImportantChange, ...] = ()
    codes: tuple[Code, ...] = ()

    @property
    def has_items(self) -> bool:
        """Whether the measure is answered item by item, not entered as a total."""
        return self.entry == "items"

    @property
    def scored_items(self) -> tuple[Item, ...]:
        """The items that count in the total, in order."""
        return tuple(item for item in self.items if item.scored)

    @property
    def worst(self) -> int:
        """The end of the range that means most trouble."""
        return self.high if self.better == "lower" else self.low

    def item(self, item_id: str) -> Item:
        """The item with this id; LookupError names the measure and what it has."""
        for item in self.items:
            if item.id == item_id:
                return item
        has = ", ".join(item.id for item in self.items) or "no items"
        raise LookupError(f"{self.id} has no item {item_id}; it has {has}.")

    def band_of(self, total: int | None) -> Band | None:
        """The band that holds this total, or None without a total or without bands."""
        if total is None:
            return None
        return next((band for band in self.bands if band.low <= total <= band.high), None)
