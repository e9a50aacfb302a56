"""All indicators of one scope and period, as plain values for JSON: the one function that a report calls.

What is told, by key (a part that cannot be told is `{"reason": sentence}` or null):

- count: `{"n": 12, "is_hidden": false}`; hidden, n is null. rate: n, of, rate, low, high, is_hidden likewise.
- period, as_of, framework, threshold, n_ended.
- outcomes: measures, reliable_changes, cutoffs, notes, n_starters, n_finished, completers_50, completers_75 and paired
  (rates of starters), blocks (view -> outcome -> rate), differences (outcome -> view against view, in points).
- endings (by_kind, left), harm (deaths, attempts, admissions, alerts_open), sessions (n_sessions, bands, attendance),
  waits (days, bands, standards, hidden), caseload (running, by_phase).
- effects (measure -> n_paired, change), responses (measure -> response, remission -> view -> rate).
- times (response and ending: curves of the courses that started in the period).
- over_time (by month or quarter of the end) and by (column -> groups, funnel).
- research (imputed recovery, means at the end, tipping line).
"""

from collections.abc import Sequence
from datetime import date

import ibis.expr.types as ir

from ipt.framework import Framework
from ipt.library import Library, NotDefined
from ipt.outcomes.counting import measures_of, outcomes_of
from ipt.outcomes.disclosure import THRESHOLD
from ipt.outcomes.indicators.changes import Known, effects, responses
from ipt.outcomes.indicators.cohort import (
    MONTH,
    QUARTER,
    Cohort,
    as_days,
    cohort,
    ended_within,
    followed_from,
    months_of,
)
from ipt.outcomes.indicators.facts import caseload, endings, harm, sessions, waits
from ipt.outcomes.indicators.groups import by_groups
from ipt.outcomes.indicators.research import research
from ipt.outcomes.indicators.sheet import Draft, Plain, Share, Sheet
from ipt.outcomes.indicators.times import to_ending, to_response
from ipt.outcomes.indicators.views import WHOLE, size_key, write_blocks
from ipt.outcomes.two_measures import usable_rules

NHS = "nhs-talking-therapies"
NHS_RECOVERY = 0.5  # the national standard: at least half of those at caseness recover (measures.md 4.6)
MONTHS_BY_MONTH = 3


def indicators(
    scores: ir.Table,
    courses: ir.Table,
    *,
    framework: Framework,
    library: Library,
    period: tuple[date, date],
    as_of: date,
    by: Sequence[str] = (),
    threshold: int = THRESHOLD,
    has_research: bool = True,
) -> dict[str, Plain]:
    """Everything a page tells of the courses that ended in the period, small numbers hidden; ready for `json.dumps`.

    `scores` and `courses` are those of `ipt.outcomes.rows.course_rows`, `on` a date; a part whose columns are missing
    is `{"reason": sentence}`. Both days of the period count; `as_of` is the day the data were read. `by` names columns
    to group by. ValueError where the period ends before it begins or the threshold is below 1.
    """
    if period[1] < period[0]:
        raise ValueError(f"period: it ends on {period[1]}, before it begins on {period[0]}.")
    known = _known(scores, framework=framework, library=library)
    deciding = _deciding(framework, measures=tuple(known))

    def chosen(some: ir.Table) -> Cohort:
        return cohort(scores, some, framework=framework, deciding=deciding, measures=tuple(known))

    ended, followed = chosen(ended_within(courses, period=period)), chosen(followed_from(courses, period=period))
    running = chosen(courses.filter(courses.ended_on.isnull()))
    sheet = Sheet(threshold=threshold)
    draft: dict[str, Draft] = {
        "period": [day.isoformat() for day in period],
        "as_of": as_of.isoformat(),
        "framework": {"id": framework.id, "version": framework.version, "title": framework.title},
        "threshold": threshold,
        "n_ended": sheet.write_size("n_ended", ended.n),
        **_outcomes(sheet, ended, framework=framework),
        "endings": endings(sheet, ended),
        "harm": harm(sheet, ended, running=running),
        "sessions": sessions(sheet, ended),
        "waits": waits(sheet, ended),
        "caseload": caseload(sheet, running),
        "effects": effects(sheet, ended, known=known),
        "responses": responses(sheet, ended, known=known),
        "times": {
            "response": _to_response(sheet, followed, scores=scores, known=known),
            "ending": to_ending(sheet, followed, as_of=as_days(as_of)),
        },
    }
    if has_research:
        benchmark = NHS_RECOVERY if framework.method == NHS else None
        draft["research"] = research(sheet, ended, scores=scores, framework=framework, known=known, benchmark=benchmark)
    sheet.settle()
    step = MONTH if months_of(period) <= MONTHS_BY_MONTH else QUARTER
    grouped = by_groups(sheet, ended, by=[*dict.fromkeys(by), step], framework=framework, known=known)
    over_time = grouped.pop(step)
    return sheet.tell(draft) | {"over_time": {"step": step, "told": over_time}, "by": grouped}


def _outcomes(sheet: Sheet, found: Cohort, *, framework: Framework) -> dict[str, Draft]:
    if found.told is None:
        return {"outcomes": {"reason": found.reason}}
    counted = outcomes_of(found.told, framework=framework)
    told = write_blocks(sheet, counted, where=WHOLE)
    finished = size_key(WHOLE, "finished")
    return {
        "outcomes": {
            "measures": list(counted.measures),
            "reliable_changes": dict(counted.reliable_changes),
            "cutoffs": dict(counted.cutoffs),
            "notes": list(counted.notes),
            "n_starters": sheet.write_size(size_key(WHOLE, "starters"), counted.n_starters),
            "n_finished": sheet.write_size(finished, counted.n_finished or 0),
            "completers_50": Share(size_key(WHOLE, "completers_50"), size_key(WHOLE, "starters")),
            "completers_75": Share(size_key(WHOLE, "completers_75"), size_key(WHOLE, "starters")),
            "paired": Share(size_key(WHOLE, "paired"), size_key(WHOLE, "starters")),
            **told,
        }
    }


def _to_response(sheet: Sheet, followed: Cohort, *, scores: ir.Table, known: dict[str, Known]) -> Draft:
    if followed.told is None:
        return {"reason": followed.reason}
    name = followed.told.measures[0]
    within = followed.told.limits[name]
    what = known.get(name)
    measure = what.measure if what else None
    return to_response(sheet, followed, scores=scores, measure=measure, within=within, name=name)


def _known(scores: ir.Table, *, framework: Framework, library: Library) -> dict[str, Known]:
    """The measures among the scores of which it is known which way is better."""
    found: dict[str, Known] = {}
    for name in measures_of(scores):
        rule = framework.rule(name)
        try:
            measure = library.measure(name)
            found[name] = Known(measure.better, measure)
        except NotDefined:
            if rule is not None:
                found[name] = Known(rule.better, None)
    return found


def _deciding(framework: Framework, *, measures: tuple[str, ...]) -> tuple[str, ...]:
    """By NHS rules all the measures it has; by Jacobson and Truax the first that the framework names."""
    if framework.method == NHS:
        return tuple(rule.measure for rule in usable_rules(framework, measures=measures))
    return tuple(rule.measure for rule in framework.rules if rule.measure in measures)[:1]
