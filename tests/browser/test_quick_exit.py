"""Leave this page: at once somewhere harmless, and the way back shows nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import EXIT_URL, Site
from tests.browser.steps import answer, open_link, press
from tests.browser.stories import asked

pytestmark = pytest.mark.browser


def in_the_middle(site: Site) -> Page:
    """Ines has answered two questions."""
    ines = site.phone()
    open_link(ines, asked(site))
    press(ines, "Start")
    answer(ines, "22")
    expect(ines.get_by_text("Question 3 of 10")).to_be_visible()
    return ines


def test_leaving_ends_the_link_in_this_browser_and_back_shows_nothing(site: Site) -> None:
    ines = in_the_middle(site)
    question = ines.url
    ines.get_by_role("link", name="Leave this page").click()
    expect(ines).to_have_url(EXIT_URL)

    ines.go_back()
    expect(ines).to_have_url(EXIT_URL)
    expect(ines.get_by_text("Question")).to_have_count(0)

    # Whoever finds the address finds nothing; what was answered is kept.
    ines.goto(question)
    expect(ines.get_by_role("heading", level=1)).to_have_text("This link does not open any more")
    with site.facts() as world:
        assert world.ines.answer_sheets.get(entered_as="by_client").answers == {"1": 2, "2": 2}


def test_escape_three_times_leaves(site: Site) -> None:
    ines = in_the_middle(site)
    for _ in range(2):
        ines.keyboard.press("Escape")
    expect(ines.get_by_text("Question 3 of 10")).to_be_visible()
    ines.keyboard.press("Escape")

    expect(ines).to_have_url(EXIT_URL)


def test_without_script_leaving_is_a_plain_link(site: Site) -> None:
    ines = site.phone(java_script_enabled=False)
    open_link(ines, asked(site))

    ines.get_by_role("link", name="Leave this page").click()

    expect(ines).to_have_url(EXIT_URL)
