"""The people and the story that a client enters: what is enough, what is refused, what two write at once."""

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.therapy.actions.inventory import change_relationship, share_relationship
from clinic.therapy.models import (
    Closeness,
    LifeEvent,
    Relationship,
)
from tests.clinic.therapy.beginnings import known
from tests.web.client.steps import landed, read, text_of
from tests.web.crawl import Crawl, post
from tests.web.stage import Stage
from tests.world import actor

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


def test_a_name_a_kind_and_a_ring_are_enough_for_a_person(stage: Stage, ines: Browser) -> None:
    sent = post(ines, reverse("my_person_new"), name="Olive", kind="sibling", ring="1", status="living")

    row = Relationship.objects.get(client=stage.ines.client, kind="sibling")
    assert landed(sent) == reverse("my_people")
    assert (row.name, row.by_client, row.closeness.get().ring) == ("Olive", True, 1)
    page = read(ines, "my_people")
    assert "Very close Olive brother or sister Close Tom partner" in page


def test_a_person_without_a_place_is_listed_too(stage: Stage, ines: Browser) -> None:
    post(ines, reverse("my_person_new"), name="Olive", kind="sibling", ring="", status="living")

    assert "Not in the picture yet" in read(ines, "my_people")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "Write a name, or what you call them."),
        ({"kind": ""}, "Choose who this is."),
        ({"name": "Tom", "kind": "partner"}, "Tom is among the people already."),
    ],
)
def test_what_is_missing_is_said_in_words(given: dict[str, str], words: str, ines: Browser) -> None:
    page = post(
        ines, reverse("my_person_new"), **{"name": "Olive", "kind": "sibling", "ring": "", "status": "living", **given}
    )

    assert page.status_code == 422
    assert words in text_of(page)


def test_somebody_is_moved_and_marked(stage: Stage, ines: Browser) -> None:
    tom = Relationship.objects.get(pk=stage.ines.in_course.person)
    url = reverse("my_person", args=[tom.pk])

    post(ines, url, name="Tom", kind="ex", ring="4", status="estranged", conflicts="on", revision=str(tom.revision))

    tom.refresh_from_db()
    place = Closeness.objects.filter(relationship=tom).latest("on")
    assert (tom.kind, tom.status, tom.conflicts, place.ring, place.by_client) == ("ex", "estranged", True, 4, True)


def test_what_two_people_write_at_once_is_not_lost(stage: Stage, ines: Browser) -> None:
    tom = Relationship.objects.get(pk=stage.ines.in_course.person)
    change_relationship(
        relationship=tom, person={"name": "Thomas"}, revision=1, by=actor(stage.world.ada), now=timezone.now()
    )

    page = post(ines, reverse("my_person", args=[tom.pk]), name="Tommy", kind="ex", status="living", revision="1")
    again = page.context["revision"]
    post(ines, reverse("my_person", args=[tom.pk]), name="Tommy", kind="ex", status="living", revision=str(again))

    tom.refresh_from_db()
    assert page.status_code == 422
    assert "Thomas" in text_of(page) and 'value="Tommy"' in page.content.decode()
    assert tom.name == "Tommy"


def test_only_somebody_they_entered_can_be_taken_out(stage: Stage, ines: Browser) -> None:
    vera = known(stage.ines.client, "Vera", "parent", now=timezone.now())
    share_relationship(relationship=vera, by=actor(stage.world.ada), now=timezone.now())

    for pk in (vera.pk, stage.ines.in_course.person):
        post(ines, reverse("my_person", args=[pk]), do="remove")

    there = Relationship.objects.filter(client=stage.ines.client, removed_at=None)
    assert [row.name for row in there] == ["Vera"]
    assert "Take this person out" not in read(ines, "my_person", vera.pk)


@pytest.mark.parametrize(
    ("given", "precision", "told"),
    [
        ({"year": "2019"}, "year", "2019"),
        ({"year": "2019", "month": "3"}, "month", "March 2019"),
        ({"year": "2019", "month": "3", "day": "5"}, "day", "5 March 2019"),
    ],
)
def test_the_year_is_enough(given: dict[str, str], precision: str, told: str, stage: Stage, ines: Browser) -> None:
    post(ines, reverse("my_event_new"), what="We moved", kind="move", **given)

    row = LifeEvent.objects.get(client=stage.ines.client, kind="move")
    assert (row.precision, row.by_client) == (precision, True)
    assert f"{told} We moved" in read(ines, "my_story")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"what": ""}, "Write in a few words what happened."),
        ({"kind": ""}, "Choose what it was about."),
        ({"year": ""}, "Write the year, such as 2024."),
        ({"day": "5"}, "Choose the month too"),
        ({"month": "2", "day": "30"}, "does not have so many days"),
        ({"year": "2199"}, "has not come yet"),
    ],
)
def test_what_cannot_be_is_said_in_words(given: dict[str, str], words: str, stage: Stage, ines: Browser) -> None:
    page = post(ines, reverse("my_event_new"), **{"what": "We moved", "kind": "move", "year": "2019", **given})

    assert page.status_code == 422
    assert words in text_of(page)
    assert not LifeEvent.objects.filter(client=stage.ines.client, kind="move").exists()


def test_an_own_event_is_changed_and_taken_out(stage: Stage, ines: Browser) -> None:
    url = reverse("my_event", args=[stage.ines.in_course.event])

    post(ines, url, what="Mother died", kind="death", year="2020")
    changed = LifeEvent.objects.get(pk=stage.ines.in_course.event)
    post(ines, url, do="remove")

    assert (changed.what, changed.on.year, changed.precision) == ("Mother died", 2020, "year")
    assert "Nothing is here yet." in read(ines, "my_story")
