"""Every page of the administrator is there for the team's administrator and for nobody else."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import get_resolver, reverse

from tests.world import World, some_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_stray_writes")]

OTHERS = ("ada", "bo", "cleo", "dan", "finn", "eve")
PAGES = (
    "team",
    "member_new",
    "member",
    "hand_over",
    "leaving",
    "team_supervision",
    "team_cover",
    "team_duty",
    "team_settings",
    "alert_rules",
    "crisis_lists",
    "crisis_list",
    "crisis_line_new",
    "crisis_line",
    "team_letters",
)
READ_ONLY = {"team", "crisis_lists", "crisis_list", "team_letters"}
POSTS = ("member_letter", "arrangement_end", "crisis_dates", "crisis_shipped", "crisis_line_gone", "letter_again")


def address(world: World, name: str) -> str:
    """The address of a page of Gwen's team."""
    further = {
        "member": [world.ada.pk],
        "hand_over": [world.ada.pk],
        "leaving": [world.ada.pk],
        "member_letter": [world.ada.pk],
        "arrangement_end": [some_id()],
        "letter_again": [some_id()],
        "crisis_line": ["GB", "samaritans"],
        "crisis_line_gone": ["GB", "samaritans"],
        "crisis_line_new": ["GB"],
        "crisis_list": ["GB"],
        "crisis_dates": ["GB"],
        "crisis_shipped": ["GB"],
    }
    return reverse(name, args=[world.team.pk, *further.get(name, [])])


def test_every_address_of_the_administrator_is_named_here() -> None:
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert {*PAGES, *POSTS, "teams"} <= known


@pytest.mark.parametrize("name", PAGES)
def test_the_administrator_sees_the_page_and_nobody_else_does(world: World, as_user: Any, name: str) -> None:
    url = address(world, name)

    assert as_user(world.gwen).get(url).status_code == 200
    for person in OTHERS:
        assert as_user(getattr(world, person)).get(url).status_code == 404, person
    assert Browser().get(url).status_code == 302


@pytest.mark.parametrize("name", [name for name in (*PAGES, *POSTS) if name not in READ_ONLY])
def test_nobody_else_can_send_the_form(world: World, as_user: Any, name: str) -> None:
    url = address(world, name)

    for person in OTHERS:
        assert as_user(getattr(world, person)).post(url, {"roles": ["administrator"]}).status_code == 404, person


def test_a_page_that_is_only_sent_cannot_be_fetched(world: World, as_user: Any) -> None:
    for name in POSTS:
        assert as_user(world.gwen).get(address(world, name)).status_code == 405, name
