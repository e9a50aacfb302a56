"""Pages that only the demonstration has: nowhere else, and there with everything one needs to look around."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.db import transaction
from django.test import Client as Http
from django.urls import reverse

from clinic.answers.actions.asking import share_plan
from clinic.audit.actor import SYSTEM
from clinic.demonstration.cast import cast
from clinic.demonstration.filling import fill
from clinic.demonstration.sign_ins import PASSWORD, codes
from clinic.people.models import Client

pytestmark = pytest.mark.django_db  # without it pytest-django makes no test database
NAMES = ("demonstration", "demonstration_codes", "demonstration_letters")
NOW = datetime(2026, 3, 18, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def shared_plan(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A clinic with one client, and the address of a link that the client has not used."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill(n_clients=1, by=SYSTEM, now=NOW)
        yield share_plan(client=Client.objects.get(), by=SYSTEM, now=NOW).url
        transaction.set_rollback(True)


@pytest.fixture
def http(shared_plan: str) -> Http:
    return Http()


@pytest.mark.parametrize("name", NAMES)
def test_outside_the_demonstration_there_is_no_such_page(name: str, http: Http, settings: Any) -> None:
    outside = http.get(reverse(name)).status_code
    settings.IS_DEMONSTRATION = True

    assert (outside, http.get(reverse(name)).status_code) == (404, 200)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_that_everybody_is_made_up(name: str, http: Http, settings: Any) -> None:
    settings.IS_DEMONSTRATION = True

    page = http.get(reverse(name)).content.decode()

    assert "Everybody here is made up" in page
    assert "<script" not in page.partition("</head>")[2]


def test_the_list_says_who_can_sign_in_and_how(http: Http, settings: Any) -> None:
    settings.IS_DEMONSTRATION = True

    page = http.get(reverse("demonstration")).content.decode()

    assert PASSWORD in page
    for one in cast().staff:
        assert one.name in page
        assert one.email in page


def test_the_codes_are_those_that_count_now_and_come_again_by_themselves(http: Http, settings: Any) -> None:
    settings.IS_DEMONSTRATION = True
    before = codes()

    response = http.get(reverse("demonstration_codes"))

    page = response.content.decode()
    known = [[row.code for row in found] for found in (before, codes())]  # the half minute may end while we look
    assert any(all(code in page for code in found) for found in known)
    assert 2 <= int(response.headers["Refresh"]) <= 31


def test_a_link_that_nobody_has_used_comes_first_and_can_be_followed(
    http: Http, settings: Any, shared_plan: str
) -> None:
    settings.IS_DEMONSTRATION = True

    page = http.get(reverse("demonstration_letters")).content.decode()

    here = shared_plan.replace(site_settings.PUBLIC_URL, "http://testserver")
    assert f'href="{here}"' in page
    assert page.index(here) < page.index("The newest other letters")
    assert "Nobody is on duty" in page


def test_the_sign_in_page_leads_to_the_list_in_the_demonstration_only(http: Http, settings: Any) -> None:
    outside = http.get(reverse("account_login")).content.decode()
    settings.IS_DEMONSTRATION = True
    inside = http.get(reverse("account_login")).content.decode()

    address = f'href="{reverse("demonstration")}"'
    assert (address in outside, address in inside) == (False, True)
