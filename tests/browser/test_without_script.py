"""Script off: the questionnaire goes to its end, on either page; a draft comes back after unlocking."""

import pytest
from playwright.sync_api import expect

from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import LABELS, answer, answer_last, open_link, press
from tests.browser.stories import asked, left_alone
from tests.world import PASSWORD

pytestmark = pytest.mark.browser
DIGITS = "221212100"


def test_one_question_a_page_goes_to_its_end_without_script(site: Site) -> None:
    ines = site.phone(java_script_enabled=False)
    open_link(ines, asked(site))
    press(ines, "Start")
    answer(ines, DIGITS)
    answer_last(ines)
    press(ines, "Send")

    expect(ines.get_by_text("Your answers have arrived.")).to_be_visible()
    assert totals(site) == [11]


def test_the_table_page_goes_to_its_end_without_script(site: Site) -> None:
    ines = site.phone(java_script_enabled=False)
    open_link(ines, asked(site))
    press(ines, "All questions on one page")
    for n, digit in enumerate(DIGITS, start=1):
        if n != 4:
            ines.locator(f"input[name=answer_{n}]").nth(int(digit)).check()
    press(ines, "Send")

    # What was left out is asked about once, gently; the rest is kept.
    expect(ines.get_by_role("status")).to_contain_text("One question has no answer.")
    expect(ines.locator("input[name=answer_1]").nth(2)).to_be_checked()
    ines.locator("input[name=answer_4]").nth(2).check()
    press(ines, "Send")

    expect(ines.get_by_text("Your answers have arrived.")).to_be_visible()
    assert totals(site) == [11]


def test_the_table_page_keeps_each_answer_as_it_is_chosen(site: Site) -> None:
    link = asked(site)
    ines = site.phone()
    open_link(ines, link)
    press(ines, "All questions on one page")
    look(ines, "Over the last 2 weeks")
    with ines.expect_response("**/keep/") as kept:
        ines.locator("input[name=answer_9]").nth(1).check()
    assert kept.value.status == 204

    # The tab is closed; the answer is there when she comes back, and its alert is there already.
    ines.goto(link)
    press(ines, "Open")
    press(ines, "Go on")
    ines.goto(ines.url.replace("/1/", "/9/"))
    expect(ines.get_by_role("radio", name=LABELS[1], exact=True)).to_be_checked()
    with site.facts() as world:
        assert [(alert.item, alert.value) for alert in world.ines.alerts.all()] == [("9", 1)]


def test_without_script_a_draft_comes_back_after_unlocking(site: Site) -> None:
    ada = site.signed_in("ada", site.desk(java_script_enabled=False))
    with site.facts() as world:
        ada.goto(f"/clients/{world.ines.pk}/risk/")
    ada.get_by_role("radio", name="Thoughts of suicide, no plan").check()
    ada.get_by_text("In words (optional)").click()
    ada.get_by_label("In their words").fill("It comes at night, when the house is quiet.")
    left_alone(site, minutes=61)
    press(ada, "Save")

    expect(ada.get_by_role("heading", level=1)).to_have_text("This page is covered")
    assert "when the house is quiet" not in ada.locator("body").inner_text()
    ada.get_by_label("Password").fill(PASSWORD)
    press(ada, "Go on")
    press(ada, "Continue")

    expect(ada.get_by_role("heading", level=1)).to_have_text("Ines Vale")
    with site.facts() as world:
        assert world.ines.risk_records.get().said == "It comes at night, when the house is quiet."


def totals(site: Site) -> list[int | None]:
    """Totals of what Ines answered by link."""
    with site.facts() as world:
        sheets = world.ines.answer_sheets.filter(entered_as="by_client").select_related("score")
        return [sheet.score.total for sheet in sheets]
