"""Reading a team for its administrator: members, supervision, cover, rota."""

from datetime import datetime
from uuid import UUID

from attrs import frozen
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404

from clinic.audit.actor import Actor
from clinic.people import access
from clinic.people.choices import Role
from clinic.people.models import BreakGlass, Client, Cover, Duty, Membership, Supervision, Team, User
from clinic.people.queries.who import SEALED


@frozen
class TeamPeople:
    """Everybody of one team and how they stand in for each other."""

    memberships: tuple[Membership, ...]
    supervisions: tuple[Supervision, ...]
    covers: tuple[Cover, ...]
    duties: tuple[Duty, ...]

    @property
    def members(self) -> dict[User, list[str]]:
        """Roles by person, in the order of names."""
        found: dict[User, list[str]] = {}
        for membership in self.memberships:
            found.setdefault(membership.user, []).append(membership.get_role_display())
        return found


def teams(viewer: Actor, role: Role, *, now: datetime) -> list[Team]:
    """Teams in which the viewer has the role (one statement)."""
    return list(access.teams(viewer, role, now=now).order_by("name"))


def team(viewer: Actor, pk: UUID, *, now: datetime, role: Role = Role.ADMINISTRATOR) -> Team:
    """One team (one statement), or 404."""
    return access.team_or_404(viewer, pk, role=role, now=now)


def people(team: Team, *, now: datetime) -> TeamPeople:
    """Members now, supervision, cover and duty now and to come (four statements)."""
    members = (
        Membership.objects.filter(access.active(now), team=team).select_related("user").order_by("user__name", "role")
    )
    ids = {membership.user_id for membership in members}
    later = Q(until=None) | Q(until__gt=now)
    return TeamPeople(
        memberships=tuple(members),
        supervisions=tuple(
            Supervision.objects.filter(later, therapist__in=ids)
            .select_related("supervisor", "therapist")
            .order_by("since")
        ),
        covers=tuple(
            Cover.objects.filter(later, therapist__in=ids).select_related("covering", "therapist").order_by("since")
        ),
        duties=tuple(Duty.objects.filter(later, team=team).select_related("user").order_by("since")),
    )


def member(viewer: Actor, pk: UUID, *, now: datetime) -> User:
    """One member of staff of a team that the viewer administers (one statement), or 404."""
    found = access.staff(viewer, now=now).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def memberships_of(team: Team, user: User, *, now: datetime) -> list[Membership]:
    """Roles somebody has in a team now (one statement)."""
    return list(Membership.objects.filter(access.active(now), team=team, user=user).order_by("role"))


def membership(team: Team, pk: UUID, *, now: datetime) -> Membership:
    """One role of somebody in a team that the viewer administers (one statement), or 404."""
    found = Membership.objects.filter(access.active(now), team=team, pk=pk).select_related("user", "team").first()
    if found is None:
        raise Http404
    return found


def clients_of(user: User, *, team: Team | None = None) -> list[Client]:
    """Clients who would be without a therapist (one statement): reference and name only, for handing over."""
    found = Client.objects.filter(therapist=user).only("pk", "reference", "name", "team_id", "therapist_id")
    return list((found if team is None else found.filter(team=team)).order_by("name"))


def client_to_hand_over(team: Team, user: User, pk: UUID) -> Client | None:
    """One client of a therapist in a team that the viewer administers (one statement); None when there is none."""
    found = Client.objects.filter(pk=pk, team=team, therapist=user).select_related("team", "therapist")
    return found.defer(*SEALED).first()


def works_elsewhere(viewer: Actor, user: User, *, now: datetime) -> bool:
    """Whether somebody works, or has clients, in a team that the viewer does not administer (two statements)."""
    mine = access.teams(viewer, Role.ADMINISTRATOR, now=now).values("pk")
    works = Membership.objects.filter(access.active(now), user=user).exclude(team__in=mine)
    return works.exists() or Client.objects.filter(therapist=user).exclude(team__in=mine).exists()


def heirs(user: User, *, now: datetime) -> list[User]:
    """Who can take over every client of somebody (one statement): therapists in each team where they have clients."""
    found = User.objects.filter(is_active=True).exclude(pk=user.pk)
    therapists = Membership.objects.filter(access.active(now), role=Role.THERAPIST)
    uncovered = Client.objects.filter(therapist=user).exclude(
        team__in=therapists.filter(user_id=OuterRef(OuterRef("pk"))).values("team_id")
    )
    return list(found.filter(Exists(therapists.filter(user_id=OuterRef("pk"))), ~Exists(uncovered)).order_by("name"))


def n_clients(viewer: Actor, *, now: datetime) -> dict[UUID, int]:
    """How many clients each therapist has among those whom the viewer may open (one statement)."""
    counted = access.clients(viewer, now=now).order_by().values("therapist_id").annotate(n=Count("pk"))
    return {row["therapist_id"]: row["n"] for row in counted}


def duty_gaps(team: Team, *, now: datetime) -> bool:
    """Whether nobody is on duty now who can be asked (one statement): on the rota, here, and a duty lead."""
    leads = Membership.objects.filter(access.active(now), team=team, role=Role.DUTY, user_id=OuterRef("user_id"))
    return not Duty.objects.filter(Exists(leads), access.active(now), team=team, user__is_active=True).exists()


def n_glass_without_supervisor(team: Team, *, now: datetime) -> int:
    """Emergency openings not looked at whose client's therapist nobody supervises (two statements): a number only."""
    return BreakGlass.objects.filter(
        looked_at=None, client__team=team, client__therapist__in=unsupervised(team, now=now)
    ).count()


def unsupervised(team: Team, *, now: datetime) -> list[User]:
    """Therapists of a team whom nobody in it supervises now (one statement): their alerts have one step less to go."""
    roles = Membership.objects.filter(access.active(now), team=team, user_id=OuterRef("pk"))
    can = Membership.objects.filter(
        access.active(now), team=team, role=Role.SUPERVISOR, user_id=OuterRef("supervisor_id")
    )
    running = Supervision.objects.filter(
        Exists(can), access.active(now), therapist_id=OuterRef("pk"), supervisor__is_active=True
    )
    found = User.objects.filter(Exists(roles.filter(role=Role.THERAPIST)), ~Exists(running), is_active=True)
    return list(found.order_by("name"))
