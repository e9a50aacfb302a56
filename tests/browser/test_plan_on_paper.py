"""The safety plan: made together, seen by the client through a link, printed on one page, without anybody unsafe."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.safety.actions.plans import mark_unsafe, name_supporter
from tests.browser.look import look, see_on_paper
from tests.browser.site import Site
from tests.browser.steps import press
from tests.world import actor

pytestmark = pytest.mark.browser
UNSAFE = "Ruprecht Thornfield"
LINES = "a thing in her own words\nanother\none that is so long that it needs more than one line on paper, as some do"


def people(site: Site) -> None:
    """Olive may be called; Ruprecht must never be listed."""
    with site.facts() as world:
        doer, now = {"by": actor(world.ada)}, timezone.now()
        name_supporter(client=world.ines, name="Olive Hart", relation="sister", phone="020 7946 0991", **doer, now=now)
        unsafe = name_supporter(
            client=world.ines, name=UNSAFE, relation="husband", phone="020 7946 0666", **doer, now=now
        )
        mark_unsafe(supporter=unsafe, why="He reads her letters.", **doer, now=now)


def test_a_plan_is_made_sent_seen_and_printed_on_one_page(site: Site) -> None:
    people(site)
    ada = site.signed_in("ada", site.desk())
    with site.facts() as world:
        ada.goto(f"/clients/{world.ines.pk}/")
    ada.get_by_role("link", name="Make a safety plan").click()
    look(ada, "Safety plan with Ines Vale")
    parts = ada.locator("form textarea")
    expect(parts).to_have_count(6)
    for n in range(6):
        parts.nth(n).fill(LINES)
    parts.nth(0).fill(f"I stop answering the phone\nWhen {UNSAFE} is late")

    # Nobody unsafe among the people to turn to: it is refused, and what was written stays.
    parts.nth(3).fill(UNSAFE)
    press(ada, "Save")
    expect(ada.get_by_role("alert")).to_be_focused()
    expect(ada.get_by_role("alert")).to_contain_text("marked as not safe")
    look(ada, "Safety plan with Ines Vale")
    parts.nth(3).fill("Olive Hart")
    press(ada, "Save")
    look(ada, "Safety plan")
    expect(ada.get_by_text("The client is not shown these lines")).to_be_visible()

    # She gets a link, and sees what may be seen.
    press(ada, "Give the client a link")
    expect(ada.get_by_role("heading", level=1)).to_contain_text("the link is made")
    site.work()
    ines = site.phone()
    ines.goto(site.mailbox.to("ines@post.example")[-1].link)
    press(ines, "Open")
    look(ines, "My plan for hard times")
    expect(ines.get_by_role("main")).to_contain_text("Olive Hart: 020 7946 0991")
    expect(ines.get_by_role("link", name=re.compile("Call 999"))).to_be_visible()
    assert "Ruprecht" not in ines.content()
    is_one_page_on_paper(ines)


def is_one_page_on_paper(page: Page) -> None:
    """Printed it is one page, and the emergency number can be read."""
    see_on_paper(page)
    assert "999" in page.get_by_role("main").inner_text()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
