"""How long it took: to response and remission by the main measure, and to the end, planned or not.

Told of the courses that started in the period, those still running included until the last day they were seen. A curve
is drawn in steps of at least as many events as the threshold, and ends where fewer than that are still followed, so
that no step is one person.
"""

from collections.abc import Sequence

import ibis.expr.types as ir
import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from ipt.change import Limits, is_well, responded
from ipt.measure import Direction, Measure
from ipt.outcomes.indicators.cohort import Cohort, as_days
from ipt.outcomes.indicators.facts import missing
from ipt.outcomes.indicators.sheet import Draft, Sheet
from ipt.outcomes.rows import one_score_a_day
from ipt.outcomes.survival import Curve, Step, aalen_johansen, kaplan_meier, thinned

ENDS = {
    "completed": "planned",
    "early_by_agreement": "planned",
    "early_by_client": "left",
    "lost_contact": "left",
}
KINDS = ("planned", "left", "other")
HALF = 0.5


def coarse(steps: Sequence[Step], *, threshold: int) -> tuple[Step, ...]:
    """Steps joined until each is at least `threshold` events, up to where fewer than that remain."""
    kept: list[Step] = []
    waiting = 0
    for step in steps:
        if step.n_at_risk - step.n_events < threshold:
            break
        waiting += step.n_events
        if waiting >= threshold:
            kept.append(evolve(step, n_events=waiting))
            waiting = 0
    return tuple(kept)


def to_response(
    sheet: Sheet, followed: Cohort, *, scores: ir.Table, measure: Measure | None, within: Limits | None, name: str
) -> Draft:
    """Days from the first score to half of it (or the measure's own fraction), and to below the measure's cut-off."""
    fraction = (measure.responds.response if measure and measure.responds else None) or HALF
    below = measure.responds.remission_below if measure and measure.responds else None
    cut = below if below is not None else within.cut if within else None
    better: Direction = within.better if within else "lower"
    reached = _reached(followed, scores=scores, name=name, fraction=fraction, cut=cut, better=better)
    firsts = followed.numbers(f"first_{name}")
    told: dict[str, Draft] = {"measure": name, "fraction": fraction, "below": None if cut is None else float(cut)}
    told["response"] = _curve(sheet, *_since_first(followed, reached[0], name=name, who=firsts > 0), name="response")
    if cut is None:
        return told | {"remission": {"reason": f"{name} has no cut-off here."}}
    ill = ~is_well(firsts, cut=float(cut), better=better) & np.isfinite(firsts)
    return told | {
        "remission": _curve(sheet, *_since_first(followed, reached[1], name=name, who=ill), name="remission")
    }


def to_ending(sheet: Sheet, followed: Cohort, *, as_of: float) -> Draft:
    """Days from the start to the end; the share that ended as planned, left, or ended in another way, by day."""
    if lacking := missing(followed, "started_on", "ended_on", "end_reason"):
        return lacking
    days, ended = followed.days("ended_on") - followed.days("started_on"), followed.days("ended_on")
    has_ended = np.isfinite(ended) & (ended <= as_of)
    lasted = np.where(has_ended, days, as_of - followed.days("started_on"))
    usable = np.isfinite(lasted) & (lasted >= 0)
    told = _curve(sheet, lasted[usable], has_ended[usable], name="ending")
    reasons = followed.texts("end_reason")
    kinds = [
        (ENDS.get(reason or "", "other") if over else None)
        for reason, over, use in zip(reasons, has_ended.tolist(), usable.tolist(), strict=True)
        if use
    ]
    found = aalen_johansen(lasted[usable], kind=kinds, kinds=KINDS)
    by_kind: dict[str, Draft] = {
        kind: [_told(step) for step in thinned(coarse(found.of(kind), threshold=sheet.threshold))] for kind in KINDS
    }
    return {"any": told, "by_kind": by_kind}


def _reached(
    followed: Cohort, *, scores: ir.Table, name: str, fraction: float, cut: float | None, better: Direction
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each course the first day of response and the first day of remission after its first score; NaN for never."""
    rows = followed.told.table if followed.told is not None else None
    never = np.full(followed.n, np.nan)
    if rows is None or not followed.n:
        return never, never
    days = one_score_a_day(scores.filter(scores.measure == name))
    joined = days.inner_join(rows.select("course", first=f"first_{name}", first_on=f"first_on_{name}"), "course")
    later = joined.filter(joined.on > joined.first_on)
    halved = responded(later["first"], last=later.score, fraction=fraction, better=better)
    found = {"response": later.on.min(where=halved)}
    if cut is not None:
        found["remission"] = later.on.min(where=is_well(later.score, cut=float(cut), better=better))
    table = later.group_by("course").aggregate(**found).to_pyarrow()
    place = {course: number for number, course in enumerate(followed.texts("course"))}
    columns = []
    for column in ("response", "remission"):
        on = never.copy()
        if column in table.column_names:
            for course, day in zip(table["course"].to_pylist(), table[column].to_pylist(), strict=True):
                if day is not None:
                    on[place[str(course)]] = as_days(day)
        columns.append(on)
    return columns[0], columns[1]


def _since_first(
    followed: Cohort, on: NDArray[np.float64], *, name: str, who: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Days until it was reached, or until the last score; and whether it was."""
    first, last = followed.days(f"first_on_{name}"), followed.days(f"last_on_{name}")
    happened = np.isfinite(on)
    until = np.where(happened, on, np.where(np.isfinite(last), last, first))
    usable = who & np.isfinite(first)
    return (until - first)[usable], happened[usable]


def _curve(sheet: Sheet, days: NDArray[np.float64], happened: NDArray[np.bool_], *, name: str) -> Draft:
    curve = kaplan_meier(days, happened=happened)
    n = sheet.write_size(("followed", name), curve.n)
    events = sheet.write(("happened", name), curve.n_events)
    told: dict[str, Draft] = {"n": n, "n_events": events}
    if curve.n:
        sheet.write(("not happened", name), curve.n - curve.n_events, kind="difference")
        sheet.adds_up(n.key, (events.key, ("not happened", name)))
    steps = thinned(coarse(curve.steps, threshold=sheet.threshold))
    return told | {"steps": [_told(step) for step in steps], **_quartiles(curve, sheet=sheet)}


def _quartiles(curve: Curve, *, sheet: Sheet) -> dict[str, Draft]:
    """The days by which a quarter, half and three quarters had it, where no quarter is smaller than the threshold."""
    enough = curve.n >= 4 * sheet.threshold
    days = {"quarter": curve.quarter, "median": curve.median, "three_quarters": curve.three_quarters}
    return {name: day if enough else None for name, day in days.items()}


def _told(step: Step) -> Draft:
    return {
        "day": step.day,
        "share": round(step.share, 4),
        "low": round(step.low, 4),
        "high": round(step.high, 4),
    }
