"""What a measure scores, for reading: range, scales, bands, cut-offs, watched answers, each with its source."""

from typing import Any

from attrs import frozen
from django.utils.translation import gettext as _

from clinic.definitions.library import files
from ipt.measure import Measure


@frozen
class Figure:
    """One line of a table: a name, what it says, the place of its source in the list, and whether somebody read it."""

    name: str
    says: str
    n_source: int
    is_verified: bool


@frozen
class Scored:
    """The tables of a measure's page."""

    bands: tuple[Figure, ...]
    cases: tuple[Figure, ...]
    watched: tuple[Figure, ...]
    scales: tuple[str, ...]
    n_items: int
    sources: tuple[str, ...]

    @property
    def n_unverified(self) -> int:
        """Figures that nobody of the project has read in their source."""
        return sum(not rule.is_verified for rule in (*self.bands, *self.cases, *self.watched))


def scored(measure: Measure) -> Scored:
    """The tables of one measure, in English names."""
    wording = files().wording(measure, "en")
    told = {source.id: n for n, source in enumerate(measure.sources, start=1)}
    scales = {scale.id: wording.scales.get(scale.id, scale.id) for scale in measure.scales}
    bands = [rule(one, wording.bands.get(one.id, one.id), span(one), told) for one in measure.bands]
    for scale in measure.scales:
        bands += [
            rule(one, f"{scales[scale.id]}: {wording.bands.get(one.id, one.id)}", span(one), told)
            for one in scale.bands
        ]
    return Scored(
        bands=tuple(bands),
        cases=tuple(rule(one, wording.cases.get(one.id, one.about), limit(one), told) for one in measure.cases),
        watched=tuple(
            rule(one, _("Question %(item)s") % {"item": one.item}, limit(one), told) for one in measure.watch
        ),
        scales=tuple(scales.values()),
        n_items=len(measure.items),
        sources=tuple(source.text for source in measure.sources),
    )


def rule(one: Any, name: str, says: str, told: dict[str, int]) -> Figure:
    """One line with the place of its source."""
    return Figure(name=name, says=says, n_source=told[one.source], is_verified=one.verified)


def span(band: Any) -> str:
    """From where to where a band goes, on one line."""
    return f"{band.low}\u2060–\u2060{band.high}"


def limit(one: Any) -> str:
    """From where a rule holds, in words."""
    at_most = getattr(one, "at_most", None)
    if at_most is not None:
        return _("%(n)s or less") % {"n": at_most}
    return _("%(n)s or more") % {"n": one.at_least}
