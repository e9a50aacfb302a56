"""The first phase from registering to the agreement, once with a mouse on a desk, once wholly by keyboard at 390 px."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.first_phase import (
    SECOND_TEXT,
    agreed,
    begun,
    contracted,
    focused,
    moved,
    named,
    peopled,
    ranked,
    refused,
    registered,
    task,
    to_tasks,
    told,
    weighed,
)
from tests.browser.hands import Hand, Keys
from tests.browser.look import look
from tests.browser.site import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("therapist", "name", "make", "width"),
    [("ada", "Nell Ash", Hand, 1280), ("bo", "Nick Beech", Keys, 390)],
    ids=["hand", "keys"],
)
def test_from_the_first_session_to_the_agreement(
    shared_site: Site, therapist: str, name: str, make: Callable[[Page], Hand], width: int
) -> None:
    page = shared_site.signed_in(therapist, shared_site.desk(viewport={"width": width, "height": 900}))
    hand = make(page)
    registered(hand, name)
    begun(hand)
    expect(page.get_by_role("listitem").filter(has_text="Beginning")).to_have_attribute("aria-current", "step")
    for step in (named, peopled, moved, told, ranked, weighed, refused, agreed, focused, contracted):
        step(hand)

    to_tasks(hand)
    for done, state in (("Name what is wrong", "Done"), ("Agree the formulation", "Agreed"), ("Set goals", "Done")):
        expect(task(page, done)).to_contain_text(state)
    hand.follow(name)
    expect(page.get_by_role("listitem").filter(has_text="Middle")).to_have_attribute("aria-current", "step")
    expect(page.get_by_text(SECOND_TEXT)).to_be_visible()
    if make is Hand:
        look(page, name)
