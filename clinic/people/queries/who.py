"""Reading people: roles for the bar at the top, lists of clients, one client's record, staff and rota."""

from datetime import datetime
from uuid import UUID

from attrs import frozen
from django.db.models import Q, QuerySet
from django.utils import timezone

from clinic.audit.actor import Actor
from clinic.audit.opening import opens_record
from clinic.people import access
from clinic.people.models import BreakGlass, Client, Membership, OtherClinician, Supervision, Team, User
from clinic.sealing.field import sealed_fields

SEALED = tuple(field.attname for field in sealed_fields(Client))


@frozen
class Badge:
    """What a member of staff is, and the time zone of their team."""

    roles: frozenset[str]
    time_zone: str


def badge(viewer: Actor, *, now: datetime) -> Badge:
    """Roles the viewer has anywhere (one statement)."""
    running = Membership.objects.filter(access.active(now), user_id=viewer.id, user__is_active=True)
    rows = list(running.order_by("since").values_list("role", "team__time_zone"))
    return Badge(roles=frozenset(role for role, _ in rows), time_zone=rows[0][1] if rows else "UTC")


def clients(viewer: Actor, *, now: datetime, search: str = "") -> QuerySet[Client]:
    """The viewer's clients by name, without any sealed column."""
    found = access.clients(viewer, now=now).select_related("therapist").defer(*SEALED).order_by("name", "pk")
    return found.filter(Q(name__icontains=search) | Q(reference__iexact=search)) if search else found


@opens_record("client opened")
def client(viewer: Actor, pk: UUID) -> Client:
    """One client's record (one statement), or 404."""
    return access.client_or_404(viewer, pk, now=timezone.now())


@opens_record("client opened on duty")
def client_on_duty(viewer: Actor, pk: UUID) -> Client:
    """One client's contact, as a duty lead may see it (one statement), or 404."""
    return access.client_on_duty_or_404(viewer, pk, now=timezone.now())


@opens_record("record exported", always=True)
def client_for_export(viewer: Actor, pk: UUID) -> Client:
    """One client's record, to be written out (one statement), or 404."""
    return access.client_or_404(viewer, pk, now=timezone.now())


def client_by_reference(viewer: Actor, reference: str, *, now: datetime) -> Client | None:
    """A client of a team of the viewer's, by the exact reference (one statement): only for breaking the glass."""
    in_my_teams = Membership.objects.filter(access.active(now), user_id=viewer.id, user__is_active=True).values(
        "team_id"
    )
    found = Client.objects.filter(reference=reference.strip().upper(), team__in=in_my_teams)
    return found.select_related("team", "therapist").first()


def supervised(viewer: Actor, *, now: datetime) -> list[User]:
    """Therapists whom the viewer supervises now (one statement)."""
    running = Supervision.objects.filter(access.active(now), supervisor_id=viewer.id).values("therapist_id")
    return list(User.objects.filter(pk__in=running).order_by("name"))


def glass_to_look_at(viewer: Actor, *, now: datetime) -> list[BreakGlass]:
    """Break-glass on clients of therapists whom the viewer supervises, not looked at yet (two statements)."""
    seen = access.clients(viewer, now=now).values("pk")
    therapists = [user.pk for user in supervised(viewer, now=now)]
    found = BreakGlass.objects.filter(looked_at=None, client__therapist__in=therapists, client__in=seen)
    return list(found.select_related("client", "user").order_by("since"))


def therapists(team: Team, *, now: datetime) -> list[User]:
    """Therapists of a team (one statement)."""
    return list(
        User.objects.filter(
            pk__in=Membership.objects.filter(access.active(now), team=team, role="therapist").values("user_id"),
            is_active=True,
        ).order_by("name")
    )


def names(ids: set[UUID]) -> dict[UUID, str]:
    """Names of staff by id (one statement), to show who did something."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def me(viewer: Actor) -> User:
    """The member of staff who is signed in (one statement)."""
    return User.objects.get(pk=viewer.id)


def clinicians(client: Client) -> list[OtherClinician]:
    """The GP and other clinicians of a client that the viewer has opened (one statement)."""
    return list(client.other_clinicians.order_by("place_in_list"))
