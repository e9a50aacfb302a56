"""The ways into a client's own pages: an account, or a link to all of them opened in this browser; and the way out."""

from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import logout
from django.utils import timezone

from clinic.people.queries import own

if TYPE_CHECKING:
    from clinic.pages.doors import ClientRequest
    from clinic.people.models import Client, User

IDLE_SECONDS = 30 * 60  # our default: as long as a form takes that is read twice
IDLE_SECONDS_SHARED = 10 * 60  # where others use the same phone or computer
OF_LINKS = ("client", "opened", "links", "country", "region")  # what an opened link leaves in the session


def client_of(request: Any) -> "Client | None":
    """The client whose account is signed in (one statement)."""
    return own.client_of(request.user)


def idle_seconds(client: "Client") -> int:
    """For how long an account may be left alone."""
    return IDLE_SECONDS_SHARED if client.shares_device else IDLE_SECONDS


def holds_portal(request: Any, client_id: str) -> bool:
    """Whether this browser opened the link to all of a client's pages, and nobody closed it since (one statement).

    A newer link that was opened elsewhere lets this browser in no more than anybody's.
    """
    pk = link_of(request, client_id)
    return pk is not None and own.portal_link(UUID(client_id), pk=pk, now=timezone.now()) is not None


def link_of(request: Any, about: object) -> UUID | None:
    """The link that was opened in this browser to something, the newest of them."""
    found = request.session.get("links", {}).get(str(about))
    return UUID(found) if found else None


def own_client(request: "ClientRequest") -> "Client":
    """The client whose own page it is, with the service's public name at the top and times by the client's clock."""
    client = own.client(request.actor)
    settle(request, client)
    return client


def settle(request: Any, client: "Client") -> None:
    """The service's public name at the top, and times as the client's clock shows them."""
    request.service_name = client.team.public_name  # read by pages/surroundings.py, as is the next
    opens_all = request.actor.kind == "client" or str(client.pk) in request.session.get("opened", [])
    request.is_own_page = opens_all
    timezone.activate(ZoneInfo(client.time_zone))


def signed_in(request: Any, user: "User") -> None:
    """Sign in a client who has just chosen a password."""
    record_authentication(request, user, method="password")
    get_adapter().login(request, user)


def forget_links(request: Any) -> None:
    """This browser holds no link any more."""
    for name in OF_LINKS:
        request.session.pop(name, None)


def leave(request: Any) -> None:
    """This browser holds no link and no account of a client any more; staff stay signed in."""
    forget_links(request)
    if request.user.is_authenticated and request.user.is_client:
        logout(request)
