"""Pages that change in part: htmx under our policy, and what it says when a request is not taken."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.look import Watch, see
from tests.browser.small import Answer, Small, served
from tests.browser.steps import press

pytestmark = pytest.mark.browser
PAGE = """<section id="people"><h2>People</h2></section>
<form method="post" action="/people" hx-post="/people" hx-target="#people" data-draft>{% csrf_token %}
<label class="label" for="who">Who</label><input class="input" id="who" name="who">
<button class="btn" type="submit">Add</button></form>
<a class="btn plain" href="/more" hx-get="/more" hx-target="#people">More</a>"""


@pytest.fixture
def small() -> Iterator[Small]:
    """A clinic with a list of people."""
    with served(Small(PAGE)) as small:
        yield small


@pytest.fixture
def page(small: Small, new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """Ada at the list; what her browser complains of fails the test."""
    context = new_context(base_url=small.url, viewport={"width": 1280, "height": 900})
    watch = Watch(context, here=small.url)
    page = context.new_page()
    page.goto("/")
    yield page
    assert [fault for fault in watch.faults if not fault.startswith(("console: htmx:", "500 "))] == []


def add(page: Page, who: str) -> None:
    page.get_by_label("Who").fill(who)
    press(page, "Add")


def part(text: str) -> str:
    return f'<section id="people"><h2>People</h2><p>{text}</p></section>'


def test_a_part_changes_in_its_place_and_keeps_nothing_in_the_browser(page: Page, small: Small) -> None:
    small.answers = [Answer(part("Olive")), Answer(part("<script>document.title = 'x'</script>nobody"), status=422)]
    small.parts = {"/more": Answer(part("All of them"))}

    add(page, "Olive")
    expect(page.locator("#people")).to_contain_text("Olive")
    add(page, "")
    expect(page.locator("#people")).to_contain_text("nobody")
    page.get_by_role("link", name="More").click()
    expect(page.locator("#people")).to_contain_text("All of them")

    assert [fields["who"] for _, fields in small.came] == ["Olive", ""]
    assert page.url == f"{small.url}/"
    assert page.title() != "x"
    kept = page.evaluate("() => Object.values({...sessionStorage, ...localStorage}).join()")
    assert "People" not in kept and "Olive" not in kept


def test_a_whole_page_is_loaded_whole(page: Page, small: Small) -> None:
    small.answers = [Answer(headers={"HX-Redirect": "/elsewhere"})]

    page.on("dialog", lambda dialog: dialog.accept())
    add(page, "Olive")

    page.wait_for_url("**/elsewhere")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "Not done: you are signed out. What you wrote is still here."),
        (403, "Not done: this page was older than your sign-in. It is up to date now; try again."),
        (404, "Not done: this is no longer open to you."),
        (500, "Not done: something went wrong at the clinic."),
    ],
)
def test_a_refusal_is_said_and_what_was_written_stays(status: int, says: str, page: Page, small: Small) -> None:
    small.answers = [Answer("<h1>No</h1>", status=status), Answer(part("Olive"))]
    small.token = "n" * 64  # she signed in anew in another tab

    add(page, "Olive")
    expect(page.get_by_role("alert").filter(has_text="Not done")).to_contain_text(says)
    expect(page.get_by_label("Who")).to_have_value("Olive")
    expect(page.locator("#people")).not_to_contain_text("No")
    see(page, width=390, height=844, theme="light")
    press(page, "Add")
    expect(page.locator("#people")).to_contain_text("Olive")

    expect(page.get_by_role("alert").filter(has_text="Not done")).to_have_count(0)
    assert small.came[1][1]["csrfmiddlewaretoken"][0] == ("n" if status == 403 else "t")


def test_without_a_connection_it_says_so(page: Page, small: Small) -> None:
    page.context.set_offline(True)

    add(page, "Olive")

    expect(page.get_by_role("alert").filter(has_text="Not done")).to_contain_text("Not done: no connection.")
    expect(page.get_by_label("Who")).to_have_value("Olive")


def test_a_covered_page_is_covered_with_what_was_written_under_it(page: Page, small: Small) -> None:
    small.answers = [Answer(status=423), Answer(status=204), Answer(part("Olive"))]

    add(page, "Olive")
    cover = page.get_by_role("dialog", name="This page is covered")
    expect(cover.get_by_label("Password")).to_be_focused()
    cover.get_by_label("Password").fill("her password")
    press(page, "Go on", within=cover)
    expect(page.get_by_label("Who")).to_have_value("Olive")
    press(page, "Add")

    expect(page.locator("#people")).to_contain_text("Olive")


def test_without_script_the_form_goes_to_its_own_address(
    small: Small, new_context: Callable[..., BrowserContext]
) -> None:
    small.answers = [Answer(status=303, headers={"Location": "/"})]
    page = new_context(base_url=small.url, java_script_enabled=False).new_page()

    page.goto("/")
    add(page, "Olive")
    expect(page.get_by_role("heading", level=1)).to_have_text("Small")

    assert [(path, fields["who"]) for path, fields in small.came] == [("/people", "Olive")]
