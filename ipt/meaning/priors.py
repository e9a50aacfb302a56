"""What the prior of an expected course must mean: a range, spreads above 0, a correlation, a line of two sessions."""

from collections.abc import Iterator

from ipt.meaning.problem import Problem, one_of
from ipt.prior import Prior
from ipt.strict import shown


def prior_problems(prior: Prior) -> Iterator[Problem]:
    """Everything that does not hold together in a prior."""
    if prior.low >= prior.high:
        yield "high", f"a number above {prior.low:g}", f"{prior.high:g}"
    for key, score in (
        ("start_mean", prior.start_mean),
        ("end_mean", prior.end_mean),
        ("least_first", prior.least_first),
    ):
        if not prior.low <= score <= prior.high:
            yield key, f"a score from {prior.low:g} to {prior.high:g}", f"{score:g}"
    for key, size in (
        ("start_sd", prior.start_sd),
        ("end_sd", prior.end_sd),
        ("weeks_per_session", prior.weeks_per_session),
    ):
        if size <= 0:
            yield key, "a number above 0", f"{size:g}"
    if not -1 < prior.correlation < 1:
        yield "correlation", "a number between -1 and 1", f"{prior.correlation:g}"
    if prior.n_sessions < 2:
        yield "n_sessions", "2 or more", str(prior.n_sessions)
    if prior.source not in [source.id for source in prior.sources]:
        yield "source", one_of([source.id for source in prior.sources]), shown(prior.source)
