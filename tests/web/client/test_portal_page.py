"""The therapist's page about a client's own pages: make a link, see whether it was used, close it."""

import pytest
from django.urls import reverse

from clinic.people.models import Client, Link
from tests.web.client.steps import came_by_link, with_account
from tests.web.crawl import Crawl, post
from tests.web.stage import Stage
from tests.world import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


def page(stage: Stage, **body: str) -> str:
    """The page as Ada sees it, after what she pressed."""
    ada, url = sign_in(stage.world.ada), reverse("portal", args=[stage.ines.client.pk])
    response = post(ada, url, **body) if body else ada.get(url)
    return (ada.get(response.headers["Location"]) if response.status_code == 303 else response).content.decode()


def test_the_address_is_told_once(stage: Stage) -> None:
    told, after = page(stage, do="invite"), page(stage)

    assert "/l/" in told
    assert "/l/" not in after
    assert "Nobody has opened it yet" in after


def test_the_page_says_how_they_get_in(stage: Stage) -> None:
    came_by_link(stage.ines.client)
    by_link = page(stage)
    with_account(stage.ines.client)
    by_account = page(stage)

    assert "A link was opened on" in by_link
    assert f"sign in as {stage.ines.client.email}" in by_account


def test_closing_is_one_press_and_said(stage: Stage) -> None:
    came_by_link(stage.ines.client)

    after = page(stage, do="close")

    assert "Their own pages are closed" in after
    assert "No way in at the moment" in after
    assert not Link.objects.filter(client=stage.ines.client, purpose="portal", revoked_at=None).exists()


def test_an_address_of_staff_is_refused_in_words(stage: Stage) -> None:
    Client.objects.filter(pk=stage.ines.client.pk).update(email=stage.world.bo.email)

    assert "belongs to a member of staff" in page(stage, do="invite")


def test_a_client_who_is_not_reached_by_email_is_told_by_the_therapist(stage: Stage) -> None:
    Client.objects.filter(pk=stage.ines.client.pk).update(safe_channel="in_person", email="")

    before, told = page(stage), page(stage, do="invite")

    assert "nothing is sent" in before and "An account needs an e-mail address" in before
    assert "Give them the address yourself" in told


def test_an_address_that_is_taken_is_refused_on_the_details_page(stage: Stage) -> None:
    with_account(stage.ines.client)
    ada, url = sign_in(stage.world.ada), reverse("details", args=[stage.ines.client.pk])
    form = ada.get(url).context["form"]
    given = {name: str(value) for name, value in form.initial.items() if value not in (None, False)}

    refused = post(ada, url, **{**given, "email": stage.world.bo.email})

    assert refused.status_code == 422
    assert "signs in somebody else" in refused.content.decode()
