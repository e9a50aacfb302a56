"""Keyboard only: nothing needs a mouse, the focus is always seen, and after a mistake it stands at the way out."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.hands import tab_to
from tests.browser.seed import code_at
from tests.browser.site import Site
from tests.browser.steps import TRIES
from tests.browser.stories import asked
from tests.world import PASSWORD

pytestmark = pytest.mark.browser


def type_code_by_keyboard(page: Page) -> None:
    """Once more when the half minute of the code was over before it arrived."""
    for _ in range(TRIES):
        tab_to(page, page.get_by_label("Code"))
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(code_at(timezone.now()))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if page.get_by_label("Code").count() == 0:
            return


def sign_in_by_keyboard(page: Page) -> None:
    """Address, password and code by Tab and Enter; then the list of clients."""
    page.goto("/clients/")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type("ada@harbour.example")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    type_code_by_keyboard(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients")


def test_a_therapist_signs_in_and_records_risk_without_a_mouse(site: Site) -> None:
    with site.facts() as world:
        reference = world.ines.reference
    ada = site.desk()
    sign_in_by_keyboard(ada)

    # The skip link is the first stop and leads past the bar.
    ada.keyboard.press("Tab")
    expect(ada.get_by_role("link", name="Skip to the main part")).to_be_focused()
    expect(ada.get_by_role("link", name="Skip to the main part")).to_be_in_viewport(ratio=1)
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("main")).to_be_focused()

    tab_to(ada, ada.get_by_role("link", name="Ines Vale"))
    ada.keyboard.press("Enter")
    expect(ada.get_by_text(reference)).to_be_visible()
    tab_to(ada, ada.get_by_role("link", name="Risk record"))
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Risk record: Ines Vale")

    # Saved too early: the focus is on what is wrong, and from there Enter leads to the field.
    tab_to(ada, ada.get_by_role("button", name="Save"))
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("alert")).to_be_focused()
    ada.wait_for_load_state()
    ada.keyboard.press("Tab")
    ada.keyboard.press("Enter")
    first = ada.get_by_role("radio", name="No thoughts of death or suicide")
    expect(first).to_be_focused()
    ada.keyboard.press("Space")
    ada.keyboard.press("ArrowDown")
    ada.keyboard.press("ArrowDown")
    expect(ada.get_by_role("radio", name="Thoughts of suicide, no plan")).to_be_checked()
    tab_to(ada, ada.get_by_role("button", name="Save"))
    ada.keyboard.press("Enter")

    expect(ada.get_by_text("Thoughts of suicide, no plan")).to_be_visible()
    expect(ada.get_by_text(re.compile("asked directly .*, Ada"))).to_be_visible()


def test_a_client_answers_by_tab_arrows_and_enter(site: Site) -> None:
    ines = site.desk()
    ines.goto(asked(site))
    tab_to(ines, ines.get_by_role("button", name="Open"))
    ines.keyboard.press("Enter")
    expect(ines.get_by_role("heading", level=1)).to_have_text("Hello Ines Vale")
    tab_to(ines, ines.get_by_role("button", name="Start"))
    ines.keyboard.press("Enter")

    # An arrow chooses, Enter goes on, as Continue does.
    for n in range(1, 11):
        expect(ines.get_by_text(f"Question {n} of 10", exact=True)).to_be_visible()
        tab_to(ines, ines.get_by_role("radio").first)
        ines.keyboard.press("Space")
        if n != 9:
            ines.keyboard.press("ArrowDown")
        ines.keyboard.press("Enter")
    expect(ines.get_by_role("heading", level=1)).to_have_text("Check your answers")
    tab_to(ines, ines.get_by_role("button", name="Send"))
    ines.keyboard.press("Enter")

    expect(ines.get_by_text("Your answers have arrived.")).to_be_visible()
    with site.facts() as world:
        assert world.ines.answer_sheets.get(entered_as="by_client").score.total == 8
