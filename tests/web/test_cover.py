"""A page left alone is covered: what was written under it stays, and the right password gives it back."""

import re
import time
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from clinic.people.models import BreakGlass
from clinic.safety.models import RiskRecord
from tests.web.crawl import post
from tests.web.signing import is_in
from tests.web.stage import PAGE, Stage, left_alone, signed_in_at
from tests.world import PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DRAFT = {
    "was_asked": "yes",
    "finding": "thoughts",
    "done": ["talked", "gp"],
    "said": "She said: \"not tonight\" & <then> 'nothing'\r\n\r\nTwo lines later: ≥ 3 o’clock.",
    "action": "",
}


@pytest.fixture(autouse=True)
def real_hashes(settings: object) -> None:
    """The hash of the stage's password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def alone(stage: Stage) -> Browser:
    """Ada's browser, on an ordinary page, sixteen minutes after she went."""
    browser = sign_in(stage.world.ada)
    browser.get(reverse("alerts"), HTTP_ACCEPT=PAGE)
    return left_alone(browser, minutes=16)


def hidden(page: HttpResponse) -> list[tuple[str, str]]:
    """The hidden fields of a page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode())
    return [(unescape(name), unescape(value)) for name, value in found if name != "csrfmiddlewaretoken"]


def send_hidden(browser: Browser, page: HttpResponse, to: str, **more: str) -> HttpResponse:
    """Send a page's form."""
    fields: dict[str, list[str]] = {}
    for name, value in [*hidden(page), *more.items()]:
        fields.setdefault(name, []).append(value)
    return browser.post(to, fields, HTTP_ACCEPT=PAGE)  # type: ignore[return-value]


def test_an_idle_session_is_covered(stage: Stage, alone: Browser) -> None:
    page = alone.get(reverse("client", args=[stage.ines.client.pk]), HTTP_ACCEPT=PAGE)

    assert page.status_code == 403
    assert b"This page is covered" in page.content and b"Ines" not in page.content


def test_the_right_password_leads_back_to_the_page(stage: Stage, alone: Browser) -> None:
    url = reverse("clients") + "?q=Ines"
    page = alone.get(url, HTTP_ACCEPT=PAGE)

    back = send_hidden(alone, page, reverse("unlock"), password=PASSWORD)

    assert (back.status_code, back.headers["Location"]) == (302, url)
    assert alone.get(url, HTTP_ACCEPT=PAGE).status_code == 200


def test_a_draft_sent_too_late_is_kept_and_goes_on_intact(stage: Stage, alone: Browser) -> None:
    url, before = reverse("risk", args=[stage.jo.client.pk]), RiskRecord.objects.count()

    page = alone.post(url, DRAFT, HTTP_ACCEPT=PAGE)
    not_saved = RiskRecord.objects.count()
    wrong = send_hidden(alone, page, reverse("unlock"), password="not it at all")
    offered = send_hidden(alone, wrong, reverse("unlock"), password=PASSWORD)
    saved = send_hidden(alone, offered, url)

    assert (page.status_code, wrong.status_code, offered.status_code, saved.status_code) == (403, 403, 200, 303)
    assert b"That is not your password" in wrong.content
    assert f'action="{url}"' in offered.content.decode()
    assert not_saved == before
    record = RiskRecord.objects.latest("at")
    assert (record.said, record.done, record.finding) == (DRAFT["said"], ["talked", "gp"], "thoughts")


def test_the_password_is_never_given_back_with_the_draft(stage: Stage, alone: Browser) -> None:
    page = alone.post(reverse("risk", args=[stage.jo.client.pk]), DRAFT, HTTP_ACCEPT=PAGE)

    wrong = send_hidden(alone, page, reverse("unlock"), password="a password of something else")

    assert b"a password of something else" not in wrong.content


def test_too_many_wrong_passwords_end_the_session(stage: Stage, alone: Browser) -> None:
    statuses = [post(alone, reverse("unlock"), password=f"guess {n}").status_code for n in range(11)]

    assert statuses == [403] * 10 + [429]
    assert not is_in(alone)


def test_a_script_is_told_by_status(stage: Stage, alone: Browser) -> None:
    fetch = {"HTTP_ACCEPT": "*/*"}
    url, unlock, still = reverse("clients"), reverse("unlock"), reverse("still_here")

    covered = [alone.get(url, **fetch).status_code, alone.post(still, **fetch).status_code]
    wrong = alone.post(unlock, {"password": "not it at all"}, **fetch).status_code
    right = alone.post(unlock, {"password": PASSWORD}, **fetch)
    after = [alone.get(url, **fetch).status_code, alone.post(still, **fetch).status_code]
    nobody = [Browser().post(one, **fetch).status_code for one in (unlock, still)]

    assert (covered, wrong, right.status_code, after, nobody) == ([423, 423], 403, 204, [200, 204], [401, 401])
    assert "csrf" not in right.cookies  # a page that is open keeps its token


def test_typing_keeps_the_page_open(stage: Stage) -> None:
    browser = left_alone(sign_in(stage.world.ada), minutes=14)

    browser.post(reverse("still_here"))

    assert time.time() - browser.session["used"] < 60


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 403)])
def test_an_ordinary_page_may_be_left_alone_for_fifteen_minutes(minutes: int, status: int, stage: Stage) -> None:
    browser = sign_in(stage.world.ada)
    browser.get(reverse("alerts"), HTTP_ACCEPT=PAGE)
    assert browser.session["idle"] == 15 * 60

    page = left_alone(browser, minutes=minutes, idle_minutes=15).get(reverse("alerts"), HTTP_ACCEPT=PAGE)

    assert page.status_code == status


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 403)])
@pytest.mark.parametrize("name", ["client", "risk", "details", "plan_edit"])
def test_a_page_of_the_hour_counts_as_open_for_sixty_minutes(
    name: str, minutes: int, status: int, stage: Stage
) -> None:
    browser, url = sign_in(stage.world.ada), reverse(name, args=[stage.ines.client.pk])
    browser.get(url, HTTP_ACCEPT=PAGE)
    session = browser.session
    assert session["idle"] == 60 * 60
    session["used"] = int(time.time() - minutes * 60)
    session.save()

    assert browser.get(url, HTTP_ACCEPT=PAGE).status_code == status


def test_pages_of_sign_in_are_covered_too_and_signing_out_is_not(stage: Stage, alone: Browser) -> None:
    statuses = [
        alone.get(reverse(name), HTTP_ACCEPT=PAGE).status_code for name in ("mfa_index", "account_change_password")
    ]

    out = post(alone, reverse("account_logout"))

    assert statuses == [403, 403]
    assert out.headers["Location"] == reverse("account_login")


def test_somebody_else_may_sign_in_at_a_covered_page(stage: Stage, alone: Browser) -> None:
    page = alone.get(reverse("account_login"), HTTP_ACCEPT=PAGE)

    assert page.status_code == 200 and b'name="login"' in page.content
    assert not is_in(alone)


def test_a_sensitive_form_sent_late_asks_again_and_keeps_its_draft_out_of_the_session(stage: Stage) -> None:
    browser, url = signed_in_at(stage.world.bo, minutes_ago=6), reverse("break_glass")
    reason = "She stands at the station and called us."
    body = {"reference": stage.ines.client.reference, "reason": reason}

    page = browser.post(url, body, HTTP_ACCEPT=PAGE)
    kept = Session.objects.get(pk=browser.session.session_key).get_decoded()
    offered = send_hidden(browser, page, reverse("unlock"), password=PASSWORD)
    opened = send_hidden(browser, offered, url)

    assert (page.status_code, offered.status_code, opened.status_code) == (403, 200, 303)
    assert reason not in str(kept)
    assert BreakGlass.objects.latest("since").reason == reason


def test_after_leaving_the_draft_form_shows_nothing_of_the_record(stage: Stage, alone: Browser) -> None:
    page = alone.post(reverse("alert_seen", args=[stage.ines.alert]), {"back": "/clients/"}, HTTP_ACCEPT=PAGE)

    assert stage.ines.client.name.encode() not in page.content
    assert ("back", "/clients/") in hidden(page)
