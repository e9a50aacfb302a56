"""A client without an account or an e-mail address: everything goes by the therapist, and nothing waits for them."""

import pytest
from playwright.sync_api import expect

from clinic.people.models import Client, Link
from clinic.therapy.models import Agreement, Formulation, GoalRating
from tests.browser.first_phase import agreed, begun, contracted, focused, registered, to_tasks
from tests.browser.hands import Hand
from tests.browser.site import Site
from tests.browser.steps import heading

pytestmark = pytest.mark.browser
NAME = "Orla Pine"
ON_PAPER = "On paper, signed"


def asked_in_the_room(hand: Hand, measure: str, digits: str) -> None:
    """What the protocol asks, from the workspace: the answers on paper are typed in."""
    hand.follow(measure, within=hand.page.get_by_role("region", name="Before", exact=True))
    heading(hand.page, f"{measure} for {NAME}")
    hand.write("Answers as digits", digits)
    hand.press("Save")
    heading(hand.page, NAME)


def test_everything_is_done_on_their_behalf_and_nothing_is_sent(site: Site) -> None:
    hand = Hand(site.signed_in("ada", site.desk()))
    page = hand.page
    registered(hand, NAME, email="")
    record = page.url
    begun(hand)
    course = page.url
    site.work()

    # Nobody is written to: what is to be answered is asked in the room.
    page.goto("/caseload/")
    line = page.get_by_role("row").filter(has_text=NAME)
    expect(line).to_contain_text("To ask in the session")
    page.goto(course)
    hand.follow("Open session 1")
    session = page.url
    hand.press("Came")
    asked_in_the_room(hand, "PHQ-9", "222221110")
    page.goto(session)
    asked_in_the_room(hand, "GAD-7", "2221100")
    page.goto(session)
    expect(page.get_by_text("To ask in the room:")).to_have_count(0)
    expect(page.get_by_role("region", name="Before", exact=True)).to_contain_text("13 moderate")

    # Yes and no are on paper or by word; no phase waits for a page of their own.
    page.goto(course)
    to_tasks(hand, "Agree the formulation")
    agreed(hand, version=1, how=ON_PAPER)
    focused(hand)
    contracted(hand, how=ON_PAPER)
    page.goto(course)
    expect(page.get_by_role("listitem").filter(has_text="Middle")).to_have_attribute("aria-current", "step")

    # The way in is offered, and not needed.
    page.goto(record)
    hand.follow("Their own pages")
    expect(page.get_by_text("No way in at the moment.")).to_be_visible()
    expect(page.get_by_text("so nothing is sent")).to_be_visible()
    expect(page.get_by_text("An account needs an e-mail address")).to_be_visible()

    assert site.mailbox.posts == []
    with site.facts():
        client = Client.objects.get(name=NAME)
        assert not Link.objects.filter(client=client).exists()
        assert [sheet.entered_as for sheet in client.answer_sheets.all()] == ["from_paper"] * 2
        assert Formulation.objects.get(course__client=client).answered_how == "on_paper"
        assert Agreement.objects.get(course__client=client).answered_how == "on_paper"
        assert GoalRating.objects.get(goal__focus__course__client=client).by_client
