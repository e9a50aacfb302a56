"""What a benchmark must mean: stretches once each and in order, percentages that their counts give."""

from collections.abc import Iterator

from ipt.benchmark import Benchmark, Share, Stretch
from ipt.meaning.problem import Problem, one_of, twice
from ipt.strict import shown

ROUNDING = 0.0500001  # half of the last decimal of a published percentage


def benchmark_problems(benchmark: Benchmark) -> Iterator[Problem]:
    """Everything that does not hold together in a benchmark."""
    yield from twice("stretches", ids=[stretch.id for stretch in benchmark.stretches])
    if not benchmark.stretches:
        yield "stretches", "one or more", "none"
    if benchmark.kind == "service" and not benchmark.attribution.strip():
        yield "attribution", "the line that the licence of a service's figures asks for", "nothing"
    starts = [stretch.begins_on for stretch in benchmark.stretches if stretch.begins_on]
    if starts != sorted(starts):
        yield "stretches", "the oldest first", "another order"
    for index, stretch in enumerate(benchmark.stretches):
        yield from _stretch_problems(stretch, key=f"stretches[{index}]", known=[one.id for one in benchmark.sources])


def _stretch_problems(stretch: Stretch, *, key: str, known: list[str]) -> Iterator[Problem]:
    yield from twice(f"{key}.shares", ids=[share.id for share in stretch.shares])
    yield from twice(f"{key}.means", ids=[mean.measure for mean in stretch.means])
    if stretch.begins_on and stretch.ends_on and stretch.ends_on < stretch.begins_on:
        yield f"{key}.ends_on", f"a date from {stretch.begins_on} on", str(stretch.ends_on)
    for name, count in stretch.counts.items():
        if count < 0:
            yield f"{key}.counts.{name}", "0 or more", str(count)
    for index, share in enumerate(stretch.shares):
        if share.source not in known:
            yield f"{key}.shares[{index}].source", one_of(known), shown(share.source)
        yield from _share_problems(share, key=f"{key}.shares[{index}]")
    for index, mean in enumerate(stretch.means):
        if mean.source not in known:
            yield f"{key}.means[{index}].source", one_of(known), shown(mean.source)


def _share_problems(share: Share, *, key: str) -> Iterator[Problem]:
    if not 0 <= share.percent <= 100:
        yield f"{key}.percent", "a percentage from 0 to 100", str(share.percent)
    if (share.low is None) != (share.high is None):
        yield f"{key}.low", "both ends of the interval, or neither", "one of them"
    elif share.low is not None and share.high is not None and not share.low <= share.percent <= share.high:
        yield f"{key}.percent", f"a number from {share.low} to {share.high}, its interval", str(share.percent)
    if (share.n is None) != (share.of is None):
        yield f"{key}.of", "a count with its denominator, or neither", "one of them"
    elif share.n is not None and share.of is not None and not 0 <= share.n <= share.of:
        yield f"{key}.n", f"a count from 0 to {share.of}, its denominator", str(share.n)
    elif share.exact is not None and abs(100 * share.exact - share.percent) > ROUNDING:
        yield f"{key}.percent", f"{100 * share.exact:.1f}, from its counts", str(share.percent)
