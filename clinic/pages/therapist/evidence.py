"""What the trials say of IPT, condition by condition: figures with their source, our grade, words for the client."""

from typing import Any

from attrs import frozen
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from clinic.definitions.library import library
from clinic.pages.doors import SEES_RECORDS, StaffRequest, staff_page
from ipt.evidence import EvidenceSet, TrialFinding

CAREFUL = ("uneven", "not_first_choice")
KINDS = {"g": "g", "d": "d", "odds_ratio": "OR", "risk_ratio": "RR", "hazard_ratio": "HR"}


@frozen
class Line:
    """One published number in words, with where it comes from."""

    words: str
    number: str
    source: str
    year: int
    address: str
    is_verified: bool


@frozen
class Shown:
    """One set of evidence, ready to show."""

    id: str
    title: str
    conditions: str
    about_whom: str
    grade: str
    grade_words: str
    grade_about: str
    is_confirmed: bool
    said: str
    client: str
    lines: tuple[Line, ...]


@staff_page("GET", roles=SEES_RECORDS)
def show(request: StaffRequest) -> HttpResponse:
    """Everything there is, no statement; the forms of IPT that run here are marked by nothing: evidence is evidence."""
    return render(request, "therapist/evidence.html", {"found": findings_of(), "careful": CAREFUL})


def findings_of() -> list[Shown]:
    """Every set, by condition in the order of the vocabulary; what is about everybody before what is about some."""
    order = [word.id for word in library().vocabulary("conditions").words]
    found = sorted(library().evidence(), key=lambda one: (order.index(one.conditions[0]), one.people, one.id))
    return [shown(one) for one in found]


def shown(one: EvidenceSet) -> Shown:
    """One set in words."""
    words, grades = library().words(one, "en"), words_of("evidence-grades")
    conditions, formats, people = words_of("conditions"), words_of("evidence-formats"), words_of("evidence-people")
    whom = [people[name] for name in one.people] + [formats[name] for name in one.formats]
    return Shown(
        id=one.id,
        title=words.title,
        conditions=", ".join(conditions[name] for name in one.conditions),
        about_whom=", ".join(whom),
        grade=one.grade,
        grade_words=grades[one.grade],
        grade_about=grades[f"{one.grade}.about"],
        is_confirmed=one.is_confirmed,
        said=words["said"],
        client=words["client"],
        lines=tuple(line(one, finding, words=words[f"finding.{finding.id}"]) for finding in one.findings),
    )


def words_of(vocabulary: str) -> Any:
    """The words of a vocabulary."""
    return library().words(library().vocabulary(vocabulary), "en")


def line(one: EvidenceSet, finding: TrialFinding, *, words: str) -> Line:
    """One finding with its publication."""
    source = one.source(finding.source)
    return Line(
        words=words,
        number=number(finding),
        source=source.text,
        year=source.year,
        address=source.address,
        is_verified=finding.verified,
    )


def number(finding: TrialFinding) -> str:
    """The number as it is written: with its kind, that of the comparison where there is one, and its interval."""
    value = written(finding.value, kind=finding.kind)
    if finding.other is not None:
        other = written(finding.other, kind=finding.kind)
        value = _("%(value)s against %(other)s") % {"value": value, "other": other}
    if finding.low is not None and finding.high is not None:
        low, high = (written(one, kind=finding.kind) for one in (finding.low, finding.high))
        value = _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
    name = KINDS.get(finding.kind, "")
    return f"{name} {value}".strip().replace("-", "−")


def written(value: float, *, kind: str) -> str:
    """One number: a share in percent, an effect with two decimals, points and weeks as they are."""
    if kind == "rate":
        return f"{100 * value:.3g} %"
    return f"{value:.2f}" if kind in KINDS else f"{value:g}"
