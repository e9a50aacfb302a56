"""Whom the client may call in hard times, at most five; who is not safe is never one of them, and no page says so."""

from typing import Any

import pytest

from clinic.safety.actions.plans import make_plan, mark_unsafe, name_supporter
from clinic.safety.models import Supporter
from clinic.safety.queries.client import hidden_lines, in_hard_times, plan_of, supporters
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.hard_times import mark_in_hard_times, no_longer_in_hard_times, record_safety
from clinic.therapy.actions.inventory import change_relationship, remove_relationship, share_relationship
from clinic.therapy.models import Relationship, RelationshipSafety
from clinic.therapy.queries.inventory import own_people, people, unsafe_ids
from tests.clinic.therapy.beginnings import MONDAY_TEN, TUESDAY, known, started, verbs
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AFRAID = {"asked_alone": "yes", "fear": "often", "what_was_said": "He waits at the door"}


def listed(row: Relationship, phone: str = "07700 900123", *, by: Any = None) -> Relationship:
    """The person among those who may be called."""
    by = by or actor(row.client.therapist)
    return mark_in_hard_times(relationship=row, phone=phone, by=by, now=MONDAY_TEN)


def asked(row: Relationship, *, is_not_safe: bool | None = None, **values: Any) -> RelationshipSafety:
    """What was asked about safety with the person."""
    return record_safety(
        relationship=row,
        values=values or AFRAID,
        is_not_safe=is_not_safe,
        by=actor(row.client.therapist),
        now=TUESDAY,
    )


def on_the_list(world: World) -> list[tuple[str, str]]:
    """Whom Ines is shown in hard times."""
    return [(one.name, one.phone) for one in in_hard_times(supporters(world.ines))]


def test_who_is_marked_stands_in_the_safety_plan_with_a_number(world: World) -> None:
    tom = known(world.ines)

    listed(tom)

    [supporter] = supporters(world.ines)
    assert (supporter.name, supporter.relation, supporter.phone) == ("Tom", "partner", "07700 900123")
    assert [one.phone for one in people(world.ines)] == ["07700 900123"]
    listed(tom, "07700 900999")
    assert on_the_list(world) == [("Tom", "07700 900999")]
    no_longer_in_hard_times(relationship=tom, by=actor(world.ada), now=TUESDAY)
    assert (on_the_list(world), [one.phone for one in people(world.ines)]) == ([], [""])


def test_sending_the_same_twice_is_one_entry(world: World) -> None:
    tom = known(world.ines)

    listed(tom)
    listed(tom)

    assert Supporter.objects.count() == 1
    assert verbs(world.ines).count("supporter named") == 1


def test_somebody_named_in_the_safety_plan_before_is_taken_as_the_same_person(world: World) -> None:
    name_supporter(client=world.ines, name="tom", phone="1", by=actor(world.ada), now=MONDAY_TEN)

    listed(known(world.ines))

    assert on_the_list(world) == [("Tom", "07700 900123")]


def test_five_people_at_most_and_a_place_becomes_free(world: World) -> None:
    five = [known(world.ines, name, "friend") for name in ("A", "B", "C", "D", "E")]
    sixth = known(world.ines, "F", "friend")
    for row in five:
        listed(row)

    with pytest.raises(CourseError, match="Up to 5 people") as told:
        listed(sixth)
    assert told.value.field == "phone"
    no_longer_in_hard_times(relationship=five[0], by=actor(world.ada), now=TUESDAY)
    listed(sixth)

    assert {name for name, _ in on_the_list(world)} == {"B", "C", "D", "E", "F"}


@pytest.mark.parametrize(("phone", "status"), [("  ", "living"), ("1" * 41, "living"), ("07700", "deceased")])
def test_without_a_number_that_can_be_called_nobody_is_listed(world: World, phone: str, status: str) -> None:
    tom = known(world.ines, more={"status": status})

    with pytest.raises(CourseError) as told:
        listed(tom, phone)

    assert (told.value.field, on_the_list(world)) == ("phone", [])


def test_somebody_not_safe_cannot_be_listed_and_is_kept_out_of_the_plan(world: World) -> None:
    tom, sue = known(world.ines, "Tom Reed"), known(world.ines, "Sue", "friend")
    make_plan(
        client=world.ines,
        parts={"helpers": "Tom\nSue"},
        was_made_together=True,
        made_on=MONDAY_TEN.date(),
        review_on=None,
        by=actor(world.ada),
        now=MONDAY_TEN,
    )
    asked(tom)

    with pytest.raises(CourseError, match="marked as not safe"):
        listed(tom)
    listed(sue)

    assert [name for name, _ in on_the_list(world)] == ["Sue"]
    assert [one.is_unsafe for one in people(world.ines)] == [True, False]
    plan = plan_of(world.ines)
    assert plan is not None and hidden_lines(plan, supporters(world.ines)) == ["Tom"]


def test_marking_as_not_safe_takes_somebody_off_the_list(world: World) -> None:
    tom = listed(known(world.ines))
    assert on_the_list(world) == [("Tom", "07700 900123")]

    asked(tom)

    assert on_the_list(world) == []
    assert [one.phone for one in people(world.ines)] == [""]
    remove_relationship(relationship=tom, by=actor(world.ada), now=TUESDAY)
    assert [one.is_unsafe for one in supporters(world.ines)] == [True], "out of the inventory, and still never help"


def test_a_client_is_never_told_that_somebody_is_marked(world: World) -> None:
    tom = known(world.ines)
    share_relationship(relationship=tom, by=actor(world.ada), now=MONDAY_TEN)
    asked(tom)

    with pytest.raises(CourseError) as told:
        listed(tom, by=holder(world.ines))

    assert str(told.value) == "This person could not be added here. Your therapist can help with it."
    assert [(own.relationship.name, own.phone, own.values) for own in own_people(holder(world.ines))] == [
        ("Tom", "", {})
    ]


def test_one_of_the_same_name_marked_in_the_plan_is_not_listed_either(world: World) -> None:
    rob = name_supporter(client=world.ines, name="Rob", by=actor(world.ada), now=MONDAY_TEN)
    mark_unsafe(supporter=rob, why="threats", by=actor(world.ada), now=MONDAY_TEN)
    rob_here, sue = known(world.ines, "rob", "ex"), known(world.ines, "Sue", "friend")

    with pytest.raises(CourseError, match="not safe"):
        listed(rob_here)
    listed(sue)

    assert [name for name, _ in on_the_list(world)] == ["Sue"]


@pytest.mark.parametrize(
    ("values", "is_unsafe"),
    [
        ({"fear": "no", "control": "no", "coercion": "no", "violence": "no"}, False),
        ({"fear": "not_asked"}, False),
        ({"violence": "in_the_past"}, False),
        ({"fear": "sometimes"}, True),
        ({"control": "often"}, True),
        ({"coercion": "sometimes"}, True),
        ({"violence": "now"}, True),
    ],
)
def test_without_a_judgement_what_was_said_decides(world: World, values: Any, is_unsafe: bool) -> None:
    tom = known(world.ines)

    assert asked(tom, **values).is_unsafe is is_unsafe
    assert (unsafe_ids(world.ines) == {tom.pk}) is is_unsafe


def test_a_clinician_judges_but_not_against_what_was_plainly_said(world: World) -> None:
    tom = known(world.ines)

    assert asked(tom, is_not_safe=False, fear="sometimes").is_unsafe is False
    with pytest.raises(CourseError) as told:
        asked(tom, is_not_safe=False, violence="now")
    assert told.value.field == "is_not_safe"
    assert asked(tom, is_not_safe=True, violence="in_the_past").is_unsafe is True
    with pytest.raises(CourseError, match="Nothing is filled in"):
        record_safety(relationship=tom, values={}, by=actor(world.ada), now=TUESDAY)
    with pytest.raises(CourseError, match="written by your therapist"):
        record_safety(relationship=tom, values=AFRAID, by=holder(world.ines), now=TUESDAY)


def test_a_corrected_name_is_corrected_on_the_list_too(world: World) -> None:
    tom, rob = listed(known(world.ines, "Tomm")), known(world.ines, "Robb", "ex")
    asked(rob)

    for row, name in ((tom, "Tom"), (rob, "Rob Reed")):
        row.refresh_from_db()
        change_relationship(
            relationship=row, person={"name": name}, revision=row.revision, by=actor(world.ada), now=TUESDAY
        )

    assert on_the_list(world) == [("Tom", "07700 900123")]
    assert {one.name for one in supporters(world.ines) if one.is_unsafe} == {"Robb", "Rob Reed"}


def test_events_about_safety_carry_no_clinical_word(world: World) -> None:
    started(world)
    tom = known(world.ines)
    asked(tom)
    listed(known(world.ines, "Sue", "friend"))

    assert "person asked about" in verbs(world.ines)
    for verb in verbs(world.ines):
        assert not {"fear", "violence", "control", "often", "tom", "sue"} & set(verb.lower().split()), verb
