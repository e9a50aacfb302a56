"""An expected course from published averages, for a measure of which a service has too few courses of its own."""

from math import log, sqrt

from attrs import frozen

from ipt.criteria import Source


@frozen
class Prior:
    """The line of one measure from a first score to the score at the end, from the means of a service's courses.

    With y0 the first score and s the session, the first one being 1, the score expected at session s is
    y0 + (end - y0) ln(s) / ln(n_sessions), flat after session `n_sessions`, where `end` is the regression of the last
    score on the first: its slope is correlation × end_sd / start_sd, and it goes through the two means. The last score
    scatters about it with end_sd √(1 - correlation²), which stands for every session, because averages say nothing of
    earlier ones. Means and standard deviations are in points. `correlation` is of the first with the last score;
    `is_correlation_assumed` where nobody has published it. `least_first` is the lowest first score the line is drawn
    for; `weeks_per_session` turns days into sessions.

    A prior never learns from later scores, and no course has been held against it: it is never calibrated.
    """

    id: str
    version: int
    source: str
    verified: bool
    low: float
    high: float
    start_mean: float
    start_sd: float
    end_mean: float
    end_sd: float
    correlation: float
    is_correlation_assumed: bool
    n_sessions: int
    weeks_per_session: float
    least_first: float
    sources: tuple[Source, ...]

    @property
    def is_calibrated(self) -> bool:
        """Never."""
        return False

    @property
    def slope(self) -> float:
        """Points of the last score for each point of the first."""
        return self.correlation * self.end_sd / self.start_sd

    @property
    def residual_sd(self) -> float:
        """How far the last score scatters about its regression on the first, in points."""
        return self.end_sd * sqrt(1 - self.correlation**2)

    def at(self, first: float, *, session: float) -> float:
        """The score expected at a session, from the first score."""
        end = self.end_mean + self.slope * (first - self.start_mean)
        share = log(min(max(session, 1.0), self.n_sessions)) / log(self.n_sessions)
        return first + (end - first) * share
