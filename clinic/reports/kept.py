"""The calibrated fits, kept in the process for some minutes: they change once a day, and every course page asks."""

from collections.abc import Mapping
from time import monotonic
from uuid import UUID

from attrs import define, field, frozen

from clinic.definitions.library import library
from clinic.reports.models import Expectation
from ipt.fitted import Fit
from ipt.prior import Prior

SECONDS = 300.0  # our default: so long a page may show what was expected by the numbers of the day before
Key = tuple[UUID | None, str, int]


@frozen
class Known:
    """One fit as it is used, and on how many ended courses it stands."""

    numbers: Fit | Prior
    n_courses: int


@define
class Shelf:
    """What was read last, and when."""

    fits: Mapping[Key, Known] = field(factory=dict)
    read_at: float | None = None


SHELF = Shelf()


def fits() -> Mapping[Key, Known]:
    """Calibrated fits by team (None: all teams), measure and version (one statement, or none while they are fresh)."""
    if SHELF.read_at is None or monotonic() - SHELF.read_at > SECONDS:
        rows = Expectation.objects.filter(is_calibrated=True)
        found = {(row.team_id, row.measure, row.version): known(row) for row in rows}
        SHELF.fits = {key: one for key, one in found.items() if one is not None}
        SHELF.read_at = monotonic()
    return SHELF.fits


def known(row: Expectation) -> Known | None:
    """What a row says; None where an earlier version of the method wrote it: the next computing replaces it."""
    try:
        if "prior" in row.content:
            prior = library().prior(library().measure(row.measure, row.version))
            return None if prior is None else Known(prior, row.n_courses)
        return Known(Fit.from_plain(row.content), row.n_courses)
    except (ValueError, LookupError):
        return None


def forget() -> None:
    """Read them anew the next time."""
    SHELF.read_at = None
