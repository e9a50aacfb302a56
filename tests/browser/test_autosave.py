"""Drafts keep themselves, and whatever happens in between, what was written is never lost."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.look import Watch, see
from tests.browser.small import Answer, Small, served
from tests.browser.steps import press

pytestmark = pytest.mark.browser
PAGE = """<form method="post" action="/sign" data-autosave="/draft">{% csrf_token %}
<label class="label" for="note">Note</label><textarea class="input" id="note" name="note">{{ note }}</textarea>
{% include "components/saving.html" %}<button class="btn" type="submit">Sign</button></form><a href="/">Elsewhere</a>"""
TYPE = """(note, text) => [...text].forEach((sign) => {
  note.value += sign;
  note.dispatchEvent(new Event("input", { bubbles: true }));
})"""
WROTE = "She called her sister & cried.\nThen slept."


def kept(revision: int, at: str = "10:42") -> Answer:
    return Answer(json.dumps({"revision": revision, "saved_at": at}), kind="application/json")


BESIDE = Answer(json.dumps({"theirs": True, "both": "/both"}), status=409, kind="application/json")


@pytest.fixture
def small() -> Iterator[Small]:
    """A clinic with a note whose newest draft is the third."""
    context = {"draft_url": "/draft", "revision": 3, "saved_at": None, "note": "", "page_id": "tab-1"}
    with served(Small(PAGE, context)) as small:
        yield small


@pytest.fixture
def page(small: Small, new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """Ada at the note; what her browser complains of fails the test."""
    context = new_context(base_url=small.url, viewport={"width": 1280, "height": 900})
    watch = Watch(context, here=small.url)
    page = context.new_page()
    page.clock.install()
    page.goto("/")
    yield page
    assert [fault for fault in watch.faults if not fault.startswith(("500 ", "503 "))] == []


def write(page: Page, text: str = WROTE) -> None:
    page.get_by_label("Note").fill(text)


def passes(page: Page, *, ms: int) -> None:
    """So much time on the page's clock, beside what passes anyway."""
    page.clock.fast_forward(ms)


def until_came(page: Page, small: Small, n: int) -> None:
    """Wait for so many forms."""
    for _ in range(200):
        if len(small.came) >= n:
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"{len(small.came)} forms came, not {n}.")


def line(page: Page) -> Any:
    return page.locator("[data-saving]")


def notes(small: Small) -> list[tuple[str, str, str]]:
    """Where each form went, with which revision and note."""
    return [(path, fields["revision"], fields["note"].replace("\r\n", "\n")) for path, fields in small.came]


def test_a_draft_is_kept_a_second_after_the_last_key(page: Page, small: Small) -> None:
    small.answers = [kept(4), kept(5, "10:43")]

    page.get_by_label("Note").evaluate(TYPE, WROTE)
    passes(page, ms=1100)
    expect(line(page)).to_contain_text("Saved 10:42")
    write(page, "More.")
    passes(page, ms=1100)
    expect(line(page)).to_contain_text("Saved 10:43")
    page.get_by_role("link", name="Elsewhere").focus()
    passes(page, ms=30_000)

    assert notes(small) == [("/draft", "3", WROTE), ("/draft", "4", "More.")]
    assert (small.came[0][1]["csrfmiddlewaretoken"], small.came[0][1]["page"]) == (small.token, "tab-1")
    see(page, width=390, height=844, theme="dark")


def test_a_draft_is_kept_when_the_field_is_left_and_while_somebody_writes_on_and_on(page: Page, small: Small) -> None:
    small.answers = [kept(4), kept(5, "10:44")]

    write(page)
    page.get_by_role("link", name="Elsewhere").focus()
    expect(line(page)).to_contain_text("Saved 10:42")
    for n in range(14):
        write(page, f"word {n}")
        passes(page, ms=800)
    expect(line(page)).to_contain_text("Saved 10:44")

    assert len(small.came) == 2


def test_a_page_that_is_left_at_once_keeps_its_draft(page: Page, small: Small) -> None:
    small.answers = [kept(4)]

    write(page)
    page.goto("/elsewhere")
    until_came(page, small, 1)

    assert notes(small) == [("/draft", "3", WROTE)]


def test_without_a_connection_it_stays_in_the_page_and_is_tried_again(page: Page, small: Small) -> None:
    small.answers = [kept(4)]
    page.context.set_offline(True)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.dismiss()))

    write(page)
    passes(page, ms=1100)
    expect(line(page).get_by_role("status")).to_have_text(
        "Not saved: no connection. It stays in this page and is tried again."
    )
    see(page, width=390, height=844, theme="light")
    page.locator("#note").click()
    page.get_by_role("link", name="Elsewhere").click()  # the browser asks first; staying keeps the page
    expect(page.get_by_label("Note")).to_have_value(WROTE)
    page.context.set_offline(False)
    expect(line(page)).to_contain_text("Saved 10:42")

    assert dialogs == ["beforeunload"]
    assert notes(small) == [("/draft", "3", WROTE)]


def test_a_fault_of_the_clinic_is_said_and_tried_again(page: Page, small: Small) -> None:
    small.answers = [Answer("<h1>Sorry</h1>", status=503), Answer("no revision in it"), kept(4)]

    write(page)
    passes(page, ms=1100)
    expect(line(page)).to_contain_text("Not saved: something went wrong at the clinic.")
    passes(page, ms=15_100)
    expect(line(page)).to_contain_text("Not saved: no connection.")
    passes(page, ms=15_100)
    expect(line(page)).to_contain_text("Saved 10:42")

    assert notes(small) == [("/draft", "3", WROTE)] * 3


def test_when_somebody_else_changed_it_both_texts_are_kept_and_said_so(page: Page, small: Small) -> None:
    small.answers = [BESIDE, BESIDE]

    write(page)
    passes(page, ms=1100)
    expect(line(page).get_by_role("status")).to_have_text("Someone else changed this: both texts are kept.")
    expect(page.get_by_role("link", name="Open both")).to_have_attribute("href", "/both")
    write(page, "And on.")
    passes(page, ms=1100)
    until_came(page, small, 2)

    assert notes(small) == [("/draft", "3", WROTE), ("/draft", "3", "And on.")]
    see(page, width=390, height=844, theme="light")


def test_the_clinic_s_own_words_are_shown(page: Page, small: Small) -> None:
    says = "The note is signed. Add to it instead."
    small.answers = [Answer(json.dumps({"says": says}), status=422, kind="application/json"), kept(4)]

    write(page)
    passes(page, ms=1100)

    expect(line(page).get_by_role("status")).to_have_text(says)
    expect(page.get_by_label("Note")).to_have_value(WROTE)


def test_signed_out_meanwhile_the_draft_waits_for_the_next_sign_in(page: Page, small: Small) -> None:
    small.answers = [Answer(status=401), Answer("<h1>Token</h1>", status=403), kept(4)]

    write(page)
    passes(page, ms=1100)
    expect(line(page)).to_contain_text("Not saved: you are signed out. It stays in this page.")
    expect(line(page).get_by_role("link", name="Sign in")).to_have_attribute("target", "_blank")
    small.token = "n" * 64  # she signs in in another tab
    passes(page, ms=15_100)
    expect(page.locator("main input[name=csrfmiddlewaretoken]")).to_have_value(small.token)
    passes(page, ms=1100)
    expect(line(page)).to_contain_text("Saved 10:42")

    assert [fields["csrfmiddlewaretoken"][0] for _, fields in small.came] == ["t", "t", "n"]
    assert page.locator("[data-sign-in]").is_hidden()


def test_a_covered_page_keeps_its_draft_as_soon_as_it_is_uncovered(page: Page, small: Small) -> None:
    small.answers = [Answer(status=423), Answer(status=204), kept(4)]

    write(page)
    passes(page, ms=1100)
    cover = page.get_by_role("dialog", name="This page is covered")
    expect(cover).to_be_visible()
    passes(page, ms=60_000)
    assert len(small.came) == 1
    cover.get_by_label("Password").fill("her password")
    press(page, "Go on", within=cover)
    expect(cover).to_be_hidden()
    passes(page, ms=16_000)
    expect(line(page)).to_contain_text("Saved 10:42")

    assert [path for path, _ in small.came] == ["/draft", "/unlock/", "/draft"]
    expect(page.get_by_label("Note")).to_have_value(WROTE)


def test_a_form_goes_with_the_newest_revision_when_it_is_sent_while_its_draft_is_on_the_way(
    page: Page, small: Small
) -> None:
    on_the_way = threading.Event()
    small.answers = [on_the_way, kept(4), Answer("<h1>Signed</h1>")]

    write(page)
    passes(page, ms=1100)
    until_came(page, small, 1)
    press(page, "Sign")
    on_the_way.set()
    expect(page.get_by_role("heading")).to_have_text("Signed")

    assert notes(small) == [("/draft", "3", WROTE), ("/sign", "4", WROTE)]


def test_sending_at_once_sends_one_form_and_no_draft(page: Page, small: Small) -> None:
    small.answers = [Answer("<h1>Signed</h1>")]

    write(page)
    press(page, "Sign")
    expect(page.get_by_role("heading")).to_have_text("Signed")

    assert notes(small) == [("/sign", "3", WROTE)]


def test_the_button_keeps_a_draft_with_script_in_place(page: Page, small: Small) -> None:
    small.answers = [kept(4)]

    write(page)
    press(page, "Save draft")
    expect(line(page)).to_contain_text("Saved 10:42")

    expect(page.get_by_role("heading")).to_have_text("Small")


def test_the_button_keeps_a_draft_without_script(small: Small, new_context: Callable[..., BrowserContext]) -> None:
    small.answers = [Answer(status=303, headers={"Location": "/"})]
    page = new_context(base_url=small.url, java_script_enabled=False).new_page()

    page.goto("/")
    write(page)
    press(page, "Save draft")
    expect(page.get_by_role("heading", level=1)).to_have_text("Small")

    assert notes(small) == [("/draft", "3", WROTE)]
