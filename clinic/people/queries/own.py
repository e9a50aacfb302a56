"""Reading for a client's own side: who they are, how they came in, and who of the service opened their record."""

from datetime import date, datetime
from uuid import UUID

from attrs import frozen
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit.actor import Actor
from clinic.audit.opening import opens_record
from clinic.audit.queries import openings_of_client
from clinic.people import access
from clinic.people.choices import Role
from clinic.people.models import Client, Link, Membership, User

NAMED_AS = (Role.SUPERVISOR, Role.DUTY, Role.THERAPIST)  # whoever has several roles is named by the first of these


@frozen
class WayIn:
    """How a client gets to their own pages, for their therapist: the newest link that still holds, and an account."""

    link: Link | None
    account: User | None

    @property
    def is_open(self) -> bool:
        """Whether anything opens them."""
        return self.account is not None or self.link is not None


@frozen
class Opening:
    """Somebody of the service opened the record on a day."""

    on: date
    name: str
    role: str
    is_own: bool  # by the client's own therapist


def client(viewer: Actor) -> Client:
    """The client who looks at their own pages (one statement), or 404."""
    return access.own_or_404(viewer, viewer.id)


@opens_record("own data taken", always=True)
def client_for_own_copy(viewer: Actor) -> Client:
    """The client, to whom their own data are written out (one statement), or 404."""
    return access.own_or_404(viewer, viewer.id)


def client_of(user: User) -> Client | None:
    """Whose account it is (one statement): what the gate needs to know, and nothing that is sealed."""
    return Client.objects.filter(account=user).only("pk", "shares_device", "country", "region").first()


def portal_link(client_id: UUID, *, pk: UUID, now: datetime) -> Link | None:
    """The very link that was opened, while it opens a client's own pages (one statement)."""
    links = Link.objects.filter(pk=pk, about_id=client_id, purpose="portal", revoked_at=None)
    link = links.exclude(opened_at=None).first()
    return link if link is not None and access.link_is_open(link, now=now) else None


def was_given_link(client: Client, *, purpose: str) -> bool:
    """Whether a clinician ever made a link of this kind for the client (one statement)."""
    return Link.objects.filter(client=client, purpose=purpose).exists()


def way_in(client: Client, *, now: datetime) -> WayIn:
    """How a client that the viewer has opened gets to their own pages (two statements)."""
    links = Link.objects.filter(about_id=client.pk, purpose="portal", revoked_at=None).order_by("-made_at")
    link = next((one for one in links if now < access.expires_at(one)), None)
    account = client.account if client.account is not None and client.account.is_active else None
    return WayIn(link=link, account=account)


def may_write_to(email: str) -> bool:
    """Whether a letter about signing in may go to an address (two statements): not where a client is not reached so.

    Staff are written to at the address by which they sign in, whoever else has it.
    """
    if User.objects.filter(email__iexact=email, is_client=False).exists():
        return True
    return not Client.objects.filter(email__iexact=email).exclude(safe_channel="email").exists()


def is_own_address(email: str) -> bool:
    """Whether a client signs in by this address (one statement)."""
    return User.objects.filter(email__iexact=email, is_client=True, is_active=True).exists()


def openings(client: Client, *, now: datetime) -> list[Opening]:
    """Who of the service opened the client's record, once a day and person, newest first (two statements)."""
    events = openings_of_client(client.pk)
    found = Membership.objects.filter(access.active(now), team_id=client.team_id).values_list("user_id", "role")
    roles: dict[UUID, set[str]] = {}
    for user_id, role in found:
        roles.setdefault(user_id, set()).add(role)
    names = dict(User.objects.filter(pk__in={event.by_id for event in events}).values_list("pk", "name"))
    days = dict.fromkeys((timezone.localdate(event.at), event.by_id) for event in events)
    return [
        Opening(on=day, name=names.get(who, ""), role=spoken(roles.get(who, set())), is_own=who == client.therapist_id)
        for day, who in days
    ]


def spoken(roles: set[str]) -> str:
    """What somebody is in the service now; those who left it, or are of another team, are colleagues."""
    found = next((role for role in NAMED_AS if role in roles), None)
    return str(found.label) if found else _("Colleague")
