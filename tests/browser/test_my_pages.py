"""The client's side of a course at 390 px, with a finger and wholly by keyboard: from one link to their own data."""

import json
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.answers.actions.asking import invite
from clinic.people.actions.accounts import invite_to_portal
from clinic.people.models import Client
from clinic.therapy.actions.agreement import share_agreement
from clinic.therapy.actions.entries import share_entry, write_entry
from clinic.therapy.actions.formulation import share_formulation
from tests.browser.courses import in_the_middle
from tests.browser.hands import Hand, Keys
from tests.browser.site import EXIT_URL, Site
from tests.browser.steps import heading, said
from tests.clinic.therapy.beginnings import contracted, written
from tests.world import World, actor, register

pytestmark = pytest.mark.browser
FINDING = "Since your mother died you look after everybody, and nobody after you."
NO, SAID = "It was the move too.", "Can we add my aunt?"
DIGITS = "111110000"


def furnish(world: World, name: str, *, minutes_ago: int) -> str:
    """A client in the ninth week, with something of everything to read and to say: the link to their own pages."""
    client = register(world.team, world.ada, name, timezone.now())
    sessions = in_the_middle(client, n_held=3, minutes_ago=minutes_ago)
    course, by, now = sessions[0].course, actor(world.ada), timezone.now()
    invite(client=client, measure="phq-9", by=by, now=now)
    share_formulation(formulation=written(course, FINDING, based_on=1, now=now), by=by, now=now)
    share_agreement(agreement=contracted(course, based_on=1, now=now, missed="Ring us."), by=by, now=now)
    values = {"gains": "I sleep again.", "warning_signs": "I stop answering the phone."}
    share_entry(entry=write_entry(course=course, sheet="ending", values=values, by=by, now=now), by=by, now=now)
    return invite_to_portal(client=client, by=by, now=now).url


def entered(hand: Hand, url: str) -> None:
    """One link, one button; the first page shows one thing to do."""
    hand.page.goto(url)
    hand.press("Open")
    heading(hand.page, "Hello")
    expect(hand.page.get_by_role("heading", name="Some questions about how you have been")).to_be_visible()


def answered(hand: Hand) -> None:
    """Ten questions on one page; then back to the own pages."""
    page = hand.page
    hand.follow(re.compile("^Start"))
    hand.press("All questions on one page")
    rows = page.get_by_role("table").get_by_role("row").filter(has=page.get_by_role("radio"))
    for n, digit in enumerate(DIGITS):
        hand.pick(rows.nth(n).get_by_role("radio").nth(int(digit)))
    hand.choose("Not difficult at all")
    hand.press("Send")
    expect(page.get_by_text("Your answers have arrived.")).to_be_visible()
    hand.follow("My pages")


def read_chart(hand: Hand) -> None:
    """The number, and what it does not mean."""
    hand.follow(re.compile("^My chart"))
    expect(hand.page.get_by_role("region", name="PHQ-9")).to_contain_text("5 of 27")
    hand.open("What this means, and what not")
    expect(hand.page.get_by_text("It is not a mark for you, and it is not a diagnosis.")).to_be_visible()
    hand.follow("My pages")


def named(hand: Hand) -> None:
    """Somebody is added to the people."""
    hand.follow(re.compile("^My people"))
    hand.follow("Add a person")
    hand.write("Name, or what you call them", "Olive")
    hand.select("Who is that?", "brother or sister")
    hand.choose("Very close")
    hand.press("Save")
    said(hand.page, "Olive is among your people now.")
    hand.follow("My pages")


def said_no(hand: Hand) -> None:
    """The story, and what was found: it does not fit, in their own words."""
    hand.follow(re.compile("^My story"))
    hand.follow(re.compile("^What we found"))
    expect(hand.page.get_by_text(FINDING)).to_be_visible()
    hand.choose("No, not quite")
    hand.write("What would you change, or add?", NO)
    hand.press("Send")
    said(hand.page, "sees that you wrote")
    expect(hand.page.get_by_text(NO)).to_be_visible()
    hand.follow("My story")
    hand.follow("My pages")


def said_yes(hand: Hand) -> None:
    """What was agreed."""
    hand.follow(re.compile("^What we agreed"))
    hand.choose("Yes, this fits")
    hand.press("Send")
    expect(hand.page.get_by_text("You said yes to this on")).to_be_visible()
    hand.follow("My pages")


def read_plan(hand: Hand) -> None:
    """The plan for the end, with a word about it."""
    hand.follow(re.compile("^My plan for the end"))
    expect(hand.page.get_by_text("I stop answering the phone.")).to_be_visible()
    hand.write("Do you want to say something about it?", SAID)
    hand.press("Send")
    expect(hand.page.get_by_text(SAID)).to_be_visible()
    hand.follow("My pages")


def looked_after(hand: Hand) -> None:
    """Who opened the record, and what is in it: as a file and as a page, without what is not theirs."""
    page = hand.page
    hand.follow("Who opened my record")
    heading(page, "Who opened my record")
    hand.follow("My pages")
    hand.follow("My data")
    with page.expect_download() as download:
        hand.follow("Save as a file")
    record = json.loads(download.value.path().read_text("utf-8"))
    assert NO in json.dumps(record) and "I sleep again." in json.dumps(record)
    assert "Ring her sister" not in json.dumps(record)  # a plan of the therapist's note
    hand.follow("Read and print")
    expect(page.get_by_role("heading", name="My people")).to_be_visible()
    expect(page.get_by_text("Olive").first).to_be_visible()


STEPS = (answered, read_chart, named, said_no, said_yes, read_plan, looked_after)


@pytest.mark.parametrize(("name", "make"), [("Mina Elm", Hand), ("Nora Fir", Keys)], ids=["finger", "keys"])
def test_from_one_link_to_their_own_data(shared_site: Site, name: str, make: Callable[[Page], Hand]) -> None:
    with shared_site.facts() as world:
        url = furnish(world, name, minutes_ago=10 if make is Hand else 70)
    narrow = {"width": 390, "height": 844}
    hand = make(shared_site.desk(viewport=narrow) if make is Keys else shared_site.phone())
    entered(hand, url)
    for step in STEPS:
        step(hand)

    with shared_site.facts():
        client = Client.objects.get(name=name)
        assert client.answer_sheets.get(entered_as="by_client").score.total == 5
    if make is Hand:
        left_at_once(hand.page)


def left_at_once(page: Page) -> None:
    """Somewhere harmless, and the way back shows nothing."""
    page.get_by_role("link", name="Leave this page").click()
    expect(page).to_have_url(EXIT_URL)
    page.go_back()
    expect(page).to_have_url(EXIT_URL)
    expect(page.get_by_text("Olive")).to_have_count(0)


def test_what_the_client_said_waits_for_the_therapist(shared_site: Site) -> None:
    with shared_site.facts() as world:
        url = furnish(world, "Lena Larch", minutes_ago=130)
    hand = Hand(shared_site.phone())
    entered(hand, url)
    said_no(hand)

    shared_site.work()
    ada = shared_site.signed_in("ada", shared_site.desk())
    ada.goto("/caseload/")
    ada.get_by_role("link", name=re.compile("^The client said no ?: Lena Larch")).click()
    heading(ada, "Formulation")
    expect(ada.get_by_text("The client said no to version 2")).to_be_visible()
    expect(ada.get_by_text(NO).first).to_be_visible()
