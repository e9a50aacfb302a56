"""Fits the numbers of an expected course on many earlier courses, and holds them against courses they have not seen.

The model is that of `ipt.personal`; its numbers maximise the likelihood of `ipt.outcomes.likelihood`. The scale, the
origin of time and a bend of the mean are chosen by the Bayesian information criterion (Schwarz 1978, Ann Stat
6:461-464), the likelihood being that of the scores themselves, so that scales can be compared.

Up to `MOST_COURSES` courses all count; of more, so many are drawn by their names, which fixes a standard deviation to
about 2 %. A course counts with at most `MOST_SCORES` scores. The held-out courses are those of five folds by name.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from attrs import evolve, frozen
from scipy.optimize import minimize

from ipt.fitted import Direction, Fit, Origin, Transform, Widening
from ipt.outcomes.ahead import Forecasts, forecasts, onto
from ipt.outcomes.calibration import calibration
from ipt.outcomes.likelihood import CENTRE, LEAST, MOST, N, Panel, information, misfit
from ipt.outcomes.series import Floats, Series, folds, sampled

FEWEST_COURSES = 10
MOST_COURSES, MOST_SCORES = 4000, 60
N_SEARCHED = 400
POWERS = ((1.0, False), (2 / 3, False), (1 / 2, False), (2 / 3, True), (1 / 2, True))
N_FOLDS, FEWEST_HELD = 5, 25
AIM, CLOSED = 0.80, 0.85
SHRUNK_BY = 50
VERY_STRONG = 10.0  # evidence, as a difference of the criterion (Raftery 1995, Sociol Methodol 25:111-163)
TOLERANCE = 1e-7  # of the log likelihood, relative
FACTORS = (0.7, 1.6)


class TooFewCourses(ValueError):
    """There are too few courses with two scores to fit anything on."""


@frozen(eq=False)
class Choice:
    """One form of the model with its best numbers; `cost` is half its information criterion on the scores searched."""

    scale: Transform
    origin: Origin
    degree: int
    theta: Floats
    cost: float


def fit(
    courses: Series,
    *,
    low: float,
    high: float,
    measure: str | None = None,
    better: Direction | None = None,
    window: tuple[date | None, date | None] = (None, None),
) -> Fit:
    """The numbers fitted on these courses, and how they did on courses held out in five folds.

    Scores lie from `low` to `high`, else ValueError; TooFewCourses with fewer than ten courses of two scores. `window`
    is what the fit tells of the days its courses come from; it filters nothing. Below twenty-five courses of two scores
    none is held out, and the fit has no calibration.
    """
    _check(courses, low=low, high=high)
    learned = sampled(courses.shortened(MOST_SCORES), most=MOST_COURSES)
    choice = _best(learned, choice=_chosen(sampled(learned, most=N_SEARCHED), low=low, high=high))
    found = evolve(
        _numbers(choice, learned),
        n_courses=courses.n_courses,
        n_scores=len(courses.scores),
        measure=measure,
        better=better,
        from_on=window[0],
        to_on=window[1],
    )
    if np.sum(learned.lengths > 1) < FEWEST_HELD:
        return found
    fold = folds(learned.names, salt="held", n_folds=N_FOLDS)
    parts = []
    for number in range(N_FOLDS):
        others = learned.some(np.flatnonzero(fold != number))
        parts.append((_numbers(_best(others, choice=choice), others), learned.some(np.flatnonzero(fold == number))))
    bare = [forecasts(one, part) for one, part in parts]
    first, later = (_widening(bare, is_first=is_first) for is_first in (True, False))
    held = [forecasts(evolve(one, first_widening=first, widening=later), part) for one, part in parts]
    return evolve(found, first_widening=first, widening=later, calibration=calibration(held))


def _check(courses: Series, *, low: float, high: float) -> None:
    n_pairs = int(np.sum(courses.lengths > 1))
    if n_pairs < FEWEST_COURSES:
        raise TooFewCourses(f"{FEWEST_COURSES} courses with two scores are needed to fit on, and there are {n_pairs}.")
    if not np.all((courses.scores >= low) & (courses.scores <= high) & np.isfinite(courses.days)):
        raise ValueError(f"Every score lies from {low:g} to {high:g} on a finite day, and one does not.")


def _chosen(courses: Series, *, low: float, high: float) -> Choice:
    """The form of the model these courses speak for: a scale; day 0 as given and a bend only where much asks for it."""
    start, tried = np.concatenate([CENTRE, np.zeros(2)]), list[Choice]()
    for power, is_from_top in POWERS:
        scale = Transform(low=low, high=high, power=power, is_from_top=is_from_top)
        tried.append(_tried(courses, scale=scale, origin="first", start=start))
        start = tried[-1].theta
    best = min(tried, key=lambda one: one.cost)
    if np.any(courses.first_days):
        best = _preferred(best, _tried(courses, scale=best.scale, origin="given", start=best.theta))
    return _preferred(best, _tried(courses, scale=best.scale, origin=best.origin, start=np.append(best.theta, 0.0)))


def _preferred(plain: Choice, other: Choice) -> Choice:
    """The plain form, unless the evidence for the other is very strong."""
    return other if plain.cost - other.cost > VERY_STRONG / 2 else plain


def _tried(courses: Series, *, scale: Transform, origin: Origin, start: Floats) -> Choice:
    degree = len(start) - N - 1
    choice = _best(courses, choice=Choice(scale=scale, origin=origin, degree=degree, theta=start, cost=0.0))
    sd, n = _standard(courses, scale=scale)[1], len(courses.scores)
    of_scores = choice.cost + n * np.log(sd) - _log_stretch(courses.scores, scale=scale)
    return evolve(choice, cost=float(of_scores + 0.5 * degree * np.log(n)))


def _log_stretch(scores: Floats, *, scale: Transform) -> float:
    """The sum of ln g'(score), by the difference of g over a step about each score, so that it is finite at an end."""
    gaps = np.diff(np.unique(scores))
    step = float(np.median(gaps)) if len(gaps) else (scale.high - scale.low) / 100
    below, above = np.maximum(scores - step / 2, scale.low), np.minimum(scores + step / 2, scale.high)
    return float(np.log((onto(scale, above) - onto(scale, below)) / (above - below)).sum())


def _best(courses: Series, *, choice: Choice) -> Choice:
    """The same form with the numbers that fit these courses best, sought from its own ones on."""
    bounds = [*zip(LEAST, MOST, strict=True), *[(-50.0, 50.0)] * (choice.degree + 1)]
    panels = _panels(courses, choice=choice)
    found = minimize(
        misfit, choice.theta, args=(panels,), jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": TOLERANCE}
    )
    return evolve(choice, theta=np.asarray(found.x, np.float64), cost=float(found.fun))


def _panels(courses: Series, *, choice: Choice) -> list[Panel]:
    middle, sd = _standard(courses, scale=choice.scale)
    panels = []
    for batch in courses.by_length():
        weeks = (batch.days - batch.days[:, :1] if choice.origin == "first" else batch.days) / 7
        panels.append(Panel(weeks=weeks, z=(onto(choice.scale, batch.scores) - middle) / sd))
    return panels


def _standard(courses: Series, *, scale: Transform) -> tuple[float, float]:
    """Mean and standard deviation of the scores on the model's scale; never 0, so that equal scores can be fitted."""
    z = onto(scale, courses.scores)
    return float(z.mean()), max(float(z.std()), 1e-3 * (scale.high - scale.low) ** scale.power)


def _numbers(choice: Choice, courses: Series) -> Fit:
    """The fit of one choice, from the standardised scale back to g(score)."""
    middle, sd = _standard(courses, scale=choice.scale)
    numbers = np.exp(choice.theta[:N])
    time_scale, level, slope, _, drift, drift_weeks, noise, first_ratio, freedom = map(float, numbers)
    b = choice.theta[N:]
    ridge = 1e-6 * np.eye(len(b))
    doubt = np.linalg.inv(information(choice.theta, _panels(courses, choice=choice)) + ridge) * sd**2
    return Fit(
        scale=choice.scale,
        origin=choice.origin,
        time_scale=time_scale,
        mean=tuple(float(one) for one in b * sd + np.eye(len(b))[0] * middle),
        level_variance=(level * sd) ** 2 + float(doubt[0, 0]),
        slope_variance=(slope * sd) ** 2 + float(doubt[1, 1]),
        covariance=float(np.tanh(choice.theta[3])) * level * slope * sd**2 + float(doubt[0, 1]),
        drift_variance=(drift * sd) ** 2,
        drift_weeks=drift_weeks,
        noise_variance=(noise * sd) ** 2,
        first_noise_variance=(noise * first_ratio * sd) ** 2,
        freedom=freedom,
        n_courses=courses.n_courses,
        n_scores=len(courses.scores),
    )


def _widening(held: Sequence[Forecasts], *, is_first: bool) -> tuple[Widening, ...]:
    """One factor for the next score and one for the last of those two or more away, each at its usual distance.

    From the first score alone, or from two or more: what comes before a therapy has begun is another matter.
    """
    found = []
    for is_far in (False, True):
        weeks, ratio, n_courses = [], [], 0
        for one in held:
            rows = (one.is_last & (one.left > 1) if is_far else ~one.is_last) & ((one.seen == 1) == is_first)
            weeks.append(one.weeks[rows])
            ratio.append(one.away[rows])
            n_courses += len(np.unique(one.course[rows]))
        if n_courses:
            factor = _factor(np.concatenate(ratio), n_courses=n_courses)
            found.append(Widening(weeks=float(np.median(np.concatenate(weeks))), factor=factor))
    return tuple(found) if len(found) < 2 or found[0].weeks < found[1].weeks else (found[0],)


def _factor(away: Floats, *, n_courses: int) -> float:
    """What half widths are multiplied by so that 80 % lie inside; 1 where 80 to 85 % do, as whole scores make it more.

    Few courses move it little: it counts as `SHRUNK_BY` further courses that need none.
    """
    inside = float(np.mean(away <= 1))
    if AIM <= inside <= CLOSED:
        return 1.0
    needed = float(np.quantile(away, AIM if inside < AIM else CLOSED))
    shrunk = 1 + (needed - 1) * n_courses / (n_courses + SHRUNK_BY)
    return float(np.clip(shrunk, *FACTORS))
