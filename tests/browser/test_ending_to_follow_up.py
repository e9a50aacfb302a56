"""The end of a course: spoken of, looked back on, a plan, a letter, sessions to keep well, a follow-up that is done."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from clinic.therapy.models import Course, CourseLetter, Entry, FollowUp
from tests.browser.courses import in_the_middle, on_the_list
from tests.browser.hands import Hand
from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import heading, said
from tests.clinic.therapy.beginnings import started
from tests.clinic.therapy.endings import came, ended, follow_up_on
from tests.world import LONDON

pytestmark = pytest.mark.browser
GAINS = "I sleep, and I ring my sister when I am low."
LETTER = "You came to each session, and you spoke with your sister about the funeral."


def looked_back(hand: Hand) -> None:
    """The ending is opened; gains, feelings and warning signs make the plan that the client is shown."""
    hand.follow("Ending")
    heading(hand.page, "The ending")
    expect(hand.page.get_by_role("complementary")).to_contain_text("reliably better")
    hand.press("The ending is opened")
    said(hand.page, "The ending is opened.")
    for label, text in (
        ("What is better now", GAINS),
        ("How I feel about stopping", "Sad, and proud."),
        ("First signs that it may be coming back", "I wake at four again."),
    ):
        hand.open(label)
        hand.write(label, text)
    hand.open("What we worked on is now")
    hand.choose("better")
    hand.press("Save")
    said(hand.page, "Saved.")
    expect(hand.page.get_by_role("region", name="The plan, as the client reads it")).to_contain_text(GAINS)
    hand.press("Show it on the client's own page")
    said(hand.page, "The client can read the plan on their own page.")
    look(hand.page, "The ending")


def stopped(hand: Hand) -> None:
    """The last session is held; how it ends is said, whether it helped is read from the scores."""
    hand.follow("End the course")
    hand.press("End the course")
    expect(hand.page.get_by_role("alert")).to_be_focused()
    hand.choose("Completed as planned")
    hand.press("End the course")
    said(hand.page, "The course is ended.")
    heading(hand.page, "How the course ended")
    expect(hand.page.get_by_role("region", name="Completed as planned")).to_contain_text("8 of 8")
    scores = hand.page.get_by_role("region", name="By the scores")
    expect(scores).to_contain_text("Reliably improved")
    expect(scores).to_contain_text("Not a drop-out.")
    look(hand.page, "How the course ended")


def wrote(hand: Hand) -> None:
    """A closing letter: written, read as a page, on paper as PDF, handed over."""
    page = hand.page
    hand.follow("A closing letter")
    heading(page, "Letter to Ines Vale")
    expect(page.get_by_role("complementary")).to_contain_text(GAINS)
    hand.write("The letter", LETTER)
    hand.press("Save")
    expect(page.get_by_role("article", name="The letter")).to_contain_text(LETTER)
    on_paper = page.context.request.get(hand.link("Open as PDF").get_attribute("href") or "")
    assert on_paper.headers["content-type"] == "application/pdf"
    [sheet] = PdfReader(BytesIO(on_paper.body())).pages
    assert LETTER in " ".join(sheet.extract_text().split())
    hand.press("It was handed over")
    said(page, "The letter is marked as handed over.")
    expect(page.get_by_role("link", name="Change", exact=True)).to_have_count(0)
    look(page, "Letter to Ines Vale")


def keeps_well(hand: Hand) -> None:
    """Sessions further apart, with an agreement of their own."""
    page = hand.page
    hand.follow("Sessions to keep well")
    look(page, "Sessions to keep well")
    hand.press("Begin, and make the agreement")
    said(page, "Make their agreement now.")
    heading(page, "Agreement")
    for label in (
        "What we want to keep up",
        "First signs to watch for",
        "Whom I call in a crisis, by day and by night",
    ):
        if not hand.field(label).is_visible():
            hand.open(label)
        hand.write(label, "My sister, and the choir.")
    hand.press("Save this version")
    said(page, "Version 1 is kept.")
    hand.open("The client answered by word or on paper")
    hand.choose("Yes, agreed")
    hand.press("Record the answer")
    said(page, "Agreed.")
    hand.follow("Ines Vale")
    expect(page.get_by_role("listitem").filter(has_text="Keeping well")).to_have_attribute("aria-current", "step")


def set_days(hand: Hand) -> None:
    """Days by the protocol's weeks after the end, with who holds what they bring up."""
    page = hand.page
    heading(page, "Follow-up")
    boxes = page.get_by_role("group", name="Days that the protocol proposes").get_by_role("checkbox")
    hand.use(boxes.first)
    hand.use(boxes.last)
    hand.press("Set")
    said(page, "2 follow-ups are set.")
    days = page.get_by_role("region", name="Days")
    expect(days.get_by_text("to come", exact=True)).to_have_count(2)
    expect(days).to_contain_text("held by Ada")
    look(page, "Follow-up")


def test_from_the_ending_to_the_follow_up(shared_site: Site) -> None:
    with shared_site.facts() as world:
        appointments = in_the_middle(world.ines, n_held=7, length="eight")
    course = f"/courses/{appointments[0].course_id}/"
    hand = Hand(shared_site.signed_in("ada", shared_site.desk()))
    hand.page.goto(course)
    looked_back(hand)
    hand.page.goto(f"/sessions/{appointments[7].pk}/")
    hand.press("Came")
    hand.page.goto(f"{course}ending/")
    stopped(hand)
    wrote(hand)
    hand.page.goto(f"{course}end/")
    keeps_well(hand)
    hand.page.goto(f"{course}follow-up/")
    set_days(hand)

    with shared_site.facts() as world:
        first, after = Course.objects.filter(client=world.ines).order_by("started_on", "pk")
        assert (first.end_kind, first.result, after.after_id) == ("completed", "improved", first.pk)
        assert Entry.objects.get(course=first, sheet="ending").shared_at is not None
        assert CourseLetter.objects.get(course=first).text == LETTER
        assert FollowUp.objects.filter(course=first, owner=world.ada, done_on=None).count() == 2


def test_on_the_day_of_a_follow_up_somebody_asks(shared_site: Site) -> None:
    now = timezone.now()
    begun, ended_at = now.replace(hour=10) - timedelta(weeks=20), now.replace(hour=15) - timedelta(weeks=13)
    with shared_site.facts() as world:
        course = started(world, client=world.jo, now=begun)
        came(course, 8, first=begun)
        ended(course, now=ended_at)
        follow_up_on(course, now.astimezone(LONDON).date(), now=ended_at, measures=("phq-9",))
        on_the_list(world.jo)
    hand = Hand(shared_site.signed_in("ada", shared_site.phone()))
    hand.page.goto("/caseload/")
    hand.follow(re.compile("^Follow-up due ?: Jo Marlow"))

    heading(hand.page, "Follow-up")
    expect(hand.page.get_by_text("due today")).to_be_visible()
    look(hand.page, "Follow-up")
    hand.write("How it goes", "Well: he sings again.")
    hand.press("Done")
    said(hand.page, "Written down.")
    expect(hand.page.get_by_role("region", name="Days")).to_contain_text("Ada asked on")
    hand.page.goto("/caseload/")
    expect(hand.page.get_by_role("link", name=re.compile("^Follow-up due"))).to_have_count(0)
