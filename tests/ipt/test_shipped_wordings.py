"""The shipped wordings: the published words, their licence line, and nothing that may not be here."""

import hashlib
from pathlib import Path

import pytest

from ipt.library import SHIPPED, Library, WordingMissing, shipped
from ipt.measure import Measure
from ipt.wording import Option, Wording

pytestmark = pytest.mark.quick

PACK = Path(__file__).parents[2] / "packs" / "non-commercial"
PAGE = Path(__file__).parents[2] / "docs" / "clinical" / "measures.md"
WITH_PACK = Library.from_folders(SHIPPED, PACK)
FREE = {"phq-9": 10, "phq-8": 8, "phq-4": 4, "phq-2": 2, "gad-7": 8, "gad-2": 2, "pcl-5": 20, "ces-d": 20}
NON_COMMERCIAL = {"audit": 10, "audit-c": 3, "core-10": 10, "dast-10": 10, "who-5": 5}

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


@pytest.mark.parametrize("measure_id", ["phq-9", "phq-8", "phq-4", "phq-2", "gad-7", "gad-2"])
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


@pytest.mark.parametrize(
    ("short", "long", "n_items"), [("phq-2", "phq-9", 2), ("phq-8", "phq-9", 8), ("gad-2", "gad-7", 2)]
)
def test_a_short_form_asks_the_first_questions_of_the_long_one(short: str, long: str, n_items: int) -> None:
    brief, whole = (shipped().wording(shipped().measure(one), "en") for one in (short, long))

    assert list(brief.items.values()) == list(whole.items.values())[:n_items]


def test_the_phq_4_asks_the_gad_2_and_then_the_phq_2() -> None:
    halves = [shipped().wording(shipped().measure(one), "en").items.values() for one in ("gad-2", "phq-2")]

    assert list(shipped().wording(shipped().measure("phq-4"), "en").items.values()) == [*halves[0], *halves[1]]


@pytest.mark.parametrize("measure_id", ["phq-9", "phq-8", "phq-4", "phq-2", "gad-7", "gad-2"])
def test_the_authors_and_the_permission_are_named(measure_id: str) -> None:
    assert shipped().wording(shipped().measure(measure_id), "en").licence == (
        "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational "
        "grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute."
    )


def test_the_free_questionnaires_and_no_other_come_with_their_questions() -> None:
    found = {one.id: len(wording(one).items) for one in shipped().measures() if is_asked(one, shipped())}

    assert found == FREE


@pytest.mark.parametrize("one", shipped().measures(), ids=lambda one: one.id)
def test_only_a_free_text_is_here_and_every_measure_is_named_with_its_owner_and_terms(one: Measure) -> None:
    text = wording(one)

    assert one.licence.owner
    assert one.licence.terms
    assert text.title
    assert text.full_title
    assert text.licence
    if one.licence.tier not in ("A", "own"):
        assert (dict(text.items), text.options, dict(text.item_options), text.instruction) == ({}, (), {}, "")
    elif text.has_items and one.licence.tier == "A":
        assert text.copyright


def test_the_pack_adds_the_questions_of_the_non_commercial_ones_and_nothing_else() -> None:
    found = {one.id: len(wording(one, WITH_PACK).items) for one in WITH_PACK.measures() if is_asked(one, WITH_PACK)}

    assert found == {**FREE, **NON_COMMERCIAL}
    assert {path.relative_to(PACK).parts[0] for path in PACK.rglob("*.toml")} == {"wordings"}


@pytest.mark.parametrize("measure_id", NON_COMMERCIAL)
def test_a_text_of_the_pack_is_marked_non_commercial_and_has_terms_of_its_own(measure_id: str) -> None:
    licence = WITH_PACK.measure(measure_id).licence
    terms = {"audit-c": "AUDIT"}.get(measure_id, measure_id.upper())

    assert (licence.tier, licence.commercial) == ("A-NC", False)
    assert "commercial" in (PACK / "licences" / f"{terms}.md").read_text(encoding="utf-8")
    assert wording(WITH_PACK.measure(measure_id), WITH_PACK).copyright
    assert f"{terms}.md" in (PACK / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("one", shipped().measures(), ids=lambda one: one.id)
def test_the_page_about_measures_has_a_row_for_each_with_its_tier(one: Measure) -> None:
    row = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if f"| {wording(one).title} |" in line)

    assert row.split(" | ")[3] == one.licence.tier


def test_the_core_10_is_unchanged_because_its_licence_allows_no_change() -> None:
    core = wording(WITH_PACK.measure("core-10"), WITH_PACK)
    texts = [core.instruction, *core.items.values(), *(option.label for option in core.options)]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()

    assert core.copyright == "© CORE System Trust: https://www.coresystemtrust.org.uk/copyright.pdf"
    assert [option.value for option in core.options] == [0, 1, 2, 3, 4]
    assert digest == "c219690d3d319a8b5f171ef957d1799763814955c729517751f020c081acb0fa"
    assert WITH_PACK.languages(WITH_PACK.measure("core-10")) == ("en",)


def test_the_hrsd_17_is_for_the_rater_with_a_description_of_each_step() -> None:
    hrsd_17 = shipped().measure("hrsd-17")
    steps = [len(wording(hrsd_17).options_for(item.id)) for item in hrsd_17.items]

    assert hrsd_17.rater == "clinician"
    assert steps == [5, 5, 5, 3, 3, 3, 5, 5, 5, 5, 5, 3, 3, 3, 5, 4, 3]
    assert wording(hrsd_17).options_for("16")[3] == Option(3, "Not assessed")


def test_the_dast_10_counts_a_no_where_it_asks_whether_somebody_can_stop() -> None:
    dast = WITH_PACK.measure("dast-10")

    assert dast.reverse == ("3",)
    assert wording(dast, WITH_PACK).items["3"] == "Are you always able to stop using drugs when you want to?"


def test_the_ces_d_counts_the_other_way_round_where_it_says_that_things_went_well() -> None:
    ces_d = shipped().measure("ces-d")

    assert [wording(ces_d).items[item] for item in ces_d.reverse] == [
        "I felt that I was just as good as other people.",
        "I felt hopeful about the future.",
        "I was happy.",
        "I enjoyed life.",
    ]


def test_the_pcl_5_asks_about_the_past_month() -> None:
    pcl_5 = shipped().measure("pcl-5")

    assert "in the past month" in wording(pcl_5).instruction
    assert "week" not in wording(pcl_5).instruction
    assert pcl_5.period_days == 30


def test_the_who_5_offers_its_best_answer_first_and_names_its_cut_offs() -> None:
    who_5 = WITH_PACK.measure("who-5")

    assert [option.value for option in wording(who_5, WITH_PACK).options] == [5, 4, 3, 2, 1, 0]
    assert dict(wording(who_5).cases) == {"poor": "poor well-being", "depression": "very low well-being"}


def test_a_language_is_found_by_its_main_form() -> None:
    measure = shipped().measure("phq-9")

    assert shipped().wording(measure, "en-GB") == PHQ_9
    assert shipped().languages(measure) == ("en",)
    with pytest.raises(WordingMissing, match="phq-9 version 1 has no text in cy; it has en"):
        shipped().wording(measure, "cy")


def test_band_names_are_words_for_people() -> None:
    assert list(PHQ_9.bands.values()) == ["minimal", "mild", "moderate", "moderately severe", "severe"]


def wording(measure: Measure, library: Library | None = None) -> Wording:
    return (library or shipped()).wording(measure, "en")


def is_asked(measure: Measure, library: Library) -> bool:
    """Whether its questions are here, somebody else than us wrote them, and a client may answer them."""
    return wording(measure, library).has_items and measure.rater == "self" and measure.status == "published"
