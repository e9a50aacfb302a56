"""Who is there now for a client: therapist, cover, supervisor, duty. One statement."""

from datetime import datetime

from attrs import frozen
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

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
    therapist = client.therapist_id
    running = Membership.objects.filter(active(now), user_id=OuterRef("pk"), team_id=client.team_id)
    parts = {
        "as_therapist": Q(pk=therapist) & Exists(running.filter(role=Role.THERAPIST)),
        "as_cover": Q(Exists(Cover.objects.filter(active(now), covering_id=OuterRef("pk"), therapist_id=therapist)))
        & Exists(running.filter(role=Role.THERAPIST)),
        "as_supervisor": Q(
            Exists(Supervision.objects.filter(active(now), supervisor_id=OuterRef("pk"), therapist_id=therapist))
        )
        & Exists(running.filter(role=Role.SUPERVISOR)),
        "as_duty": Q(Exists(Duty.objects.filter(active(now), user_id=OuterRef("pk"), team_id=client.team_id)))
        & Exists(running.filter(role=Role.DUTY)),
        "as_lead": Q(Exists(running.filter(role=Role.DUTY))),
        "as_administrator": Q(Exists(running.filter(role=Role.ADMINISTRATOR))),
    }
    flags = {
        name: Case(When(part, then=Value(True)), default=Value(False), output_field=BooleanField())
        for name, part in parts.items()
    }
    people = User.objects.filter(is_active=True).annotate(**flags)
    there = list(people.filter(Q(*((name, True) for name in flags), _connector=Q.OR)).order_by("joined_at", "pk"))
    return Presence(*(tuple(user for user in there if getattr(user, name)) for name in flags))


def hours_of(team: Team) -> Hours:
    """The team's working hours (no statement)."""
    return read_hours(time_zone=team.time_zone, hours=team.hours, holidays=team.holidays)
