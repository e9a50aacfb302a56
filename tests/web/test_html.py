"""Every page's HTML: language, one heading, labels, no inline script or style, neutral titles on the client's side."""

import re
from html.parser import HTMLParser

import pytest

from tests.web.crawl import Crawl, Seen
from tests.web.stage import RISK_PLAN, SAID, UNSAFE, UNSAFE_WHY

pytestmark = pytest.mark.django_db
CLIENT_SIDE = {"help", "link", "my_plan", "questionnaire", "question", "all_questions", "check_answers", "sent"}
CLIENT_MORE = {
    "gently", "a fault", "a fault in the table", "gaps", "a new link", "thanks, urgent", "thanks, one", "thanks, none",
}  # fmt: skip
TITLES = re.compile(
    r"(Error: )?(Help now|Your page|This link is closed|My plan|Questions|Question \d+ of \d+|Check your answers"
    r"|Thank you|Nothing here) – [\w ]+"
)


class Page(HTMLParser):
    """What the checks look at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.within: list[str] = []
        self.in_label: list[dict[str, str]] = []
        self.title = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if "label" in self.within:
            named["_labelled"] = "yes"
        self.found.append((tag, named))
        if tag not in ("input", "meta", "link", "br", "img", "hr", "path", "circle", "rect", "line", "use"):
            self.within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.within:
            del self.within[len(self.within) - 1 - self.within[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.within[-1:] == ["title"] and "svg" not in self.within:
            self.title += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [named for one, named in self.found if one == tag]


@pytest.fixture(scope="module")
def pages(crawl: Crawl) -> list[tuple[Seen, Page]]:
    """Each page once for each text of it."""
    different: dict[tuple[str, ...], Seen] = {}
    for one in (one for one in crawl.seen if one.is_page):
        text = re.sub(r'value="\w{64}"|data-csrf="\w+"', "", one.text)
        different.setdefault((one.name, text, one.who if one.name in CLIENT_SIDE else ""), one)
    return [(one, Page(one.text)) for one in different.values()]


def test_every_page_names_its_language_and_title(pages: list[tuple[Seen, Page]]) -> None:
    wrong = [str(seen) for seen, page in pages if page.all("html") != [{"lang": "en-gb"}] or not page.title.strip()]
    assert wrong == []


def test_every_page_has_one_main_heading(pages: list[tuple[Seen, Page]]) -> None:
    wrong = {str(seen): len(page.all("h1")) for seen, page in pages if len(page.all("h1")) != 1}
    assert wrong == {}


def test_every_input_has_a_label(pages: list[tuple[Seen, Page]]) -> None:
    assert {str(seen): found for seen, page in pages if (found := unlabelled(page))} == {}


def unlabelled(page: Page) -> list[str]:
    """Names of inputs that no label, and no aria, speaks for."""
    labels = {label.get("for") for label in page.all("label")}
    inputs = [named for tag in ("input", "select", "textarea") for named in page.all(tag)]
    return [
        named.get("name", "?")
        for named in inputs
        if named.get("type") not in ("hidden", "submit")
        and named.get("id") not in labels
        and not {"_labelled", "aria-label", "aria-labelledby"} & named.keys()
    ]


def test_ids_are_given_once(pages: list[tuple[Seen, Page]]) -> None:
    wrong = {}
    for seen, page in pages:
        ids = [named["id"] for _, named in page.found if "id" in named]
        twice = {one for one in ids if ids.count(one) > 1}
        wrong |= {str(seen): twice} if twice else {}
    assert wrong == {}


def test_labels_and_descriptions_lead_somewhere(pages: list[tuple[Seen, Page]]) -> None:
    wrong = {}
    for seen, page in pages:
        ids = {named["id"] for _, named in page.found if "id" in named}
        wanted = {label["for"] for label in page.all("label") if label.get("for")}
        for _, named in page.found:
            wanted |= set(named.get("aria-describedby", "").split()) | set(named.get("aria-labelledby", "").split())
            href = named.get("href", "")
            wanted |= {href[1:]} if href.startswith("#") and len(href) > 1 else set()
        wrong |= {str(seen): wanted - ids} if wanted - ids else {}
    assert wrong == {}


def test_no_page_has_inline_script_or_style(pages: list[tuple[Seen, Page]]) -> None:
    def is_inline(tag: str, named: dict[str, str]) -> bool:
        handlers = any(name.startswith("on") for name in named)
        script = tag == "script" and "src" not in named and named.get("type") != "application/json"
        return (
            tag == "style" or "style" in named or handlers or script or named.get("href", "").startswith("javascript:")
        )

    assert [str(seen) for seen, page in pages if any(is_inline(*one) for one in page.found)] == []


def client_side(pages: list[tuple[Seen, Page]]) -> list[tuple[Seen, Page]]:
    """Pages that a client may see."""
    return [(seen, page) for seen, page in pages if seen.name in CLIENT_SIDE | CLIENT_MORE]


def test_the_titles_of_the_clients_pages_are_neutral(pages: list[tuple[Seen, Page]]) -> None:
    titles = {page.title.strip() for _, page in client_side(pages)}
    assert len(titles) > 6
    assert [title for title in titles if not TITLES.fullmatch(title)] == []


def test_what_clinicians_note_is_never_on_a_clients_page(pages: list[tuple[Seen, Page]]) -> None:
    words = (UNSAFE, UNSAFE.split()[0], UNSAFE_WHY, SAID, RISK_PLAN, "not safe", "PHQ-9", "Moderate", "urgent")
    seen_by_client = [seen for seen, _ in client_side(pages) if seen.who in ("link", "othr", "more", "anon")]

    def visible(seen: Seen) -> str:
        return re.sub(r"<[^>]*>", " ", seen.text)

    assert len(seen_by_client) > 15
    assert [(str(seen), word) for seen in seen_by_client for word in words if word in visible(seen)] == []


def test_help_is_a_link_away_on_every_page_of_the_client(pages: list[tuple[Seen, Page]]) -> None:
    without = [
        str(seen)
        for seen, page in client_side(pages)
        if seen.name != "help" and not any(link.get("href") == "/help/" for link in page.all("a"))
    ]
    assert without == []


def test_leaving_the_page_also_ends_the_link_on_this_browser(pages: list[tuple[Seen, Page]]) -> None:
    exits = [
        (seen, link)
        for seen, page in client_side(pages)
        for link in page.all("a")
        if "data-exit-url" in link and seen.who == "link"
    ]
    assert len(exits) > 5
    assert [
        str(seen) for seen, link in exits if link.get("data-exit-end-url") != "/my/leave/" or not link["data-csrf"]
    ] == []
