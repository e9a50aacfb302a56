"""Who sees whom: the one place that decides it. Everything that is not granted here is 404."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.people.choices import Role
from clinic.people.models import BreakGlass, Client, Cover, Link, Membership, Supervision, Team, User

LINK_LASTS = timedelta(days=14)  # our default: as long as the time frame of the PHQ-9


def active(now: datetime) -> Q:
    """What runs now, by `since` and `until`."""
    return Q(since__lte=now) & (Q(until=None) | Q(until__gt=now))


def works_as(viewer: Actor, *roles: Role, now: datetime) -> QuerySet[Membership]:
    """The viewer's running memberships in any of these roles; nothing for a leaver or a link."""
    if viewer.kind != "staff":
        return Membership.objects.none()
    return Membership.objects.filter(active(now), user_id=viewer.id, user__is_active=True, role__in=roles)


def clients(viewer: Actor, *, now: datetime) -> QuerySet[Client]:
    """Clients whose whole record the viewer may open: own, supervised, covered, and by break-glass."""
    if viewer.kind != "staff":
        return Client.objects.none()
    works = Membership.objects.filter(active(now), user_id=viewer.id, user__is_active=True)
    glass = BreakGlass.objects.filter(Exists(works), active(now), user_id=viewer.id).values("client_id")
    return Client.objects.filter(in_care(viewer, now=now) | Q(pk__in=glass))


def in_care(viewer: Actor, *, now: datetime) -> Q:
    """Clients of a member of staff by their work, not by break-glass: own, supervised and covered."""
    as_therapist = works_as(viewer, Role.THERAPIST, now=now).values("team_id")
    as_supervisor = works_as(viewer, Role.SUPERVISOR, now=now).values("team_id")
    supervised = Supervision.objects.filter(active(now), supervisor_id=viewer.id).values("therapist_id")
    lent = Cover.objects.filter(active(now), covering_id=viewer.id).values("therapist_id")
    return (  # each part begins with a column that has an index
        Q(therapist_id=viewer.id, team_id__in=as_therapist)
        | Q(therapist_id__in=supervised, team_id__in=as_supervisor)
        | Q(therapist_id__in=lent, team_id__in=as_therapist)
    )


def cares_for(viewer: Actor, client: Client, *, now: datetime) -> bool:
    """Whether a client is the viewer's by their work (one statement): who opened the record in an emergency reads."""
    return Client.objects.filter(in_care(viewer, now=now), pk=client.pk).exists()


def clients_on_duty(viewer: Actor, *, now: datetime) -> QuerySet[Client]:
    """Clients whose contact, risk record and safety plan a duty lead may open: only while an alert is open."""
    leads = Exists(works_as(viewer, Role.DUTY, now=now).filter(team_id=OuterRef("team_id")))
    return Client.objects.exclude(open_to_duty_since=None).filter(leads)


def teams(viewer: Actor, role: Role, *, now: datetime) -> QuerySet[Team]:
    """Teams in which the viewer has this role."""
    return Team.objects.filter(pk__in=works_as(viewer, role, now=now).values("team_id"))


def staff(viewer: Actor, *, now: datetime) -> QuerySet[User]:
    """Staff of the teams that the viewer administers, leavers too."""
    return User.objects.filter(memberships__team__in=teams(viewer, Role.ADMINISTRATOR, now=now)).distinct()


def client_or_404(viewer: Actor, pk: UUID, *, now: datetime) -> Client:
    """The client, when the viewer may open the whole record."""
    return only(clients(viewer, now=now).filter(pk=pk))


def client_on_duty_or_404(viewer: Actor, pk: UUID, *, now: datetime) -> Client:
    """The client, when the viewer may open what a duty lead needs; whoever sees the whole record may too."""
    return only((clients(viewer, now=now) | clients_on_duty(viewer, now=now)).filter(pk=pk))


def own_or_404(viewer: Actor, pk: UUID) -> Client:
    """The client, when it is the viewer: by their account, or by a link that they hold."""
    if not viewer.is_client or viewer.id != pk:
        raise Http404
    return only(Client.objects.filter(pk=pk))


def team_or_404(viewer: Actor, pk: UUID, *, role: Role, now: datetime) -> Team:
    """The team, when the viewer has the role in it."""
    team = teams(viewer, role, now=now).filter(pk=pk).first()
    if team is None:
        raise Http404
    return team


def only(found: QuerySet[Client]) -> Client:
    """The one client with its team and therapist, or 404."""
    client = found.select_related("team", "therapist").first()
    if client is None:
        raise Http404
    return client


def link_is_open(link: Link, *, now: datetime) -> bool:
    """Whether what a link leads to may still be used: opened, not revoked, and used within its days."""
    return link.opened_at is not None and link.revoked_at is None and now < expires_at(link)


def expires_at(link: Link) -> datetime:
    """When a link ends: so many days after it was last used."""
    return link.last_used_at + LINK_LASTS
