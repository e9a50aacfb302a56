"""Who may come to a page at all: each view says it with one mark, and the gate lets nothing unmarked through."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from clinic.audit.actor import Actor
from clinic.people.choices import Role
from clinic.people.queries.who import Badge

View = Callable[..., HttpResponseBase]
SEES_RECORDS = frozenset({Role.THERAPIST, Role.SUPERVISOR, Role.DUTY})


class StaffRequest(HttpRequest):
    """A request behind the gate: who acts, and what they are."""

    actor: Actor
    badge: Badge


class ClientRequest(HttpRequest):
    """A request of a client, by account or by a one-time link (or, on open pages, of anybody)."""

    actor: Actor


def open_page(*methods: str) -> Callable[[View], View]:
    """Anybody, without signing in."""
    return marked("anybody", methods)


def client_page(*methods: str) -> Callable[[View], View]:
    """Whoever opened a client's one-time link to it in this browser, or all of their own pages; others see the help
    page of a used link.
    """
    return marked("link", methods)


def own_page(*methods: str) -> Callable[[View], View]:
    """A client's own pages: by their account, or by a link to all of them. Others are asked to sign in; staff: 404."""
    return marked("own", methods)


def staff_page(
    *methods: str, roles: Collection[str] = (), long: bool = False, sensitive: bool = False
) -> Callable[[View], View]:
    """Staff with a second factor. `roles`: whoever has none of them gets 404. `long`: covered after an hour only.

    `sensitive`: the password or factor is asked for again when the last time is more than five minutes ago.
    """

    def mark(view: View) -> View:
        door = reauthentication_required(view) if sensitive else view
        ready = marked("staff", methods)(door)
        ready.roles, ready.is_long, ready.is_sensitive = frozenset(roles), long, sensitive  # type: ignore[attr-defined]
        return ready

    return mark


def marked(audience: str, methods: tuple[str, ...]) -> Callable[[View], View]:
    """The view with its mark, for these methods only."""

    def mark(view: View) -> View:
        @wraps(view)
        def ready(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            method = request.method
            request.method = "GET" if method == "HEAD" else method  # a mail scanner's HEAD is never taken for a POST
            try:
                return view(request, *args, **kwargs)
            finally:
                request.method = method

        ready.audience = audience  # type: ignore[attr-defined]  # read by the gate
        guarded: View = require_http_methods(["HEAD", *methods] if "GET" in methods else [*methods])(ready)
        guarded.audience = audience  # type: ignore[attr-defined]
        return guarded

    return mark
