"""What a measure is about, in words, in the order in which lists of measures are grouped."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ipt.measure import Measure

DOMAINS = {
    "depression": _("Mood"),
    "anxiety": _("Anxiety"),
    "distress": _("General distress"),
    "functioning": _("Functioning"),
    "wellbeing": _("Wellbeing"),
    "relationship": _("Relationship"),
    "interpersonal": _("Interpersonal problems"),
    "support": _("Support from others"),
    "loneliness": _("Loneliness"),
    "attachment": _("Attachment"),
    "grief": _("Grief"),
    "trauma": _("Trauma"),
    "risk": _("Risk"),
    "alcohol": _("Alcohol"),
    "drugs": _("Drugs"),
    "eating": _("Eating"),
    "mania": _("Mania"),
    "rhythm": _("Social rhythm"),
    "sleep": _("Sleep"),
    "alliance": _("Alliance"),
    "goals": _("Goals"),
}


def by_domain(measures: Iterable[Measure]) -> list[tuple[object, list[Measure]]]:
    """Measures under the name of their domain, in the order of DOMAINS; domains without one are left out."""
    found: dict[str, list[Measure]] = {domain: [] for domain in DOMAINS}
    for measure in measures:
        found[measure.domain].append(measure)
    return [(DOMAINS[domain], ones) for domain, ones in found.items() if ones]
