"""Evidence: found by protocol and format, graded by a named scheme, told in words for both readers."""

from itertools import pairwise

import pytest

from ipt.evidence import EvidenceSet
from ipt.library import SHIPPED, DefinitionError, Library, NotDefined, shipped

pytestmark = pytest.mark.quick

NAME = "evidence/bulimia/2.toml"
BULIMIA = (SHIPPED / "evidence/bulimia/1.toml").read_text(encoding="utf-8").replace("version = 1", "version = 2", 1)
ENGLISH = (SHIPPED / "wordings/evidence/bulimia/1.en.toml").read_text(encoding="utf-8")
EVERY = shipped().evidence()
LONGEST_TEXT, LONGEST_SENTENCE = 75, 25  # of what a client reads, in words


def faults(old: str, new: str) -> list[str]:
    assert old in BULIMIA
    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({NAME: BULIMIA.replace(old, new, 1)}, base=shipped())
    return [str(fault).removeprefix(f"{NAME}: ") for fault in broken.value.faults]


def test_a_page_asks_for_the_evidence_of_a_protocol_in_a_format() -> None:
    in_a_group = shipped().evidence_for("group-ipt", "group")

    assert [one.id for one in in_a_group] == ["binge-eating", "depression-group", "depression-low-resource"]
    assert shipped().evidence_for("group-ipt", "phone") == ()
    assert {"depression", "prolonged-grief"} <= {one.id for one in shipped().evidence_for("ipt", "individual")}
    assert [one.id for one in shipped().evidence_for("ipsrt")] == ["bipolar"]


def test_every_protocol_has_evidence_of_its_own() -> None:
    assert [one.id for one in shipped().protocols() if not shipped().evidence_for(one.id)] == []


@pytest.mark.parametrize(
    ("evidence_id", "grade"),
    [
        ("depression", "strong"),
        ("bulimia", "not_first_choice"),
        ("prolonged-grief", "not_first_choice"),
        ("social-anxiety", "uneven"),
        ("bipolar", "uneven"),
    ],
)
def test_uneven_evidence_is_graded_so(evidence_id: str, grade: str) -> None:
    assert shipped().evidence_set(evidence_id).grade == grade


@pytest.mark.parametrize(
    ("evidence_id", "finding_id", "ipt", "other"),
    [
        ("bulimia", "recovered-end", 0.06, 0.29),
        ("prolonged-grief", "response-adults", 0.28, 0.51),
        ("prolonged-grief", "response-older", 0.320, 0.705),
        ("depression-inpatients", "response", 0.70, 0.51),
        ("maintenance", "recurrence-over-70", 0.68, 0.58),
    ],
)
def test_a_published_pair_of_rates_stands_side_by_side(
    evidence_id: str, finding_id: str, ipt: float, other: float
) -> None:
    finding = shipped().evidence_set(evidence_id).finding(finding_id)

    assert (finding.value, finding.other) == (ipt, other)


def test_the_large_reviews_are_told_as_published() -> None:
    depression = shipped().evidence_set("depression")

    newer, older = depression.finding("acute-2016"), depression.finding("control-2011")
    assert (newer.value, newer.low, newer.high) == (0.60, 0.45, 0.75)
    assert (older.value, older.low, older.high, older.n_studies) == (0.63, 0.36, 0.90, 16)
    assert depression.source(newer.source).year == 2016


def test_no_grade_is_called_confirmed_before_a_clinical_lead_has_confirmed_it() -> None:
    assert [one.id for one in EVERY if one.is_confirmed] == []


def test_the_grades_have_an_order_a_name_and_a_meaning() -> None:
    grades = shipped().vocabulary("evidence-grades")
    words = shipped().words(grades, "en")

    ranks = [grade.rank or 0 for grade in grades.words]
    assert all(higher > lower for higher, lower in pairwise(ranks))
    assert all(words[grade.id] and words[f"{grade.id}.about"] for grade in grades.words)


@pytest.mark.parametrize("evidence", EVERY, ids=lambda one: one.id)
def test_a_client_reads_two_or_three_short_sentences_without_a_number(evidence: EvidenceSet) -> None:
    client = shipped().words(evidence, "en")["client"]
    sentences = [part for part in client.replace("; ", ". ").split(". ") if part]

    assert client.count(". ") + 1 in (2, 3)
    assert len(client.split()) <= LONGEST_TEXT
    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST_SENTENCE
    assert not any(letter.isdigit() for letter in client)


def test_a_finding_that_is_not_there_is_answered_by_what_is() -> None:
    bulimia = shipped().evidence_set("bulimia")

    with pytest.raises(LookupError, match="bulimia has no finding cured; it has recovered-end, remitted-end"):
        bulimia.finding("cured")
    with pytest.raises(LookupError, match="bulimia has no source klerman"):
        bulimia.source("klerman")
    with pytest.raises(NotDefined, match="There is no evidence hysteria; there is binge-eating, bipolar"):
        shipped().evidence_set("hysteria")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'grade = "not_first_choice"',
            'grade = "weak"',
            "grade: expected one of strong, moderate, limited, uneven, not",
        ),
        ('conditions = ["bulimia"]', 'conditions = ["spleen"]', "conditions[0]: expected one of depression, chronic_d"),
        ('conditions = ["bulimia"]', "conditions = []", "conditions: expected one or more, came none"),
        ('formats = ["individual"]', 'formats = ["pigeon"]', "formats[0]: expected one of individual, group, phone"),
        ("value = 0.06\n", "value = 6\n", "findings[0].value: expected a rate from 0 to 1, came 6"),
        ("value = 0.06\n", "value = 0.06\nlow = 0.01\n", "findings[0].low: expected both ends of the interval"),
        ("value = 0.06\n", "value = 0.06\nlow = 0.1\nhigh = 0.2\n", "findings[0].value: expected a number from 0.1 to"),
        ('kind = "rate"', 'kind = "cure"', "findings[0].kind: expected one of g, d, odds_ratio"),
        (
            'kind = "rate"\nvalue = 0.06',
            'kind = "odds_ratio"\nvalue = -1',
            "findings[0].value: expected a ratio above 0",
        ),
        ('source = "agras-2000"', 'source = "agras"', "findings[0].source: expected one of agras-2000, cuijpers-2016"),
        ("n_studies = 1", "n_studies = 0", "findings[0].n_studies: expected a number above 0, came 0"),
        ("n_people = 220", "n_people = 220\np = 5", "findings[0].p: expected a probability from 0 to 1, came 5"),
        (
            'checked = "Read in the abstract."',
            'checked = ""',
            "findings[0].checked: expected where or how it was checked",
        ),
        (
            'id = "remitted-end"',
            'id = "recovered-end"',
            "findings[1]: expected each one once, came recovered-end again",
        ),
        ("year = 2000", "year = 2100", "sources[0].year: expected a year from 1950 to 2026, came 2100"),
    ],
)
def test_a_fault_of_evidence_is_told_with_its_place(old: str, new: str, fault: str) -> None:
    assert any(told.startswith(fault) for told in faults(old, new)), faults(old, new)


def test_every_finding_needs_its_words() -> None:
    words = ENGLISH.replace('"finding.recovered-end"', '"finding.recovered"', 1)

    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({"wordings/evidence/bulimia/1.en.toml": words}, base=shipped())

    told = [str(fault) for fault in broken.value.faults]
    assert any("texts.finding.recovered-end: expected a text, came nothing" in fault for fault in told)
    assert any("texts.finding.recovered: expected one of said, client" in fault for fault in told)
