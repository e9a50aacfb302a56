"""Members: joining with a letter, roles that count at once, and a team that keeps an administrator."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.audit.actor import SYSTEM
from clinic.letters.models import Letter
from clinic.people.actions import staff
from clinic.people.choices import Role
from clinic.people.models import Membership, Team, User
from tests.world import PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def roles(user: User, team: Team) -> set[str]:
    """Roles that run now."""
    return set(Membership.objects.filter(user=user, team=team, until=None).values_list("role", flat=True))


def add(world: World, as_user: Any, **given: Any) -> Any:
    """Gwen adds a member."""
    known = {"name": "Hal", "email": "hal@harbour.example", "roles": ["therapist", "supervisor"]}
    return as_user(world.gwen).post(reverse("member_new", args=[world.team.pk]), {**known, **given})


def test_somebody_new_joins_with_roles_and_a_letter_whose_link_sets_a_password(world: World, as_user: Any) -> None:
    response = add(world, as_user)

    hal = User.objects.get(email="hal@harbour.example")
    letter = Letter.objects.get(kind="set_password")
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)
    assert response.status_code == 303
    assert roles(hal, world.team) == {"therapist", "supervisor"}
    assert letter.to == "hal@harbour.example"
    assert "Hal" not in letter.body
    assert link is not None
    browser = Browser()
    form = browser.get(link.group(1), follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    hal.refresh_from_db()
    assert hal.check_password(PASSWORD)


def test_somebody_who_is_staff_already_gets_the_roles_by_e_mail_and_no_letter(world: World, as_user: Any) -> None:
    response = add(world, as_user, email=world.eve.email.upper(), name="Whatever", roles=["duty"])

    world.eve.refresh_from_db()
    assert response.status_code == 303
    assert roles(world.eve, world.team) == {"duty"}
    assert world.eve.name == "Eve"
    assert not Letter.objects.filter(kind="set_password").exists()


def test_a_leaver_does_not_come_back_under_the_same_address(world: World, as_user: Any) -> None:
    staff.leave(user=world.dan, heir=None, by=SYSTEM, now=timezone.now())

    response = add(world, as_user, email=world.dan.email)

    assert response.status_code == 422
    assert "A leaver comes back under a new e-mail address" in response.content.decode()
    assert roles(world.dan, world.team) == set()


@pytest.mark.parametrize("fault", [{"email": "not an address"}, {"roles": []}, {"name": ""}])
def test_a_fault_is_told_and_nobody_joins(world: World, as_user: Any, fault: dict[str, Any]) -> None:
    n = User.objects.count()

    response = add(world, as_user, **fault)

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert User.objects.count() == n


def change(world: World, as_user: Any, person: User, wanted: list[str]) -> Any:
    """Gwen saves somebody's roles."""
    return as_user(world.gwen).post(reverse("member", args=[world.team.pk, person.pk]), {"roles": wanted})


def test_roles_are_given_and_ended_together(world: World, as_user: Any) -> None:
    response = change(world, as_user, world.cleo, ["duty", "manager"])

    assert response.status_code == 303
    assert roles(world.cleo, world.team) == {"duty", "manager"}


def test_a_role_that_ended_counts_at_once_also_in_an_open_page(world: World, as_user: Any) -> None:
    browser = as_user(world.cleo)
    assert browser.get(reverse("supervision")).status_code == 200

    change(world, as_user, world.cleo, [])

    assert browser.get(reverse("supervision")).status_code == 404


def test_a_therapist_with_clients_keeps_the_role_and_nothing_else_changes(world: World, as_user: Any) -> None:
    response = change(world, as_user, world.ada, ["manager"])

    assert response.status_code == 422
    assert "hand them over first" in response.content.decode()
    assert roles(world.ada, world.team) == {"therapist"}


def test_the_only_administrator_keeps_the_role_until_there_is_another(world: World, as_user: Any) -> None:
    refused = change(world, as_user, world.gwen, ["manager"])
    staff.give_role(user=world.finn, team=world.team, role=Role.ADMINISTRATOR, by=SYSTEM, now=timezone.now())
    allowed = change(world, as_user, world.gwen, ["manager"])

    assert refused.status_code == 422
    assert "the only administrator" in refused.content.decode()
    assert allowed.status_code == 303
    assert roles(world.gwen, world.team) == {"manager"}


def test_saving_the_same_roles_changes_nothing(world: World, as_user: Any) -> None:
    before = set(Membership.objects.values_list("pk", "until"))

    response = change(world, as_user, world.ada, ["therapist"])

    assert response.status_code == 303
    assert set(Membership.objects.values_list("pk", "until")) == before


def test_a_new_link_is_sent_only_while_no_password_is_set(world: World, as_user: Any) -> None:
    add(world, as_user)
    hal = User.objects.get(email="hal@harbour.example")

    for person in (hal, world.ada):
        as_user(world.gwen).post(reverse("member_letter", args=[world.team.pk, person.pk]))

    assert [letter.to for letter in Letter.objects.filter(kind="set_password")] == ["hal@harbour.example"] * 2


def test_roles_ask_for_the_password_again_when_that_was_long_ago(world: World, as_user: Any) -> None:
    browser = as_user(world.gwen)
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= timedelta(minutes=10).total_seconds()
    session.save()

    url = reverse("member", args=[world.team.pk, world.cleo.pk])
    fetched = browser.get(url)
    sent = browser.post(url, {"roles": ["duty"]}, headers={"accept": "text/html"})

    assert fetched.status_code == 302
    assert fetched["Location"].startswith(reverse("account_reauthenticate"))
    assert sent.status_code == 403
    assert 'name="roles" value="duty"' in sent.content.decode()
    assert roles(world.cleo, world.team) == {"supervisor"}


def test_a_member_of_another_team_is_not_there(world: World, as_user: Any) -> None:
    browser = as_user(world.gwen)

    assert browser.get(reverse("member", args=[world.team.pk, world.ada.pk])).status_code == 200
    assert browser.get(reverse("member", args=[world.team.pk, world.eve.pk])).status_code == 404
