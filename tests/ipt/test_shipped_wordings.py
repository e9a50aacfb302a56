"""The shipped wordings: the published words, their licence line, and nothing that may not be here."""

import pytest

from ipt.library import WordingMissing, shipped
from ipt.wording import Option, Wording

pytestmark = pytest.mark.quick

PHQ_9 = shipped().wording(shipped().measure("phq-9"), "en")
GAD_7 = shipped().wording(shipped().measure("gad-7"), "en")
FREQUENCIES = (
    Option(0, "Not at all"),
    Option(1, "Several days"),
    Option(2, "More than half the days"),
    Option(3, "Nearly every day"),
)


def test_the_phq_9_asks_its_published_questions() -> None:
    assert PHQ_9.title == "PHQ-9"
    assert PHQ_9.instruction == (
        "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
    )
    assert list(PHQ_9.items.values())[:9] == [
        "Little interest or pleasure in doing things",
        "Feeling down, depressed, or hopeless",
        "Trouble falling or staying asleep, or sleeping too much",
        "Feeling tired or having little energy",
        "Poor appetite or overeating",
        "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or "
        "restless that you have been moving around a lot more than usual",
        "Thoughts that you would be better off dead or of hurting yourself in some way",
    ]


def test_the_gad_7_asks_its_published_questions() -> None:
    assert list(GAD_7.items.values())[:7] == [
        "Feeling nervous, anxious or on edge",
        "Not being able to stop or control worrying",
        "Worrying too much about different things",
        "Trouble relaxing",
        "Being so restless that it is hard to sit still",
        "Becoming easily annoyed or irritable",
        "Feeling afraid as if something awful might happen",
    ]


@pytest.mark.parametrize("measure_id", ["phq-9", "phq-2", "gad-7", "gad-2"])
def test_the_lowest_answer_is_not_at_all_and_never_not_at_all_sure(measure_id: str) -> None:
    assert shipped().wording(shipped().measure(measure_id), "en").options == FREQUENCIES


@pytest.mark.parametrize("wording", [PHQ_9, GAD_7], ids=lambda wording: wording.title)
def test_the_difficulty_item_has_answers_of_its_own(wording: Wording) -> None:
    assert wording.items["difficulty"] == (
        "If you checked off any problems, how difficult have these problems made it for you to do your work, take "
        "care of things at home, or get along with other people?"
    )
    assert [option.label for option in wording.options_for("difficulty")] == [
        "Not difficult at all",
        "Somewhat difficult",
        "Very difficult",
        "Extremely difficult",
    ]
    assert wording.options_for("1") == FREQUENCIES


@pytest.mark.parametrize(("short", "long"), [("phq-2", "phq-9"), ("gad-2", "gad-7")])
def test_a_short_form_asks_the_first_two_questions_of_the_long_one(short: str, long: str) -> None:
    brief, whole = (shipped().wording(shipped().measure(one), "en") for one in (short, long))

    assert list(brief.items.values()) == list(whole.items.values())[:2]


@pytest.mark.parametrize("measure_id", ["phq-9", "phq-2", "gad-7", "gad-2"])
def test_the_authors_and_the_permission_are_named(measure_id: str) -> None:
    assert shipped().wording(shipped().measure(measure_id), "en").licence == (
        "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational "
        "grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute."
    )


@pytest.mark.parametrize("measure_id", ["bdi-ii", "hrsd-17"])
def test_a_measure_entered_as_a_total_ships_no_question(measure_id: str) -> None:
    wording = shipped().wording(shipped().measure(measure_id), "en")

    assert (wording.has_items, dict(wording.items), wording.options, wording.instruction) == (False, {}, (), "")
    assert wording.licence


def test_a_language_is_found_by_its_main_form() -> None:
    measure = shipped().measure("phq-9")

    assert shipped().wording(measure, "en-GB") == PHQ_9
    assert shipped().languages(measure) == ("en",)
    with pytest.raises(WordingMissing, match="phq-9 version 1 has no text in cy; it has en"):
        shipped().wording(measure, "cy")


def test_band_names_are_words_for_people() -> None:
    assert list(PHQ_9.bands.values()) == ["minimal", "mild", "moderate", "moderately severe", "severe"]
