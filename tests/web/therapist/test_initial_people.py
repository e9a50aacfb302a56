"""People: in three fields, one page each with all that can be asked, both texts kept, safety on a page of its own."""

from typing import Any

import pytest
from django.utils import timezone

from clinic.safety.queries.client import in_hard_times, supporters
from clinic.therapy.actions.inventory import change_relationship, remove_relationship
from clinic.therapy.models import Relationship, RelationshipSafety
from clinic.therapy.queries.inventory import own_people, people
from tests.web.therapist.beginnings_seen import begun, person, seen, sent, told, words
from tests.world import World, actor, holder

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("no_stray_writes")]


def saved(world: World, course: Any, row: Relationship, *, revision: int = 1, **given: str) -> Any:
    """The page of a person, sent by Ada."""
    body = {"name": row.name, "kind": row.kind, "status": "living", "revision": str(revision), **given}
    return sent(world.ada, "relationship", course.pk, row.pk, **body)


def test_nobody_yet_is_said_with_what_to_ask(world: World) -> None:
    text = words(seen(world.ada, "inventory", begun(world).pk))

    assert "Nobody yet Ask: who matters to you, whom do you see, who is missing?" in text


def test_somebody_is_added_in_three_fields(world: World) -> None:
    course = begun(world)

    response = sent(world.ada, "inventory", course.pk, name="Tom", kind="partner", ring="1")

    assert response.status_code == 303
    text = words(seen(world.ada, "inventory", course.pk))
    assert "1 person" in text and "Tom partner · ring 1" in text


def test_what_is_wrong_with_a_person_is_told_by_field(world: World) -> None:
    course = begun(world)
    person(world.ines)

    response = sent(world.ada, "inventory", course.pk, name="", kind="boss", ring="7")
    assert (response.status_code, len(told(response))) == (422, 3)
    response = sent(world.ada, "inventory", course.pk, name="Tom", kind="partner", ring="")
    assert (response.status_code, told(response)) == (
        422,
        ["Name or initials: Tom is among the people already. If this is another person, add a letter."],
    )
    assert len(people(world.ines)) == 1
    sent(world.ada, "inventory", course.pk, name="Tom B", kind="partner", ring="", supports="on", is_past="on")
    assert "From the past Tom B partner · support" in words(seen(world.ada, "inventory", course.pk))


def test_twenty_five_people_with_long_names_stand_on_one_page(world: World) -> None:
    course = begun(world)
    for n in range(25):
        person(world.ines, f"{n:02} {'Wolfeschlegelsteinhausenbergerdorff' * 2}"[:60], "relative", ring=n % 4 + 1)

    response = seen(world.ada, "inventory", course.pk)

    assert "25 people" in words(response)
    assert len(response.content) < 80_000


def test_five_people_with_a_number_are_called_in_hard_times(world: World) -> None:
    course = begun(world)
    rows = [person(world.ines, name, "friend") for name in ("A", "B", "C", "D", "E", "F")]
    for row in rows[:5]:
        assert sent(world.ada, "inventory_call", course.pk, person=row.pk, phone="07700 900123").status_code == 303

    response = sent(world.ada, "inventory_call", course.pk, person=rows[5].pk, phone="07700 900123")

    assert response.status_code == 422
    assert told(response) == ["Phone: Up to 5 people can be called in hard times. Take one off first."]
    assert "The list is full." in words(seen(world.ada, "inventory", course.pk))
    sent(world.ada, "inventory_call", course.pk, take_off=rows[0].pk)
    sent(world.ada, "inventory_call", course.pk, person=rows[5].pk, phone="07700 900124")
    assert {one.name for one in in_hard_times(supporters(world.ines))} == {"B", "C", "D", "E", "F"}


def test_the_page_of_a_person_keeps_everything_asked(world: World) -> None:
    course, tom = begun(world), person(world.ines, ring=2)

    response = saved(world, course, tom, liked="He listens", told="partly", style="passive", conflicts="on")

    assert response.status_code == 303
    tom.refresh_from_db()
    assert tom.values == {"liked": "He listens", "told": "partly", "style": ["passive"]}
    assert (tom.conflicts, tom.revision) == (True, 2)
    html = seen(world.ada, "relationship", course.pk, tom.pk).content.decode()
    assert html.count("The client is never shown this.") >= 3
    assert "He listens" in html and "fear" not in words(seen(world.ada, "relationship", course.pk, tom.pk)).split()


def test_two_who_write_at_once_both_keep_their_text(world: World) -> None:
    course, tom = begun(world), person(world.ines)
    change_relationship(
        relationship=tom, values={"liked": "He cooks"}, revision=1, by=actor(world.cleo), now=timezone.now()
    )

    response = saved(world, course, tom, liked="He sings")

    text = words(response)
    assert response.status_code == 422
    assert "Somebody else saved this meanwhile" in text and "Nothing is lost." in text
    assert "He cooks" in text and "He sings" in response.content.decode()
    assert 'name="revision" value="2"' in response.content.decode()
    tom.refresh_from_db()
    assert tom.values == {"liked": "He cooks"}
    assert saved(world, course, tom, revision=2, liked="He cooks and sings").status_code == 303


def test_faults_of_a_person_keep_what_was_typed(world: World) -> None:
    course, tom = begun(world), person(world.ines)

    response = saved(world, course, tom, name="", liked="A long thought")

    assert (response.status_code, told(response)) == (422, ["Name or initials: This field is required."])
    assert "A long thought" in response.content.decode()


def test_somebody_is_placed_shown_hidden_taken_out_and_put_back(world: World) -> None:
    course, tom = begun(world), person(world.ines)

    def does(**body: str) -> None:
        assert sent(world.ada, "relationship_change", course.pk, tom.pk, **body).status_code == 303

    does(do="place", ring="3", wished_ring="1")
    [one] = people(world.ines)
    assert one.place is not None and (one.place.ring, one.place.wished_ring) == (3, 1)
    does(do="place", ring="", wished_ring="")
    assert people(world.ines)[0].place is None
    does(do="share")
    assert [own.relationship.name for own in own_people(holder(world.ines))] == ["Tom"]
    does(do="hide")
    assert own_people(holder(world.ines)) == ()
    does(do="remove")
    assert "Taken out Tom" in words(seen(world.ada, "inventory", course.pk))
    sent(world.ada, "inventory_change", course.pk, put_back=tom.pk)
    assert [one.relationship for one in people(world.ines)] == [tom]


def test_everybody_is_shown_to_the_client_at_once(world: World) -> None:
    course = begun(world)
    for name in ("A", "B"):
        person(world.ines, name, "friend")

    sent(world.ada, "inventory_change", course.pk)

    assert [own.relationship.name for own in own_people(holder(world.ines))] == ["A", "B"]


def test_safety_stands_on_a_page_of_its_own_with_a_warning(world: World) -> None:
    course, tom = begun(world), person(world.ines)
    text = words(seen(world.ada, "relationship_safety", course.pk, tom.pk))
    assert "Ask only when the client is alone." in text and "Nothing here is on the client's side" in text

    response = sent(
        world.ada,
        "relationship_safety",
        course.pk,
        tom.pk,
        asked_alone="yes",
        fear="often",
        what_was_said="He waits",
        is_not_safe="on",
    )

    assert response.status_code == 303
    assert "not safe" in words(seen(world.ada, "inventory", course.pk))
    assert "He waits" in words(seen(world.ada, "relationship_safety", course.pk, tom.pk))
    assert "He waits" not in words(seen(world.ada, "relationship", course.pk, tom.pk))


def test_what_was_plainly_said_is_not_called_safe(world: World) -> None:
    course, tom = begun(world), person(world.ines)

    response = sent(world.ada, "relationship_safety", course.pk, tom.pk, violence="now")
    assert response.status_code == 422
    assert told(response) == [
        "Not safe for the client: By what was said this person is not safe. Tick this, or correct what was said."
    ]
    response = sent(world.ada, "relationship_safety", course.pk, tom.pk, asked_on="")
    assert (response.status_code, RelationshipSafety.objects.count()) == (422, 0)
    sent(world.ada, "relationship_safety", course.pk, tom.pk, violence="now", is_not_safe="on")
    assert RelationshipSafety.objects.count() == 1


def test_somebody_not_safe_cannot_be_chosen_for_hard_times(world: World) -> None:
    course, tom = begun(world), person(world.ines)
    sue = person(world.ines, "Sue", "friend")
    sent(world.ada, "relationship_safety", course.pk, tom.pk, fear="often", is_not_safe="on")

    html = seen(world.ada, "inventory", course.pk).content.decode()
    assert f'<option value="{sue.pk}"' in html and f'<option value="{tom.pk}"' not in html
    assert sent(world.ada, "inventory_call", course.pk, person=tom.pk, phone="07700").status_code == 422
    assert in_hard_times(supporters(world.ines)) == ()


def test_people_of_others_are_not_found(world: World) -> None:
    course, mine = begun(world), person(world.ines)
    theirs = person(world.jo, "Sam")

    for name in ("relationship", "relationship_safety"):
        assert seen(world.ada, name, course.pk, mine.pk).status_code == 200
        assert seen(world.ada, name, course.pk, theirs.pk).status_code == 404
        assert seen(world.bo, name, course.pk, mine.pk).status_code == 404
        assert seen(world.eve, name, course.pk, mine.pk).status_code == 404
    assert sent(world.ada, "inventory_call", course.pk, take_off="nonsense").status_code == 404
    remove_relationship(relationship=mine, by=actor(world.ada), now=timezone.now())
    assert "taken out of the inventory" in words(seen(world.ada, "relationship", course.pk, mine.pk))
