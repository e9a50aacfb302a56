"""A safety plan: six parts in their order, versions as rows, and nobody unsafe in anything that a client is shown."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.safety.actions.plans import PlanError, make_plan, mark_unsafe, name_supporter, remove_supporter
from clinic.safety.models import SafetyPlan, Supporter
from clinic.safety.plan import PARTS, named_in, shown
from clinic.safety.queries.client import (
    hidden_lines,
    in_hard_times,
    plan_of,
    plans,
    shown_to_client,
    supporters,
)
from tests.world import MONDAY_TEN, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LATER = MONDAY_TEN + timedelta(days=1)


def made(world: World, *, now: Any = MONDAY_TEN, review_on: date | None = None, **parts: str) -> SafetyPlan:
    """The next version of Ines's plan."""
    return make_plan(
        client=world.ines,
        parts=parts or {"coping": "Walk by the river"},
        was_made_together=True,
        made_on=now.date(),
        review_on=review_on,
        by=actor(world.ada),
        now=now,
    )


def person(world: World, name: str, **known: Any) -> Supporter:
    """Somebody close to Ines."""
    return name_supporter(client=world.ines, name=name, by=actor(world.ada), now=MONDAY_TEN, **known)


def unsafe(world: World, name: str, *, supporter: Supporter | None = None) -> Supporter:
    """Somebody close who is not safe for her."""
    return mark_unsafe(supporter=supporter or person(world, name), why="threats", by=actor(world.ada), now=LATER)


def lines(world: World) -> list[str]:
    """Every line that Ines is shown."""
    plan = plan_of(world.ines)
    assert plan is not None
    return [line for part in shown_to_client(plan, supporters(world.ines)) for line in part.lines]


def test_the_six_parts_stand_in_their_order() -> None:
    """Stanley and Brown 2012, page 258: signs, coping alone, company, asking for help, professionals, surroundings."""
    assert [part.field for part in PARTS] == [
        "warning_signs",
        "coping",
        "distraction",
        "helpers",
        "professionals",
        "surroundings",
    ]


def test_no_version_of_a_plan_is_lost(world: World) -> None:
    first = made(world, coping="Walk")
    second = made(world, now=LATER, coping="Walk\nSwim")

    assert [(plan.version, plan.coping) for plan in plans(world.ines)] == [(2, "Walk\nSwim"), (1, "Walk")]
    assert plans(world.ines) == [second, first]
    made(world, now=LATER, helpers="Mum")
    assert [plan.version for plan in plans(world.ines)] == [3, 2, 1]


def test_the_client_sees_the_newest_plan_with_its_date(world: World) -> None:
    made(world, coping="Walk", warning_signs="No sleep")
    made(world, now=LATER, coping=" Walk \n\n Swim ", helpers="")

    plan = plan_of(world.ines)

    assert plan is not None
    assert (plan.version, plan.made_on, plan.written_by) == (2, date(2026, 3, 3), world.ada)
    assert [(part.heading, part.lines) for part in shown_to_client(plan, [])] == [
        ("What I can do by myself", ("Walk", "Swim"))
    ]


def test_versions_of_two_clients_are_counted_apart(world: World) -> None:
    made(world)
    of_jo = make_plan(
        client=world.jo,
        parts={"coping": "Read"},
        was_made_together=False,
        made_on=MONDAY_TEN.date(),
        review_on=None,
        by=actor(world.ada),
        now=MONDAY_TEN,
    )

    assert of_jo.version == 1


def test_a_plan_is_sealed(world: World) -> None:
    made(world, coping="Walk by the river")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM safety_safetyplan")
        assert b"river" not in b"".join(bytes(v) for v in cursor.fetchone() if isinstance(v, bytes | memoryview))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"coping": "  \n "}, "warning_signs"),
        ({"coping": "Walk", "review_on": date(2026, 3, 1)}, "review_on"),
    ],
)
def test_a_plan_that_cannot_stand_is_refused_by_field(world: World, given: Any, field: str) -> None:
    with pytest.raises(PlanError) as told:
        made(world, **given)

    assert (told.value.field, SafetyPlan.objects.count()) == (field, 0)


def test_a_part_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(TypeError, match="Not parts of a safety plan: hobbies"):
        made(world, hobbies="Chess")


def test_nobody_marked_unsafe_is_ever_in_a_plan(world: World) -> None:
    rob = unsafe(world, "Rob Stone")
    for part in ("distraction", "helpers"):
        with pytest.raises(PlanError, match="not safe") as told:
            made(world, **{part: "Mum\nrob, at work"})
        assert told.value.field == part
    assert SafetyPlan.objects.count() == 0

    made(world, helpers="Mum", coping="Walk to ROB STONE's shop\nSwim", surroundings="Rob keeps the tablets")

    assert lines(world) == ["Swim", "Mum"]
    plan = plan_of(world.ines)
    assert plan is not None
    assert hidden_lines(plan, [rob]) == ["Walk to ROB STONE's shop", "Rob keeps the tablets"]


def test_marking_unsafe_later_takes_the_person_out(world: World) -> None:
    rob = person(world, "Rob")
    made(world, helpers="Rob 07700 900123\nMum")
    assert lines(world) == ["Rob 07700 900123", "Mum"]
    assert in_hard_times(supporters(world.ines)) == (rob,)

    unsafe(world, "Rob", supporter=rob)

    assert lines(world) == ["Mum"]
    assert in_hard_times(supporters(world.ines)) == ()
    assert [found.is_unsafe for found in supporters(world.ines)] == [True], "clinicians still see him"


def test_an_older_version_shows_nobody_unsafe_either(world: World) -> None:
    made(world, helpers="Rob\nMum")
    made(world, helpers="Mum")
    unsafe(world, "Rob")

    for plan in plans(world.ines):
        assert [line for part in shown_to_client(plan, supporters(world.ines)) for line in part.lines] == ["Mum"]


def test_somebody_unsafe_can_neither_be_removed_nor_named_again(world: World) -> None:
    rob = unsafe(world, "Rob Stone")

    with pytest.raises(PlanError, match="stays on the list"):
        remove_supporter(supporter=rob, by=actor(world.ada), now=LATER)
    for name in ("Rob Stone", "rob  STONE", " Rob"):
        with pytest.raises(PlanError, match="marked as not safe"):
            person(world, name)
    assert in_hard_times(supporters(world.ines)) == ()
    assert person(world, "Rob Hill").name == "Rob Hill", "another person, told by both names"
    assert person(world, "Robert").name == "Robert"


def test_what_is_unsafe_for_one_client_says_nothing_about_another(world: World) -> None:
    unsafe(world, "Rob")

    name_supporter(client=world.jo, name="Rob", by=actor(world.ada), now=LATER)

    assert [found.name for found in in_hard_times(supporters(world.jo))] == ["Rob"]


def test_five_people_at_most_are_called_in_hard_times_and_a_place_becomes_free(world: World) -> None:
    people = [person(world, name) for name in ("Mum", "Sue", "Tom", "Una", "Viv")]
    person(world, "Walt", in_hard_times=False)

    with pytest.raises(PlanError, match="Up to 5 people"):
        person(world, "Xena")
    remove_supporter(supporter=people[0], by=actor(world.ada), now=LATER)
    person(world, "Xena")

    assert [found.name for found in in_hard_times(supporters(world.ines))] == ["Sue", "Tom", "Una", "Viv", "Xena"]


def test_a_supporter_needs_a_name(world: World) -> None:
    with pytest.raises(PlanError) as told:
        person(world, "  ")

    assert told.value.field == "name"


@pytest.mark.parametrize(
    ("line", "is_named"),
    [
        ("Rob", True),
        ("ring ROB at once", True),
        ("Rob's place", True),
        ("(rob)", True),
        ("Rob,Sue", True),
        ("robin", False),
        ("probably Sue", False),
        ("Mr Stone", True),
        ("a stone's throw", False),
        ("Jose", True),
        ("José", True),
        ("Jose\u0301 from work", True),
        ("josé", True),
    ],
)
def test_a_line_names_somebody_by_whole_words_whatever_the_capitals_or_the_accents_are_made_of(
    line: str, is_named: bool
) -> None:
    assert named_in(line, ["Rob Stone", "José", "", " "]) is is_named


@pytest.mark.parametrize(
    ("name", "named", "not_named"),
    [
        ("My ex Tom", "tom, after work", "Walk my dog"),
        ("Uncle Rob", "rob", "my uncle Jim"),
        ("Dr. Hale", "Hale", "Dr. Low"),
        ("my ex", "ring my ex", "exercise"),
        ("Uncle", "uncle", "Aunt May"),
        ("O\u2019Neil", "o'neil", "Neil"),
    ],
)
def test_a_person_is_found_by_the_name_and_not_by_what_stands_before_it(name: str, named: str, not_named: str) -> None:
    assert (named_in(named, [name]), named_in(not_named, [name])) == (True, False)


@settings(deadline=None)
@given(
    before=st.text(alphabet=" -.,(", max_size=3),
    after=st.text(alphabet=" -.,)'", max_size=3),
    name=st.sampled_from(["Rob", "Aunt May", "O'Neil", "Zoë", "Li (work)", "C++", "a.b"]),
)
def test_no_line_that_holds_a_name_is_shown(before: str, after: str, name: str) -> None:
    text = f"Swim\nring{before or ' '}{name}{after or ' '}tonight\nWalk"

    [part] = shown([(PARTS[3], text)], unsafe=[name])

    assert part.lines == ("Swim", "Walk")
