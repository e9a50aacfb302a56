"""The gate before every page: sign-in, second factor, idle and absolute time-out, role, headers that keep nothing."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from clinic.audit.action import changed_clients
from clinic.audit.actor import Actor
from clinic.audit.opening import refused
from clinic.pages import fresh
from clinic.pages.account import cover
from clinic.pages.client import entrance, used_link
from clinic.pages.respond import signed_out
from clinic.people.queries.who import badge

OF_STAFF = frozenset(  # a client may add a passkey in place of the password, and needs no second step
    "mfa_activate_totp mfa_deactivate_totp mfa_generate_recovery_codes mfa_download_recovery_codes".split()
)
AFTER_A_PASSKEY = ("mfa_index", "mfa_view_recovery_codes")  # where allauth goes on to when one was added
NOBODY = UUID(int=0)
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
OF_ALLAUTH = frozenset(  # the rest of its pages (own e-mail addresses, codes by e-mail …) is not for a clinic
    "account_login account_logout account_inactive account_signup account_reauthenticate account_change_password "
    "account_reset_password account_reset_password_done account_reset_password_from_key "
    "account_reset_password_from_key_done mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp "
    "mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes "
    "mfa_login_webauthn mfa_list_webauthn mfa_add_webauthn mfa_reauthenticate_webauthn mfa_remove_webauthn "
    "mfa_edit_webauthn".split()
)


def keep_nothing(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Headers of every answer, refusals too: no copy is kept; no page uses camera, microphone or place."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return answer


class Gate:
    """Reads the mark of each view (pages/doors.py) and lets in, sends elsewhere, or answers 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        timezone.deactivate()
        with changed_clients() as clients:
            response = self.get_response(request)
        fresh.see_to(request, clients)
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        audience = getattr(view, "audience", None)
        if audience == "staff":
            return self.staff(request, view)
        if audience == "link":
            return self.link(request, about=kwargs.get("pk"))
        if audience == "own":
            return self.own(request)
        if audience == "anybody" or view.__module__.startswith("allauth."):
            request.actor = Actor(kind="link", id=NOBODY, session=session_mark(request))
            return None if audience else self.sign_in(request)
        raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} has no mark of pages/doors.py.")

    def process_exception(self, request: Any, exception: Exception) -> None:
        """Staff who ask for somebody else's record are told 404, and the trail keeps that they asked."""
        asked = request.resolver_match.kwargs.get("pk") if request.resolver_match else None
        if isinstance(exception, Http404) and isinstance(asked, UUID) and request.actor.kind == "staff":
            refused(request.actor, asked, now=timezone.now())

    def staff(self, request: Any, view: Any) -> HttpResponseBase | None:
        """Everything that must hold before a member of staff sees a page."""
        if not request.user.is_authenticated:
            return signed_out(request)
        if is_over(request):
            logout(request)
            return signed_out(request, back="home")
        if request.user.is_client:
            return to_own_pages(request)
        if not is_mfa_enabled(request.user, FACTORS):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if cover.is_covered(request):
            return cover.covered(request)
        cover.note_use(request, limit=settings.LONG_IDLE_SECONDS if view.is_long else settings.IDLE_SECONDS)
        request.actor = Actor(kind="staff", id=request.user.pk, session=session_mark(request))
        request.badge = badge(request.actor, now=timezone.now())
        if view.roles and not view.roles & request.badge.roles:
            raise Http404
        if view.is_sensitive and request.method == "POST" and is_reauthentication_required(request, app=""):
            return cover.covered(request)  # asks for the password with the draft kept in the page, not in the session
        timezone.activate(ZoneInfo(request.badge.time_zone))
        return None

    def sign_in(self, request: Any) -> HttpResponseBase | None:
        """Pages of allauth: only those we use, with the same time-outs. Covered, one may sign in as someone else."""
        name = request.resolver_match.url_name
        if name not in OF_ALLAUTH or (is_client(request.user) and name in OF_STAFF):
            raise Http404
        if not request.user.is_authenticated or name == "account_logout":
            return None
        if is_client(request.user) and name in AFTER_A_PASSKEY:
            return HttpResponseRedirect(reverse("my_settings"))
        if is_over(request) or (name == "account_login" and cover.is_covered(request)):
            logout(request)
        elif cover.is_covered(request):
            return cover.covered(request)
        return None

    def link(self, request: Any, *, about: UUID | None) -> HttpResponseBase | None:
        """A client's page needs its own link, opened in this browser, or whatever opens all of their own pages."""
        client_id = request.session.get("client")
        if client_id is not None and str(about) in request.session.get("opened", []):
            request.actor = Actor(kind="link", id=UUID(client_id), session=session_mark(request))
            return None
        if is_client(request.user):
            return self.account(request)
        if client_id is None:
            return used_link.page(request)
        if self.portal(request, client_id):
            return None
        raise Http404

    def own(self, request: Any) -> HttpResponseBase | None:
        """All of a client's own pages, by their account or by the link to them."""
        client_id = request.session.get("client")
        if is_client(request.user):
            return self.account(request)
        if client_id is not None:
            return None if self.portal(request, client_id) else used_link.page(request)
        if request.user.is_authenticated:
            raise Http404
        return signed_out(request, home="my")

    def account(self, request: Any) -> HttpResponseBase | None:
        """A client who is signed in: no second step is asked for, and a page left alone ends sooner or is covered."""
        client = entrance.client_of(request)
        if client is None or is_over(request) or (request.method == "GET" and cover.is_covered(request)):
            logout(request)
            return signed_out(request, back="my")
        if cover.is_covered(request):
            return cover.covered(request)
        cover.note_use(request, limit=entrance.idle_seconds(client))
        request.actor = Actor(kind="client", id=client.pk, session=session_mark(request))
        return None

    def portal(self, request: Any, client_id: str) -> bool:
        """Whether the link to all of a client's own pages was opened in this browser and still holds; then it acts."""
        if not entrance.holds_portal(request, client_id):
            return False
        request.actor = Actor(kind="link", id=UUID(client_id), session=session_mark(request))
        return True


def is_client(user: Any) -> bool:
    """Whether a client is signed in."""
    return bool(user.is_authenticated and user.is_client)


def to_own_pages(request: Any) -> HttpResponseBase:
    """A client at a page of staff: from the first page on to their own, and 404 everywhere else."""
    if request.resolver_match.url_name != "home":
        raise Http404
    return HttpResponseRedirect(reverse("my"))


def is_over(request: Any) -> bool:
    """Whether the absolute time of the session has passed; it begins with the first page after sign-in."""
    since = request.session.setdefault("since", int(time.time()))
    return bool(time.time() - since > settings.SESSION_COOKIE_AGE)


def session_mark(request: Any) -> str:
    """A name for the session in the audit that cannot be turned back into its key."""
    mark = request.session.get("mark")
    if mark is None and request.session.session_key is not None:
        mark = request.session["mark"] = uuid4().hex[:16]
    return mark or ""
