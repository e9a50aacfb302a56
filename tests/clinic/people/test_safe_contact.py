"""Nothing goes to a client but by the channel that they called safe."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clinic.answers.actions.asking import invite, send_again, share_plan
from clinic.answers.models import Invitation
from clinic.letters.models import Letter
from clinic.people.actions.clients import change_details, name_clinicians, new_reference, register_client
from clinic.people.models import Client
from tests.world import MONDAY_TEN, World, actor, register

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LATER = MONDAY_TEN + timedelta(minutes=10)


def change(world: World, **details: Any) -> Client:
    """Change what is known of Ines."""
    return change_details(client=world.ines, details=details, by=actor(world.ada), now=MONDAY_TEN)


@pytest.mark.parametrize("channel", ["phone", "post", "in_person"])
def test_nothing_is_sent_to_a_channel_not_marked_safe(world: World, channel: str) -> None:
    """The address of e-mail is known, and not used; by e-mail the same three steps write three letters."""
    by = actor(world.ada)
    for client, n in ((world.ines, 0), (world.jo, 3)):
        if client == world.ines:
            change(world, safe_channel=channel, phone="07700 900123")
        asked = invite(client=client, measure="phq-9", by=by, now=MONDAY_TEN)
        shared = share_plan(client=client, by=by, now=MONDAY_TEN)
        again = send_again(link=asked.link, by=by, now=LATER)

        assert [asked.letter_written, shared.letter_written, again] == [n > 0] * 3
        assert Letter.objects.filter(kind__in=["questionnaire", "plan"]).count() == n
        assert asked.url.startswith("http://127.0.0.1:8000/l/"), "the therapist can read it out"
    assert {letter.to for letter in Letter.objects.all()} == {"jo@post.example"}
    assert Invitation.objects.count() == 2


def test_a_channel_that_turned_unsafe_meanwhile_is_not_used(world: World) -> None:
    asked = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN)
    change(world, safe_channel="in_person")
    link = type(asked.link).objects.get(pk=asked.link.pk)

    assert send_again(link=link, by=actor(world.ada), now=LATER) is False
    assert not Letter.objects.exists(), "what lay in the outbox is taken back"


def test_a_new_address_is_the_one_that_is_used(world: World) -> None:
    asked = invite(client=world.ines, measure="phq-9", by=actor(world.ada), now=MONDAY_TEN)
    change(world, email="new@post.example")
    link = type(asked.link).objects.get(pk=asked.link.pk)

    send_again(link=link, by=actor(world.ada), now=LATER)

    assert [letter.to for letter in Letter.objects.order_by("written_at")] == ["new@post.example"]


@pytest.mark.parametrize("details", [{"email": ""}, {"safe_channel": "phone", "phone": ""}, {"safe_channel": "pigeon"}])
def test_a_safe_channel_without_its_address_is_refused(world: World, details: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change(world, **details)

    assert Client.objects.get(pk=world.ines.pk).email == "ines@post.example"


def test_a_detail_that_does_not_exist_is_refused_by_name(world: World) -> None:
    with pytest.raises(TypeError, match="Not details of a client: open_to_duty_since, therapist"):
        change(world, therapist=world.eve, open_to_duty_since=MONDAY_TEN)


def test_a_new_client_takes_country_language_and_zone_from_the_team_unless_told(world: World) -> None:
    here = register(world.team, world.ada, "Ana Here", MONDAY_TEN)
    there = register(world.team, world.ada, "Ben There", MONDAY_TEN, country="US", time_zone="America/New_York")

    assert (here.country, here.language, here.time_zone) == ("GB", "en", "Europe/London")
    assert (there.country, there.language, there.time_zone) == ("US", "en", "America/New_York")


def test_a_reference_can_be_read_aloud_and_says_nothing_about_the_person() -> None:
    references = {new_reference() for _ in range(200)}

    assert len(references) == 200
    assert not set("".join(references)) & set("01IOio ")
    assert {len(reference) for reference in references} == {9}


def test_the_list_of_other_clinicians_replaces_the_one_before(world: World) -> None:
    first = [{"role": "GP", "name": "Dr Hale"}, {"role": "Midwife", "name": "Mo"}]
    name_clinicians(client=world.ines, clinicians=first, by=actor(world.ada), now=MONDAY_TEN)
    name_clinicians(client=world.jo, clinicians=first, by=actor(world.ada), now=MONDAY_TEN)

    name_clinicians(client=world.ines, clinicians=[{"role": "GP", "name": "Dr Low"}], by=actor(world.ada), now=LATER)

    assert [row.name for row in world.ines.other_clinicians.all()] == ["Dr Low"]
    assert [row.name for row in world.jo.other_clinicians.order_by("place_in_list")] == ["Dr Hale", "Mo"]


def test_registering_needs_details_that_exist(world: World) -> None:
    with pytest.raises(TypeError, match="Not details of a client: reference"):
        register_client(
            team=world.team, therapist=world.ada, details={"reference": "X"}, by=actor(world.ada), now=MONDAY_TEN
        )
