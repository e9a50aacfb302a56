"""A clinician enters answers from paper: digits and Enter; and takes out what went to the wrong client."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import press

pytestmark = pytest.mark.browser


def test_nine_digits_and_enter_are_a_score_and_an_alert(site: Site) -> None:
    ada = site.signed_in("ada", site.desk())
    with site.facts() as world:
        ada.goto(f"/clients/{world.jo.pk}/")
    ada.get_by_text("Enter on the client's behalf").click()
    ada.get_by_role("link", name="PHQ-9", exact=True).click()
    look(ada, "PHQ-9 for Jo Marlow")
    expect(ada.get_by_label("Answers as digits")).to_be_focused()

    expect(ada.get_by_label("Answers as digits")).to_be_focused()
    ada.keyboard.type("221212101")
    expect(ada.get_by_text("All 9 questions: 0 without an answer.")).to_be_visible()
    ada.keyboard.press("Enter")

    expect(ada.get_by_role("heading", level=1)).to_have_text("Jo Marlow")
    card = ada.get_by_role("region", name="PHQ-9")
    expect(card).to_contain_text("12")
    expect(card).to_contain_text("moderate")
    expect(ada.get_by_role("link", name="Record and close")).to_have_count(1)
    with site.facts() as world:
        [alert] = world.jo.alerts.all()
        assert (alert.item, alert.value, alert.level) == ("9", 1, "soon")
        assert world.jo.answer_sheets.get().score.total == 12


def test_a_digit_out_of_range_is_named_and_nothing_is_sent(site: Site) -> None:
    ada = site.signed_in("ada", site.desk())
    with site.facts() as world:
        ada.goto(f"/clients/{world.jo.pk}/enter/phq-9/")

    expect(ada.get_by_label("Answers as digits")).to_be_focused()
    ada.keyboard.type("2241")
    expect(ada.get_by_text("Question 3 can be 0, 1, 2, 3, not 4.")).to_be_visible()
    ada.keyboard.press("Enter")

    expect(ada.get_by_role("alert")).to_contain_text("3")
    look(ada, "PHQ-9 for Jo Marlow")
    with site.facts() as world:
        assert world.jo.answer_sheets.count() == 0


def test_answers_of_the_wrong_client_go_to_the_right_one_with_their_alert(site: Site) -> None:
    ada = site.signed_in("ada", site.desk())
    with site.facts() as world:
        wrong, right, reference = f"/clients/{world.ines.pk}/", f"/clients/{world.jo.pk}/", world.jo.reference
    ada.goto(wrong)
    before = ada.get_by_role("region", name="PHQ-9").inner_text()
    ada.goto(f"{wrong}enter/phq-9/")
    expect(ada.get_by_label("Answers as digits")).to_be_focused()
    ada.keyboard.type("222222112")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Ines Vale")

    ada.get_by_role("link", name="The answers").click()
    look(ada, "PHQ-9,")
    ada.get_by_role("link", name=re.compile("Entered in error")).click()
    look(ada, "Take these answers out")
    press(ada, "Take out")
    expect(ada.get_by_role("alert")).to_be_focused()
    look(ada, "Take these answers out")
    ada.get_by_label("What went wrong").fill("Two forms on the desk, the wrong one taken.")
    ada.get_by_label("Reference of the right client").fill(reference)
    press(ada, "Take out")

    # Ines' page is as it was; Jo's has the score and the alert, still open.
    expect(ada.get_by_role("status")).to_contain_text("taken out of this record")
    expect(ada.get_by_role("link", name="Record and close")).to_have_count(0)
    assert ada.get_by_role("region", name="PHQ-9").inner_text() == before
    ada.goto(right)
    expect(ada.get_by_role("link", name="Record and close")).to_have_count(1)
    expect(ada.get_by_role("region", name="PHQ-9")).to_contain_text("16")
