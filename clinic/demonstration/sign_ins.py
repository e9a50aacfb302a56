"""Signing in to the demonstration: one password for all, a second factor each, and the code that counts now."""

import time
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from attrs import frozen

from clinic.audit.action import action, happened
from clinic.audit.actor import Actor
from clinic.people.models import Client, User

PASSWORD = "calm-water-lantern"  # noqa: S105 - told to everybody who looks at the demonstration


@frozen
class Code:
    """The second factor of one person at one moment."""

    name: str
    email: str
    code: str


@action
def give_sign_in(*, user: User, password: str, by: Actor, now: datetime) -> User:
    """The demonstration's password as it is kept, and a second factor with a secret of its own, sealed like any."""
    user.password = password
    user.save(update_fields=["password"])
    TOTP.activate(user, generate_totp_secret())
    happened("sign-in made", about=user, by=by, now=now)
    return user


def client_accounts() -> list[Client]:
    """Clients who sign in to their own pages by e-mail address and the same password (one statement)."""
    return list(Client.objects.filter(account__is_active=True).order_by("name"))


def codes() -> list[Code]:
    """The codes of everybody who has a second factor (one statement)."""
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__is_active=True).select_related("user")
    return [Code(name=row.user.name, email=row.user.email, code=code_of(row)) for row in rows.order_by("user__email")]


def code_of(authenticator: Authenticator) -> str:
    """The code that counts now."""
    secret = decrypt(authenticator.data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))


def seconds_left() -> int:
    """How long the codes still count: 1 to 30."""
    return int(app_settings.TOTP_PERIOD - int(time.time()) % app_settings.TOTP_PERIOD)
