"""What a measure's numbers are held against: bands, cut-offs, watched answers, patterns, triage, change and norms."""

from typing import Literal

from attrs import frozen

from ipt.item import Condition, Number

Direction = Literal["lower", "higher"]
Sex = Literal["woman", "man"]


@frozen
class Source:
    """A publication or public source that the numbers of a definition name by its `id`."""

    id: str
    text: str


@frozen
class Band:
    """A named range of totals, both ends included, told at the resolution of the total's decimals."""

    id: str
    low: Number
    high: Number
    source: str
    verified: bool


@frozen
class Case:
    """A cut-off: a total, or the score of one scale, from `at_least` up or from `at_most` down.

    `sex` limits it to those it was published for.
    """

    id: str
    about: str
    source: str
    verified: bool
    at_least: Number | None = None
    at_most: Number | None = None
    scale: str | None = None
    sex: Sex | None = None

    def is_met(self, score: Number) -> bool:
        """Whether a total or a scale's score lies on the side of the cut-off that counts."""
        return (self.at_least is None or score >= self.at_least) and (self.at_most is None or score <= self.at_most)


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
class WatchTotal:
    """A total a person must look at: from `at_least` up, or from `at_most` down, it raises a concern of this level."""

    level: str
    about: str
    source: str
    verified: bool
    at_least: Number | None = None
    at_most: Number | None = None

    def is_met(self, total: Number) -> bool:
        """Whether the total lies where a person must look."""
        return (self.at_least is None or total >= self.at_least) and (self.at_most is None or total <= self.at_most)


@frozen
class Threshold:
    """The value from which one item counts in a pattern, where it is not the pattern's own."""

    item: str
    at_least: int


@frozen
class Cluster:
    """A group of items within a pattern: `n_least` of them count, each at `at_least` or above."""

    items: tuple[str, ...]
    at_least: int
    n_least: int


@frozen
class Pattern:
    """A published rule over single answers; every part of it that is there must hold.

    `n_least` to `n_most` of `items` count, one of `one_of` among them: an item counts at `at_least` or above, or at
    its own threshold. Every one of `clusters` and of `needs` is met, and the total reaches `total_at_least`. Where an
    answer meets one of `not_applicable_when` the rule says nothing. `people` limits it to minors or to adults.
    """

    id: str
    source: str
    verified: bool
    items: tuple[str, ...] = ()
    at_least: int = 1
    n_least: int = 0
    n_most: int | None = None
    one_of: tuple[str, ...] = ()
    own: tuple[Threshold, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    needs: tuple[Condition, ...] = ()
    total_at_least: Number | None = None
    not_applicable_when: tuple[Condition, ...] = ()
    people: Literal["minors", "adults"] | None = None


@frozen
class Triage:
    """One level of a result that is no sum: met as soon as any of its answers is given; the highest met counts."""

    id: str
    any: tuple[Condition, ...]
    level: str
    source: str
    verified: bool


@frozen
class MissingRule:
    """How many unanswered scored items the published rule can do without.

    A sum is then raised from the answered items when that is asked for. A mean is taken over the answered items, as
    its rule says, and shown as prorated. Nothing else is ever made up.
    """

    prorate_up_to: int
    source: str
    verified: bool


@frozen
class Responds:
    """What counts as a response (fraction of the first total) and as remission (a total below this number)."""

    source: str
    verified: bool
    response: float | None = None
    remission_below: Number | None = None


@frozen
class ImportantChange:
    """A published smallest change that people notice, in points or in percent of the first total."""

    source: str
    verified: bool
    points: float | None = None
    percent: float | None = None


@frozen
class Norms:
    """Which scales have published norms by which facts of a person; the table itself is the site's."""

    by: tuple[Literal["sex", "grade"], ...]
    scales: tuple[str, ...]
    kind: Literal["t-score"]
    source: str
    verified: bool
