"""The shipped definitions: what they say, and that they keep their sources and tags."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest

from ipt.library import SHIPPED, faults_in, shipped
from ipt.meaning.measures import LOINC, loinc_check_digit_holds
from ipt.measure import Domain, Measure

pytestmark = pytest.mark.quick

MEASURES = shipped().measures()
PHQ_ITEMS = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
GAD_ITEMS = ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]


def measure(measure_id: str) -> Measure:
    return shipped().measure(measure_id)


def loinc(measure_id: str, *, role: str) -> list[str]:
    return [code.code for code in measure(measure_id).codes if code.system == LOINC and code.role == role]


def test_the_library_ships_what_was_promised() -> None:
    assert {name: sorted(one.id for one in MEASURES if one.domain == name) for name in get_args(Domain)} == {
        "depression": [
            *("bdi-ii", "ces-d", "epds", "hrsd-17", "mfq", "mfq-parent", "phq-2", "phq-8", "phq-9", "phq-a"),
            *("qids-sr16", "smfq", "smfq-parent"),
        ],
        "anxiety": [
            *("gad-2", "gad-7", "hai-short-week", "mini-spin", "mobility-inventory-alone", "oci", "pdss", "pswq"),
            "spin",
        ],
        "trauma": ["ies-r", "pcl-5"],
        "functioning": ["whodas-12", "wsas"],
        "alcohol": ["audit", "audit-c"],
        "drugs": ["dast-10"],
        "eating": ["ede-q", "ede-qs", "scoff"],
        "mania": ["asrm", "ymrs"],
        "risk": ["c-ssrs"],
        "sleep": ["isi"],
        "grief": ["icg", "pg-13-r"],
        "loneliness": ["ucla-3"],
        "support": ["mspss"],
        "attachment": ["ecr-rs"],
        "interpersonal": ["iip-32"],
        "relationship": ["das-7", "openipt-relationship-week"],
        "rhythm": ["srm-5"],
        "alliance": ["openipt-alliance", "srs", "wai-sr"],
        "wellbeing": ["ors", "who-5"],
        "distress": ["core-10", "phq-4", "rcads-25", "rcads-47"],
        "goals": ["openipt-goal-progress"],
    }
    assert [one.id for one in shipped().frameworks()] == ["jacobson-truax", "nhs-talking-therapies", "published"]
    assert [word.id for word in shipped().vocabulary("concern-levels").words] == ["notice", "soon", "urgent"]


def test_no_shipped_definition_has_a_fault() -> None:
    n_read, faults = faults_in()

    assert n_read == len(list(SHIPPED.rglob("*.toml")))
    assert faults == ()


def test_definitions_are_toml_only() -> None:
    assert {path.suffix for path in SHIPPED.rglob("*") if path.is_file()} == {".toml"}


@pytest.mark.parametrize(
    ("measure_id", "low", "high", "bands"),
    [
        ("phq-9", 0, 27, [(0, 4), (5, 9), (10, 14), (15, 19), (20, 27)]),
        ("phq-2", 0, 6, [(0, 2), (3, 6)]),
        ("gad-7", 0, 21, [(0, 4), (5, 9), (10, 14), (15, 21)]),
        ("gad-2", 0, 6, [(0, 2), (3, 6)]),
        ("bdi-ii", 0, 63, [(0, 13), (14, 19), (20, 28), (29, 63)]),
        ("hrsd-17", 0, 52, [(0, 7), (8, 13), (14, 18), (19, 22), (23, 52)]),
    ],
)
def test_ranges_and_bands_are_the_published_ones(
    measure_id: str, low: int, high: int, bands: list[tuple[int, int]]
) -> None:
    found = measure(measure_id)

    assert (found.low, found.high, found.worst, found.better) == (low, high, high, "lower")
    assert [(band.low, band.high) for band in found.bands] == bands


def test_the_nhs_rules_are_the_published_ones_and_keep_their_tags() -> None:
    rules = {rule.measure: rule for rule in shipped().framework("nhs-talking-therapies").rules}

    assert {name: (rule.case_at, rule.points, rule.verified) for name, rule in rules.items()} == {
        "phq-9": (10, 6, True),
        "gad-7": (8, 4, True),
        "spin": (19, 10, False),
        "mobility-inventory-alone": (2.3, 0.73, False),
        "pdss": (8, 5, False),
        "oci": (40, 32, False),
        "pcl-5": (32, 10, False),
        "ies-r": (33, 9, False),
        "hai-short-week": (18, 4, False),
        "pswq": (45, 9, False),
    }


def test_the_watched_answers_are_those_on_death_and_suicide() -> None:
    watched = {
        one.id: [(watch.item, watch.at_least, watch.level) for watch in one.watch] for one in MEASURES if one.watch
    }

    first_soon_then_urgent = [(1, "soon"), (2, "urgent")]
    assert watched == {
        **{
            name: [(item, *level) for level in first_soon_then_urgent]
            for name, item in (("phq-9", "9"), ("epds", "10"), ("qids-sr16", "12"), ("core-10", "6"))
        },
        "hrsd-17": [("3", 1, "soon"), ("3", 3, "urgent")],
        "phq-a": [
            ("9", 1, "soon"),
            ("9", 2, "urgent"),
            ("past-month-thoughts", 1, "urgent"),
            ("lifetime-attempt", 1, "soon"),
        ],
        "mfq": [("16", 2, "soon"), ("17", 2, "soon"), ("18", 2, "soon"), ("19", 1, "soon"), ("19", 2, "urgent")],
    }


def test_a_screen_for_suicide_risk_has_a_level_of_concern_for_each_of_its_own() -> None:
    levels = {one.id: [(level.id, level.level) for level in one.triage] for one in MEASURES if one.triage}

    assert levels == {"c-ssrs": [("low", "soon"), ("moderate", "soon"), ("high", "urgent")]}


def test_deadlines_of_the_levels_are_numbers_a_service_can_change() -> None:
    deadlines = {word.id: word.deadline for word in shipped().vocabulary("concern-levels").words}

    assert deadlines["urgent"]
    assert (deadlines["urgent"].working_hours, deadlines["urgent"].pages_out_of_hours) == (4, True)
    assert deadlines["soon"]
    assert (deadlines["soon"].working_days, deadlines["soon"].pages_out_of_hours) == (1, False)
    assert deadlines["notice"]
    assert (deadlines["notice"].rule, deadlines["notice"].pages_out_of_hours) == ("next-contact", False)


def test_the_codes_are_the_verified_ones_in_item_order() -> None:
    assert [item.code for item in measure("phq-9").items] == [*PHQ_ITEMS, "69722-7"]
    assert [item.code for item in measure("phq-2").items] == PHQ_ITEMS[:2]
    assert [item.code for item in measure("gad-7").scored_items] == GAD_ITEMS
    assert {name: loinc(name, role="panel") for name in ("phq-9", "phq-2", "gad-7")} == {
        "phq-9": ["44249-1"],
        "phq-2": ["55757-9"],
        "gad-7": ["69737-5"],
    }
    assert {name: loinc(name, role="total") for name in ("phq-9", "phq-2", "gad-7")} == {
        "phq-9": ["44261-6"],
        "phq-2": ["55758-7"],
        "gad-7": ["70274-6"],
    }


def test_answer_codes_stand_by_their_value_and_not_by_their_number() -> None:
    codes = [code for code in measure("phq-9").codes if code.role == "answer"]

    assert {(code.items[0], code.value): code.code for code in codes} == {
        ("1", 0): "LA6568-5",
        ("1", 1): "LA6569-3",
        ("1", 2): "LA6570-1",
        ("1", 3): "LA6571-9",
        ("difficulty", 0): "LA6572-7",
        ("difficulty", 1): "LA6573-5",
        ("difficulty", 2): "LA6575-0",
        ("difficulty", 3): "LA6574-3",
    }


def test_a_measure_entered_as_a_total_has_no_code_of_ours() -> None:
    assert measure("bdi-ii").codes == ()
    assert measure("hrsd-17").codes == ()


@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.id)
def test_every_loinc_code_ends_in_its_check_digit(one: Measure) -> None:
    codes = [code.code for code in one.codes if code.system == LOINC] + [item.code for item in one.items if item.code]

    assert [code for code in codes if not loinc_check_digit_holds(code)] == []


@pytest.mark.parametrize("code", ["44249-2", "44294-1", "44249", "4424-9-1", "LA-1", ""])
def test_a_mistyped_loinc_code_is_found(code: str) -> None:
    assert not loinc_check_digit_holds(code)


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("[fmv]*/*/*.toml")), ids=lambda file: "/".join(file.parts[-3:]))
def test_every_row_of_numbers_cites_a_source_and_says_whether_it_was_verified(file: Path) -> None:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    tables = ("bands", "cases", "watch", "watch_total", "triage", "patterns", "codes", "rules", "important_changes")
    rows = [row for key in tables for row in content.get(key, [])]
    rows += [row for scale in content.get("scales", []) for row in scale.get("bands", [])]
    rows += [content[key] for key in ("missing", "responds", "norms", "licence") if key in content]
    rows += [content] if "words" in content else []

    assert rows
    assert all(isinstance(row["verified"], bool) and row["source"] for row in rows)


def test_every_source_is_used() -> None:
    kinds = ("bands", "cases", "watch", "watch_total", "triage", "patterns", "codes", "important_changes")
    for one in MEASURES:
        used = {row.source for kind in kinds for row in getattr(one, kind)} | {one.missing.source, one.licence.source}
        used |= {band.source for scale in one.scales for band in scale.bands}
        used |= {one.responds.source} if one.responds else set()
        used |= {one.norms.source} if one.norms else set()

        assert used == {source.id for source in one.sources}, one.id
