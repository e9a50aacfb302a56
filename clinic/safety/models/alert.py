"""Alert: something that a person must look at, with an owner who is there now and a time by which."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.definitions.total import Total
from clinic.people.models import Client, User
from clinic.safety.models.risk import RiskRecord


class Alert(models.Model):
    """A concern as a row. It is closed by a risk record and by nothing else; `raised_at` never moves."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=30)
    level = models.CharField(max_length=10)
    measure = models.CharField(max_length=30, blank=True)
    item = models.CharField(max_length=20, blank=True)
    value = Total(null=True)
    is_known = models.BooleanField(default=False)  # no worse than when a clinician last recorded an assessment
    about_id = models.UUIDField(null=True)  # the answer sheet, one room up
    answers_withdrawn_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    escalate_at = models.DateTimeField(null=True)
    n_steps = models.PositiveSmallIntegerField(default=0)
    nobody_on_duty = models.BooleanField(default=False)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holds")
    held_since = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(RiskRecord, null=True, on_delete=models.PROTECT, related_name="closes")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(level__in=["notice", "soon", "urgent"]), name="alert_level_known"),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="alert_seen_by",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="alert_closed_by_a_record",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(seen_at__isnull=False), name="alert_closed_was_seen"
            ),
            models.UniqueConstraint(
                fields=["client", "kind", "about_id", "item"], condition=Q(closed_at=None), name="alert_open_once"
            ),
        )
        indexes = (
            models.Index(fields=["escalate_at"], name="alert_unseen", condition=Q(seen_at=None, closed_at=None)),
            models.Index(fields=["client", "closed_at"], name="alert_of_client"),
            models.Index(fields=["holder", "due_at"], name="alert_of_holder", condition=Q(closed_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.level} {self.id}"

    @property
    def is_open(self) -> bool:
        """Whether a person still has to close it."""
        return self.closed_at is None
