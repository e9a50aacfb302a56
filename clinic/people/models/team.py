"""Team, who belongs to it in which role, who supervises whom, who stands in, and who is on duty."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from clinic.people.choices import Role
from clinic.people.models.user import User


class Team(models.Model):
    """A team of one service: its public name, hours, holidays, and the defaults of its alerts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    public_name = models.CharField(max_length=120)
    site = models.CharField(max_length=60, blank=True)  # where it works, for numbers by site
    phone = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=40)
    hours = models.JSONField(default=dict)  # {"0": ["09:00", "17:00"]}: Monday is 0; read by hours.py
    holidays = models.JSONField(default=list)  # ["2026-12-25"]
    alert_rules = models.JSONField(default=dict)  # what differs from the vocabulary's default; read by safety
    shows_expected = models.BooleanField(default=True)  # to its therapists, once what is expected is calibrated
    expected_for_clients = models.BooleanField(default=False)
    assessment_holds_days = models.PositiveSmallIntegerField(default=14)  # our default: the time frame of the PHQ-9

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one role of one team, from–until."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=13, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.UniqueConstraint(fields=["team", "user", "role"], condition=Q(until=None), name="membership_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Supervision(models.Model):
    """A supervisor sees the clients of the therapists they supervise."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervises")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supervised_by")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(supervisor=F("therapist")), name="supervision_of_another"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="supervision_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.supervisor_id} supervises {self.therapist_id}"


class Cover(models.Model):
    """While a therapist is away, another sees their clients and holds their alerts, from–until."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covered_by")
    covering = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(covering=F("therapist")), name="cover_by_another"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="cover_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.covering_id} covers {self.therapist_id}"


class Duty(models.Model):
    """Who is on duty for a team, from–until."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="duties")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duties")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(until__gte=F("since")), name="duty_ends_after_start"),)
        indexes = (models.Index(fields=["team", "until"], name="duty_of_team"),)

    def __str__(self) -> str:
        return f"{self.user_id} on duty"
