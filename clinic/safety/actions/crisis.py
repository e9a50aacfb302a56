"""Writing a service's own crisis lines, in place of a shipped list, and dating lines that were checked."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from attrs import evolve

from clinic.audit.action import action, happened
from clinic.audit.actor import Actor
from clinic.people.models import Team
from clinic.safety.crisis import CrisisLine, CrisisListError, check_line, check_order
from clinic.safety.models import CrisisLineRow
from clinic.safety.queries.crisis import crisis_list

CALLED = "called on that day"
CALLED_BY = "the service itself"


@action
def keep_crisis_lines(
    *, country: str, lines: Sequence[CrisisLine], team: Team, by: Actor, now: datetime
) -> list[CrisisLineRow]:
    """The whole list of a country as the service keeps it; an empty one brings the shipped list back.

    `country` is ISO 3166 alpha-2 in capitals. CrisisListError for a line, or an order, that cannot be used.
    """
    for place, line in enumerate(lines, start=1):
        check_line(line, at=f"{country}: line {place}")
    if lines:
        check_order(tuple(lines), at=country)
    CrisisLineRow.objects.filter(country=country).delete()
    rows = CrisisLineRow.objects.bulk_create(
        row(line, country=country, place=place) for place, line in enumerate(lines)
    )
    happened("crisis lines changed", about=team, by=by, now=now)
    return rows


@action
def date_crisis_lines(
    *, country: str, line_ids: Collection[str], on: date, team: Team, by: Actor, now: datetime
) -> list[CrisisLineRow]:
    """Somebody called these lines on a day: the service keeps the list from now on, with that date."""
    found = crisis_list(country)
    if found is None or not set(line_ids) <= {line.id for line in found.lines}:
        raise CrisisListError(f"{country}: id: expected lines of the list, came {sorted(line_ids)}", key="id")
    lines = [called(line, on=on) if line.id in line_ids else line for line in found.lines]
    return keep_crisis_lines(country=country, lines=lines, team=team, by=by, now=now)


def called(line: CrisisLine, *, on: date) -> CrisisLine:
    """A line that somebody of the service called on a day."""
    return evolve(line, verified=True, verified_on=on, source_dated=CALLED, checked_in=CALLED_BY)


def row(line: CrisisLine, *, country: str, place: int) -> CrisisLineRow:
    """A line as a row; queries.crisis.line turns it back without loss."""
    return CrisisLineRow(
        country=country,
        place=place,
        slug=line.id,
        kind=line.kind,
        name=line.name,
        number=line.number,
        dial=line.dial,
        text=line.text,
        keyword=line.keyword,
        after_dialling=line.after_dialling,
        hours=line.hours,
        languages=list(line.languages),
        regions=list(line.regions),
        is_free=line.free,
        link=line.link,
        verified_on=line.verified_on,
        source_dated=line.source_dated,
        checked_in=line.checked_in,
    )
