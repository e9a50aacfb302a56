"""Leaving and handing over: nobody is left without a therapist, and a leaver is out at once."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.models import Supervision, User
from clinic.safety.models import Alert
from tests.world import World, actor, answered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def leave(world: World, as_user: Any, person: User, heir: str = "") -> Any:
    """Gwen sends the form."""
    return as_user(world.gwen).post(reverse("leaving", args=[world.team.pk, person.pk]), {"heir": heir})


def test_the_page_shows_what_the_person_holds(world: World, as_user: Any) -> None:
    now = timezone.now()
    answered(world.ines, "000000001", now.date(), now=now, by=world.ada)
    held = Alert.objects.get().holder

    page = as_user(world.gwen).get(reverse("leaving", args=[world.team.pk, world.ada.pk])).content.decode()

    assert held == world.ada
    for known in (world.ines.name, world.ines.reference, world.jo.reference, "<dd>2</dd>", "<dd>1</dd>"):
        assert known in page
    assert "Cleo supervises Ada" in page
    assert world.kit.name not in page
    assert "PHQ" not in page


def test_a_leaver_with_clients_needs_somebody_who_takes_over(world: World, as_user: Any) -> None:
    refused = leave(world, as_user, world.ada)
    allowed = leave(world, as_user, world.ada, heir=str(world.bo.pk))

    world.ines.refresh_from_db()
    assert refused.status_code == 422
    assert "Choose who takes over the clients" in refused.content.decode()
    assert allowed.status_code == 303
    assert world.ines.therapist == world.bo


@pytest.mark.parametrize("heir", ["cleo", "eve", "ada"])
def test_only_another_therapist_of_the_team_takes_over(world: World, as_user: Any, heir: str) -> None:
    response = leave(world, as_user, world.ada, heir=str(getattr(world, heir).pk))

    world.ada.refresh_from_db()
    assert response.status_code == 422
    assert world.ada.is_active


def test_a_leaver_is_signed_out_at_once_and_leaves_no_alert_and_no_arrangement(world: World, as_user: Any) -> None:
    now = timezone.now()
    answered(world.ines, "000000001", now.date(), now=now, by=world.ada)
    browser = as_user(world.ada)
    assert browser.get(reverse("clients")).status_code == 200

    leave(world, as_user, world.ada, heir=str(world.bo.pk))

    assert browser.get(reverse("clients")).status_code == 302
    assert Alert.objects.get().holder == world.bo
    assert not Supervision.objects.filter(until=None).exists()


def test_somebody_without_clients_leaves_without_an_heir(world: World, as_user: Any) -> None:
    response = leave(world, as_user, world.finn)

    world.finn.refresh_from_db()
    assert response.status_code == 303
    assert not world.finn.is_active


def test_the_only_administrator_does_not_leave(world: World, as_user: Any) -> None:
    response = leave(world, as_user, world.gwen)

    world.gwen.refresh_from_db()
    assert response.status_code == 422
    assert "the only administrator" in response.content.decode()
    assert world.gwen.is_active


def test_somebody_who_works_elsewhere_too_is_not_ended_here_and_no_client_is_shown(world: World, as_user: Any) -> None:
    staff.give_role(user=world.eve, team=world.team, role=Role.THERAPIST, by=SYSTEM, now=timezone.now())

    page = as_user(world.gwen).get(reverse("leaving", args=[world.team.pk, world.eve.pk])).content.decode()
    response = leave(world, as_user, world.eve, heir=str(world.ada.pk))

    world.eve.refresh_from_db()
    assert world.strange.name not in page
    assert response.status_code == 422
    assert world.eve.is_active


def hand(world: World, as_user: Any, client: Any, to: User) -> Any:
    """Gwen hands one of Ada's clients over."""
    given = {"client": str(client.pk), "to": str(to.pk)}
    return as_user(world.gwen).post(reverse("hand_over", args=[world.team.pk, world.ada.pk]), given)


def test_one_client_is_handed_over_with_the_alerts_held_for_them(world: World, as_user: Any) -> None:
    now = timezone.now()
    for client in (world.ines, world.jo):
        answered(client, "000000001", now.date(), now=now, by=world.ada)

    response = hand(world, as_user, world.ines, world.bo)

    world.ines.refresh_from_db()
    assert response.status_code == 303
    assert world.ines.therapist == world.bo
    assert Alert.objects.get(client=world.ines).holder == world.bo
    assert Alert.objects.get(client=world.jo).holder == world.ada


def test_a_client_is_not_handed_to_somebody_who_is_no_therapist_of_the_team(world: World, as_user: Any) -> None:
    for to in (world.cleo, world.eve):
        assert hand(world, as_user, world.ines, to).status_code == 422
    world.ines.refresh_from_db()
    assert world.ines.therapist == world.ada


def test_another_therapists_client_is_not_handed_over_from_this_page(world: World, as_user: Any) -> None:
    staff.give_role(user=world.cleo, team=world.team, role=Role.THERAPIST, by=actor(world.gwen), now=timezone.now())

    for client in (world.kit, world.strange):
        assert hand(world, as_user, client, world.cleo).status_code == 422
    world.kit.refresh_from_db()
    assert world.kit.therapist == world.bo
