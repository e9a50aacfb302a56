"""What trials say about one form of IPT for one condition: findings with source and year, and our grade of them."""

from datetime import date
from typing import Literal

from attrs import frozen

Kind = Literal["g", "d", "odds_ratio", "risk_ratio", "hazard_ratio", "rate", "points", "weeks"]
Comparison = Literal[
    "control", "waiting_list", "usual_care", "placebo", "other_therapy", "medication", "combined", "itself", "none"
]


@frozen
class Publication:
    """A publication that findings name by its `id`; `address` is a DOI or a page of the publisher."""

    id: str
    year: int
    text: str
    address: str = ""


@frozen
class TrialFinding:
    """One published number, and what IPT was compared with to find it.

    `g` and `d` are standardised differences, above 0 in favour of IPT; ratios are IPT over the comparison; a `rate` is
    a fraction from 0 to 1; `points` are points of a scale; `weeks` are a time. `other` is the same number in the
    comparison, where one was published for each group. `low` and `high` bound the 95 % interval. `better` says which
    values are good for the people treated. `checked` says where or how the number was checked, where it was.
    """

    id: str
    kind: Kind
    value: float
    comparison: Comparison
    source: str
    verified: bool
    low: float | None = None
    high: float | None = None
    other: float | None = None
    n_studies: int | None = None
    n_people: int | None = None
    p: float | None = None
    better: Literal["higher", "lower"] = "higher"
    checked: str = ""


@frozen
class EvidenceSet:
    """The findings for these conditions, people and formats, and the grade we give them.

    `grade` is a word of the vocabulary `evidence-grades`, and our judgement: `is_confirmed` only after a clinical lead
    has confirmed it. Without `people` it is about adults in general. `protocols` are the forms of IPT it speaks of,
    by id, which may be some that are not defined yet. The texts, for a clinician (`said`), for the client (`client`)
    and one for each finding (`finding.<id>`), are in a wording.
    """

    id: str
    version: int
    conditions: tuple[str, ...]
    formats: tuple[str, ...]
    protocols: tuple[str, ...]
    grade: str
    is_confirmed: bool
    weighed_on: date
    sources: tuple[Publication, ...]
    findings: tuple[TrialFinding, ...]
    people: tuple[str, ...] = ()

    def finding(self, finding_id: str) -> TrialFinding:
        """The finding with this id; LookupError names the set and what it has."""
        for finding in self.findings:
            if finding.id == finding_id:
                return finding
        has = ", ".join(finding.id for finding in self.findings)
        raise LookupError(f"{self.id} has no finding {finding_id}; it has {has}.")

    def source(self, source_id: str) -> Publication:
        """The publication with this id; LookupError names the set."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise LookupError(f"{self.id} has no source {source_id}.")

    def speaks_of(self, protocol: str, *, format_: str | None = None) -> bool:
        """Whether the set is about this form of IPT, held in this format where one is named."""
        return protocol in self.protocols and (format_ is None or format_ in self.formats)
