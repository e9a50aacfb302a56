"""Reading crisis lines: the service's own list of a country where it keeps one, else the shipped list."""

from datetime import date

from clinic.people.models import Client, Team
from clinic.safety.crisis import CrisisLine, CrisisList, is_stale, shipped, shipped_countries
from clinic.safety.models import CrisisLineRow

OWN = "kept by the service"


def crisis_list(country: str) -> CrisisList | None:
    """The lines to show in a country (one statement), or None where neither we nor the service keep any."""
    rows = list(CrisisLineRow.objects.filter(country=country).order_by("place"))
    came = shipped(country)
    if not rows:
        return came
    return CrisisList(country=country, name=came.name if came else "", lines=tuple(map(line, rows)), source=OWN)


def line(row: CrisisLineRow) -> CrisisLine:
    """A row as a line (no statement); actions.crisis.row is its twin."""
    return CrisisLine(
        id=row.slug,
        name=row.name,
        kind=row.kind,
        number=row.number,
        hours=row.hours,
        verified=row.verified_on is not None,
        checked_in=row.checked_in,
        dial=row.dial,
        text=row.text,
        keyword=row.keyword,
        after_dialling=row.after_dialling,
        languages=tuple(row.languages),
        regions=tuple(row.regions),
        free=row.is_free,
        link=row.link,
        verified_on=row.verified_on,
        source_dated=row.source_dated,
    )


def is_own(found: CrisisList) -> bool:
    """Whether the service keeps this list itself, so that changes of the shipped one no longer reach it."""
    return found.source == OWN


def needs_care(country: str, *, on: date, name: str = "") -> str | None:
    """What is wrong with a country's list, as a sentence for the administrator (one statement), or None.

    `name` is what the country is called; without it the sentence says its code.
    """
    found = crisis_list(country)
    if found is None or not found.lines:
        missing = f"There is no list of crisis lines for {name or country}."
        return f"{missing} Enter one before a client from there is asked anything."
    if is_stale(found, on=on):
        checked = f"The crisis lines for {name or country} were last verified on {found.verified_on:%-d %B %Y}."
        return f"{checked} Call each number and date it."
    return None


def countries() -> tuple[str, ...]:
    """Countries with a list of either kind (one statement)."""
    own = CrisisLineRow.objects.values_list("country", flat=True).distinct()
    return tuple(sorted({*own, *shipped_countries()}))


def countries_of(team: Team) -> tuple[str, ...]:
    """The team's own country, then those in which its clients are (one statement): no client, only the codes."""
    codes = Client.objects.filter(team=team).values_list("country", flat=True).distinct()
    return (team.country, *sorted(set(codes) - {team.country}))
