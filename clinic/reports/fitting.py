"""What scores to expect, fitted on ended courses; a shipped prior in its place where it holds and no fit does."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from attrs import frozen

from clinic.definitions.library import library
from clinic.reports.rows import Rows
from ipt.fitted import Fit
from ipt.measure import Measure
from ipt.outcomes.calibration import held_against
from ipt.outcomes.expected import fit
from ipt.outcomes.series import Series, series

FEWEST = 30  # our default: ended courses with scores on three days, before anything is fitted at all
DAYS = 3
Scores = Mapping[str, list[tuple[date, float]]]  # by course


@frozen
class Fitted:
    """What to expect of one measure, of a team or of everybody; `content` is a fit, or names a shipped prior."""

    team: UUID | None
    measure: str
    version: int
    n_courses: int
    is_calibrated: bool
    content: dict[str, object]


def fits(rows: Rows) -> Iterator[Fitted]:
    """Of each measure, by all ended courses and by those of each team that has enough."""
    team_of = {row["course"]: UUID(row["team"]) for row in rows.courses if row["ended_on"]}
    found: dict[tuple[str, int], dict[str, list[tuple[date, float]]]] = defaultdict(lambda: defaultdict(list))
    for course, measure, version, on, score in rows.scores:
        if course in team_of:
            found[measure, version][course].append((on, score))
    for (name, version), courses in found.items():
        shape = library().measure(name, version)
        before: Fitted | None = None
        for team in (None, *sorted(set(team_of.values()))):
            chosen = {course: seen for course, seen in courses.items() if team in (None, team_of[course])}
            if sum(len({on for on, _ in seen}) >= DAYS for seen in chosen.values()) < FEWEST:
                continue
            is_same = before is not None and len(chosen) == before.n_courses
            before = one(shape, chosen, team=team) if before is None or not is_same else moved(before, team=team)
            yield before


def moved(before: Fitted, *, team: UUID | None) -> Fitted:
    """The same courses under another name: a service of one team is fitted once."""
    return Fitted(team, before.measure, before.version, before.n_courses, before.is_calibrated, before.content)


def one(measure: Measure, courses: Scores, *, team: UUID | None) -> Fitted:
    """The courses' own fit; where that is not calibrated, the shipped prior, if it is on these very courses."""
    given = as_series(courses)
    days = [on for seen in courses.values() for on, _ in seen]
    own: Fit = fit(
        given,
        low=measure.low,
        high=measure.high,
        measure=measure.id,
        better=measure.better,
        window=(min(days), max(days)),
    )
    prior = None if own.is_calibrated else library().prior(measure)
    held = held_against(prior, given) if prior else None
    if prior and held and held.is_enough:
        content: dict[str, object] = {"prior": prior.id, "version": prior.version}
        return Fitted(team, measure.id, measure.version, len(courses), is_calibrated=True, content=content)
    return Fitted(team, measure.id, measure.version, len(courses), own.is_calibrated, own.to_plain())


def as_series(courses: Scores) -> Series:
    """Scores by days since the first score of their course."""
    names, days, scores = [], [], []
    for course, seen in courses.items():
        first = min(on for on, _ in seen)
        for on, score in seen:
            names.append(course)
            days.append(float((on - first).days))
            scores.append(score)
    return series(names, days=days, scores=scores)
