"""Signing in: a second step that is not set up is set up first, with a picture to scan and codes for a bad day."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import press, type_code
from tests.world import PASSWORD

pytestmark = pytest.mark.browser


def test_staff_without_a_second_step_set_it_up_before_any_page(site: Site) -> None:
    nora = site.desk()
    nora.goto("/clients/")
    nora.get_by_label("E-mail address").fill("nora@harbour.example")
    nora.get_by_label("Password").fill(PASSWORD)
    press(nora, "Continue")
    look(nora, "Set up the authenticator app")
    expect(nora.get_by_role("img", name=re.compile("QR code"))).to_be_visible()

    # There is no way around it.
    nora.goto("/clients/")
    expect(nora.get_by_role("heading", level=1)).to_have_text("Set up the authenticator app")

    secret = nora.locator("#authenticator_secret").inner_text()
    type_code(nora, button="Continue", secret=secret)
    look(nora, "Recovery codes")
    expect(nora.get_by_role("list", name="Unused codes").get_by_role("listitem")).to_have_count(10)
    nora.get_by_role("link", name="Go on").click()
    look(nora, "Caseload")
    expect(nora.get_by_text("No clients yet")).to_be_visible()


def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(site: Site) -> None:
    page = site.desk()
    words = []
    for address in ("ada@harbour.example", "nobody@harbour.example"):
        page.goto("/account/login/")
        page.get_by_label("E-mail address").fill(address)
        page.get_by_label("Password").fill("not the password at all")
        press(page, "Continue")
        expect(page.get_by_role("alert")).to_be_focused()
        words.append(page.get_by_role("alert").inner_text())
    look(page, "Sign in")

    assert words[0] == words[1]


def test_a_code_that_is_wrong_lets_nobody_in(site: Site) -> None:
    page = site.desk()
    page.goto("/clients/")
    page.get_by_label("E-mail address").fill("ada@harbour.example")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    look(page, "Second step")
    page.get_by_label("Code").fill("12345")
    press(page, "Sign in")

    expect(page.get_by_role("alert")).to_be_focused()
    page.goto("/clients/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
