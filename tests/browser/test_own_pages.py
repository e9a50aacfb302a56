"""A client's own pages on a phone: in by a link, a password, every page looked at, out again and nothing left."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.people.actions.accounts import invite_to_portal
from clinic.therapy.actions.entries import share_entry, write_entry
from clinic.therapy.actions.formulation import share_formulation
from clinic.therapy.models import Course
from tests.browser.look import see, see_on_paper, status
from tests.browser.site import EXIT_URL, Site
from tests.browser.steps import open_link, press
from tests.clinic.therapy.beginnings import written
from tests.web.stage_course import make_course
from tests.world import actor

pytestmark = pytest.mark.browser
WORDS = "four boats under a lamp"
PAGES = (
    "/my/ /my/chart/ /my/people/ /my/people/new/ /my/people/{person}/ /my/story/ /my/story/found/ /my/story/new/ "
    "/my/story/{event}/ /my/goals/ /my/goals/{goal}/ /my/agreement/ /my/appointments/ /my/ending/ /my/letters/ "
    "/my/letters/{letter}/ /my/plan/ /my/opened/ /my/record/ /my/record/print/ /my/settings/ "
    "/account/password/change/ /account/2fa/webauthn/"
)


def invited(site: Site) -> tuple[str, dict[str, Any]]:
    """Ines is in a course and was sent a link to her own pages; the ids of what is hers."""
    now = timezone.now()
    with site.facts() as world:
        folder = make_course(world.ines, by=world.ada, now=now)
        course, by = Course.objects.get(pk=folder.course), actor(world.ada)
        share_formulation(formulation=written(course, "A newer text", based_on=1, now=now), by=by, now=now)
        values = {"gains": "I sleep again.", "warning_signs": "I stop answering the phone."}
        share_entry(entry=write_entry(course=course, sheet="ending", values=values, by=by, now=now), by=by, now=now)
        url = invite_to_portal(client=world.ines, by=by, now=now).url
    return url, {"person": folder.person, "event": folder.event, "goal": folder.goal, "letter": folder.letter}


def with_password(page: Page, url: str) -> None:
    """She opens the link and chooses a password."""
    open_link(page, url)
    page.get_by_role("link", name="Choose a password").click()
    page.get_by_label("Your new password").fill(WORDS)
    press(page, "Save the password")
    expect(page.get_by_text("Your password is saved.")).to_be_visible()


def test_every_own_page_stands_a_look(site: Site) -> None:
    url, ids = invited(site)
    ines = site.phone()
    with_password(ines, url)

    for n, address in enumerate(PAGES.split()):
        assert status(ines.goto(address.format(**ids))) == 200, address
        expect(ines.get_by_role("heading", level=1)).to_be_visible()
        ines.evaluate("() => document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        see(ines, width=(390, 1280)[n % 2], height=844, theme="light")
        see(ines, width=(1280, 390)[n % 2], height=844, theme="dark")


def test_leaving_signs_out_and_the_way_back_shows_nothing(site: Site) -> None:
    url, _ = invited(site)
    ines = site.phone()
    with_password(ines, url)
    ines.goto("/my/story/found/")
    expect(ines.get_by_text("A newer text")).to_be_visible()

    ines.get_by_role("link", name="Leave this page").click()
    expect(ines).to_have_url(EXIT_URL)
    ines.go_back()
    expect(ines).to_have_url(EXIT_URL)
    expect(ines.get_by_text("A newer text")).to_have_count(0)

    ines.goto("/my/story/found/")
    expect(ines).to_have_url(re.compile("/account/login/"))
    ines.get_by_label("E-mail address").fill("ines@post.example")
    ines.get_by_label("Password").fill(WORDS)
    press(ines, "Continue")
    expect(ines.get_by_role("heading", level=1)).to_have_text("What we found")


def test_without_script_a_client_does_everything(site: Site) -> None:
    url, ids = invited(site)
    ines = site.phone(java_script_enabled=False)
    open_link(ines, url)

    ines.get_by_role("link", name="Read it").first.click()
    ines.get_by_label("No, not quite").check()
    ines.get_by_label("What would you change, or add?").fill("It was the move too.")
    press(ines, "Send")
    expect(ines.get_by_text("It was the move too.")).to_be_visible()

    ines.goto("/my/people/new/")
    ines.get_by_label("Name, or what you call them").fill("Olive")
    ines.get_by_label("Who is that?").select_option("sibling")
    ines.get_by_label("Very close").check()
    press(ines, "Save")
    expect(ines.get_by_text("Olive is among your people now.")).to_be_visible()

    ines.goto("/my/goals/{goal}/".format(**ids))
    ines.get_by_label("7", exact=True).check()
    press(ines, "Save")
    expect(ines.get_by_role("cell", name="7 of 10")).to_be_visible()

    ines.goto("/my/settings/")
    press(ines, "Hide these words")
    expect(ines.get_by_text("Your chart shows numbers only.")).to_be_visible()
    press(ines, "Close this on this device")
    expect(ines.get_by_role("heading", level=1)).to_have_text("You are signed out")


def test_their_data_print_without_the_furniture(site: Site) -> None:
    url, _ = invited(site)
    ines = site.phone()
    open_link(ines, url)
    ines.goto("/my/record/print/")
    see_on_paper(ines)

    expect(ines.get_by_role("link", name="Leave this page")).to_be_hidden()
    expect(ines.get_by_role("heading", name="My people")).to_be_visible()
    assert ines.pdf(format="A4").startswith(b"%PDF")
