"""Help now: for anybody, in the client's country, and never with somebody who is not safe."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.people.models import Client
from tests.web.crawl import post
from tests.web.stage import UNSAFE, UNSAFE_WHY, Stage
from tests.world import hold_link

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def calls(browser: Browser, **asked: str) -> list[str]:
    """The numbers that can be called from the page, in order."""
    return re.findall(r'href="((?:tel|sms):[^"]+)"', browser.get(reverse("help"), asked).content.decode())


def test_help_needs_no_sign_in_and_no_session(db: None) -> None:
    answer = Browser().get(reverse("help"))

    assert answer.status_code == 200
    assert "session" not in answer.cookies
    assert calls(Browser())[0] == "tel:999"


@pytest.mark.parametrize(("country", "first"), [("GB", "tel:999"), ("US", "tel:911"), ("DE", "tel:112")])
def test_help_is_of_the_clients_country(country: str, first: str, stage: Stage) -> None:
    Client.objects.filter(pk=stage.ines.client.pk).update(country=country)
    phone = Browser()
    post(phone, reverse("link", args=[stage.ines.secret]))

    assert calls(phone)[0] == first
    assert calls(Browser())[0] == "tel:999"  # a stranger: the service's own country


@pytest.mark.parametrize("country", ["US", "us", "IE"])
def test_another_country_can_be_asked_for(country: str, db: None) -> None:
    assert calls(Browser(), country=country)[0] == {"US": "tel:911", "IE": "tel:112"}.get(country.upper())


@pytest.mark.parametrize("country", ["XX", "", "G B", "<script>", "\x00", "G" * 3000])
def test_an_unknown_country_shows_the_usual_numbers(country: str, db: None) -> None:
    assert calls(Browser(), country=country)[0] == "tel:999"


def test_nobody_marked_unsafe_is_on_a_help_page(stage: Stage) -> None:
    phone = hold_link(stage.ines.client)

    pages = [phone.get(reverse(name)).content.decode() for name in ("help", "my_plan")]

    assert "a walk by the river" in pages[1] and "Olive Hart" in pages[1]
    assert [word for page in pages for word in (UNSAFE, UNSAFE.split()[0], UNSAFE_WHY, "0666") if word in page] == []


def test_help_tells_nobody_that_somebody_is_a_client(stage: Stage) -> None:
    page = hold_link(stage.ines.client).get(reverse("help")).content.decode()

    assert all(word not in page for word in ("Ines", stage.ines.client.reference, "Ada"))
