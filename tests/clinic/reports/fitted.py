"""A fit for tests: the numbers of forty simple courses, marked as calibrated by a calibration of their own."""

from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from attrs import evolve

from clinic.audit.actor import SYSTEM
from clinic.reports.actions import keep_fit
from clinic.reports.models import Expectation
from ipt.fitted import Calibration, Coverage, Fit
from ipt.outcomes.expected import fit
from ipt.outcomes.series import series

GOOD = Coverage(n_inside=240, n_predictions=300, n_courses=60, low=0.75, high=0.84)
NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


def numbers(**changed: Any) -> Fit:
    """PHQ-9 falling from about 18 to about 10 in ten weeks, forty times a little differently."""
    random = Random(40)  # always the same forty
    rows = [
        (f"c{course}", 7.0 * week, min(27.0, max(0.0, start - fall * week + random.gauss(0, 2.5))))
        for course, (start, fall) in enumerate((random.gauss(18, 3), random.gauss(0.8, 0.4)) for _ in range(40))
        for week in range(0, 11, 2)
    ]
    names, days, scores = zip(*rows, strict=True)
    found = fit(series(names, days=days, scores=scores), low=0, high=27, measure="phq-9", better="lower")
    calibration = Calibration(next=GOOD, last=GOOD, next_error=2.5, last_error=3.5)
    return evolve(found, calibration=calibration, **changed)


def kept(team: UUID | None = None, *, is_calibrated: bool = True, measure: str = "phq-9") -> Expectation:
    """The same as the worker keeps it."""
    found = numbers()
    return keep_fit(
        team=team,
        measure=(measure, 1),
        content=found.to_plain(),
        n_courses=found.n_courses,
        is_calibrated=is_calibrated,
        by=SYSTEM,
        now=NOW,
    )
