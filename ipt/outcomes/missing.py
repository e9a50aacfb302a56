"""Response and remission at the end of a study in three views: who came to the end, and two ways with who did not.

Completers alone flatter where people leave because they are no better; taking the missing for failures, or carrying the
last score forward, keeps everybody who started in the denominator. Neither is right; they are shown side by side.
"""

from collections.abc import Callable

import ibis.expr.types as ir
from attrs import frozen

from ipt.change import is_well, responded
from ipt.measure import Direction
from ipt.outcomes.proportion import Rate, rate
from ipt.outcomes.rows import one_score_a_day


@frozen
class Views:
    """One outcome of those with a score at the end; of all, the missing as failures; of all, by the last score."""

    completers: Rate
    missing_as_failure: Rate
    carried_forward: Rate


def response(scores: ir.Table, *, measure: str, at: float, fraction: float = 0.5, better: Direction = "lower") -> Views:
    """How many moved towards health by this fraction of their first score, which must be above 0.

    `scores` are those of `ipt.outcomes.rows`; `at` is the `on` at which the study ends, and later scores do not count.
    """
    return _views(
        scores,
        measure=measure,
        at=at,
        holds=lambda row, last: responded(row.first, last=last, fraction=fraction, better=better),
    )


def remission(scores: ir.Table, *, measure: str, at: float, below: float, better: Direction = "lower") -> Views:
    """How many ended beyond `below` on the healthy side, the value itself not included."""
    return _views(scores, measure=measure, at=at, holds=lambda row, last: is_well(last, cut=below, better=better))


def end_rows(scores: ir.Table, *, measure: str, at: float) -> ir.Table:
    """One row for each course with a score up to `at`: course, first, last, and at_end, null where none is at `at`."""
    days = one_score_a_day(scores.filter((scores.measure == measure) & (scores.on <= at)))
    return days.group_by("course").aggregate(
        first=days.score.argmin(days.on),
        last=days.score.argmax(days.on),
        at_end=days.score.max(where=days.on == at),
    )


def _views(
    scores: ir.Table, *, measure: str, at: float, holds: Callable[[ir.Table, ir.NumericColumn], ir.BooleanColumn]
) -> Views:
    row = end_rows(scores, measure=measure, at=at)
    counted = row.aggregate(
        n=row.count(),
        n_at_end=row.at_end.count(),
        n_completers=holds(row, row.at_end).fill_null(False).sum(),
        n_carried=holds(row, row.last).sum(),
    )
    [found] = counted.to_pyarrow().to_pylist()
    n_completers, n_carried = found["n_completers"] or 0, found["n_carried"] or 0
    return Views(
        completers=rate(n_completers, found["n_at_end"]),
        missing_as_failure=rate(n_completers, found["n"]),
        carried_forward=rate(n_carried, found["n"]),
    )
