"""Every answer the clinic gives: strict headers, nothing kept, nothing from elsewhere, nothing told in an address."""

import logging
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.web.crawl import Crawl, Seen, post
from tests.web.matrix import patterns, rows
from tests.web.matrix_ids import walk
from tests.web.stage import Stage
from tests.world import hold_link, sign_in

pytestmark = pytest.mark.django_db
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
CSP = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
ELSEWHERE = re.compile(
    rb"""(?:src|srcset|action|data)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//""", re.I
)


@pytest.fixture(scope="module", autouse=True)
def crawl_first(crawl: Crawl) -> None:
    """The walk makes and takes back a stage of its own, before this module's."""


def faulty(seen: list[Seen], *, when: object) -> list[str]:
    """Which answers are at fault."""
    return [str(one) for one in seen if when(one)]  # type: ignore[operator]


def test_the_walk_saw_every_page_and_no_breakdown(crawl: Crawl) -> None:
    assert {one.name for one in crawl.seen if one.who != "more"} == {row.name for row in rows() if row.method == "GET"}
    assert faulty(crawl.seen, when=lambda one: one.status >= 500) == []


@pytest.mark.parametrize("header", WANTED)
def test_every_page_carries_the_strict_headers(header: str, crawl: Crawl) -> None:
    assert faulty(crawl.seen, when=lambda one: one.headers.get(header) != WANTED[header]) == []


def test_every_page_carries_a_content_policy_without_exceptions(crawl: Crawl) -> None:
    policies = {one.headers.get("Content-Security-Policy", "none") for one in crawl.seen}

    (policy,) = policies
    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == CSP


def test_pages_of_people_are_never_stored(crawl: Crawl) -> None:
    def may_be_stored(one: Seen) -> bool:
        words = {word.strip() for word in one.headers.get("Cache-Control", "").split(",")}
        return not {"no-store", "private"} <= words

    assert faulty(crawl.seen, when=may_be_stored) == []


def test_nothing_comes_from_elsewhere(crawl: Crawl) -> None:
    assert faulty(crawl.seen, when=lambda one: ELSEWHERE.search(one.content)) == []


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(crawl: Crawl) -> None:
    cookies = [(name, one) for seen in crawl.seen for name, one in seen.cookies.items() if one["value"]]

    assert {name for name, _ in cookies} == {"session", "csrf"}
    assert all(one["httponly"] and one["samesite"] == "Lax" and one["path"] == "/" for _, one in cookies)


def test_no_address_carries_a_name_or_an_answer() -> None:
    routes = [route for one, route in walk_all() if not one.callback.__module__.startswith("allauth.")]
    kinds = {kind for route in routes for kind in re.findall(r"<(\w+:\w+)>", route)}
    clinical = re.compile(r"phq|gad|depress|suicid|therap|mood|name|score|answer/", re.I)

    ids = {"uuid:pk", "uuid:person", "uuid:row", "uuid:letter", "int:n", "str:secret"}
    ids |= {f"uuid:{part}" for part in ("event", "issue", "focus", "goal", "entry", "comment")}
    assert kinds - ids == {"slug:measure", "slug:country", "slug:line", "slug:sheet"}
    assert [
        route for route in routes if route.startswith(("q/", "l/", "my/", "help/")) and clinical.search(route)
    ] == []


def walk_all() -> list[tuple[object, str]]:
    """Every address with its route."""
    from django.urls import get_resolver

    return walk(get_resolver(), "")  # type: ignore[return-value]


def test_links_and_redirects_carry_ids_only(crawl: Crawl) -> None:
    told = re.compile(r"\bInes\b|Vale|Marlow|Osei|Thornfield|%40|@post", re.I)

    def tells(one: Seen) -> bool:
        links = re.findall(r'(?:href|action)="([^"]*)"', one.text) if one.is_page else []
        return any(
            told.search(link) for link in [*links, one.headers.get("Location", "")] if not link.startswith("tel:")
        )

    assert faulty(crawl.seen, when=tells) == []


POSTS = sorted({row.name for row in rows() if row.method == "POST"})


@pytest.mark.parametrize("name", POSTS)
def test_a_post_without_a_token_is_refused(name: str, stage: Stage) -> None:
    from tests.web.matrix import address

    client_side = name in ("leave", "questionnaire", "question", "all_questions", "keep_answer", "check_answers")
    signed_in = hold_link(stage.ines.client) if client_side else sign_in(stage.world.ada)
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = signed_in.cookies

    response = browser.post(address(name, stage), {"answer": "1"})

    assert response.status_code == 403
    assert b"CSRF" not in response.content


def test_htmx_alone_is_no_proof_of_coming_from_us(stage: Stage) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = sign_in(stage.world.ada).cookies

    response = browser.post(reverse("risk", args=[stage.ines.client.pk]), HTTP_HX_REQUEST="true")

    assert response.status_code == 403


def test_a_token_of_ours_is_let_through(stage: Stage) -> None:
    browser = Browser(enforce_csrf_checks=True)
    page = browser.get(reverse("account_login")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]

    response = browser.post(
        reverse("account_login"), {"csrfmiddlewaretoken": token, "login": "x@y.example", "password": "z"}
    )

    assert response.status_code == 200


def test_no_log_line_carries_an_answer(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    phone, ada, pk = hold_link(stage.ines.client), sign_in(stage.world.ada), stage.ines.client.pk
    words = "unmistakable-words"

    post(phone, reverse("all_questions", args=[stage.ines.invitation]), answer_1="3", answer_2=words)
    post(ada, reverse("risk", args=[pk]), finding="thoughts", was_asked="yes", said=words, look_again_on=words)
    post(ada, reverse("withdraw_risk", args=[stage.ines.risk]), why="")
    post(Browser(enforce_csrf_checks=True), reverse("risk", args=[pk]), said=words)
    post(ada, reverse("details", args=[stage.kit.client.pk]), name=words)

    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [line for line in ours if words in line or "Ines" in line] == []


def test_there_are_addresses_to_walk() -> None:
    assert len(patterns()) > 60
