"""Who is there now for a client: therapist, cover, supervisor, duty. One statement."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from attrs import frozen
from django.db.models import Exists, OuterRef

from clinic.people.access import active
from clinic.people.choices import Role
from clinic.people.hours import Hours, read_hours
from clinic.people.models import Client, Cover, Duty, Membership, Supervision, Team, User


@frozen
class Presence:
    """Whoever can hold an alert of a client at one moment, by the part they play."""

    therapist: tuple[User, ...]
    cover: tuple[User, ...]
    supervisors: tuple[User, ...]
    on_duty: tuple[User, ...]
    duty_leads: tuple[User, ...]
    administrators: tuple[User, ...]

    def chain(self, *, duty_first: bool) -> tuple[User, ...]:
        """Who is asked first, then next: each person once. A covered therapist is away and comes after all others."""
        by_day = (self.cover or self.therapist) + self.supervisors + self.on_duty + self.duty_leads
        order = self.on_duty + by_day if duty_first else by_day
        return tuple(dict.fromkeys(order + self.therapist + self.administrators))


def presence(client: Client, *, now: datetime) -> Presence:
    """Who is there for this client now (one statement)."""
    their_own = {"therapist_id": client.therapist_id}
    who = OuterRef("user_id")
    team = Membership.objects.filter(active(now), team_id=client.team_id, user__is_active=True)
    rows = list(
        team.select_related("user")
        .annotate(
            covers=Exists(Cover.objects.filter(active(now), covering_id=who, **their_own)),
            supervises=Exists(Supervision.objects.filter(active(now), supervisor_id=who, **their_own)),
            is_on_duty=Exists(Duty.objects.filter(active(now), user_id=who, team_id=client.team_id)),
        )
        .order_by("user__joined_at", "user_id")
    )

    def who_are(role: Role, plays: Callable[[Any], bool]) -> tuple[User, ...]:
        return tuple(dict.fromkeys(row.user for row in rows if row.role == role and plays(row)))

    return Presence(
        therapist=who_are(Role.THERAPIST, lambda row: row.user_id == client.therapist_id),
        cover=who_are(Role.THERAPIST, lambda row: row.covers),
        supervisors=who_are(Role.SUPERVISOR, lambda row: row.supervises),
        on_duty=who_are(Role.DUTY, lambda row: row.is_on_duty),
        duty_leads=who_are(Role.DUTY, lambda row: True),
        administrators=who_are(Role.ADMINISTRATOR, lambda row: True),
    )


def hours_of(team: Team) -> Hours:
    """The team's working hours (no statement)."""
    return read_hours(time_zone=team.time_zone, hours=team.hours, holidays=team.holidays)
