"""A broken definition is told as file, key path, what was expected and what came."""

import tomllib
from pathlib import Path

import pytest

from ipt.judgement import faults_of
from ipt.library import SHIPPED, DefinitionError, Library
from ipt.reading import read
from ipt.strict import Fault

pytestmark = pytest.mark.quick

NAMES = {
    "measure": "measures/phq-9/1.toml",
    "total": "measures/bdi-ii/1.toml",
    "wording": "wordings/measures/phq-9/1.en.toml",
    "framework": "frameworks/nhs-talking-therapies/1.toml",
    "spread": "frameworks/jacobson-truax/1.toml",
    "levels": "vocabulary/concern-levels/1.toml",
}
BROKEN = tomllib.loads((Path(__file__).parent / "broken.toml").read_text(encoding="utf-8"))
TEXTS = {kind: (SHIPPED / name).read_text(encoding="utf-8") for kind, name in NAMES.items()}


def told(kind: str, *, old: str, new: str) -> list[str]:
    """The faults of the shipped texts with one place changed, without the file's name, which is checked here."""
    assert old in TEXTS[kind]
    changed = {NAMES[one]: text.replace(old, new, 1) if one == kind else text for one, text in TEXTS.items()}
    with pytest.raises(DefinitionError) as broken:
        Library.from_texts(changed)
    assert {fault.file for fault in broken.value.faults} == {NAMES[kind]}
    assert str(broken.value) == "\n".join(str(fault) for fault in broken.value.faults)
    return [str(fault).removeprefix(f"{NAMES[kind]}: ") for fault in broken.value.faults]


@pytest.mark.parametrize("case", BROKEN["form"], ids=lambda case: case["fault"])
def test_a_fault_of_form_is_told_with_its_place(case: dict[str, str]) -> None:
    assert case["fault"] in told(case["kind"], old=case["old"], new=case["new"])


def test_an_unknown_key_is_told_with_the_known_ones() -> None:
    (fault,) = told("measure", old='rater = "self"', new='rater = "self"\nrator = "self"')

    assert fault.startswith("rator: expected only the keys id, version, rater, entry, better, low, high, period_days")
    assert fault.endswith("came this unknown key")


def test_an_unknown_key_of_a_row_is_told_with_its_row() -> None:
    (fault,) = told("measure", old='{ id = "2", values', new='{ id = "2", value = 1, values')

    assert fault.startswith("items[1].value: expected only the keys id, values, scored, code, not_applicable, least")
    assert fault.endswith("came this unknown key")


def test_every_fault_is_told_at_once() -> None:
    changed = TEXTS["measure"].replace("low = 0\n", 'low = "0"\n', 1).replace('"self"', '"patient"', 1)

    _, faults = read({NAMES["measure"]: changed})

    assert [fault.key for fault in faults] == ["rater", "low"]


@pytest.mark.parametrize("case", BROKEN["meaning"], ids=lambda case: case["fault"])
def test_a_fault_of_meaning_is_told_with_its_place(case: dict[str, str]) -> None:
    assert case["fault"] in told(case["kind"], old=case["old"], new=case["new"])


@pytest.mark.parametrize(
    ("kind", "old", "new", "fault"),
    [
        ("measure", 'id = "phq-9"', 'id = "phq-8"', "id: expected phq-9, as in the file's path, came phq-8"),
        ("measure", "version = 1", "version = 2", "version: expected 1, as in the file's path, came 2"),
        ("wording", 'language = "en"', 'language = "cy"', "language: expected en, as in the file's path, came cy"),
        ("wording", 'measure_id = "phq-9"', 'measure_id = "phq-2"', "measure_id: expected phq-9, as in the file's pa"),
    ],
)
def test_a_file_must_lie_where_its_content_says(kind: str, old: str, new: str, fault: str) -> None:
    assert told(kind, old=old, new=new)[0].startswith(fault)


def test_a_wording_needs_its_measure() -> None:
    definitions, _ = read({NAMES["wording"]: TEXTS["wording"]})

    assert faults_of(definitions) == (
        Fault(
            file=NAMES["wording"],
            key="measure_id",
            expected="a measure that is defined in this version",
            came="phq-9",
        ),
    )


def test_what_refers_to_a_broken_definition_is_not_told_as_well() -> None:
    assert told("measure", old="low = 0\n", new='low = "0"\n') == ['low: expected a number, came "0"']


def test_a_text_that_is_no_toml_is_told_with_its_line() -> None:
    _, (fault,) = read({NAMES["measure"]: "id = phq-9"})

    assert (fault.file, fault.key, fault.expected) == (NAMES["measure"], "", "a TOML file")
    assert "line 1" in fault.came


def test_a_file_in_no_known_place_is_told() -> None:
    _, (fault,) = read({"scales/phq-9.toml": TEXTS["measure"]})

    assert fault.expected.startswith("a path that ends in measures/<id>/<version>.toml")


def test_a_draft_may_lie_anywhere_when_an_author_checks_it() -> None:
    for kind, text in TEXTS.items():
        (definition,), faults = read({f"desk/{kind}.toml": text}, anywhere=True)

        assert (definition.name, faults) == (NAMES[kind], ())
