"""Steps of the first phase, by hand or by keyboard: registering, people, story, formulation, focus, agreement."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hand, Keys, drag, tab_to
from tests.browser.look import look
from tests.browser.steps import heading, said
from tests.world import LONDON

NO = "It began before, when he moved out."
FIRST_TEXT = "Since your mother died you look after everybody, and nobody after you."
SECOND_TEXT = "Since Tom moved out you look after everybody, and nobody after you."


def to_tasks(hand: Hand, task: str = "") -> None:
    """The task list, and one of its tasks."""
    hand.page.goto(re.sub(r"(/courses/[^/]+/).*", r"\1tasks/", hand.page.url))
    heading(hand.page, "Tasks")
    if task:
        hand.follow(task)


def task(page: Page, name: str) -> Locator:
    """A line of the task list."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name, exact=True))


def registered(hand: Hand, name: str, *, email: str = "new@post.example") -> None:
    """A new client; without an e-mail address, one who is reached in person only."""
    hand.page.goto("/caseload/")
    hand.follow("New client")
    hand.write("Full name", name)
    hand.write("Date of birth", "1991-04-12")
    if email:
        hand.write("E-mail", email)
    else:
        hand.choose("Only in person")
    hand.press("Save")
    heading(hand.page, name)


def begun(hand: Hand) -> None:
    """The course with its appointments; the first one began a few minutes ago."""
    hand.follow("Start a course")
    heading(hand.page, "Start a course")
    now = datetime.now(LONDON)
    first = max(now - timedelta(minutes=8), now.replace(hour=0, minute=0))
    hand.write("First appointment", f"{first:%Y-%m-%d}")
    hand.put(hand.page.get_by_label(re.compile("^at ")), f"{first:%H:%M}")
    hand.press("Start the course")
    said(hand.page, "The course has begun.")


def named(hand: Hand) -> None:
    """The illness by its name, and room to get well."""
    to_tasks(hand, "Name what is wrong")
    hand.write("What it is like for me", "I wake at four and cannot eat.")
    hand.open("The name we give it")
    hand.write("The name we give it", "Depression")
    hand.open("What we talked about")
    hand.tick("This is an illness with a name")
    hand.press("Save")
    said(hand.page, "Saved.")
    to_tasks(hand, "Make room to get well")
    hand.write("What I lay down for now", "Cooking for everybody.")
    hand.press("Save")
    said(hand.page, "Saved.")


def peopled(hand: Hand) -> None:
    """Two people from the list, and one in the session by three fields."""
    page = hand.page
    to_tasks(hand, "Go through the people who matter")
    for name, kind, ring in (("Tom", "former partner", "Ring 4, furthest out"), ("Vera", "parent", "Ring 1, closest")):
        hand.write("Name or initials", name)
        hand.select("Who that is", kind)
        hand.select("How close now", ring)
        hand.press("Add")
        said(page, f"{name} is in the inventory.")
    page.goto(re.sub(r"(/courses/[^/]+/).*", r"\1", page.url))
    hand.follow("Open session 1")
    hand.press("Came")
    hand.open("Add a person")
    hand.write("Name or initials", "Olive")
    hand.select("Who they are", "brother or sister")
    hand.select("How close", "3: further out")
    hand.press("Add")
    said(page, "Olive is in the inventory.")
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()
    hand.open("Move the circle")
    expect(dot(page, "Olive", 3)).to_be_visible()


def dot(page: Page, name: str, ring: int) -> Locator:
    """A person of the circle who can be moved."""
    return page.get_by_role("button", name=f"{name}, ring {ring} of 4", exact=True)


def nearer_by_key(page: Page, name: str, ring: int) -> None:
    """One ring nearer with the arrow key; the focus stays on them."""
    tab_to(page, dot(page, name, ring))
    page.keyboard.press("ArrowUp")
    expect(page.locator("form[data-circle] [role=status]")).to_have_text("Saved")
    expect(dot(page, name, ring - 1)).to_be_focused()


def moved_by_button(hand: Hand) -> None:
    """Vera one ring further out, by the buttons."""
    hand.select("Move", "Vera")
    hand.press("Further")
    expect(dot(hand.page, "Vera", 2)).to_be_visible()
    expect(hand.page.get_by_role("button", name="Further", exact=True)).to_be_focused()


def moved(hand: Hand) -> None:
    """Olive by key, Vera by button, and Tom by hand where there is one."""
    page = hand.page
    page.goto(page.get_by_role("link", name="Closeness circle").first.get_attribute("href") or "")
    heading(page, "Closeness circle")
    nearer_by_key(page, "Olive", 3)
    moved_by_button(hand)
    if not isinstance(hand, Keys):
        tom = dot(page, "Tom", 4)
        centre = page.locator("form[data-circle] circle.me").bounding_box()
        at = tom.locator("circle").last.bounding_box()
        assert centre is not None and at is not None
        drag(page, tom.locator("circle").last, by=((centre["x"] - at["x"]) / 4, (centre["y"] - at["y"]) / 4))
        expect(dot(page, "Tom", 3)).to_be_visible()
        expect(page.locator("form[data-circle] [role=status]")).to_have_text("Saved")
    page.reload()
    expect(dot(page, "Olive", 2)).to_be_visible()
    expect(dot(page, "Vera", 2)).to_be_visible()


def told(hand: Hand) -> None:
    """Something on the timeline, where the symptoms began."""
    to_tasks(hand, "Begin the timeline")
    hand.write("What happened", "Tom moved out")
    hand.select("What it was", "A relationship ended")
    hand.tick("The symptoms began or turned here")
    hand.press("Add")
    said(hand.page, "On the timeline.")


def ranked(hand: Hand) -> None:
    """Two issues, the second one more important for the client."""
    to_tasks(hand, "List the issues and rank them")
    for text in ("Nobody asks how I am", "Tom does not answer"):
        hand.write("The issue", text)
        hand.press("Add")
        expect(hand.page.get_by_role("link", name=text).first).to_be_visible()
    theirs = hand.page.get_by_role("region", name="The client's order")
    hand.press("Up Tom does not answer", within=theirs)
    expect(theirs.get_by_role("listitem").first).to_contain_text("Tom does not answer")


def weighed(hand: Hand) -> None:
    """One area, with what speaks for it."""
    to_tasks(hand, "Weigh the problem areas")
    area = hand.page.get_by_role("region", name="A change in life")
    hand.write("What speaks for it", "The symptoms began when Tom moved out.", within=area)
    hand.select("The client, 0–10", "8", within=area)
    hand.press("Save A change in life", within=area)
    said(hand.page, "Saved.")


def answered(hand: Hand, says: str, *, words: str = "", how: str = "By word, in a session") -> None:
    """The client's answer to the newest version, as the therapist enters it."""
    hand.open("The client answered by word or on paper")
    hand.choose(says)
    hand.choose(how)
    if words:
        hand.write("In their words", words)
    hand.press("Record the answer")


def refused(hand: Hand) -> None:
    """A first version, beside the facts; the client says no, and until there is another no focus can be agreed."""
    page = hand.page
    to_tasks(hand, "Agree the formulation")
    expect(page.get_by_role("complementary")).to_contain_text("Tom moved out")
    hand.write("The formulation", FIRST_TEXT)
    hand.press("Save this version")
    said(page, "Version 1 is kept.")
    answered(hand, "No, not like this", words=NO)
    expect(page.get_by_text("The client said no to version 1")).to_be_visible()
    expect(page.get_by_text(NO)).to_be_visible()
    if not isinstance(hand, Keys):
        look(page, "Formulation")
    to_tasks(hand, "Agree the focus")
    expect(page.get_by_text("Write a new version together before a focus is agreed.")).to_be_visible()
    expect(page.get_by_role("button", name="The client agreed to this")).to_have_count(0)
    hand.follow("Formulation")


def agreed(hand: Hand, *, version: int = 2, how: str = "By word, in a session") -> None:
    """The next version, and the client's yes; then on to the focus."""
    hand.write("The formulation", SECOND_TEXT)
    hand.press("Save this version")
    said(hand.page, f"Version {version} is kept.")
    answered(hand, "Yes, agreed", how=how)
    said(hand.page, "Agreed. The focus can be chosen.")
    hand.follow("Choose the focus")


def focused(hand: Hand) -> None:
    """The area, a goal and how near it is."""
    hand.choose(re.compile("^A change in life"))
    hand.write("In the client's words", "Since Tom moved out")
    hand.press("The client agreed to this")
    said(hand.page, "The focus is agreed.")
    to_tasks(hand, "Set goals")
    hand.write("Goal", "Say to Olive what I need")
    hand.press("Set this goal")
    hand.choose("3")
    hand.press("Keep the rating Say to Olive what I need")
    said(hand.page, "Rated.")


def contracted(hand: Hand, *, how: str = "By word, in a session") -> None:
    """What both can count on, and the client's yes."""
    page = hand.page
    to_tasks(hand, "Make the agreement")
    expect(page.get_by_role("complementary")).to_contain_text("16")
    hand.write("What stays between us, and what cannot", "All of it, but for danger.")
    hand.write("Whom I call in a crisis, by day and by night", "Olive, then 999.")
    hand.press("Save this version")
    said(page, "Version 1 is kept.")
    answered(hand, "Yes, agreed", how=how)
    said(page, "Agreed.")
