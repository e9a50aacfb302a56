"""Measures that suit some courses of a protocol: for whom, when, and never asked for by themselves."""

import pytest

from ipt.library import SHIPPED, DefinitionError, Library, shipped
from ipt.protocol import Protocol

pytestmark = pytest.mark.quick

LIBRARY = shipped()
IPT = LIBRARY.protocol("ipt")
TEXT = (SHIPPED / "protocols/ipt/1.toml").read_text(encoding="utf-8").replace('id = "ipt"', 'id = "mine"', 1)


def suiting(protocol: Protocol, **facts: set[str]) -> set[str]:
    """What suits for these facts and not for everybody."""
    named = [one for one in protocol.suited_measures if one.areas or one.people or one.conditions]
    return {one.measure for one in named if one.suits(**facts)}


@pytest.mark.parametrize(
    ("area", "measures"),
    [
        ("grief", {"pg-13-r", "icg", "ucla-3"}),
        ("dispute", {"das-7", "ecr-rs", "openipt-relationship-week"}),
        ("transition", {"ucla-3", "openipt-relationship-week"}),
        ("sensitivities", {"ucla-3", "ecr-rs", "iip-32", "openipt-relationship-week"}),
    ],
)
def test_each_problem_area_of_ipt_has_measures_of_its_own(area: str, measures: set[str]) -> None:
    assert suiting(IPT, areas={area}) == measures


def test_some_measures_are_for_some_people_and_conditions_only() -> None:
    assert suiting(IPT, people={"perinatal"}) == {"epds"}
    assert suiting(IPT, conditions={"ptsd"}) == {"pcl-5"}
    assert suiting(IPT, conditions={"binge_eating"}) == {"ede-q", "ede-qs"}
    assert suiting(IPT) == set()


def test_one_that_names_nobody_suits_everybody() -> None:
    everybody = {one.measure for one in IPT.suited_measures if one.suits()}

    assert everybody == {"mspss", "wsas", "openipt-alliance", "srs", "wai-sr", "openipt-goal-progress", "asrm"}


def test_rhythm_and_mania_belong_to_the_bipolar_form() -> None:
    when = {one.measure: one.when for one in LIBRARY.protocol("ipsrt").suited_measures}

    assert (when["srm-5"], when["asrm"], when["ymrs"]) == (
        ("each_week",),
        ("each_session",),
        ("start", "middle", "end"),
    )


@pytest.mark.parametrize("protocol", LIBRARY.protocols(), ids=lambda protocol: protocol.id)
def test_what_a_protocol_asks_for_by_itself_has_questions_here(protocol: Protocol) -> None:
    asked = [LIBRARY.measure(one.measure) for one in protocol.measures if one.answered_by == "client"]

    assert asked
    assert all(LIBRARY.wording(measure, "en").has_items for measure in asked)
    assert not {one.measure for one in protocol.suited_measures} & {one.id for one in asked}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('measure = "das-7", areas', 'measure = "das-9", areas', "suited_measures[2].measure: expected one of "),
        ('measure = "das-7", areas', 'measure = "icg", areas', "suited_measures[2]: expected each one once, came icg"),
        (
            'areas = ["dispute"], when',
            'areas = ["deficits"], when',
            "suited_measures[2].areas: expected one of grief, ",
        ),
        ('people = ["perinatal"]', 'people = ["mothers"]', "suited_measures[14].people: expected one of perinatal, "),
        ('conditions = ["ptsd"]', 'conditions = ["stress"]', "suited_measures[15].conditions: expected one of depress"),
        (
            'areas = ["sensitivities"], when = ["start", "end"]',
            'areas = ["sensitivities"], when = []',
            "].when: expected",
        ),
        (
            'when = ["each_session"], source = "openipt"',
            'when = ["often"], source = "openipt"',
            "].when[0]: expected o",
        ),
        (
            'when = ["start"], source = "openipt"',
            'when = ["start"], source = "nobody"',
            "].source: expected one of ipt",
        ),
    ],
)
def test_what_does_not_hold_together_is_told_with_its_place(old: str, new: str, told: str) -> None:
    assert old in TEXT

    with pytest.raises(DefinitionError) as broken:
        Library.from_texts({"protocols/mine/1.toml": TEXT.replace(old, new, 1)}, base=LIBRARY)

    assert any(told in str(fault) for fault in broken.value.faults), broken.value.faults
