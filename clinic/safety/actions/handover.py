"""Handing over: a leaver or a change of therapist leaves no client and no alert without somebody who is there."""

from datetime import datetime

from clinic.audit.action import action
from clinic.audit.actor import Actor
from clinic.people.actions import clients, staff
from clinic.people.models import Client, User
from clinic.safety.actions.alerts import pass_on
from clinic.safety.models import Alert


@action
def staff_leaves(*, user: User, heir: User | None, by: Actor, now: datetime) -> User:
    """Somebody leaves; `heir` takes over their clients, and open alerts go to the therapist of each client."""
    refuse_stranger(user, heir=heir, now=now)
    staff.leave(user=user, heir=heir, by=by, now=now)
    for alert in open_alerts_of(user):
        to = alert.client.therapist if alert.client.therapist_id != user.pk else heir
        if to is not None:
            pass_on(alert=alert, to=to, by=by, now=now)
    return user


@action
def change_therapist(*, client: Client, therapist: User, by: Actor, now: datetime) -> Client:
    """Another therapist is responsible, and holds what the one before held."""
    before = client.therapist
    clients.hand_over_client(client=client, therapist=therapist, by=by, now=now)
    for alert in open_alerts_of(before):
        if alert.client_id == client.pk:
            pass_on(alert=alert, to=therapist, by=by, now=now)
    return client


def refuse_stranger(user: User, *, heir: User | None, now: datetime) -> None:
    """Whoever inherits clients must be able to open them: an active therapist in each of their teams."""
    teams = Client.objects.filter(therapist=user).values_list("team_id", flat=True).distinct()
    if heir is not None and heir != user:
        for team_id in teams:
            if not clients.is_therapist_of(heir, team_id, now=now):
                n = Client.objects.filter(therapist=user).count()
                raise ValueError(f"{user.name} has {n} clients: name a therapist of their team who takes them over.")


def open_alerts_of(user: User) -> list[Alert]:
    """Open alerts that somebody holds."""
    return list(Alert.objects.filter(holder=user, closed_at=None).select_related("client__team", "client__therapist"))
