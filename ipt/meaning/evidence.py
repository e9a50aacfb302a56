"""What evidence must mean: findings once each, with a source that is named, an interval around them, a known grade."""

from collections.abc import Iterator

from ipt.evidence import EvidenceSet, TrialFinding
from ipt.meaning.beside import Beside
from ipt.meaning.problem import Problem, one_of, twice
from ipt.strict import shown
from ipt.vocabulary import Vocabulary

GRADES, CONDITIONS, FORMATS, PEOPLE = "evidence-grades", "conditions", "evidence-formats", "evidence-people"
RATIOS = ("odds_ratio", "risk_ratio", "hazard_ratio")


def evidence_problems(evidence: EvidenceSet, *, beside: Beside) -> Iterator[Problem]:
    """Everything that does not hold together in a set of evidence, or that names a word nobody has defined."""
    yield from twice("findings", ids=[finding.id for finding in evidence.findings])
    yield from twice("sources", ids=[source.id for source in evidence.sources])
    for key, words in (("conditions", evidence.conditions), ("formats", evidence.formats)):
        if not words:
            yield key, "one or more", "none"
    if not evidence.findings:
        yield "findings", "one or more", "none"
    yield from _word_problems(beside, vocabulary=GRADES, words={"grade": evidence.grade})
    for key, vocabulary, words in (
        ("conditions", CONDITIONS, evidence.conditions),
        ("formats", FORMATS, evidence.formats),
        ("people", PEOPLE, evidence.people),
    ):
        by_key = {f"{key}[{index}]": word for index, word in enumerate(words)}
        yield from _word_problems(beside, vocabulary=vocabulary, words=by_key)
    known = [source.id for source in evidence.sources]
    for index, finding in enumerate(evidence.findings):
        if finding.source not in known:
            yield f"findings[{index}].source", one_of(known), shown(finding.source)
        yield from _finding_problems(finding, key=f"findings[{index}]")
    for index, source in enumerate(evidence.sources):
        if not 1950 <= source.year <= evidence.weighed_on.year:
            yield f"sources[{index}].year", f"a year from 1950 to {evidence.weighed_on.year}", str(source.year)


def _word_problems(beside: Beside, *, vocabulary: str, words: dict[str, str]) -> Iterator[Problem]:
    known = beside.one(Vocabulary, id_=vocabulary)
    if known is None:
        return
    ids = [word.id for word in known.words]
    for key, word in words.items():
        if word not in ids:
            yield key, one_of(ids), shown(word)


def _finding_problems(finding: TrialFinding, *, key: str) -> Iterator[Problem]:
    if (finding.low is None) != (finding.high is None):
        yield f"{key}.low", "both ends of the interval, or neither", "one of them"
    elif finding.low is not None and finding.high is not None and not finding.low <= finding.value <= finding.high:
        yield f"{key}.value", f"a number from {finding.low} to {finding.high}, its interval", str(finding.value)
    for name, number in (("value", finding.value), ("other", finding.other)):
        if number is None:
            continue
        if finding.kind == "rate" and not 0 <= number <= 1:
            yield f"{key}.{name}", "a rate from 0 to 1", str(number)
        if finding.kind in RATIOS and number <= 0:
            yield f"{key}.{name}", "a ratio above 0", str(number)
    yield from _beside_the_number(finding, key=key)


def _beside_the_number(finding: TrialFinding, *, key: str) -> Iterator[Problem]:
    if finding.p is not None and not 0 <= finding.p <= 1:
        yield f"{key}.p", "a probability from 0 to 1", str(finding.p)
    for name, count in (("n_studies", finding.n_studies), ("n_people", finding.n_people)):
        if count is not None and count < 1:
            yield f"{key}.{name}", "a number above 0", str(count)
    if finding.verified and not finding.checked.strip():
        yield f"{key}.checked", "where or how it was checked, as it is called verified", "nothing"
