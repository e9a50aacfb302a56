"""Passwords: asked for anew by letter, changed, and which ones are taken. Real hashes."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.letters.models import Letter
from clinic.people.models import User
from tests.web.signing import code, first_step, give_totp, is_in, second_step, send
from tests.web.stage import Stage
from tests.world import PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ADA, LEE, STRANGER = (f"{name}@harbour.example" for name in ("ada", "lee", "nobody"))
NEW = "brass lantern under 9 boats"


@pytest.fixture(autouse=True)
def real_hashes(settings: Any) -> None:
    """Argon2, as in production."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_asking_for_a_new_password_is_answered_alike(stage: Stage) -> None:
    known, unknown, left = (send(Browser(), "account_reset_password", email=email) for email in (ADA, STRANGER, LEE))

    assert {answer.headers["Location"] for answer in (known, unknown, left)} == {reverse("account_reset_password_done")}
    letters = {letter.to: (letter.kind, letter.subject, letter.body) for letter in newest(3)}
    assert letters[ADA][0] == "set_password"
    assert letters[STRANGER][0] == letters[LEE][0] == "no_account"
    assert "Ada" not in "".join(letters[ADA][1:])


def newest(n: int) -> list[Letter]:
    """The newest letters of the outbox."""
    return list(Letter.objects.order_by("-written_at")[:n])


def reset_link(email: str) -> str:
    """The link in the letter that asking for a new password writes."""
    send(Browser(), "account_reset_password", email=email)
    return re.search(r"https?://[^/]+(/\S+)", newest(1)[0].body)[1]  # type: ignore[index]


def set_password(link: str, password: str, browser: Browser | None = None) -> tuple[Browser, bytes]:
    """Follow the link and set a password."""
    browser = browser or Browser()
    form = browser.get(link, follow=True)
    answer = browser.post(form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)
    return browser, answer.content


def test_the_letter_sets_a_new_password_once_and_the_second_step_stays(stage: Stage) -> None:
    secret, elsewhere = give_totp(stage.world.ada), sign_in(stage.world.ada)
    link = reset_link(ADA)

    browser, _ = set_password(link, NEW)
    set_password(link, "another 7 green kettles")
    after_reset = is_in(browser)
    first_step(browser, ADA, NEW)
    after_password = is_in(browser)
    second_step(browser, code(secret))

    assert (after_reset, after_password, is_in(browser)) == (False, False, True)
    assert not is_in(elsewhere)  # other sessions ended with the old password
    assert newest(1)[0].kind == "account_changed"


@pytest.mark.parametrize(
    ("password", "because"),
    [
        ("eleven ch 1", "at least 12"),
        ("1q2w3e4r5t6y", "too common"),
        ("ada@harbour.example", "similar"),
    ],
)
def test_weak_passwords_are_refused_in_words(password: str, because: str, stage: Stage) -> None:
    before = User.objects.get(email=ADA).password

    _, page = set_password(reset_link(ADA), password)

    assert because in page.decode()
    assert User.objects.get(email=ADA).password == before


@pytest.mark.parametrize("password", ["aaaa bbbb cccc", "Ω≈ç√∫ ˜µ≤≥ 語", "x y " * 32])
def test_passwords_are_free_in_form_and_may_be_long(password: str, stage: Stage) -> None:
    set_password(reset_link(ADA), password.strip())

    assert User.objects.get(email=ADA).check_password(password.strip())


def test_changing_the_password_needs_the_old_one_and_ends_other_sessions(stage: Stage) -> None:
    here, elsewhere = sign_in(stage.world.ada), sign_in(stage.world.ada)

    wrong = send(here, "account_change_password", oldpassword="not it at all", password1=NEW, password2=NEW)
    unchanged = User.objects.get(email=ADA).check_password(PASSWORD)
    send(here, "account_change_password", oldpassword=PASSWORD, password1=NEW, password2=NEW)

    assert wrong.status_code == 200 and unchanged
    assert (is_in(here), is_in(elsewhere)) == (True, False)
