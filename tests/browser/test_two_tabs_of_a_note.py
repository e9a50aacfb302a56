"""One note in two tabs, without a connection, signed out or covered meanwhile: no word of it is ever lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from clinic.therapy.models import NoteCopy, SessionNote, TherapySession
from tests.browser.courses import first_hour
from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import press, sign_in_by_hand
from tests.browser.stories import left_alone
from tests.world import PASSWORD

pytestmark = pytest.mark.browser
FIRST, SECOND = "She cried for the first time.", "Her sister came along for ten minutes."
KEPT = re.compile(r"^Saved \d\d:\d\d$")


def hour_of(site: Site, name: str, *, minutes_ago: int) -> TherapySession:
    """A first session that is on, of a client who is this story's own."""
    with site.facts() as world:
        return first_hour(world, name, minutes_ago=minutes_ago)


def at_the_note(session: TherapySession, page: Page) -> Page:
    """The workspace of a session to which the client came."""
    page.goto(f"/sessions/{session.pk}/")
    came = page.get_by_role("button", name="Came", exact=True)
    if came.count():
        came.click()
        expect(came).to_have_count(0)
    return page


def write(page: Page, text: str) -> None:
    page.get_by_label("What happened").fill(text)
    page.get_by_label("Plan until next time").focus()  # a field that is left is kept at once


def line(page: Page) -> Locator:
    """What the note says about being kept."""
    return page.locator("[data-saving]")


def kept(page: Page) -> None:
    expect(line(page).locator("[data-saved]")).to_have_text(KEPT)


def written(site: Site, session: TherapySession) -> str:
    """What the note says in the database."""
    with site.facts():
        note = SessionNote.objects.get(session=session, withdrawn_at=None)
        return str(note.values["what_happened"]).replace("\r\n", "\n")


def fill_the_rest(page: Page) -> None:
    """What a signature needs beside what happened."""
    page.get_by_role("radio", name="None agreed yet", exact=True).check()
    page.get_by_label("Plan until next time").fill("None.")
    page.get_by_role("radio", name="Not asked", exact=True).check()


def test_both_texts_are_kept_and_said_so_settled_and_signed(shared_site: Site) -> None:
    session = hour_of(shared_site, "Amy Ash", minutes_ago=10)
    one = at_the_note(session, shared_site.signed_in("ada", shared_site.desk()))
    other = at_the_note(session, one.context.new_page())

    write(one, FIRST)
    kept(one)
    write(other, SECOND)
    says = "Someone else changed this: both texts are kept."
    expect(line(other).get_by_role("status")).to_have_text(says)
    look(other, "Amy Ash")
    write(other, f"{SECOND} He waited outside.")

    # The first tab can go on, and learns of the other text before a signature.
    fill_the_rest(one)
    press(one, "Sign the note")
    expect(one.get_by_role("alert")).to_contain_text("There are two texts of this note.")
    expect(one.get_by_label("What happened")).to_have_value(FIRST)
    one.get_by_role("link", name="Open both").click()

    # Both stand beside each other; what stands is written by a person, and then signed.
    for text in (FIRST, f"{SECOND} He waited outside."):
        expect(one.locator(".beside")).to_contain_text(text)
    look(one, "Two texts of one note")
    together = f"{FIRST} {SECOND}"
    one.get_by_label("What happened").fill(together)
    press(one, "This stands")
    expect(one.get_by_role("status").first).to_contain_text("One text stands now.")
    expect(one.get_by_label("What happened")).to_have_value(together)
    press(one, "Sign the note")
    expect(one.get_by_role("status").first).to_contain_text("Signed.")

    assert written(shared_site, session) == together
    with shared_site.facts():
        [copy] = NoteCopy.objects.filter(note__session=session)
        assert (copy.settled_at is not None, copy.values["what_happened"]) == (True, f"{SECOND} He waited outside.")


def test_without_a_connection_it_stays_in_the_page_and_is_kept_when_it_is_back(shared_site: Site) -> None:
    session = hour_of(shared_site, "Ben Birch", minutes_ago=80)
    ada = at_the_note(session, shared_site.signed_in("ada", shared_site.desk()))
    write(ada, FIRST)
    kept(ada)

    ada.context.set_offline(True)
    write(ada, f"{FIRST} {SECOND}")
    expect(line(ada).get_by_role("status")).to_contain_text("Not saved: no connection.")
    ada.context.set_offline(False)
    kept(ada)
    expect(line(ada).get_by_role("status")).to_be_empty()

    assert written(shared_site, session) == f"{FIRST} {SECOND}"


def test_signed_out_while_typing_nothing_is_lost(shared_site: Site) -> None:
    session = hour_of(shared_site, "Cara Cedar", minutes_ago=150)
    ada = at_the_note(session, shared_site.signed_in("ada", shared_site.desk()))
    ada.clock.install()
    write(ada, FIRST)
    kept(ada)
    with shared_site.facts():
        Session.objects.all().delete()

    write(ada, SECOND)
    expect(line(ada).get_by_role("status")).to_contain_text("Not saved: you are signed out.")
    with ada.expect_popup() as opened:
        line(ada).get_by_role("link", name="Sign in").click()
    sign_in_by_hand(opened.value, "ada")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Caseload")
    ada.bring_to_front()
    ada.clock.fast_forward(16_000)
    expect(line(ada).get_by_role("status")).to_be_empty()
    kept(ada)

    expect(ada.get_by_label("What happened")).to_have_value(SECOND)
    assert written(shared_site, session) == SECOND


def test_covered_while_typing_the_page_comes_back_as_it_was(shared_site: Site) -> None:
    session = hour_of(shared_site, "Dora Dogwood", minutes_ago=220)
    ada = at_the_note(session, shared_site.signed_in("ada", shared_site.desk()))
    write(ada, FIRST)
    kept(ada)
    left_alone(shared_site, minutes=61)

    write(ada, SECOND)
    cover = ada.get_by_role("dialog", name="This page is covered")
    expect(cover.get_by_label("Password")).to_be_focused()
    expect(ada.get_by_label("What happened")).to_be_hidden()
    cover.get_by_label("Password").fill(PASSWORD)
    press(ada, "Go on", within=cover)
    expect(cover).to_be_hidden()
    expect(ada.get_by_label("What happened")).to_have_value(SECOND)
    kept(ada)

    assert written(shared_site, session) == SECOND
