"""A link that was used: one calm page with help, and a new link for whoever may have one."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.look import look, status
from tests.browser.site import Site
from tests.browser.steps import open_link, press
from tests.browser.stories import asked

pytestmark = pytest.mark.browser


def test_a_used_link_gives_help_and_a_new_one_by_letter(site: Site) -> None:
    link = asked(site, minutes_ago=10)
    open_link(site.phone(), link)
    site.work()
    before = len(site.mailbox.to("ines@post.example"))

    other = site.phone()
    assert status(other.goto(link)) == 404
    look(other, "This link does not open any more")
    expect(other.get_by_role("link", name=re.compile("Call 999"))).to_be_visible()
    press(other, "Send me a new link")
    look(other, "Look in your e-mail")
    site.work()

    assert len(site.mailbox.to("ines@post.example")) == before + 1
    open_link(other, site.mailbox.to("ines@post.example")[-1].link)


def test_an_unknown_link_is_answered_in_the_same_words(site: Site) -> None:
    link = asked(site, minutes_ago=10)
    open_link(site.phone(), link)
    page = site.phone()
    words = []
    for address in (link, f"{site.url}/l/{'x' * 43}/"):
        assert status(page.goto(address)) == 404
        told = page.get_by_role("main").inner_text()
        press(page, "Send me a new link")
        expect(page.get_by_role("heading", level=1)).to_have_text("Look in your e-mail")
        words.append(told + page.get_by_role("main").inner_text())

    assert words[0] == words[1]


def test_help_is_on_every_page_of_the_client_without_signing_in(site: Site) -> None:
    ines = site.phone()
    open_link(ines, asked(site))

    ines.get_by_role("contentinfo").get_by_role("link", name="Help now").click()

    look(ines, "Help now")
    expect(ines.get_by_role("link", name=re.compile("Call 999"))).to_be_in_viewport(ratio=1)
    ines.get_by_label("I am in").select_option("Germany")
    press(ines, "Show these numbers")
    expect(ines.get_by_role("link", name=re.compile("Call 112"))).to_be_in_viewport(ratio=1)


def test_an_address_that_is_not_sent_can_be_copied(site: Site) -> None:
    ada = site.signed_in("ada", site.desk(permissions=["clipboard-read", "clipboard-write"]))
    with site.facts() as world:
        ada.goto(f"/clients/{world.ines.pk}/")
    press(ada, "Ask by link")
    press(ada, "Copy")

    expect(ada.get_by_text("Copied", exact=True)).to_be_visible()
    copied = ada.evaluate("() => navigator.clipboard.readText()")
    open_link(site.phone(), copied)
