"""Every need of one client, each kind once, in order of rank."""

from collections.abc import Iterator

from clinic.caseload.facts import ClientFacts
from clinic.caseload.needs import meetings, said, scores, steps
from clinic.caseload.needs.need import Need


def needs_of(facts: ClientFacts) -> tuple[Need, ...]:
    """What needs a person now, beside open alerts, which are read live."""
    found: dict[str, Need] = {}
    for need in every(facts):
        found.setdefault(need.kind, need)
    return tuple(sorted(found.values(), key=lambda need: need.rank))


def every(facts: ClientFacts) -> Iterator[Need]:
    """All of them, by where they come from; nobody is to ask how somebody is who died."""
    course = facts.current
    if course is not None and course.runs:
        yield from meetings.of_meetings(facts, course)
        yield from steps.of_steps(facts, course)
        yield from scores.of_running(facts, course)
        yield from said.disagreed(facts, course)
    if not facts.has_died:
        yield from scores.of_return(facts)
        yield from scores.of_measures(facts)
        yield from said.follow_up(facts)
    yield from said.commented(facts)
