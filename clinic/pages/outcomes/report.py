"""A block as a report: its parts in the order in which page and paper show them."""

from attrs import frozen

from clinic.pages.outcomes import beside, endings, grouped, in_short, in_time, research, waiting
from clinic.pages.outcomes.naming import Names
from clinic.pages.outcomes.reading import Content, count
from clinic.pages.outcomes.section import Section


@frozen
class Report:
    """The first part stands on top; pictures follow; groups, each shut; research last."""

    short: Section
    harm: Section
    pictures: tuple[Section, ...]
    groups: tuple[Section, ...]
    beside: Section | None
    research: Section
    is_empty: bool

    @property
    def parts(self) -> tuple[Section, ...]:
        """All of them, in order."""
        other = (self.beside,) if self.beside else ()
        return (self.short, self.harm, *self.pictures, *self.groups, *other, self.research)


def report(content: Content, *, names: Names) -> Report:
    """Everything that may be told of a block."""
    return Report(
        short=in_short.in_short(content),
        harm=endings.harm(content),
        pictures=(
            in_time.recovery_over_time(content),
            endings.endings(content),
            *grouped.funnels(content, names=names),
            waiting.waits(content),
            endings.caseload(content),
            waiting.sessions(content),
            in_time.time_to_response(content),
            in_time.time_to_ending(content),
        ),
        groups=tuple(grouped.by_group(content, names=names)),
        beside=beside.beside(content),
        research=research.research(content),
        is_empty=count(content.get("n_ended")) == 0,
    )
