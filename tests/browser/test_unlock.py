"""A page left alone is covered, and unlocked in place with what was half written."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.look import see
from tests.browser.site import Site
from tests.browser.steps import press
from tests.browser.stories import left_alone
from tests.world import PASSWORD

pytestmark = pytest.mark.browser
SAID = "It comes at night, when the house is quiet."


def is_hidden(page: Page, *, cover: Locator, said: Locator) -> None:
    """Nothing of the page can be seen, reached by the keyboard or read from the tab."""
    expect(said).to_be_hidden()
    expect(page.get_by_role("heading", name=re.compile("Ines Vale"))).to_have_count(0)
    expect(page).to_have_title("This page is covered")
    expect(cover.get_by_label("Password")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        expect(cover.locator(":focus")).to_have_count(1)
    see(page, width=390, height=844, theme="dark")
    see(page, width=1280, height=900, theme="light")


def test_unlocking_in_place_keeps_the_draft(site: Site) -> None:
    ada = site.signed_in("ada", site.desk())
    ada.clock.install()
    with site.facts() as world:
        ada.goto(f"/clients/{world.ines.pk}/risk/")
    ada.get_by_role("radio", name="Thoughts of suicide, no plan").check()
    ada.get_by_text("In words (optional)").click()
    said = ada.get_by_label("In their words")
    said.fill(SAID)

    # A minute before the hour a word of warning; after it the cover.
    ada.clock.fast_forward("59:10")
    expect(ada.get_by_text("This page will be covered in a minute.")).to_be_visible()
    left_alone(site, minutes=61)
    ada.clock.fast_forward("01:00")
    cover = ada.get_by_role("dialog", name="This page is covered")
    expect(cover).to_be_visible()

    is_hidden(ada, cover=cover, said=said)

    # A wrong password leaves it covered, with a word about it.
    password = cover.get_by_label("Password")
    password.fill("not the password at all")
    press(ada, "Go on", within=cover)
    expect(cover.get_by_role("alert")).to_have_text("That is not your password. Try again.")
    expect(said).to_be_hidden()

    # The right one gives the page back as it was, and it can be saved.
    password.fill(PASSWORD)
    press(ada, "Go on", within=cover)
    expect(cover).to_be_hidden()
    expect(said).to_have_value(SAID)
    expect(said).to_be_focused()
    press(ada, "Save")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Ines Vale")
    with site.facts() as world:
        assert [record.said for record in world.ines.risk_records.all()] == [SAID]


def test_a_covered_page_gives_nothing_to_somebody_else_who_reloads_it(site: Site) -> None:
    ada = site.signed_in("ada", site.desk())
    with site.facts() as world:
        ada.goto(f"/clients/{world.ines.pk}/")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Ines Vale")
    left_alone(site, minutes=61)
    ada.reload()

    expect(ada.get_by_role("heading", level=1)).to_have_text("This page is covered")
    expect(ada.get_by_text("Ines Vale")).to_have_count(0)
    ada.get_by_label("Password").fill(PASSWORD)
    press(ada, "Go on")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Ines Vale")
