"""A client who stops coming: twice absent, somebody tries to reach them, and the course ends with contact lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from clinic.therapy.models import Course
from tests.browser.courses import on_the_list, was_held, weekly
from tests.browser.hands import Hand
from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import heading, said

pytestmark = pytest.mark.browser
WHY = "No answer to two calls and a letter."


def needs(page: Page, reason: str) -> None:
    """What the caseload says about Jo, the most pressing first."""
    page.goto("/caseload/")
    line = page.get_by_role("row").filter(has_text="Jo Marlow")
    expect(line.get_by_role("link", name=re.compile(": Jo Marlow$")).first).to_contain_text(reason)


def did_not_come(hand: Hand) -> None:
    """Attendance of the session on this page; then comes the page on which one tries to reach them."""
    hand.open("Cancelled, or did not come")
    hand.choose("Did not come")
    hand.press("Record attendance")
    expect(hand.page.get_by_role("alert")).to_contain_text("Say whether there was any word")
    hand.choose("No", within=hand.page.get_by_role("group", name="Did not come: was there any word from them?"))
    hand.press("Record attendance")
    said(hand.page, "Try to reach them")
    heading(hand.page, "Contact outside a session")


def test_two_absences_a_call_and_an_end_that_counts_as_a_drop_out(site: Site) -> None:
    with site.facts() as world:
        appointments = weekly(world.jo, n_held=4)
        for session in appointments[:3]:
            was_held(session)
        on_the_list(world.jo)
    hand = Hand(site.signed_in("ada", site.desk()))
    page = hand.page
    needs(page, "Attendance not recorded")
    hand.follow(re.compile("^Attendance not recorded"))
    did_not_come(hand)
    needs(page, "Did not come")

    # A second time: the first thing on the list, until somebody has tried.
    page.goto(f"/sessions/{appointments[4].pk}/")
    did_not_come(hand)
    needs(page, "Did not come twice in a row")
    look(page, "Caseload")
    hand.follow(re.compile("^Did not come twice in a row"))
    hand.choose("No")
    hand.write("What was tried and said", "Rang at noon, no answer.")
    hand.press("Record")
    said(page, "Recorded.")
    page.goto("/caseload/")
    expect(page.get_by_role("row").filter(has_text="Jo Marlow")).to_contain_text("not reached")

    # The software ends nothing by itself: a person does, and says why.
    page.goto(f"/courses/{appointments[0].course_id}/end/")
    hand.choose("Lost contact")
    hand.write("Why, in your words", WHY)
    hand.press("End the course")
    said(page, "The course is ended.")
    expect(page.get_by_role("region", name="Lost contact")).to_contain_text("3 of 16")
    expect(page.get_by_role("region", name="By the scores")).to_contain_text("A drop-out in the numbers")
    expect(page.get_by_role("link", name="A closing call")).to_be_visible()
    look(page, "How the course ended")

    page.goto("/caseload/?kind=missed_twice")
    expect(page.get_by_role("row")).to_have_count(0)
    with site.facts():
        course = Course.objects.get(pk=appointments[0].course_id)
        assert (course.end_kind, course.end_why) == ("lost_contact", WHY)
