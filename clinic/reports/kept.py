"""The calibrated fits, kept in the process for some minutes: they change once a day, and every course page asks."""

from collections.abc import Mapping
from time import monotonic
from uuid import UUID

from attrs import define, field, frozen

from clinic.reports.models import Expectation
from ipt.fitted import Fit

SECONDS = 300.0  # our default: so long a page may show what was expected by the numbers of the day before
Key = tuple[UUID | None, str, int]


@frozen
class Known:
    """One fit as it is used, and on how many ended courses it stands."""

    numbers: Fit
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
        SHELF.fits = {
            (row.team_id, row.measure, row.version): Known(Fit.from_plain(row.content), row.n_courses) for row in rows
        }
        SHELF.read_at = monotonic()
    return SHELF.fits


def forget() -> None:
    """Read them anew the next time."""
    SHELF.read_at = None
