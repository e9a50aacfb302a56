"""The inventory: a name, a kind and a ring suffice; nobody's text is lost; a client touches only their own people."""

from typing import Any

import pytest
from django.db import connection

from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.courses import CourseError, CourseHasEnded, end_course
from clinic.therapy.actions.inventory import (
    add_relationship,
    change_relationship,
    put_back_relationship,
    remove_relationship,
    share_relationship,
)
from clinic.therapy.models import Relationship
from clinic.therapy.queries.inventory import names, own_people, people, person, taken_out
from tests.clinic.therapy.beginnings import MONDAY_TEN, NEXT_WEEK, TUESDAY, focused, known, started, verbs
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def changed(row: Relationship, world: World, *, revision: int = 1, **given: Any) -> Relationship:
    """The person with something changed by Ada."""
    return change_relationship(relationship=row, revision=revision, by=actor(world.ada), now=TUESDAY, **given)


def test_a_name_a_kind_and_a_ring_suffice(world: World) -> None:
    started(world)

    known(world.ines, " Tom  Vale ", "partner", ring=1)
    known(world.ines, "Mother", "parent")

    tom, mother = people(world.ines)
    assert (tom.relationship.name, tom.relationship.status, tom.is_unsafe, tom.phone) == (
        "Tom Vale",
        "living",
        False,
        "",
    )
    assert tom.place is not None and (tom.place.ring, tom.place.on) == (1, MONDAY_TEN.date())
    assert mother.place is None
    assert verbs(world.ines)[-3:] == ["person added", "person placed", "person added"]


def test_people_may_be_named_before_a_course_begins_and_not_after_it_has_ended(world: World) -> None:
    known(world.ines, "Tom")
    course = started(world)
    tom = known(world.ines, "Sue", "friend")
    end_course(
        course=course,
        end={"kind": "completed", "on": TUESDAY.date(), "why": "", "result": "not_known"},
        by=actor(world.ada),
        now=TUESDAY,
    )

    with pytest.raises(CourseHasEnded):
        known(world.ines, "Una", "friend", now=NEXT_WEEK)
    with pytest.raises(CourseHasEnded):
        changed(tom, world, person={"name": "Susan"})
    with pytest.raises(CourseHasEnded):
        remove_relationship(relationship=tom, by=actor(world.ada), now=NEXT_WEEK)
    assert [one.relationship.name for one in people(world.ines)] == ["Tom", "Sue"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"kind": "boss"}, "kind"),
        ({"name": "Tom", "kind": "partner"}, "name"),
        ({"ring": 5}, "ring"),
        ({"more": {"status": "gone"}}, "status"),
        ({"values": {"told": "perhaps"}}, "told"),
        ({"values": {"fear": "no"}}, "fear"),
    ],
)
def test_a_person_that_cannot_stand_is_refused_by_field(world: World, given: Any, field: str) -> None:
    known(world.ines, "tom", "partner")

    with pytest.raises(CourseError) as told:
        known(world.ines, **{"name": "Sue", "kind": "friend", **given})
    assert (told.value.field, Relationship.objects.count()) == (field, 1)

    known(world.ines, "Sue", "friend")
    assert Relationship.objects.count() == 2


def test_sixty_letters_and_twenty_five_people_are_no_trouble(world: World) -> None:
    for n in range(25):
        known(world.ines, f"{n:02} {'Wolfeschlegelsteinhausenbergerdorff' * 2}"[:60], "relative", ring=n % 4 + 1)

    assert len(people(world.ines)) == 25
    assert {len(name) for name in names(world.ines).values()} == {60}


def test_prompts_are_kept_by_what_holds_something_and_sealed(world: World) -> None:
    tom = known(world.ines, values={"liked": "He listens", "told": "partly", "feelings": ["close", "sad"]})

    assert tom.filled == ["liked", "told", "feelings"]
    changed(tom, world, values={"liked": "", "told": "yes"})
    tom.refresh_from_db()
    assert (tom.values, tom.filled, tom.revision) == ({"told": "yes"}, ["told"], 2)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "name", "values" FROM "therapy_relationship"')
        assert b"Tom" not in b"".join(bytes(value) for value in cursor.fetchone())


def test_a_form_that_holds_some_prompts_leaves_the_others(world: World) -> None:
    tom = known(world.ines, values={"liked": "He listens", "contact": "daily", "style": ["passive"]})

    changed(tom, world, values={"contact": "weekly"}, asked=["contact", "activities"])

    tom.refresh_from_db()
    assert tom.values == {"contact": "weekly", "liked": "He listens", "style": ["passive"]}


def test_nothing_is_written_over_a_text_that_was_not_seen(world: World) -> None:
    tom = known(world.ines, values={"liked": "He listens"})
    changed(tom, world, values={"liked": "He cooks"})

    with pytest.raises(Overtaken) as met:
        changed(tom, world, values={"liked": "He sings"})

    there: Any = met.value.there
    assert (there.values, there.revision) == ({"liked": "He cooks"}, 2)
    changed(tom, world, values={"liked": "He cooks and sings"}, revision=2)
    tom.refresh_from_db()
    assert tom.values == {"liked": "He cooks and sings"}


def test_somebody_taken_out_is_gone_from_every_list_and_can_be_put_back(world: World) -> None:
    tom = known(world.ines, ring=1)

    remove_relationship(relationship=tom, by=actor(world.ada), now=TUESDAY)
    assert people(world.ines) == ()
    assert taken_out(world.ines) == [tom]
    put_back_relationship(relationship=tom, by=actor(world.ada), now=TUESDAY)

    [back] = people(world.ines)
    assert back.place is not None and back.place.ring == 1
    assert taken_out(world.ines) == []


def test_nobody_of_the_focus_is_taken_out(world: World) -> None:
    course, tom, sue = started(world), known(world.ines), known(world.ines, "Sue", "friend")
    focused(course, "dispute", people=[tom])

    with pytest.raises(CourseError, match="belongs to the focus"):
        remove_relationship(relationship=tom, by=actor(world.ada), now=TUESDAY)
    remove_relationship(relationship=sue, by=actor(world.ada), now=TUESDAY)

    assert [one.relationship for one in people(world.ines)] == [tom]


def test_a_client_sees_whom_they_named_or_were_shown_and_nothing_private(world: World) -> None:
    tom = known(world.ines, values={"liked": "He listens", "style": ["passive"], "relation_to_onset": "cause"}, ring=2)
    known(world.ines, "Boss", "manager")
    add_relationship(client=world.ines, name="Sue", kind="friend", by=holder(world.ines), now=MONDAY_TEN)
    assert [own.relationship.name for own in own_people(holder(world.ines))] == ["Sue"]

    share_relationship(relationship=tom, by=actor(world.ada), now=TUESDAY)

    first, second = own_people(holder(world.ines))
    assert (first.relationship.name, first.ring, first.values) == ("Tom", 2, {"liked": "He listens"})
    assert (second.relationship.name, second.relationship.by_client) == ("Sue", True)
    share_relationship(relationship=tom, is_shown=False, by=actor(world.ada), now=TUESDAY)
    assert [own.relationship.name for own in own_people(holder(world.ines))] == ["Sue"]


def test_a_client_changes_only_their_own_people_and_no_private_prompt(world: World) -> None:
    tom = known(world.ines, values={"style": ["passive"]})

    def tells(**values: Any) -> Relationship:
        return change_relationship(relationship=tom, values=values, revision=1, by=holder(world.ines), now=TUESDAY)

    with pytest.raises(CourseError, match="not on your pages"):
        tells(liked="He listens")
    share_relationship(relationship=tom, by=actor(world.ada), now=TUESDAY)
    with pytest.raises(CourseError) as told:
        tells(style=["assertive"])
    assert told.value.field == "style"
    with pytest.raises(CourseError, match="not on your pages"):
        change_relationship(relationship=tom, values={}, revision=1, by=holder(world.jo), now=TUESDAY)
    tells(liked="He listens")

    tom.refresh_from_db()
    assert tom.values == {"liked": "He listens", "style": ["passive"]}


def test_a_client_takes_out_whom_they_named_themselves_only(world: World) -> None:
    tom = known(world.ines)
    share_relationship(relationship=tom, by=actor(world.ada), now=TUESDAY)
    sue = add_relationship(client=world.ines, name="Sue", kind="friend", by=holder(world.ines), now=MONDAY_TEN)

    with pytest.raises(CourseError, match="not on your pages"):
        remove_relationship(relationship=tom, by=holder(world.ines), now=TUESDAY)
    remove_relationship(relationship=sue, by=holder(world.ines), now=TUESDAY)

    assert [one.relationship for one in people(world.ines)] == [tom]


def test_people_of_another_client_are_not_found(world: World) -> None:
    from django.http import Http404

    tom = known(world.ines)

    assert person(world.ines, tom.pk) == tom
    with pytest.raises(Http404):
        person(world.jo, tom.pk)


def test_the_list_takes_three_statements_however_long(world: World, django_assert_num_queries: Any) -> None:
    for n in range(12):
        known(world.ines, f"Person {n}", "friend", ring=n % 4 + 1)

    with django_assert_num_queries(3):
        people(world.ines)
