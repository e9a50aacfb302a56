"""Writing staff and teams: joining, roles, supervision, cover, duty, settings, leaving."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from clinic.audit.action import action, happened, nothing_changed
from clinic.audit.actor import Actor
from clinic.people.access import active
from clinic.people.choices import Role
from clinic.people.hours import read_hours
from clinic.people.models import Client, Cover, Duty, Membership, Supervision, Team, User

SETTINGS = frozenset(
    "name public_name site phone country region language time_zone hours holidays alert_rules "
    "assessment_holds_days shows_expected expected_for_clients".split()
)


@action
def make_team(*, settings: Mapping[str, Any], by: Actor, now: datetime) -> Team:
    """A new team; `settings` are fields of SETTINGS."""
    team = Team(**checked(settings))
    read_hours(time_zone=team.time_zone, hours=team.hours, holidays=team.holidays)
    team.save(force_insert=True)
    happened("team made", about=team, by=by, now=now)
    return team


@action
def change_team(*, team: Team, settings: Mapping[str, Any], by: Actor, now: datetime) -> Team:
    """Change a team's settings; those that are not named stay."""
    for name, value in checked(settings).items():
        setattr(team, name, value)
    read_hours(time_zone=team.time_zone, hours=team.hours, holidays=team.holidays)
    team.save(update_fields=[*settings])
    happened("team changed", about=team, by=by, now=now)
    return team


@action
def join(*, email: str, name: str, team: Team, roles: list[Role], by: Actor, now: datetime) -> User:
    """Somebody joins a team in one or more roles; whoever is staff already gets the roles added."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=email.strip().lower(), name=name.strip(), joined_at=now)
        user.set_unusable_password()
        user.save()
        happened("staff joined", about=user, by=by, now=now)
    elif user.is_client:
        raise ValueError("This e-mail address cannot sign in a member of staff: enter another one.")
    elif not user.is_active:
        raise ValueError(f"{user.name} has left. A leaver comes back under a new e-mail address.")
    for role in roles:
        give_role(user=user, team=team, role=role, by=by, now=now)
    return user


@action
def give_role(*, user: User, team: Team, role: Role, by: Actor, now: datetime) -> Membership:
    """One role in one team, from now on."""
    running = Membership.objects.filter(user=user, team=team, role=role, until=None).first()
    membership = running or Membership.objects.create(user=user, team=team, role=role, since=now)
    happened("role given", about=membership, by=by, now=now)
    return membership


@action
def take_role(*, membership: Membership, by: Actor, now: datetime) -> Membership:
    """A role ends now. A therapist's clients are handed over first."""
    still = Client.objects.filter(therapist_id=membership.user_id, team_id=membership.team_id)
    if membership.role == Role.THERAPIST and still.exists():
        raise ValueError("This therapist still has clients in the team: hand them over first.")
    if membership.role == Role.ADMINISTRATOR and is_only_administrator(membership.user, membership.team, now=now):
        raise ValueError("This is the only administrator of the team: give somebody else the role first.")
    membership.until = now
    membership.save(update_fields=["until"])
    happened("role ended", about=membership, by=by, now=now)
    return membership


@action
def set_roles(*, user: User, team: Team, roles: Collection[str], by: Actor, now: datetime) -> list[Membership]:
    """Exactly these roles in a team from now on; ValueError when one may not end yet, and then nothing changes."""
    rows = Membership.objects.filter(active(now), user=user, team=team).select_related("user", "team")
    running = {row.role: row for row in rows}
    for role, membership in running.items():
        if role not in roles:
            take_role(membership=membership, by=by, now=now)
    given = [give_role(user=user, team=team, role=Role(role), by=by, now=now) for role in roles if role not in running]
    if running.keys() == set(roles):
        nothing_changed()
    return given


@action
def supervise(
    *, supervisor: User, therapist: User, since: datetime, until: datetime | None, by: Actor, now: datetime
) -> Supervision:
    """A supervisor sees a therapist's clients, from–until."""
    supervision = Supervision.objects.create(supervisor=supervisor, therapist=therapist, since=since, until=until)
    happened("supervision arranged", about=supervision, by=by, now=now)
    return supervision


@action
def cover(*, therapist: User, covering: User, since: datetime, until: datetime, by: Actor, now: datetime) -> Cover:
    """One therapist stands in for another, from–until."""
    row = Cover.objects.create(therapist=therapist, covering=covering, since=since, until=until)
    happened("cover arranged", about=row, by=by, now=now)
    return row


@action
def put_on_duty(*, team: Team, user: User, since: datetime, until: datetime, by: Actor, now: datetime) -> Duty:
    """Somebody is on duty, from–until; they need the role of duty lead to be asked."""
    duty = Duty.objects.create(team=team, user=user, since=since, until=until)
    happened("duty arranged", about=duty, by=by, now=now)
    return duty


@action
def end_arrangement(*, row: Supervision | Cover | Duty, by: Actor, now: datetime) -> Supervision | Cover | Duty:
    """End a supervision, a cover or a duty now (or before it began)."""
    row.until = max(now, row.since)
    row.save(update_fields=["until"])
    happened("arrangement ended", about=row, by=by, now=now)
    return row


@action
def leave(*, user: User, heir: User | None, by: Actor, now: datetime) -> User:
    """Somebody leaves: no session of theirs counts from now on, and `heir` takes over every client."""
    clients = list(Client.objects.filter(therapist=user))
    if clients and (heir is None or heir == user or not heir.is_active):
        raise ValueError(f"{user.name} has {len(clients)} clients: name somebody active who takes them over.")
    alone_in = [team for team in administered_by(user, now=now) if is_only_administrator(user, team, now=now)]
    if alone_in:
        raise ValueError(
            f"{user.name} is the only administrator of {alone_in[0].name}: give somebody else the role first."
        )
    for client in clients:
        client.therapist = heir or user
        client.save(update_fields=["therapist"])
        happened("client handed over", about=client, client=client.pk, by=by, now=now)
    running = Q(until=None) | Q(until__gt=now)
    Membership.objects.filter(running, user=user).update(until=now)
    for model, who in (
        (Supervision, ("supervisor", "therapist")),
        (Cover, ("covering", "therapist")),
        (Duty, ("user",)),
    ):
        for row in model.objects.filter(running & Q(*((name, user) for name in who), _connector=Q.OR)):
            row.until = max(now, row.since)
            row.save(update_fields=["until"])
    user.is_active, user.left_at = False, now
    user.save(update_fields=["is_active", "left_at"])
    happened("staff left", about=user, by=by, now=now)
    return user


def administered_by(user: User, *, now: datetime) -> list[Team]:
    """Teams that somebody administers now (one statement)."""
    running = Membership.objects.filter(active(now), user=user, role=Role.ADMINISTRATOR)
    return list(Team.objects.filter(pk__in=running.values("team_id")))


def is_only_administrator(user: User, team: Team, *, now: datetime) -> bool:
    """Whether nobody else could look after the team (one statement)."""
    running = Membership.objects.filter(active(now), team=team, role=Role.ADMINISTRATOR, user__is_active=True)
    return not running.exclude(user=user).exists()


def checked(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings, or TypeError for one that a team does not have."""
    if unknown := set(settings) - SETTINGS:
        raise TypeError(f"Not settings of a team: {', '.join(sorted(unknown))}.")
    return settings
