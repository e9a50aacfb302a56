"""The view for research: what recovery would have been had everybody come to the planned end, and how far that holds.

The score at the end counts as seen where a course ended as planned with a first and a last score; of everybody else who
started it is imputed, from the first scores, the interim ones (their number, mean and latest), sessions, why the course
ended, and its group. Those without a first score cannot be imputed and are counted apart.
"""

from collections.abc import Callable, Mapping, Sequence

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen
from numpy.typing import NDArray

from ipt import change
from ipt.change import Limits
from ipt.framework import Framework
from ipt.outcomes.imputation import imputed, tipping
from ipt.outcomes.indicators.changes import Known
from ipt.outcomes.indicators.cohort import Cohort
from ipt.outcomes.indicators.facts import UNKNOWN
from ipt.outcomes.indicators.sheet import Behind, Draft, Sheet
from ipt.outcomes.indicators.views import WHOLE, count_key
from ipt.outcomes.rows import one_score_a_day
from ipt.outcomes.rubin import Pooled, PooledRate, pooled, pooled_rate

PLANNED_ENDS = ("completed", "early_by_agreement")
GROUPS = ("protocol", "format", "medium")
FEWEST = 20
SEED = 19841001
Matrix = NDArray[np.float64]
Claims = NDArray[np.bool_]


@frozen(eq=False)
class Ends:
    """First scores (people x measures), scores at the end (NaN where not seen), and what is known of each person."""

    measures: tuple[str, ...]
    first: Matrix
    last: Matrix
    predictors: Matrix
    n_without_first: int


def research(
    sheet: Sheet,
    found: Cohort,
    *,
    scores: ir.Table,
    framework: Framework,
    known: Mapping[str, Known],
    benchmark: float | None,
) -> Draft:
    """The imputed recovery rate, the mean score at the end, and the tipping point; or why there is none."""
    if found.told is None:
        return {"reason": found.reason}
    sides = found.told.measures[:1] + found.told.measures[1:][-1:]
    limits = {name: found.told.limits[name] for name in sides}
    if any(within.cut is None for within in limits.values()):
        return {"reason": "Without a cut-off nobody can be said to have recovered."}
    ends = _ends(found, scores=scores, measures=sides)
    seen = np.isfinite(ends.last).all(axis=1)
    if seen.sum() < FEWEST:
        return {"reason": f"Fewer than {FEWEST} courses ended as planned with both scores: too few to impute from."}
    at_case, recovers = _rules(ends, limits=limits, framework=framework)
    sets = imputed(ends.last, predictors=ends.predictors, seed=SEED)
    n_imputed = sheet.write_size("imputed", int((~seen & at_case).sum()))
    cases, gone = sets[:, at_case], ~np.isfinite(ends.last[at_case])
    counts = [int(recovers(one).sum()) for one in cases]
    rate = pooled_rate(counts, of=int(at_case.sum()), n_imputed=int(gone.any(axis=1).sum()))
    told: dict[str, Draft] = {
        "n_sets": len(sets),
        "n_without_first_score": sheet.write("without first", ends.n_without_first, kind="event"),
        "n_imputed": n_imputed,
        "recovered": None if rate is None else _rate(rate),
        "mean_last": _means(sets, ends=ends),
        "tipping": None,
    }
    if rate is not None and gone.any():
        line = tipping(
            cases,
            was_missing=gone,
            worse_by=[_worse_by(limits[name]) for name in sides],
            bounds=[_bounds(known.get(name), scores=ends.last[:, place]) for place, name in enumerate(sides)],
            succeeded=recovers,
            benchmark=benchmark,
        )
        told["tipping"] = {
            "measure": sides[0],
            "benchmark": benchmark,
            "tips_at": line.tips_at,
            "steps": [{"points": round(one.points, 2), "share": one.share, **_plain(one.rate)} for one in line.steps],
        }
    return Behind((count_key(WHOLE, "recovered", "starters"), n_imputed.key), told)


def _rules(
    ends: Ends, *, limits: Mapping[str, Limits], framework: Framework
) -> tuple[Claims, Callable[[Matrix], Claims]]:
    """Who recovery is counted among, and who of them recovered in one complete set, by the framework's own rule."""
    by_nhs = framework.method == "nhs-talking-therapies"
    every = np.ones(len(ends.first), dtype=bool)

    def moved(last: Matrix, first: Matrix) -> list[change.Movement[Claims]]:
        paired = np.ones(len(first), dtype=bool)
        return [
            change.movement_within(limits[name], first=first[:, place], last=last[:, place], paired=paired)
            for place, name in enumerate(ends.measures)
        ]

    def outcome(last: Matrix, first: Matrix) -> change.CourseOutcome[Claims]:
        sides = moved(last, first)
        return change.course_outcome(sides[0], anxiety=sides[-1])

    at_case = outcome(ends.first, ends.first).at_case if by_nhs else every
    first = ends.first[at_case]

    def recovers(last: Matrix) -> Claims:
        if by_nhs:
            return outcome(last, first).recovery
        return change.categories(moved(last, first)[0]).recovered

    return at_case, recovers


def _ends(found: Cohort, *, scores: ir.Table, measures: Sequence[str]) -> Ends:
    firsts = np.column_stack([found.numbers(f"first_{name}") for name in measures])
    started = found.claims("has_started")
    usable = started & np.isfinite(firsts).all(axis=1)
    planned = found.claims("is_finished")
    if found.has("end_reason"):
        planned = np.isin(np.array(found.texts("end_reason"), dtype=object), PLANNED_ENDS)
    lasts, columns = [], []
    for name in measures:
        at_end = planned & found.claims(f"is_paired_{name}")
        lasts.append(np.where(at_end, found.numbers(f"last_{name}"), np.nan))
        columns.append(_interim(found, scores=scores, name=name, at_end=at_end))
    known = [firsts, *columns, *_circumstances(found)]
    return Ends(
        tuple(measures),
        firsts[usable],
        np.column_stack(lasts)[usable],
        np.column_stack(known)[usable],
        int((started & ~usable).sum()),
    )


def _interim(found: Cohort, *, scores: ir.Table, name: str, at_end: Claims) -> Matrix:
    """How many scores lie between the first and the end, their mean and the latest of them (else the first score)."""
    first = found.numbers(f"first_{name}")
    told = np.column_stack([np.zeros(found.n), first, first])
    last_on = found.table[f"last_on_{name}"]
    spans = ibis.memtable(
        pa.table(
            {
                "course": found.table["course"],
                "first_on": found.table[f"first_on_{name}"],
                "end_on": pc.if_else(pa.array(at_end), last_on, pa.scalar(None, type=last_on.type)),
            }
        )
    )
    days = one_score_a_day(scores.filter(scores.measure == name)).inner_join(spans, "course")
    between = days.filter((days.on > days.first_on) & (days.end_on.isnull() | (days.on < days.end_on)))
    table = between.group_by("course").aggregate(
        n=between.count(), mean=between.score.mean(), latest=between.score.argmax(between.on)
    )
    place = {course: number for number, course in enumerate(found.texts("course"))}
    for one in table.to_pyarrow().to_pylist():
        told[place[one["course"]]] = one["n"], one["mean"], one["latest"]
    return told


def _circumstances(found: Cohort) -> list[Matrix]:
    """Sessions attended, and one column for each way of ending and each group."""
    columns: list[Matrix] = []
    if found.has("n_attended"):
        columns.append(np.nan_to_num(found.numbers("n_attended"))[:, None])
    for name in ("end_reason", *GROUPS):
        if found.has(name):
            values = np.array([value or UNKNOWN for value in found.texts(name)], dtype=object)
            kinds = sorted(set(values.tolist()))[:-1]
            columns += [(values == kind).astype(np.float64)[:, None] for kind in kinds]
    return columns


def _means(sets: Matrix, *, ends: Ends) -> Draft:
    told: dict[str, Draft] = {}
    n = sets.shape[1]
    for place, name in enumerate(ends.measures):
        means = [float(one[:, place].mean()) for one in sets]
        variances = [float(one[:, place].var(ddof=1)) / n for one in sets]
        told[name] = _pooled(pooled(means, variances=variances, freedom=n - 1))
    return told


def _pooled(found: Pooled) -> Draft:
    numbers = {"mean": found.value, "se": found.se, "low": found.low, "high": found.high}
    return {name: round(value, 2) for name, value in numbers.items()} | {"share_missing": round(found.share_missing, 3)}


def _rate(found: PooledRate) -> Draft:
    return _plain(found) | {"of": found.of}


def _plain(found: PooledRate) -> dict[str, Draft]:
    return {"rate": round(found.rate, 4), "low": round(found.low, 4), "high": round(found.high, 4)}


def _worse_by(within: Limits) -> float:
    return within.points if within.better == "lower" else -within.points


def _bounds(known: Known | None, *, scores: Matrix) -> tuple[float, float]:
    if known is not None and known.measure is not None:
        return float(known.measure.low), float(known.measure.high)
    return float(np.nanmin(scores)), float(np.nanmax(scores))
