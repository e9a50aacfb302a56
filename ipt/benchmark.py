"""Published figures of services and trials, to be shown beside a service's own; never a comparison of effect."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import field, frozen

from ipt.measure import Source


@frozen
class Share:
    """One published percentage, with its count and denominator where they were published too.

    `percent` is as published, 0 to 100. `low` and `high` bound its 95 % interval where the source gives one.
    """

    id: str
    percent: float
    source: str
    verified: bool
    n: int | None = None
    of: int | None = None
    low: float | None = None
    high: float | None = None
    n_studies: int | None = None

    @property
    def exact(self) -> float | None:
        """The share from its counts, as a fraction; None where no counts were published."""
        return None if self.n is None or not self.of else self.n / self.of


@frozen
class Mean:
    """The means of one measure at the start and at the end, with their standard deviations, as published."""

    measure: str
    start: float
    end: float
    source: str
    verified: bool
    start_sd: float | None = None
    end_sd: float | None = None


@frozen
class Stretch:
    """The figures of one stretch of time, such as a year's report; both dates included.

    `counts` are whole numbers by name, such as `finished`. A target has a date it is to be met from, and no end.
    """

    id: str
    shares: tuple[Share, ...]
    begins_on: date | None = None
    ends_on: date | None = None
    counts: Mapping[str, int] = field(factory=dict)
    means: tuple[Mean, ...] = ()

    def share(self, share_id: str) -> Share | None:
        """The share with this id; None where this stretch has none."""
        return next((share for share in self.shares if share.id == share_id), None)


@frozen
class Benchmark:
    """One row of published figures. `kind` says whether a service, trials, or a target set for services.

    `attribution` is the line that its licence asks to be shown with it, word for word. The texts, with the sentence
    that says what it may not be read as (`caution`), are in a wording.
    """

    id: str
    version: int
    kind: Literal["service", "trials", "target"]
    sources: tuple[Source, ...]
    stretches: tuple[Stretch, ...]
    attribution: str = ""

    @property
    def newest(self) -> Stretch:
        """The last stretch, which a page shows unless another one is asked for."""
        return self.stretches[-1]

    def stretch(self, stretch_id: str) -> Stretch:
        """The stretch with this id; LookupError names the benchmark and what it has."""
        for stretch in self.stretches:
            if stretch.id == stretch_id:
                return stretch
        has = ", ".join(stretch.id for stretch in self.stretches)
        raise LookupError(f"{self.id} has no {stretch_id}; it has {has}.")
