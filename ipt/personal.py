"""What the scores so far tell of one person: the model of an expected course, as a state that each score updates.

The model, for a score y on the day t (in weeks), written on the scale z = g(y) of `Transform`:

    z(t) = b0 + b1 f + b2 f² + u0 + u1 f + w(t) + e,      f = ln(1 + t / time_scale)

- b: the mean course (b2 is 0 unless the courses asked for a bend);
- u0, u1: how this person's level and slope differ from it, two correlated random effects;
- w: a personal deviation that decays, E[w(s) w(t)] = drift_variance × exp(-|t - s| / drift_weeks)
  (Uhlenbeck & Ornstein 1930; as a serial process in a mixed model, Diggle 1988, Biometrics 44:959-971);
- e: noise of one answer; that of a person's first score has a variance of its own.

All of a person's deviations share one factor of size, the inverse of a gamma variable, so that together they are
multivariate t with `freedom` degrees (Lange, Little & Taylor 1989, J Am Stat Assoc 84:881-896): a person whose scores
jump about gets wider intervals, and outliers pull less. Given the scores so far, the next one is t with freedom + n
degrees about its empirical-Bayes prediction. The three deviations make a state that one Kalman step a score updates,
so the cost grows with the number of scores, not with its cube.
"""

from math import exp, log1p

from attrs import frozen

from ipt.fitted import Fit


@frozen
class PersonState:
    """A person's level, slope and decaying deviation after the scores so far: means and covariances.

    `week` is that of the last score, `misfit` the sum of squared standardised surprises.
    """

    week: float
    level: float
    slope: float
    drift: float
    aa: float
    ab: float
    ad: float
    bb: float
    bd: float
    dd: float
    misfit: float = 0.0
    n: int = 0


@frozen
class Sight:
    """What a state says of one week: z and its variance, with what a score of that week would move it by."""

    z: float
    variance: float
    state: PersonState
    with_level: float
    with_slope: float
    with_drift: float


def start(fit: Fit) -> PersonState:
    """What is known of a person before the first score: the mean course and how people vary about it."""
    aa, ab, bb, dd = fit.level_variance, fit.covariance, fit.slope_variance, fit.drift_variance
    return PersonState(float("-inf"), fit.mean[0], fit.mean[1], 0.0, aa, ab, 0.0, bb, 0.0, dd)


def sight(fit: Fit, state: PersonState, week: float) -> Sight:
    """What the state leads to expect of a week, which is that of the last score or later."""
    kept = exp((state.week - week) / fit.drift_weeks)
    drift, ad, bd = kept * state.drift, kept * state.ad, kept * state.bd
    dd = kept * kept * (state.dd - fit.drift_variance) + fit.drift_variance
    f = log1p(max(week, 0.0) / fit.time_scale)
    bend = fit.mean[2] * f * f if len(fit.mean) > 2 else 0.0
    with_level = state.aa + f * state.ab + ad
    with_slope = state.ab + f * state.bb + bd
    with_drift = ad + f * bd + dd
    noise = fit.noise_variance if state.n else fit.first_noise_variance
    variance = with_level + f * with_slope + with_drift + noise
    moved = PersonState(
        week, state.level, state.slope, drift, state.aa, state.ab, ad, state.bb, bd, dd, state.misfit, state.n
    )
    return Sight(state.level + f * state.slope + bend + drift, variance, moved, with_level, with_slope, with_drift)


def after(seen: Sight, z: float) -> PersonState:
    """The state once the score of that week is known (Kalman 1960)."""
    state, a, b, d = seen.state, seen.with_level, seen.with_slope, seen.with_drift
    pull = (z - seen.z) / seen.variance
    return PersonState(
        week=state.week,
        level=state.level + a * pull,
        slope=state.slope + b * pull,
        drift=state.drift + d * pull,
        aa=state.aa - a * a / seen.variance,
        ab=state.ab - a * b / seen.variance,
        ad=state.ad - a * d / seen.variance,
        bb=state.bb - b * b / seen.variance,
        bd=state.bd - b * d / seen.variance,
        dd=state.dd - d * d / seen.variance,
        misfit=state.misfit + (z - seen.z) * pull,
        n=state.n + 1,
    )
