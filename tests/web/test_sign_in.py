"""Signing in and staying in: both steps, guesses, the last factor, sign-up. Real hashes, real codes."""

import re
import time
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.urls import reverse

from clinic.people.models import User
from clinic.safety.models import RiskRecord
from tests.web.matrix import rows
from tests.web.signing import code, first_step, give_totp, is_in, second_step, send, words
from tests.web.stage import Stage, left_open, signed_in_at
from tests.world import PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ADA, NORA, LEE, STRANGER = (f"{name}@harbour.example" for name in ("ada", "nora", "lee", "nobody"))


@pytest.fixture(autouse=True)
def real_hashes(settings: Any) -> None:
    """Argon2, as in production: here the hasher is the matter."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.MFA_TOTP_TOLERANCE = 1  # a code computed in the last instant of its half minute still counts


def test_password_and_code_let_in(stage: Stage) -> None:
    secret, browser = give_totp(stage.world.ada), Browser()

    asked = first_step(browser, ADA)
    in_between = is_in(browser)
    second_step(browser, code(secret))

    assert asked.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not in_between
    assert is_in(browser)
    assert User.objects.get(email=ADA).password.startswith("argon2$argon2id$")


def test_the_session_has_a_new_name_after_signing_in(stage: Stage) -> None:
    secret, browser = give_totp(stage.world.ada), Browser()

    first_step(browser, ADA)
    before = browser.session.session_key
    second_step(browser, code(secret))

    assert browser.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


@pytest.mark.parametrize("wrong", ["000000", "", "12345", "abcdef", "१२३४५६"])
def test_a_wrong_code_does_not_let_in(wrong: str, stage: Stage) -> None:
    give_totp(stage.world.ada)
    browser = Browser()
    first_step(browser, ADA)

    answer = second_step(browser, wrong)

    assert answer.status_code == 200
    assert not is_in(browser)


def test_a_code_counts_once(stage: Stage) -> None:
    secret, first, second = give_totp(stage.world.ada), Browser(), Browser()
    given = code(secret)
    for browser in (first, second):
        first_step(browser, ADA)

    second_step(first, given)
    second_step(second, given)

    assert is_in(first)
    assert not is_in(second)


def test_wrong_guesses_are_throttled(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, browser = give_totp(stage.world.ada), Browser()

    for n in range(5):
        first_step(browser, ADA, f"guess {n}", headers={"X-Forwarded-For": f"10.0.0.{n}"})
    refused = first_step(browser, ADA)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    later = first_step(browser, ADA)
    second_step(browser, code(secret))

    assert refused.status_code in (200, 429) and b"oo many" in refused.content
    assert later.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert is_in(browser)


def test_guessing_many_addresses_from_one_place_is_throttled(stage: Stage) -> None:
    browser = Browser()

    for n in range(10):
        browser.post(
            reverse("account_login"),
            {"login": f"n{n}@harbour.example", "password": "x"},
            HTTP_X_FORWARDED_FOR=f"10.0.0.{n}",
        )
    refused = first_step(browser, ADA)

    assert b"oo many" in refused.content


def test_wrong_codes_are_throttled(stage: Stage) -> None:
    secret, browser = give_totp(stage.world.ada), Browser()
    first_step(browser, ADA)

    for n in range(10):
        second_step(browser, f"{n:06d}")
    second_step(browser, code(secret))

    assert not is_in(browser)


def test_an_unknown_address_is_answered_like_a_known_one(stage: Stage) -> None:
    known, unknown, left = (words(first_step(Browser(), email, "wrong words here")) for email in (ADA, STRANGER, LEE))

    assert known == unknown == left
    assert "not correct" in known


def test_a_leaver_who_knows_the_password_is_told_and_stays_out(stage: Stage) -> None:
    browser = Browser()

    answer = first_step(browser, LEE)

    assert answer.headers["Location"] == reverse("account_inactive")
    assert not is_in(browser)


def test_an_unknown_address_costs_one_hash_like_a_known_one(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher,
            name,
            lambda *a, _real=real, _name=name, **k: (hashed.append(_name), _real(*a, **k))[1],
        )

    first_step(Browser(), ADA, "wrong words here")
    for_known = len(hashed)
    first_step(Browser(), STRANGER, "wrong words here")

    assert (for_known, len(hashed) - for_known) == (1, 1)


def test_staff_without_a_second_factor_see_no_client_page(stage: Stage) -> None:
    browser = Browser()

    first_step(browser, NORA)
    led = [browser.get(url) for url in (reverse("clients"), reverse("client", args=[stage.ines.client.pk]), "/")]

    assert {answer.headers["Location"] for answer in led} == {reverse("mfa_activate_totp")}
    staff_cells = [
        row.outcomes["nora"]
        for row in rows()
        if row.outcomes["anon"] == "S" and not row.name.startswith(("account", "mfa", "my"))
    ]
    assert set(staff_cells) <= {"F", "R", "P"}


def activate(browser: Browser) -> list[str]:
    """Set up the second step with a real code; returns the recovery codes shown afterwards."""
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    send(browser, "mfa_activate_totp", code=code(secret))
    shown = browser.get(reverse("mfa_view_recovery_codes"))
    return re.findall(r"\b[0-9a-f]{8}\b", shown.content.decode())


def test_setting_up_the_second_factor_opens_the_pages_and_gives_recovery_codes(stage: Stage) -> None:
    browser = Browser()
    first_step(browser, NORA)

    codes = activate(browser)

    assert is_in(browser)
    assert len(set(codes)) == 10
    stored = Authenticator.objects.get(user=stage.nora, type="totp").data["secret"]
    assert len(stored) > 60  # sealed, not the secret itself


def test_a_recovery_code_lets_in_once(stage: Stage) -> None:
    give_totp(stage.world.ada)
    (one, *_) = RecoveryCodes.activate(stage.world.ada).get_unused_codes()
    first, second = Browser(), Browser()

    for browser in (first, second):
        first_step(browser, ADA)
        second_step(browser, one)

    assert (is_in(first), is_in(second)) == (True, False)


def test_recovery_codes_alone_are_no_second_factor(stage: Stage) -> None:
    RecoveryCodes.activate(stage.nora)

    browser = sign_in(stage.nora)

    assert browser.get(reverse("clients")).headers["Location"] == reverse("mfa_activate_totp")


def test_the_last_second_factor_cannot_be_taken_off(stage: Stage) -> None:
    give_totp(stage.world.ada)
    browser = sign_in(stage.world.ada)

    refused = send(browser, "mfa_deactivate_totp")
    kept = Authenticator.objects.filter(user=stage.world.ada, type="totp").exists()
    Authenticator.objects.create(user_id=stage.world.ada.pk, type="webauthn", data={"name": "key", "credential": {}})
    send(browser, "mfa_deactivate_totp")

    assert refused.status_code == 200
    assert kept
    assert not Authenticator.objects.filter(user=stage.world.ada, type="totp").exists()


def test_nobody_can_sign_up_alone(stage: Stage) -> None:
    before = User.objects.count()

    answers = [
        Browser().get(reverse("account_signup")),
        send(Browser(), "account_signup", email="new@harbour.example", password1="brass lantern under 9 boats"),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all(b"password1" not in answer.content for answer in answers)
    assert User.objects.count() == before


def test_signing_out_takes_a_post_and_ends_the_session(stage: Stage) -> None:
    browser = sign_in(stage.world.ada)
    cookie = browser.cookies["session"].value

    browser.get(reverse("account_logout"))
    still = is_in(browser)
    send(browser, "account_logout")
    browser.cookies["session"] = cookie

    assert (still, is_in(browser)) == (True, False)


def test_the_open_tab_of_a_leaver_leads_to_sign_in(stage: Stage) -> None:
    browser = left_open(stage.lee)

    answers = [browser.get(reverse("clients")), browser.post(reverse("register"), {"name": "Somebody"})]

    assert {answer.headers["Location"].split("?")[0] for answer in answers} == {reverse("account_login")}
    assert browser.post(reverse("still_here")).status_code == 401


def test_a_session_ends_after_its_absolute_limit(stage: Stage) -> None:
    browser = sign_in(stage.world.ada)
    browser.get(reverse("clients"))

    def after(hours: float) -> str:
        session = browser.session
        session["since"], session["used"] = int(time.time() - hours * 3600), int(time.time())
        session.save()
        return browser.get(reverse("client", args=[stage.ines.client.pk])).headers.get("Location", "in")

    assert after(11.9) == "in"
    assert after(12.1).startswith(reverse("account_login"))
    assert not is_in(browser)


def test_the_absolute_limit_holds_on_pages_of_sign_in_too(stage: Stage) -> None:
    browser = sign_in(stage.world.ada)
    browser.get(reverse("clients"))
    session = browser.session
    session["since"] = int(time.time() - 13 * 3600)
    session.save()

    answer = browser.get(reverse("mfa_index"))

    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_sensitive_pages_ask_again_after_five_minutes(stage: Stage) -> None:
    url = reverse("export", args=[stage.ines.client.pk])
    before, after = (signed_in_at(stage.world.ada, minutes_ago=minutes) for minutes in (4.9, 5.1))

    refused = after.get(url)
    wrong = after.post(refused.headers["Location"], {"password": "not it at all"})
    again = after.post(refused.headers["Location"], {"password": PASSWORD})

    assert before.get(url).status_code == 200
    assert refused.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert wrong.status_code == 200
    assert (again.headers["Location"], after.get(url).status_code) == (url, 200)


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "///evil.example",
    "/\t/evil.example/",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    " //evil.example",
    "/%09/evil.example",
]


@pytest.mark.parametrize("to", ELSEWHERE)
def test_nobody_is_sent_elsewhere(to: str, stage: Stage, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # three hashes for each address
    User.objects.filter(pk=stage.world.ada.pk).update(password=make_password(PASSWORD))
    user = User.objects.get(pk=stage.world.ada.pk)
    secret, fresh = give_totp(user), Browser()
    first_step(fresh, ADA, next=to)
    ada = sign_in(user)

    ways = [
        second_step(fresh, code(secret)),
        ada.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": to}),
        ada.post(reverse("unlock"), {"password": PASSWORD, "go_to": to}, HTTP_ACCEPT="text/html"),
        ada.post(reverse("alert_seen", args=[stage.ines.alert]), {"back": to}),
        ada.get(reverse("account_login"), {"next": to}),
        ada.post(reverse("account_logout"), {"next": to}),
    ]

    assert [way.headers.get("Location", "") for way in ways if not is_ours(way.headers.get("Location", "/"))] == []


def is_ours(location: str) -> bool:
    """Whether a browser would stay with us: a path, that no browser reads as a host."""
    return re.fullmatch(r"/(?![/\\\t]).*|", location) is not None or location == ""


def test_nobody_guesses_their_way_by_an_unknown_id(stage: Stage) -> None:
    answers = [sign_in(stage.world.ada).get(reverse("client", args=[uuid4()])) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert RiskRecord.objects.count() == 3
