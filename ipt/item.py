"""One question of a measure: what it may be answered with, how an answer counts, and when it is not asked."""

from attrs import field, frozen

Number = int | float  # a whole number stays an int


@frozen
class Count:
    """An answer that counts as another number, such as 3 = not assessed, which counts 0."""

    value: int
    as_: int


@frozen
class Condition:
    """An answer from `at_least` up, or from `at_most` down, or both; an item without an answer meets none."""

    item: str
    at_least: int | None = None
    at_most: int | None = None

    def is_met(self, answer: int | None) -> bool:
        """Whether the condition's item, answered like this, meets it."""
        if answer is None:
            return False
        return (self.at_least is None or answer >= self.at_least) and (self.at_most is None or answer <= self.at_most)


@frozen
class Skip:
    """Items that are not asked when an earlier answer meets a condition; each counts as `count_as`, or nowhere."""

    when: Condition
    items: tuple[str, ...]
    count_as: int | None = None


@frozen
class Item:
    """One question: the numbers it may be answered with, whether it counts, and its LOINC code.

    With `least` and `most` in place of `values` a whole number between them is typed; such an item is never scored.
    `not_applicable` is the answer that says "does not apply": it counts nowhere and is not missing. An `optional` item
    may stay empty without being missing; without the key an unscored one may and a scored one may not.
    """

    id: str
    values: tuple[int, ...] = ()
    scored: bool = field()
    code: str | None = None
    not_applicable: int | None = None
    least: int | None = None
    most: int | None = None
    counts: tuple[Count, ...] = ()
    optional: bool = field()

    @scored.default
    def _scored(self) -> bool:
        return bool(self.values)

    @optional.default
    def _optional(self) -> bool:
        return not self.scored

    @property
    def is_typed(self) -> bool:
        """Whether a whole number is typed, where other items have answers to choose from."""
        return not self.values

    @property
    def low(self) -> int:
        """The smallest allowed number."""
        return min(self.values) if self.values else self.least or 0

    @property
    def high(self) -> int:
        """The largest allowed number."""
        return max(self.values) if self.values else self.most or 0

    @property
    def counted(self) -> tuple[int, ...]:
        """What its values count as, in the order of the values, before any reversing."""
        return tuple(self.counts_as(value) for value in self.values)

    def counts_as(self, answer: int) -> int:
        """What one allowed answer counts as, before any reversing."""
        return next((count.as_ for count in self.counts if count.value == answer), answer)

    def allows(self, answer: int) -> bool:
        """Whether this number may be the answer, "does not apply" included."""
        if self.not_applicable is not None and answer == self.not_applicable:
            return True
        return self.low <= answer <= self.high if self.is_typed else answer in self.values
