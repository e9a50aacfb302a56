"""CourseRow: one row a course, with the first and last score of each measure, attendance and how far the course went.

Every indicator reads this table. It is an expression: the same on DuckDB, PostgreSQL and Spark.

- Several scores of a course on one day are one score, their mean: nothing depends on the order of rows.
- The first score is that of the earliest day. A last score exists only where there are at least two days; it is that
  of the latest one, and the two are a pair.
- A course has started unless it is known not to have: no start, no attended session and no score.
- A course has ended when its end or a reason for it is known, and is finished when besides `least` sessions were
  attended (NHS England's rule: two). A completer finished with half, or three quarters, of the planned sessions; where
  the planned number is not known nobody is a completer.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from ipt.change import is_finished

Columns: TypeAlias = Mapping[str, ir.Value]
ATTENDANCE = ("started_on", "ended_on", "n_attended", "n_planned", "end_reason")


def course_rows(
    scores: ir.Table, courses: ir.Table | None = None, *, measures: Sequence[str], least: int = 2, has_ties: bool = True
) -> ir.Table:
    """One row for each course of `courses`, or without it for each course that has any score.

    `scores` has course, measure, on (date or number) and score; `courses` has course and the columns of ATTENDANCE
    besides any others, which are kept. For each measure m the row has first_m, last_m (float64), first_on_m, last_on_m
    (of the type of `on`), n_m (int64, scores) and is_paired_m; then has_started and, with `courses`, has_ended,
    is_finished, is_completer_50 and is_completer_75. Only first, last and their days may be null.
    `has_ties` false says that no course has two scores of one measure on a day, which spares a pass over the scores.
    """
    ends = scores_of_courses(scores, measures=measures, has_ties=has_ties)
    if courses is None:
        return ends.mutate(has_started=ibis.literal(True))
    joined = courses.left_join(ends.mutate(has_score=ibis.literal(True)), "course").drop("course_right")
    counted = {f"n_{measure}": joined[f"n_{measure}"].fill_null(0) for measure in measures}
    paired = {f"is_paired_{measure}": joined[f"is_paired_{measure}"].fill_null(False) for measure in measures}
    whole = joined.mutate(**counted, **paired)
    return whole.mutate(**_how_far(whole, least=least)).drop("has_score")


def scores_of_courses(scores: ir.Table, *, measures: Sequence[str], has_ties: bool = True) -> ir.Table:
    """One row for each course that has any score: the columns of `course_rows` that end in `_m`."""
    days = one_score_a_day(scores) if has_ties else scores.mutate(n=ibis.literal(1))
    columns: dict[str, ir.Value] = {}
    for measure in measures:
        columns |= _ends(days, measure=measure)
    ends = days.group_by("course").aggregate(**columns)
    tidy: dict[str, ir.Value] = {}
    for measure in measures:
        last, last_on = ends[f"last_{measure}"], ends[f"last_on_{measure}"]
        is_paired = ends[f"n_days_{measure}"] > 1
        tidy[f"n_{measure}"] = ends[f"n_{measure}"].fill_null(0).cast("int64")
        tidy[f"is_paired_{measure}"] = is_paired
        tidy[f"last_{measure}"] = is_paired.ifelse(last, ibis.null(last.type()))
        tidy[f"last_on_{measure}"] = is_paired.ifelse(last_on, ibis.null(last_on.type()))
    return ends.mutate(**tidy).drop(*(f"n_days_{measure}" for measure in measures))


def one_score_a_day(scores: ir.Table) -> ir.Table:
    """Course, measure, on, score: the mean of the scores of that day, and `n` of how many."""
    days = scores.group_by(["course", "measure", "on"]).aggregate(score=scores.score.mean(), n=scores.count())
    return days.select("course", "measure", "on", "score", "n")


def _ends(days: ir.Table, *, measure: str) -> Columns:
    where = days.measure == measure
    return {
        f"first_{measure}": days.score.argmin(days.on, where=where),
        f"last_{measure}": days.score.argmax(days.on, where=where),
        f"first_on_{measure}": days.on.min(where=where),
        f"last_on_{measure}": days.on.max(where=where),
        f"n_days_{measure}": days.count(where=where),
        f"n_{measure}": days.n.sum(where=where),
    }


def _how_far(row: ir.Table, *, least: int) -> Columns:
    attended, planned = row.n_attended.fill_null(0), row.n_planned.fill_null(0)
    has_ended = row.ended_on.notnull() | (row.end_reason.fill_null("") != "")
    finished = has_ended & is_finished(attended, least=least)
    return {
        "has_started": row.started_on.notnull() | row.n_attended.isnull() | (attended > 0) | row.has_score.notnull(),
        "has_ended": has_ended,
        "is_finished": finished,
        "is_completer_50": finished & (planned > 0) & (attended * 2 >= planned),
        "is_completer_75": finished & (planned > 0) & (attended * 4 >= planned * 3),
    }
