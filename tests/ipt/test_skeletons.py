"""Skeletons hold names and no questions; our own ratings are named as ours, unvalidated, and judge nothing."""

import pytest

from ipt.library import shipped
from ipt.measure import Measure

pytestmark = pytest.mark.quick

LIBRARY = shipped()
MEASURES = LIBRARY.measures()
HELD_BY_THE_SITE = [one for one in MEASURES if one.licence.tier in ("B", "C")]
OWN = [one for one in MEASURES if one.status == "own"]


@pytest.mark.parametrize("measure", HELD_BY_THE_SITE, ids=lambda measure: measure.id)
def test_a_text_that_may_not_be_shipped_is_not_here(measure: Measure) -> None:
    wording = LIBRARY.wording(measure, "en")

    assert (dict(wording.items), wording.options, dict(wording.item_options), wording.instruction) == ({}, (), {}, "")
    assert (bool(wording.title), bool(wording.full_title), bool(wording.licence), bool(wording.source)) == (True,) * 4


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_every_band_scale_cut_off_and_pattern_has_a_name(measure: Measure) -> None:
    wording = LIBRARY.wording(measure, "en")

    assert set(wording.cases) == {case.id for case in measure.cases}
    assert set(wording.patterns) == {pattern.id for pattern in measure.patterns}
    assert set(wording.scales) == {scale.id for scale in measure.scales}


def test_no_measure_is_shipped_that_may_only_be_used_for_research_with_its_questions() -> None:
    shut = [one for one in MEASURES if "clinical" not in one.licence.uses]

    assert {one.id for one in shut} >= {"ede-q", "icg", "iip-32"}
    assert not [one.id for one in shut if LIBRARY.wording(one, "en").has_items]


@pytest.mark.parametrize("measure", OWN, ids=lambda measure: measure.id)
def test_our_own_ratings_say_so_and_are_held_against_nothing(measure: Measure) -> None:
    wording = LIBRARY.wording(measure, "en")

    assert measure.id.startswith("openipt-")
    assert "our own, not validated" in wording.full_title
    assert "not validated" in wording.licence
    assert (measure.bands, measure.cases, measure.patterns, measure.watch, measure.watch_total) == ((),) * 5
    assert (measure.responds, measure.important_changes) == (None, ())
    assert not [one.id for one in LIBRARY.frameworks() if one.rule(measure.id)]


@pytest.mark.parametrize("measure", OWN, ids=lambda measure: measure.id)
def test_our_own_ratings_are_three_or_four_short_lines_from_the_clients_side(measure: Measure) -> None:
    texts = LIBRARY.wording(measure, "en").items.values()

    assert 3 <= len(texts) <= 4
    assert all(len(text.split()) <= 14 for text in texts)
    assert all({"I", "us.", "me."} & set(text.split()) for text in texts)


def test_the_three_own_ratings_are_the_alliance_the_relationship_and_the_goals() -> None:
    assert [one.id for one in OWN] == ["openipt-alliance", "openipt-goal-progress", "openipt-relationship-week"]


def test_a_score_on_a_session_and_a_form_of_another_rater_are_told_apart() -> None:
    raters = {one.id: one.rater for one in MEASURES if one.rater != "self"}

    assert raters == {
        "c-ssrs": "clinician",
        "hrsd-17": "clinician",
        "ymrs": "clinician",
        "mfq-parent": "parent",
        "smfq-parent": "parent",
    }


def test_higher_is_better_where_the_authors_say_so_and_nowhere_else() -> None:
    higher = {one.id for one in MEASURES if one.better == "higher"}

    assert higher == {
        *("who-5", "ors", "srs", "wai-sr", "mspss", "das-7", "srm-5"),
        *("openipt-alliance", "openipt-goal-progress", "openipt-relationship-week"),
    }


def test_the_items_of_the_rcads_47_are_in_one_scale_each() -> None:
    measure = LIBRARY.measure("rcads-47")
    scales = [scale for scale in measure.scales if scale.id != "total-anxiety"]

    items = [item for scale in scales for item in scale.items]
    assert sorted(items, key=int) == [item.id for item in measure.items]
    assert set(measure.scale("total-anxiety").items) == set(items) - set(measure.scale("depression").items)


def test_norms_are_named_and_never_shipped() -> None:
    with_norms = {one.id: one.norms.by for one in MEASURES if one.norms}

    assert with_norms == {"rcads-25": ("sex", "grade"), "rcads-47": ("sex", "grade")}
    assert not [name for name in LIBRARY.definitions if name.startswith("norms/")]
