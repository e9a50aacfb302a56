"""Attention: why a client needs a person now; CaseloadRow: a course at a glance. Both are computed from facts below.

Nothing is decided here and nothing is lost with these tables: `manage.py recheck` computes them anew.
"""

from uuid import UUID, uuid5

from django.db import models
from django.db.models import Q

from clinic.caseload.choices import NOTHING, Kind, State
from clinic.definitions.total import Total
from clinic.people.models import Client, User
from clinic.therapy.models import Course, TherapySession


class Attention(models.Model):
    """One reason why a client needs a person; each kind once for a client. The id follows from both."""

    id = models.UUIDField(primary_key=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="attention")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="attention")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    rank = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    due_on = models.DateField(null=True)
    facts = models.JSONField(default=dict)  # ids, numbers and days: no clinical words

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="attention_kind_known"),
            models.UniqueConstraint(fields=["client", "kind"], name="attention_once"),
        )
        indexes = (models.Index(fields=["client", "rank"], name="attention_of_client"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.client_id}"

    @staticmethod
    def id_of(client: UUID, kind: str) -> UUID:
        """The id of this reason of this client."""
        return uuid5(client, kind)


class CaseloadRow(models.Model):
    """One course at a glance, or one client who has none yet; its id is the course's or the client's.

    `is_current` marks the course that a client's line in the caseload is about: the running one, else the last.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="caseload_rows")
    course = models.OneToOneField(Course, null=True, on_delete=models.PROTECT, related_name="caseload_row")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # the client's, for the index
    is_current = models.BooleanField()
    is_on_list = models.BooleanField()  # shown without being asked for: not over for long, or somebody is needed
    state = models.CharField(max_length=10, choices=State.choices)

    phase = models.CharField(max_length=20, blank=True)
    phases = models.JSONField(default=list)  # [{"phase", "first", "last", "state", "began_on"}]
    areas = models.JSONField(default=list)  # problem areas of the foci that run, the first one first
    n_held = models.PositiveSmallIntegerField(default=0)
    n_planned = models.PositiveSmallIntegerField(default=0)
    n_left = models.PositiveSmallIntegerField(default=0)
    n_fit = models.PositiveSmallIntegerField(default=0)
    weeks_left = models.PositiveSmallIntegerField(default=0)
    ends_on = models.DateField(null=True)
    next_session = models.ForeignKey(TherapySession, null=True, on_delete=models.PROTECT, related_name="+")
    next_at = models.DateTimeField(null=True)

    measure = models.CharField(max_length=30, blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    first_total = Total(null=True)
    last_total = Total(null=True)
    last_on = models.DateField(null=True)
    change = Total(null=True)
    worse_by = Total(null=True)  # the change, towards the worse
    reliable = models.CharField(max_length=13, blank=True)
    points = models.JSONField(default=list)  # the newest totals in order of time, null for one without

    rank = models.PositiveSmallIntegerField(default=NOTHING)
    since = models.DateTimeField(null=True)
    signal_rank = models.PositiveSmallIntegerField(default=NOTHING)  # the same, of what a supervisor looks at
    signal_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()
    look_again_at = models.DateTimeField(null=True)  # when time alone may change something
    as_of = models.BigIntegerField(default=0)  # the last event of the trail that is in it

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="caseload_state_known"),
            models.UniqueConstraint(fields=["client"], condition=Q(is_current=True), name="caseload_current_once"),
        )
        indexes = (
            models.Index(fields=["therapist", "rank", "since", "id"], name="caseload_by_need"),
            models.Index(fields=["therapist", "signal_rank", "signal_since", "id"], name="caseload_by_signal"),
            models.Index(fields=["therapist", "next_at", "id"], name="caseload_by_appointment"),
            models.Index(fields=["therapist", "worse_by", "id"], name="caseload_by_change"),
            models.Index(
                fields=["look_again_at"], name="caseload_look_again", condition=Q(look_again_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class TrailMark(models.Model):
    """One row: how far the worker has followed the audit trail."""

    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.seq)
