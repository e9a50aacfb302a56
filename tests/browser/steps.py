"""Steps that several stories share: signing in by hand, opening a link, answering one question after the other."""

import re
from datetime import datetime

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.seed import code_at
from tests.world import LONDON, PASSWORD

LABELS = ("Not at all", "Several days", "More than half the days", "Nearly every day")
TRIES = 3


def sign_in_by_hand(page: Page, name: str) -> None:
    """E-mail address, password, code; the page that was asked for comes after."""
    page.get_by_label("E-mail address").fill(f"{name}@harbour.example")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    type_code(page, button="Sign in")


def type_code(page: Page, *, button: str, secret: str = "") -> None:
    """The code of this half minute; once more when the half minute was over before it arrived."""
    label = page.get_by_label(re.compile("^(Code|Enter the six digits)"))
    for _ in range(TRIES):
        label.fill(code_at(timezone.now(), secret=secret) if secret else code_at(timezone.now()))
        with page.expect_navigation():
            press(page, button)
        if label.count() == 0:
            return
    raise AssertionError(f"No code was taken at {page.url}.")


def press(page: Page, name: str, *, within: Locator | None = None) -> None:
    """A button by its words, by touch where there is touch."""
    button = (within or page).get_by_role("button", name=name, exact=True)
    button.click()


def open_link(page: Page, link: str) -> None:
    """The address of a letter, and the one button behind it."""
    page.goto(link)
    press(page, "Open")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


def choose(page: Page, digit: str) -> None:
    """One of the four answers."""
    page.get_by_role("radio", name=LABELS[int(digit)], exact=True).check()


def answer(page: Page, digits: str, *, first: int = 1) -> None:
    """Answer question after question from `first`; `-` leaves one out."""
    for n, digit in enumerate(digits, start=first):
        expect(page.get_by_text(f"Question {n} of 10", exact=True)).to_be_visible()
        if digit == "-":
            press(page, "Continue")
            expect(page.get_by_role("status")).to_contain_text("You have not answered this one.")
            press(page, "Leave it out")
        else:
            choose(page, digit)
            press(page, "Continue")


def answer_last(page: Page) -> None:
    """The tenth question stands alone and has answers of its own; then come the answers, to be checked."""
    expect(page.get_by_text("Question 10 of 10", exact=True)).to_be_visible()
    expect(page.get_by_text("how often have you been bothered")).to_have_count(0)
    page.get_by_role("radio", name="Somewhat difficult", exact=True).check()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")


def in_words(at: datetime) -> str:
    """A time as pages write it: Sunday 1 March, 02:00."""
    here = at.astimezone(LONDON)
    return f"{here:%A} {here.day} {here:%B, %H:%M}"


def heading(page: Page, words: str) -> None:
    """The page with this heading has come."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def said(page: Page, words: str) -> None:
    """A notice of this page says so."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
