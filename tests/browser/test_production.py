"""With the settings of a real installation: TLS, safe cookies, light pages, and nobody else hears of a visit."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from clinic.people.actions.accounts import invite_to_portal
from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import answer, answer_last, open_link, press, sign_in_by_hand
from tests.browser.stories import asked
from tests.world import actor

pytestmark = pytest.mark.browser
MOST_BYTES = 60_000


def n_bytes(page: Page, address: str) -> int:
    """How much comes over the wire for a page, with nothing kept from before."""
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(address, wait_until="networkidle")
    assert {request.resource_type for request in finished} >= {"document", "stylesheet", "script"}
    sizes = [request.sizes() for request in finished]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def test_the_first_pages_of_the_client_are_light(site_of_production: Site) -> None:
    site = site_of_production
    assert n_bytes(site.phone(), asked(site)) <= MOST_BYTES

    with site.facts() as world:
        link = invite_to_portal(client=world.ines, by=actor(world.ada), now=timezone.now()).url
    ines = site.phone()
    open_link(ines, link)
    kept = ines.context.storage_state()
    assert n_bytes(site.phone(storage_state=kept), "/my/") <= MOST_BYTES


def test_a_questionnaire_and_a_signed_in_page_in_production(site_of_production: Site) -> None:
    site = site_of_production
    ines = site.phone()
    open_link(ines, asked(site))
    press(ines, "Start")
    answer(ines, "111111111")
    answer_last(ines)
    press(ines, "Send")
    look(ines, "Thank you")
    assert {(cookie["name"], cookie["secure"], cookie["httpOnly"]) for cookie in ines.context.cookies()} == {
        ("__Host-session", True, True),
        ("__Host-csrf", True, True),
    }

    ada = site.desk()
    ada.goto("/clients/")
    sign_in_by_hand(ada, "ada")
    ada.get_by_role("link", name="Ines Vale").click()
    look(ada, "Ines Vale")
    expect(ada.get_by_role("link", name="Record and close")).to_have_count(1)
    site.work()
    [letter] = site.mailbox.to("ada@harbour.example")
    assert letter.link.startswith("https://")
