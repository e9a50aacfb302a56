"""The shipped protocols, sheets and vocabularies: published numbers, tags, and words that anybody can read."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ipt.happened import Happened, Plan
from ipt.library import shipped
from ipt.prompts import PromptSet
from ipt.protocol import Length, Protocol
from ipt.standing import standing
from ipt.vocabulary import Vocabulary
from ipt.words import Words

pytestmark = pytest.mark.quick

LIBRARY = shipped()
IPT = LIBRARY.protocol("ipt")
PROTOCOLS = LIBRARY.protocols()
SHEETS = LIBRARY.prompt_sets()
VOCABULARIES = [
    LIBRARY.vocabulary(name.split("/")[1]) for name in LIBRARY.definitions if name.startswith("vocabulary/")
]
LENGTHS = [(protocol, length) for protocol in PROTOCOLS for length in protocol.lengths]
FOR_THERAPISTS = {"session-note", "remote", "across", "relationship-safety"}
START = date(2026, 1, 5)


def ranges(length: Length) -> list[tuple[str, int, int]]:
    return [(one.phase, one.first, one.last) for one in length.phases]


def texts_for_clients() -> Iterator[tuple[str, str]]:
    """Every label, hint and choice of a prompt that a client may read, with where it stands."""
    for sheet in SHEETS:
        words = LIBRARY.words(sheet, "en")
        for prompt in sheet.for_client:
            for key, text in words.texts.items():
                if key == prompt.id or key.startswith(f"{prompt.id}."):
                    yield f"{sheet.id}: {key}", text


def choices(sheet: str, prompt: str) -> tuple[str, ...]:
    return LIBRARY.prompts(sheet).prompt(prompt).choices


def words_of(vocabulary: str) -> tuple[str, ...]:
    return tuple(word.id for word in LIBRARY.vocabulary(vocabulary).words)


def test_four_forms_are_shipped_and_only_ipt_is_switched_on() -> None:
    assert [(one.id, one.is_on) for one in PROTOCOLS] == [
        ("dit", False),
        ("group-ipt", False),
        ("ipsrt", False),
        ("ipt", True),
    ]


@pytest.mark.parametrize(
    ("protocol", "length", "expected"),
    [
        ("ipt", "sixteen", [("initial", 1, 4), ("middle", 5, 12), ("ending", 13, 16)]),
        ("ipt", "twelve", [("initial", 1, 3), ("middle", 4, 9), ("ending", 10, 12)]),
        ("ipt", "eight", [("initial", 1, 2), ("middle", 3, 6), ("ending", 7, 8)]),
        ("group-ipt", "twenty", [("initial", 1, 5), ("middle", 6, 15), ("ending", 16, 20)]),
        ("dit", "sixteen", [("initial", 1, 4), ("middle", 5, 12), ("ending", 13, 16)]),
    ],
)
def test_the_phases_are_the_published_ones(protocol: str, length: str, expected: list[tuple[str, int, int]]) -> None:
    assert ranges(LIBRARY.protocol(protocol).length(length)) == expected


def test_ipt_lasts_16_sessions_of_50_minutes_a_week_unless_another_length_is_chosen() -> None:
    usual = IPT.usual_length

    assert (usual.n_sessions, usual.minutes, usual.interval_days, usual.midpoint) == (16, 50, 7, 8)


def test_ipt_is_for_adults() -> None:
    assert [IPT.takes_age(age) for age in (17, 18, 90)] == [False, True, True]


def test_the_middle_of_ipt_waits_for_a_focus_and_the_ending_may_be_opened_early() -> None:
    waits = {(one.phase, one.needs, one.opens) for length in IPT.lengths for one in length.phases}

    assert waits == {
        ("initial", None, None),
        ("middle", "focus_agreed", None),
        ("ending", None, "ending_opened"),
        ("maintenance", None, None),
    }


def test_ipt_has_one_focus_and_two_at_the_most() -> None:
    assert (IPT.usual_foci, IPT.most_foci) == (1, 2)
    assert IPT.areas == ("grief", "dispute", "transition", "sensitivities")


def test_the_rules_of_ipt_keep_their_numbers_and_say_whose_they_are() -> None:
    rules = {rule.id: rule for rule in IPT.rules}

    assert {name: (one.points, one.percent, one.suggests, one.tag) for name, one in rules.items()} == {
        "early_no_change": (6, 20, "supervision", "INF"),
        "midway_no_change": (None, 25, "review", "INF"),
        "end_not_remitted": (None, None, "other_options", "S"),
        "symptoms_return": (6, None, "review", "INF"),
    }
    assert (rules["early_no_change"].from_session, rules["early_no_change"].to_session) == (4, 6)


@pytest.mark.parametrize("one", [*PROTOCOLS, *SHEETS], ids=lambda one: one.id)
def test_every_listed_source_is_cited(one: Protocol | PromptSet) -> None:
    if isinstance(one, PromptSet):
        cited = {prompt.source for prompt in one.prompts}
    else:
        cited = {row.source for row in one.tasks} | {row.source for row in one.rules}
        cited |= {length.source for length in one.lengths} | {row.source for row in one.suited_measures}

    assert cited == {source.id for source in one.sources}


@pytest.mark.parametrize("one", VOCABULARIES, ids=lambda one: one.id)
def test_every_word_says_where_it_comes_from_and_what_it_means(one: Vocabulary) -> None:
    if one.id == "concern-levels":
        assert all(word.meaning for word in one.words)
        return
    is_ours = one.source.startswith("OpenIPT")
    assert all(is_ours or (word.source and word.tag) for word in one.words)
    assert all(LIBRARY.words(one, "en")[word.id] for word in one.words)


@pytest.mark.parametrize(("protocol", "length"), LENGTHS, ids=[f"{one.id}-{length.id}" for one, length in LENGTHS])
def test_a_course_of_every_form_runs_from_its_first_session_to_its_last(protocol: Protocol, length: Length) -> None:
    held = [START]
    for n in range(2, length.n_sessions + 1):
        held.append(held[-1] + timedelta(days=length.days_before(n)))
    facts = {one.needs: held[one.first - 2] for one in length.phases if one.needs}
    plan = Plan(on=START, n_sessions=length.n_sessions, ends_on=held[-1])

    phases = [
        standing(
            protocol,
            length=length.id,
            happened=Happened(started_on=START, plans=(plan,), held=tuple(held[:n]), facts=facts),
            on=held[n] - timedelta(days=1) if n else START,
        ).phase
        for n in range(length.n_sessions)
    ]

    assert phases == [length.range_of(n).phase for n in range(1, length.n_sessions + 1)]


@pytest.mark.parametrize("name", sorted(FOR_THERAPISTS))
def test_safety_notes_and_judgements_are_never_for_the_client(name: str) -> None:
    assert LIBRARY.prompts(name).for_client == ()


@pytest.mark.parametrize(
    ("sheet", "prompt"),
    [
        ("inventory", "relation_to_onset"),
        ("inventory", "style"),
        ("illness", "code"),
        ("review", "alliance"),
        ("review", "outcome"),
        ("ending", "therapist_view"),
        ("ending", "risk_of_return"),
        ("area-sensitivities", "our_relationship"),
        ("ipaf", "defence"),
    ],
)
def test_a_judgement_is_private(sheet: str, prompt: str) -> None:
    assert LIBRARY.prompts(sheet).prompt(prompt).is_private


def test_the_note_asks_for_four_things_and_six_would_be_the_most() -> None:
    needed = [prompt.id for prompt in LIBRARY.prompts("session-note").prompts if prompt.is_needed]

    assert needed == ["what_happened", "focus_kept", "plan", "risk_asked"]


def test_nothing_about_a_person_must_be_filled_in() -> None:
    assert not any(prompt.is_needed for prompt in LIBRARY.prompts("inventory").prompts)


def test_choices_that_are_words_of_a_vocabulary_are_those_words() -> None:
    assert choices("inventory", "support") == words_of("support-kinds")
    assert choices("area-dispute", "stage") == words_of("dispute-stages")
    assert choices("group-before", "problem_area") == words_of("problem-areas")
    assert set(choices("inventory", "feelings")) <= set(words_of("affects"))


def test_each_problem_area_has_a_sheet_of_its_own() -> None:
    assert [word.prompts for word in LIBRARY.vocabulary("problem-areas").words] == [
        "area-grief",
        "area-dispute",
        "area-transition",
        "area-sensitivities",
    ]


def test_what_a_client_reads_speaks_from_the_clients_side_in_short_lines() -> None:
    outsiders = [where for where, text in texts_for_clients() if "the client" in text.lower()]
    long = [where for where, text in texts_for_clients() if len(text.split()) > 20]

    assert (outsiders, long) == ([], [])


def test_each_phase_opens_with_a_question() -> None:
    for protocol in PROTOCOLS:
        words = LIBRARY.words(protocol, "en")
        assert all(words[f"opening.{phase}"].endswith("?") for phase in protocol.phases)


@pytest.mark.parametrize("word", ["terminat", "homework", "non-complian", "resistan"])
def test_no_word_that_blames_or_frightens(word: str) -> None:
    every = [text for one in LIBRARY.definitions.values() if isinstance(one.value, Words) for text in all_of(one.value)]

    assert [text for text in every if word in text.lower()] == []


def all_of(words: Words) -> list[str]:
    return [words.title, words.about, *words.texts.values()]
