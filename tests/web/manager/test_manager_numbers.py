"""Numbers for a manager: each team one manages, no person, and no small number about clients."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.answers.actions.asking import invite
from clinic.pages.manager.numbers import FEWEST, shown
from tests.world import World, actor, answered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]


def text(world: World, as_user: Any) -> str:
    """Finn's page."""
    response = as_user(world.finn).get(reverse("numbers"))
    assert response.status_code == 200
    page = " ".join(response.content.decode().split())
    return page[page.index("<main") : page.index("</main>")]


def test_a_team_without_anything_says_so(world: World, as_user: Any) -> None:
    assert "Nothing to count yet" in text(world, as_user)


def test_numbers_of_the_team_are_counted_by_period_and_no_person_appears(world: World, as_user: Any) -> None:
    now = timezone.now()
    for days in (1, 2, 3, 4, 5, 60):
        at = now - timedelta(days=days)
        invite(client=world.ines, measure="gad-7", by=actor(world.ada), now=at)
        answered(world.ines, "000000002", at.date(), now=at, by=world.ada)

    page = text(world, as_user)

    assert "Questionnaires asked</th>" in page
    assert '<td class="num" data-label="Last 30 days">5</td><td class="num" data-label="Last 90 days">6</td>' in page
    for person in (world.ines.name, world.ines.reference, "Ada", "Elsewhere"):
        assert person not in page


def test_a_count_of_one_to_four_is_not_shown_as_it_is(world: World, as_user: Any) -> None:
    now = timezone.now()
    answered(world.ines, "000000002", now.date(), now=now, by=world.ada)

    page = text(world, as_user)

    assert "<dt>Alerts open now</dt><dd>fewer than 5</dd>" in page
    assert [shown(n) for n in (0, 1, FEWEST - 1, FEWEST)] == ["0", "fewer than 5", "fewer than 5", "5"]


def test_only_managers_see_numbers_and_eve_only_those_of_her_own_team(world: World, as_user: Any) -> None:
    for person in (world.ada, world.bo, world.cleo, world.dan, world.gwen):
        assert as_user(person).get(reverse("numbers")).status_code == 404, person
    assert Browser().get(reverse("numbers")).status_code == 302
    assert "Harbour" not in as_user(world.eve).get(reverse("numbers")).content.decode()
    assert "Harbour" in text(world, as_user)
