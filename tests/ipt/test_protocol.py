"""Protocols: what they answer, and each thing that must hold together in one, told with its place."""

import pytest

from ipt.library import DefinitionError, Library, NotDefined, WordingMissing, shipped
from ipt.protocol import COUNTS, FACTS, sheet_of

pytestmark = pytest.mark.quick

IPT = shipped().protocol("ipt")

NOTE = """
id = "diary-note"
version = 1
sources = [{ id = "made-up", text = "Made up for this test." }]
prompts = [{ id = "said", kind = "text", source = "made-up", tag = "INF" }]
"""

BRIEF = """
id = "brief"
version = 1
is_on = false
edition = "none"
evidence = "none"
youngest = 18
oldest = 64
formats = ["individual"]
media = ["in_person", "phone"]
usual_foci = 1
most_foci = 2
areas = ["grief"]
techniques = ["role_play"]
maintenance = "monthly"
follow_up_weeks = [13, 26]
sheets = { note = "diary-note" }
sources = [{ id = "made-up", text = "Made up for this test." }]

agenda = [{ id = "mood", phases = ["initial", "middle", "ending"] }]

measures = [
  { measure = "phq-9", rhythm = "each_session", answered_by = "client", is_main = true },
  { measure = "gad-7", rhythm = "every_weeks", weeks = 4, answered_by = "client" },
]

[[lengths]]
id = "six"
n_sessions = 6
fewest = 4
most = 8
minutes = 50
interval_days = 7
latest_weeks = 8
midpoint = 3
is_usual = true
source = "made-up"
tag = "INF"
phases = [
  { phase = "initial", first = 1, last = 2 },
  { phase = "middle", first = 3, last = 4, needs = "focus_agreed" },
  { phase = "ending", first = 5, last = 6, opens = "ending_opened", interval_days = 14 },
]

[[lengths]]
id = "monthly"
n_sessions = 6
fewest = 1
most = 12
minutes = 50
interval_days = 28
latest_weeks = 20
is_maintenance = true
source = "made-up"
tag = "INF"
phases = [{ phase = "maintenance", first = 1, last = 6 }]

[[tasks]]
id = "note"
phase = "initial"
done_when = "filled.diary-note.said"
due = "first_session"
sheet = "diary-note"
source = "made-up"
tag = "INF"

[[tasks]]
id = "people"
phase = "middle"
done_when = "n_people"
at_least = 2
due = "midpoint"
source = "made-up"
tag = "INF"

[[rules]]
id = "slow"
kind = "no_improvement"
measure = "phq-9"
from_session = 2
to_session = 3
points = 6
suggests = "supervision"
source = "made-up"
tag = "INF"

[[rules]]
id = "not-well"
kind = "not_remitted"
measure = "phq-9"
at = "end"
suggests = "other_options"
source = "made-up"
tag = "INF"
"""

SHEET = "prompts/diary-note/1.toml"
NAME = "protocols/brief/1.toml"


def library(text: str = BRIEF, **more: str) -> Library:
    return Library.from_texts({SHEET: NOTE, NAME: text, **more}, base=shipped())


def told(old: str, new: str) -> list[str]:
    """The faults of the brief protocol with one place changed, without the file's name."""
    assert BRIEF.count(old) >= 1
    with pytest.raises(DefinitionError) as broken:
        library(BRIEF.replace(old, new, 1))
    assert {fault.file for fault in broken.value.faults} == {NAME}
    return [str(fault).removeprefix(f"{NAME}: ") for fault in broken.value.faults]


def test_a_protocol_answers_by_name() -> None:
    brief = library().protocol("brief")

    assert (brief.usual_length.id, brief.length("monthly").is_maintenance) == ("six", True)
    assert brief.phases == ("initial", "middle", "ending", "maintenance")
    assert [task.id for task in brief.tasks_of("middle")] == ["people"]
    assert [point.id for point in brief.agenda_of("ending")] == ["mood"]
    assert brief.agenda_of("maintenance") == ()
    assert brief.task("note").sheet == "diary-note"
    assert brief.main_measure
    assert brief.main_measure.measure == "phq-9"


@pytest.mark.parametrize(("age", "is_taken"), [(17, False), (18, True), (64, True), (65, False)])
def test_both_ends_of_the_ages_are_included(age: int, is_taken: bool) -> None:
    assert library().protocol("brief").takes_age(age) is is_taken


def test_what_a_protocol_does_not_have_is_answered_by_what_it_has() -> None:
    brief = library().protocol("brief")

    with pytest.raises(LookupError, match="brief has no length ten; it has six, monthly"):
        brief.length("ten")
    with pytest.raises(LookupError, match="brief has no task focus; it has note, people"):
        brief.task("focus")
    with pytest.raises(NotDefined, match="There is no protocol cbt; there is dit, group-ipt, ipsrt, ipt"):
        shipped().protocol("cbt")


def test_days_between_sessions_are_those_of_the_phase_where_it_has_its_own() -> None:
    six = library().protocol("brief").length("six")

    assert [six.days_before(n) for n in (2, 4, 5, 6, 9)] == [7, 7, 14, 14, 14]


def test_a_fact_about_a_sheet_names_the_sheet() -> None:
    assert [sheet_of(fact) for fact in ("entry.illness", "filled.illness.named", *FACTS, *COUNTS)] == [
        "illness",
        "illness",
        *[None] * (len(FACTS) + len(COUNTS)),
    ]


def test_a_digest_is_of_this_version_of_the_protocol() -> None:
    with_more = library(BRIEF.replace("youngest = 18", "youngest = 16"))

    assert library().digest(library().protocol("brief")) != with_more.digest(with_more.protocol("brief"))
    assert len(shipped().digest(IPT)) == 64


def test_a_protocol_without_words_in_a_language_says_so() -> None:
    with pytest.raises(WordingMissing, match="brief version 1 has no text in en; it has no language"):
        library().words(library().protocol("brief"), "en")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("is_on = false", 'is_on = "no"', 'is_on: expected true or false, came "no"'),
        (
            'media = ["in_person"',
            'media = ["letter"',
            "media[0]: expected one of in_person, phone, video, messages, ca",
        ),
        (
            'due = "midpoint"',
            'due = "halfway"',
            "tasks[1].due: expected one of first_session, phase_start, phase_end, ",
        ),
        ("minutes = 50\n", "minuts = 50\n", "lengths[0].minutes: expected a whole number, came nothing"),
    ],
)
def test_a_fault_of_form_is_told_with_its_place(old: str, new: str, fault: str) -> None:
    assert any(one.startswith(fault) for one in told(old, new))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "first = 3, last = 4",
            "first = 4, last = 4",
            "lengths[0].phases[1].first: expected 3, where the phase before",
        ),
        (
            "first = 3, last = 4",
            "first = 2, last = 4",
            "lengths[0].phases[1].first: expected 3, where the phase before",
        ),
        (
            "first = 5, last = 6",
            "first = 5, last = 5",
            "lengths[0].phases[2].last: expected 6, the last session, came 5",
        ),
        (
            "first = 1, last = 2 }",
            'first = 1, last = 2, needs = "focus_agreed" }',
            "lengths[0].phases[0].needs: expect",
        ),
        (
            'needs = "focus_agreed"',
            'needs = "n_people"',
            "lengths[0].phases[1].needs: expected one of focus_agreed, fo",
        ),
        (
            'needs = "focus_agreed"',
            'needs = "focus_chosen"',
            "lengths[0].phases[1].needs: expected one of focus_agreed",
        ),
        (
            'needs = "focus_agreed"',
            'needs = "review_held", opens = "focus_agreed"',
            "lengths[0].phases[1].opens: expec",
        ),
        (
            'phase = "middle", first',
            'phase = "initial", first',
            "lengths[0].phases[1]: expected each one once, came ini",
        ),
        (
            "interval_days = 14",
            "interval_days = 0",
            "lengths[0].phases[2].interval_days: expected a whole number from 1",
        ),
        ("fewest = 4", "fewest = 7", "lengths[0].n_sessions: expected a number from fewest, 7, to most, 8, came 6"),
        ("most = 8", "most = 5", "lengths[0].n_sessions: expected a number from fewest, 4, to most, 5, came 6"),
        ("midpoint = 3", "midpoint = 6", "lengths[0].midpoint: expected a session before the last, 6, came 6"),
        ("latest_weeks = 8", "latest_weeks = 6", "lengths[0].latest_weeks: expected 7 weeks or more, so that 6 sessio"),
        ("is_usual = true\n", "", "lengths: expected exactly one with is_usual, came 0"),
        ("is_maintenance = true", "is_maintenance = true\nis_usual = true", "lengths: expected exactly one with is_us"),
        (
            'maintenance = "monthly"',
            'maintenance = "six"',
            "maintenance: expected a length with is_maintenance: one of",
        ),
        ('id = "monthly"', 'id = "six"', "lengths[1]: expected each one once, came six again"),
        ("most_foci = 2", "most_foci = 0", "most_foci: expected usual_foci, 1, or more, and both from 1 on, came 0"),
        ("oldest = 64", "oldest = 12", "oldest: expected an age in years, the youngest before the oldest, came 12"),
        ('formats = ["individual"]', "formats = []", "formats: expected at least one, came none"),
        (
            "[13, 26]",
            "[26, 13]",
            "follow_up_weeks: expected different weeks after the end, soonest first, came [26, 13]",
        ),
        ('["grief"]', '["sorrow"]', "areas: expected one of grief, dispute, transition, sensitivities, came"),
        ('["role_play"]', '["hypnosis"]', "techniques: expected one of "),
        ('"diary-note" }\n', '"diary" }\n', "sheets.note: expected one of "),
        ('sheet = "diary-note"', 'sheet = "diary"', "tasks[0].sheet: expected one of "),
        (
            "filled.diary-note.said",
            "filled.diary-note.told",
            "tasks[0].done_when: expected a prompt of diary-note: one",
        ),
        ("filled.diary-note.said", "filled.diary.said", "tasks[0].done_when: expected one of "),
        ("filled.diary-note.said", "noted", "tasks[0].done_when: expected one of focus_agreed, formulation_agreed, "),
        ("at_least = 2\n", "", "tasks[1].at_least: expected 1 or more for a count, nothing for another fact, came no"),
        (
            "at_least = 2\n",
            "at_least = 0\n",
            "tasks[1].at_least: expected 1 or more for a count, nothing for another f",
        ),
        ('"first_session"', '"first_session"\nat_least = 1', "tasks[0].at_least: expected 1 or more for a count, no"),
        ("midpoint = 3\n", "", "tasks[1].due: expected a length with a midpoint, came none"),
        (
            'phase = "initial"\ndone',
            'phase = "begin"\ndone',
            "tasks[0].phase: expected one of initial, middle, ending, m",
        ),
        ('"middle", "ending"] }]', '"end"] }]', "agenda[0].phases: expected one of initial, middle, ending, mainten"),
        (
            'measure = "phq-9", rhythm',
            'measure = "phq-10", rhythm',
            "measures[0].measure: expected one of asrm, audit",
        ),
        (
            'measure = "gad-7", rhythm',
            'measure = "hrsd-17", rhythm',
            "measures[1].answered_by: expected clinician, for",
        ),
        ('measure = "gad-7", rhythm', 'measure = "bdi-ii", rhythm', "measures[1].answered_by: expected clinician, for"),
        ("weeks = 4, ", "weeks = 0, ", "measures[1].weeks: expected 1 or more for every_weeks, nothing for another"),
        (
            "weeks = 4, ",
            "",
            "measures[1].weeks: expected 1 or more for every_weeks, nothing for another rhythm, came n",
        ),
        ('"each_session"', '"each_session", weeks = 1', "measures[0].weeks: expected 1 or more for every_weeks, noth"),
        (", is_main = true", "", "measures: expected exactly one with is_main, came 0"),
        (
            'measure = "phq-9"\nfrom',
            'measure = "phq-10"\nfrom',
            "rules[0].measure: expected one of asrm, audit, audit-c",
        ),
        (
            'measure = "phq-9"\nat',
            'measure = "gad-7"\nat',
            "rules[1].measure: expected a measure that says where remiss",
        ),
        ("points = 6\n", "", "rules[0].points: expected points or percent, came neither"),
        ("points = 6\n", "points = 0\n", "rules[0].points: expected a whole number from 1 on, came 0"),
        ("from_session = 2\nto_session = 3\n", "", "rules[0].at: expected from_session or at, and neither for a ret"),
        ("to_session = 3", "to_session = 1", "rules[0].to_session: expected a session from from_session on, came 1"),
        (
            'kind = "no_improvement"',
            'kind = "return_of_symptoms"',
            "rules[0].at: expected from_session or at, and neit",
        ),
        ('source = "made-up"', 'source = "book"', 'lengths[0].source: expected one of made-up, came "book"'),
    ],
)
def test_a_fault_of_meaning_is_told_with_its_place(old: str, new: str, fault: str) -> None:
    assert any(one.startswith(fault) for one in told(old, new)), told(old, new)


def test_what_refers_to_a_broken_sheet_is_not_told_as_well() -> None:
    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({SHEET: NOTE.replace('kind = "text"', 'kind = "essay"'), NAME: BRIEF}, base=shipped())

    assert {fault.file for fault in broken.value.faults} == {SHEET}
