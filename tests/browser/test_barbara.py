"""The published case C3: BDI-II 19 to 6 in fourteen of sixteen sessions; she leaves early, improved."""

from datetime import timedelta

import pytest
from attrs import evolve
from django.utils import timezone
from playwright.sync_api import expect

from clinic.therapy.models import Course, CourseLetter
from tests.browser.courses import on_the_list
from tests.browser.hands import Hand
from tests.browser.look import look
from tests.browser.site import Site
from tests.browser.steps import heading, said
from tests.clinic.therapy.endings import WEEK, barbara

pytestmark = pytest.mark.browser
LETTER = "You stopped two weeks early, as you said you would, and you have every reason to be proud."


def test_she_ends_early_improved_and_nobody_is_alarmed(site: Site) -> None:
    with site.facts() as world:
        first = (timezone.now() - 13 * WEEK - timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
        course = barbara(evolve(world, ines=world.jo), first=first)
        on_the_list(world.jo)
    hand = Hand(site.signed_in("ada", site.desk()))
    page = hand.page
    page.goto(f"/courses/{course.pk}/")
    mood = page.get_by_role("region", name="Mood and what happens with people")
    for words in ("6 minimal", "−13 reliably better", "remission"):
        expect(mood).to_contain_text(words)
    look(page, "Jo Marlow")

    hand.follow("End the course")
    hand.choose("Ended early by the client")
    hand.write("Why, in your words", "She feels well and has begun to work again.")
    hand.press("End the course")
    said(page, "The course is ended.")
    expect(page.get_by_role("region", name="Ended early by the client")).to_contain_text("14 of 16")
    expect(page.get_by_text("Appointments taken out:")).to_be_visible()
    scores = page.get_by_role("region", name="By the scores")
    for words in ("Reliably improved", "19", "6", "remission", "Improved by the scores, so not a drop-out."):
        expect(scores).to_contain_text(words)

    hand.follow("A closing letter")
    heading(page, "Letter to Jo Marlow")
    hand.write("The letter", LETTER)
    hand.press("Save")
    hand.press("It was handed over")
    said(page, "handed over")

    # Nothing calls for anybody: an end like this is none to worry about.
    page.goto("/caseload/?kind=any")
    expect(page.get_by_role("row").filter(has_text="Jo Marlow")).to_have_count(0)
    with site.facts():
        ended = Course.objects.get(pk=course.pk)
        assert (ended.end_kind, ended.result) == ("early_by_client", "improved")
        assert CourseLetter.objects.get(course=course).text == LETTER
