"""Page or part: htmx gets the part it asks for, never a whole page in its place; without script all is the same."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser
from django.urls import include, path, reverse

from clinic.pages.doors import open_page
from clinic.pages.respond import draft_beside, draft_refused, draft_saved, go, renew, respond
from tests.web.stage import PAGE, Stage, left_alone, signed_in_at
from tests.world import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_ACCEPT": "*/*"}
PEOPLE = {**HTMX, "HTTP_HX_TARGET": "people"}
SCRIPT = {"HTTP_ACCEPT": "application/json"}
TEMPLATE = '<h1>Page</h1>{% partialdef people inline %}<ul id="people"><li>{{ who }}</li></ul>{% endpartialdef %}'
PART, WHOLE = (
    '<ul id="people"><li>Olive &amp; co</li></ul>',
    '<h1>Page</h1><ul id="people"><li>Olive &amp; co</li></ul>',
)
AT = datetime(2026, 1, 12, 10, 42, tzinfo=UTC)


@open_page("GET", "POST")
def people(request: HttpRequest) -> HttpResponse:
    """A page with a part; a POST says what it wants."""
    wish = request.POST.get("wish", "")
    if wish == "go":
        return go("/elsewhere/")
    if wish == "renew":
        return renew("/people/")
    return respond(request, "people.html", {"who": "Olive & co"}, parts=["people"], status=422 if wish else 200)


@open_page("GET", "POST")
def draft(request: HttpRequest) -> HttpResponse:
    """A draft's address."""
    if request.POST.get("revision") == "3":
        return draft_saved(request, revision=4, at=AT, back="/note/")
    return draft_beside(request, both="/note/both/")


urlpatterns = [path("people/", people), path("draft/", draft), path("", include("clinic.urls"))]


@pytest.fixture(autouse=True)
def template(settings: Any) -> None:
    """The page's template, behind the same loader as ours."""
    templates = deepcopy(site_settings.TEMPLATES)
    (loader, inner), *_ = templates[0]["OPTIONS"]["loaders"]
    here = ("django.template.loaders.locmem.Loader", {"people.html": TEMPLATE})
    templates[0]["OPTIONS"]["loaders"] = [(loader, [here, *inner])]
    settings.TEMPLATES = templates


def told(response: Any) -> tuple[int, str]:
    """Status, and where the browser is sent."""
    return response.status_code, response.headers.get("HX-Redirect") or response.headers.get("Location", "")


def test_htmx_gets_the_part_that_it_will_change_and_others_the_page() -> None:
    page, part = Browser().get("/people/"), Browser().get("/people/", **PEOPLE)

    assert (page.content.decode(), part.content.decode()) == (WHOLE, PART)
    for response in (page, part):
        assert response.headers["Vary"].startswith("HX-Request, HX-Target, Accept")
        assert response.headers["Cache-Control"] == "no-store, private"


def test_bad_input_is_shown_in_the_same_place() -> None:
    page, part = Browser().post("/people/", {"wish": "x"}), Browser().post("/people/", {"wish": "x"}, **PEOPLE)

    assert (page.status_code, page.content.decode()) == (422, WHOLE)
    assert (part.status_code, part.content.decode()) == (422, PART)


def test_after_a_post_another_page_is_loaded_whole() -> None:
    page, part = Browser().post("/people/", {"wish": "go"}), Browser().post("/people/", {"wish": "go"}, **PEOPLE)

    assert told(page) == (303, "/elsewhere/")
    assert told(part) == (200, "/elsewhere/") and part.content == b""


def test_after_a_post_from_a_part_htmx_fetches_that_part_of_the_page() -> None:
    for asked in ({}, PEOPLE):
        answer = Browser().post("/people/", {"wish": "renew"}, **asked)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/people/")

    assert Browser().post("/people/", {"wish": "renew"}, follow=True, **PEOPLE).content.decode() == PART


def test_a_whole_page_is_never_shown_in_the_place_of_a_part() -> None:
    wrong = {**HTMX, "HTTP_HX_TARGET": "nobody"}

    assert told(Browser().get("/people/?q=1", **wrong)) == (200, "/people/?q=1")
    with pytest.raises(ImproperlyConfigured, match="name the part #nobody"):
        Browser().post("/people/", {"wish": "x"}, **wrong)


def test_signed_out_htmx_goes_to_the_sign_in_page_and_back_to_the_page_it_was_on() -> None:
    here = {**PEOPLE, "HTTP_HX_CURRENT_URL": "http://testserver/alerts/?all=1"}

    answer = Browser().get(reverse("clients"), **here)

    assert told(answer) == (200, f"{reverse('account_login')}?next=/alerts/%3Fall%3D1")


def test_an_address_of_somebody_else_is_nothing_to_come_back_to() -> None:
    there = {**PEOPLE, "HTTP_HX_CURRENT_URL": "https://elsewhere.example/alerts/"}

    assert told(Browser().get(reverse("clients"), **there)) == (200, f"{reverse('account_login')}?next=/")


@pytest.mark.parametrize("asked", [PEOPLE, SCRIPT])
def test_what_a_script_sends_signed_out_stays_in_its_page(asked: dict[str, str], stage: Stage) -> None:
    url = reverse("risk", args=[stage.ines.client.pk])

    answer = Browser().post(url, {"said": "x"}, **asked)

    assert (answer.status_code, answer.content, answer.headers.get("HX-Redirect")) == (401, b"", None)


@pytest.mark.parametrize("asked", [PEOPLE, SCRIPT])
def test_a_covered_page_is_told_to_a_script_by_its_status(asked: dict[str, str], stage: Stage) -> None:
    browser = sign_in(stage.world.ada)
    browser.get(reverse("alerts"), HTTP_ACCEPT=PAGE)
    left_alone(browser, minutes=16)

    answers = [browser.get(reverse("alerts"), **asked), browser.post(reverse("clients"), **asked)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(423, b"")] * 2


@pytest.mark.parametrize("asked", [PEOPLE, SCRIPT])
def test_a_password_that_is_asked_for_again_is_told_by_its_status(asked: dict[str, str], stage: Stage) -> None:
    browser = signed_in_at(stage.world.bo, minutes_ago=6)

    answer = browser.post(reverse("break_glass"), {"reference": "x", "reason": "y"}, **asked)

    assert (answer.status_code, answer.content) == (423, b"")


def test_without_a_second_factor_htmx_is_led_to_it_as_a_page(stage: Stage) -> None:
    browser = Browser()
    browser.force_login(stage.nora)

    assert told(browser.get(reverse("clients"), **PEOPLE)) == (200, reverse("mfa_activate_totp"))


def test_a_draft_is_answered_in_json_to_the_script_and_with_the_page_to_others() -> None:
    script = Browser().post("/draft/", {"revision": "3"}, **SCRIPT)
    page = Browser().post("/draft/", {"revision": "3"}, HTTP_ACCEPT=PAGE)

    assert (script.status_code, json.loads(script.content)) == (200, {"revision": 4, "saved_at": "10:42"})
    assert told(page) == (303, "/note/")


def test_a_text_that_somebody_else_changed_is_answered_with_both() -> None:
    script = Browser().post("/draft/", {"revision": "2"}, **SCRIPT)
    page = Browser().post("/draft/", {"revision": "2"}, HTTP_ACCEPT=PAGE)

    assert (script.status_code, json.loads(script.content)) == (409, {"theirs": True, "both": "/note/both/"})
    assert told(page) == (303, "/note/both/")


def test_a_draft_that_is_refused_says_why() -> None:
    answer = draft_refused("The note is signed. Add to it instead.")

    assert (answer.status_code, json.loads(answer.content)) == (422, {"says": "The note is signed. Add to it instead."})
