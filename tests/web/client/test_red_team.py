"""What somebody tries who once held a link to a client's own pages, or reads what the server keeps."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.answers.actions.asking import share_plan
from clinic.people.actions.accounts import close_account
from clinic.people.actions.clients import break_glass, change_details
from clinic.people.models import Client, User
from tests.web.client.steps import came_by_link, link_to_own_pages
from tests.web.crawl import post
from tests.web.stage import Stage, secret_of
from tests.world import actor, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
USED = "This link does not open any more"


def now_of(stage: Stage) -> Client:
    """Ines as she stands now."""
    return Client.objects.select_related("team", "account").get(pk=stage.ines.client.pk)


def closed(stage: Stage) -> None:
    """Everything is closed by her therapist."""
    close_account(client=now_of(stage), by=actor(stage.world.ada), now=timezone.now())


def test_a_browser_whose_link_was_closed_does_not_come_in_by_a_new_link_opened_elsewhere(stage: Stage) -> None:
    thief = came_by_link(now_of(stage))
    assert thief.get(reverse("my")).status_code == 200
    closed(stage)

    ines = came_by_link(now_of(stage))

    assert ines.get(reverse("my")).status_code == 200
    assert USED in thief.get(reverse("my")).content.decode()
    taken = post(thief, reverse("my_account"), password="four boats under a lamp")
    assert taken.status_code != 303
    assert not User.objects.filter(is_client=True).exists()


def test_closing_closes_the_link_to_the_plan_for_hard_times_too(stage: Stage) -> None:
    made = share_plan(client=now_of(stage), by=actor(stage.world.ada), now=timezone.now())
    phone = Browser()
    post(phone, reverse("link", args=[secret_of(made.url)]))
    assert phone.get(reverse("my_plan")).status_code == 200
    closed(stage)
    share_plan(client=now_of(stage), by=actor(stage.world.ada), now=timezone.now())

    assert phone.get(reverse("my_plan")).status_code == 404


def test_a_link_that_went_to_a_wrong_address_opens_nothing_once_the_address_is_mended(stage: Stage) -> None:
    url = link_to_own_pages(now_of(stage))
    change_details(
        client=now_of(stage), details={"email": "right@post.example"}, by=actor(stage.world.ada), now=timezone.now()
    )
    stranger = Browser()

    post(stranger, url)

    assert stranger.get(reverse("my")).status_code == 302


@pytest.mark.parametrize("side", ["client", "staff"])
def test_no_name_of_anybody_lies_in_the_clear_in_a_session(side: str, stage: Stage) -> None:
    if side == "client":
        browser, url = came_by_link(now_of(stage)), reverse("my_person_new")
        sent = post(browser, url, name="Zebulon", kind="friend", status="living", ring="2")
    else:
        browser, url = sign_in(stage.world.ada), reverse("inventory", args=[stage.ines.in_course.course])
        sent = post(browser, url, name="Zebulon", kind="friend", ring="2")
    assert sent.status_code == 303, sent.content.decode()

    kept: list[Any] = [row.get_decoded() for row in Session.objects.all()]

    assert "Zebulon" not in str(kept)
    assert "Zebulon" in browser.get(sent.headers["Location"]).content.decode()


def test_a_colleague_who_broke_the_glass_makes_no_way_into_a_clients_own_pages(stage: Stage) -> None:
    bo = stage.world.bo
    break_glass(client=now_of(stage), reason="Called by the police", by=actor(bo), now=timezone.now())
    Client.objects.filter(pk=stage.ines.client.pk).update(safe_channel="in_person")
    browser, url = sign_in(bo), reverse("portal", args=[stage.ines.client.pk])
    assert browser.get(url).status_code == 200

    page = browser.post(url, {"do": "invite"}, follow=True).content.decode()

    assert "in an emergency" in page
    assert "/l/" not in page
