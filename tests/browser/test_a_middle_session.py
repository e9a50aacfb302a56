"""A session in the middle of a course: from the caseload by one click, ticked and written while it is on, signed."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.courses import PLAN, in_the_middle, weekly
from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import press

pytestmark = pytest.mark.browser
TO_SIGN = "Note to sign"
TELLS = "She rang her sister on Thursday.\nThey spoke of the funeral; she cried, and it was good."


def row_of(page: Page, name: str) -> Locator:
    """A client's line of the caseload."""
    page.goto("/caseload/")
    return page.get_by_role("row", name=re.compile(name))


def saved(page: Page) -> Locator:
    """Where the note says that it is kept."""
    return page.locator("[data-saving] [data-saved]")


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Techniques used").get_by_role("button", name=name, exact=True)


def test_from_the_caseload_to_the_signature(shared_site: Site) -> None:
    with shared_site.facts() as world:
        appointments = in_the_middle(world.ines)
    ada = shared_site.signed_in("ada", shared_site.desk())
    line = row_of(ada, "Ines Vale")
    expect(line).to_contain_text("Middle")
    expect(line).to_contain_text("5 of 16 sessions held")

    # One click, and the state of things is on one screen.
    line.get_by_role("link", name=re.compile(r"\d\d:\d\d Ines Vale")).click()
    expect(ada).to_have_url(re.compile(f"/sessions/{appointments[5].pk}/$"))
    before = ada.get_by_role("region", name="Before", exact=True)
    for words in ("10 moderate", "−9 reliably better", "item 9", "11 weeks", "Risk was", "Since mother died", PLAN):
        expect(before).to_contain_text(words)
    expect(before).to_be_in_viewport(ratio=1)
    look(ada, "Ines Vale")

    # Attendance is one tap; a technique is one tap, and the page stays where it is.
    press(ada, "Came")
    expect(ada.get_by_role("region", name="Attendance")).to_contain_text("Came")
    chip(ada, "Role play").click()
    expect(chip(ada, "Role play")).to_have_attribute("aria-pressed", "true")

    # The note is kept as she types, and a page loaded anew brings it back.
    ada.get_by_label("What happened").press_sequentially(TELLS, delay=2)
    expect(saved(ada)).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    expect(row_of(ada.context.new_page(), "Ines Vale")).to_contain_text(TO_SIGN)
    ada.reload()
    expect(ada.get_by_label("What happened")).to_have_value(TELLS)
    expect(chip(ada, "Role play")).to_have_attribute("aria-pressed", "true")

    # Signed too early it says what is missing; three answers more, and it is signed.
    press(ada, "Sign the note")
    expect(ada.get_by_role("alert")).to_be_focused()
    expect(ada.get_by_role("alert").get_by_role("listitem")).to_have_count(3)
    look(ada, "Ines Vale")
    ada.get_by_role("radio", name="Kept", exact=True).check()
    ada.get_by_label("Plan until next time").fill("The cemetery, with her sister.")
    ada.get_by_role("radio", name="Asked directly", exact=True).check()
    ada.get_by_label("Asked directly: no thoughts of death or suicide").check()
    press(ada, "Sign the note")

    expect(ada.get_by_role("status").first).to_contain_text("Signed.")
    expect(ada.get_by_role("region", name="Until next time")).to_contain_text("The cemetery, with her sister.")
    line = row_of(ada, "Ines Vale")
    expect(line).to_contain_text("6 of 16 sessions held")
    expect(line).not_to_contain_text(TO_SIGN)
    with shared_site.facts() as world:
        assert world.ines.risk_records.get().finding == "none"


def test_a_tick_keeps_the_focus_and_the_place_by_tap_and_by_key(shared_site: Site) -> None:
    with shared_site.facts() as world:
        session = weekly(world.jo, n_held=0, minutes_ago=80)[0]
    ada = shared_site.signed_in("ada", shared_site.phone())
    ada.goto(f"/sessions/{session.pk}/")
    first = chip(ada, "Clarification")
    first.scroll_into_view_if_needed()
    at = ada.evaluate("() => window.scrollY")
    assert at > 0

    first.tap()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(first).to_be_focused()
    ada.keyboard.press("Tab")
    second = chip(ada, "Communication analysis")
    expect(second).to_be_focused()
    ada.keyboard.press("Space")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(second).to_be_focused()
    ada.keyboard.press("Space")
    expect(second).to_have_attribute("aria-pressed", "false")

    assert ada.evaluate("() => window.scrollY") == at
    expect(first).to_have_attribute("aria-pressed", "true")
