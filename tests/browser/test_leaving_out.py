"""A question left out: asked about once, gently; then there is no total, and the therapist is told to ask."""

import pytest
from playwright.sync_api import expect

from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import answer, answer_last, open_link, press
from tests.browser.stories import asked

pytestmark = pytest.mark.browser


def test_a_question_left_out_gives_no_total_and_is_told_to_the_therapist(site: Site) -> None:
    ines = site.phone()
    open_link(ines, asked(site))
    press(ines, "Start")
    answer(ines, "221")
    press(ines, "Continue")
    look(ines, "Feeling tired or having little energy")
    press(ines, "Leave it out")
    answer(ines, "1212", first=5)
    answer(ines, "-", first=9)
    answer_last(ines)
    expect(ines.get_by_text("Left out")).to_have_count(2)
    press(ines, "Send")
    expect(ines.get_by_text("Your answers have arrived.")).to_be_visible()
    look(ines, "Thank you")

    ada = site.signed_in("ada", site.desk())
    with site.facts() as world:
        ada.goto(f"/clients/{world.ines.pk}/")
    card = ada.get_by_role("region", name="PHQ-9")
    expect(card).to_contain_text("Not answered: question 4, 9. Ask.")
    expect(card).to_contain_text("no total: an answer is missing")
    look(ada, "Ines Vale")


def test_an_answer_can_be_changed_from_the_check_page(site: Site) -> None:
    ines = site.phone()
    open_link(ines, asked(site))
    press(ines, "Start")
    answer(ines, "111111110")
    answer_last(ines)
    ines.get_by_role("link", name="Change question 3").click()
    expect(ines.get_by_role("radio", name="Several days")).to_be_checked()
    answer(ines, "3", first=3)

    expect(ines.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(ines.get_by_text("Nearly every day")).to_have_count(1)
