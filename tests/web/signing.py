"""Signing in for real, as a person does it: password, then the code of the second step."""

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from clinic.people.models import User
from tests.web.stage import PAGE
from tests.world import PASSWORD


def give_totp(user: User) -> str:
    """A second factor that works; returns its secret."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, *, steps: int = 0) -> str:
    """The code of now, or of so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def first_step(browser: Browser, email: str, password: str = PASSWORD, **more: Any) -> HttpResponse:
    """The form with e-mail and password."""
    return send(browser, "account_login", login=email, password=password, **more)


def second_step(browser: Browser, given: str) -> HttpResponse:
    """The form with the code."""
    return send(browser, "mfa_authenticate", code=given)


def send(browser: Browser, name: str, **body: Any) -> HttpResponse:
    """A form, as a browser that shows pages sends it."""
    return browser.post(reverse(name), body, HTTP_ACCEPT=PAGE)  # type: ignore[return-value]


def is_in(browser: Browser) -> bool:
    """Whether this browser is signed in with both steps."""
    return (
        browser.get(reverse("home"), HTTP_ACCEPT=PAGE)
        .headers.get("Location", "")
        .startswith(("/caseload/", "/clients/", "/alerts/"))
    )


def words(response: HttpResponse) -> str:
    """What a person reads, without anything that is new each time."""
    text = response.content.decode()
    text = re.sub(r'<input type="hidden"[^>]*>|data-csrf="[^"]*"|value="[^"]*@[^"]*"', "", text)
    return re.sub(r"/l/[^/]+/", "/l/…/", text)
