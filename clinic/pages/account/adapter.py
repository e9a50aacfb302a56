"""How allauth fits in: no sign-up, letters through our outbox, TOTP secrets sealed, where each kind of person lands."""

import time
from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit.actor import SYSTEM
from clinic.letters.actions import write_letter
from clinic.pages.client.entrance import forget_links
from clinic.people.queries.own import is_own_address, may_write_to
from clinic.sealing.keys import FACTOR_CONTEXT, sealing_keys

ADDED = "mfa/messages/webauthn_added.txt"
FOR_STAFF = (ADDED, "account/messages/logged_in.txt", "mfa/messages/recovery_codes_generated.txt")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts of staff are made by an administrator, those of clients by themselves, from a link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """A whole sign-in less than five minutes ago is proof enough; nobody is asked twice in a row."""
        request = context.request
        records = get_authentication_records(request, request.user)
        just_now = bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not just_now

    def login(self, request: HttpRequest, user: Any) -> None:
        """The session ends with the browser, whichever way somebody signed in.

        A client who signs in leaves behind any link that was opened here before, perhaps by somebody else.
        """
        super().login(request, user)
        request.session.set_expiry(0)
        if user.is_client:
            forget_links(request)
            request.session["country"], request.session["region"] = user.client.country, user.client.region

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **more: Any
    ) -> None:
        """A client is not told what is for staff; a passkey they added is said in plain words."""
        if getattr(request.user, "is_client", False) and message_template in FOR_STAFF:
            if message_template == ADDED:
                messages.success(request, _("Your passkey is saved."))
            return
        super().add_message(request, level, message_template, *rest, **more)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Clients land on their own pages, staff on theirs."""
        landed: str = reverse("my") if request.user.is_client else super().get_login_redirect_url(request)  # type: ignore[union-attr]
        return landed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter of the sign-in goes through the outbox, without a name, and only where it is safe to write."""
        if not may_write_to(email):
            return
        kinds = {
            "account/email/password_reset_key": ("set_password", {"link": context.get("password_reset_url", "")}),
            "account/email/unknown_account": ("no_account", {}),
        }
        kind, words = kinds.get(template_prefix, ("account_changed", {}))
        if is_own_address(email):
            kind = {"set_password": "portal_password", "account_changed": "portal_changed"}[kind]
        words = {"service": "OpenIPT", **words}
        write_letter(kind=kind, to=email, words=words, about_id=None, by=SYSTEM, now=timezone.now())


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets are sealed with the clinic's keys."""

    def encrypt(self, text: str) -> str:
        return b64encode(sealing_keys().seal(text, context=FACTOR_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing_keys().open(b64decode(encrypted_text), context=FACTOR_CONTEXT)

    def is_mfa_enabled(self, user: Any, types: list[Authenticator.Type] | None = None) -> bool:
        """A client's passkey stands in for the password: it is never asked for as a second step after it."""
        as_second_step = types is not None and Authenticator.Type.TOTP in types
        if as_second_step and getattr(user, "is_client", False):
            return False
        return bool(super().is_mfa_enabled(user, types=types))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one second factor; a client needs none."""
        if authenticator.user.is_client:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS).exclude(
            pk=authenticator.pk
        )
        return authenticator.type not in FACTORS or others.exists()
