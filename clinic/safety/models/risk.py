"""RiskRecord: somebody asked (or could not), what was found, what was done, and when to look again."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models import Client, User
from clinic.safety.choices import Done, Finding
from clinic.sealing.field import SealedText


class RiskRecord(models.Model):
    """One look at risk. What was said and planned is sealed; what was found and when stand in clear."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="risk_records")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    was_asked = models.BooleanField()
    finding = models.CharField(max_length=11, choices=Finding.choices)
    done = models.JSONField(default=list)
    said = SealedText(context="safety.riskrecord.said")
    action = SealedText(context="safety.riskrecord.action")
    plan = SealedText(context="safety.riskrecord.plan")
    look_again_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = SealedText(context="safety.riskrecord.withdrawn_why")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(finding__in=Finding.values), name="risk_finding_known"),
            models.CheckConstraint(condition=Q(was_asked=False) | ~Q(finding="not_known"), name="risk_asked_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="risk_withdrawn_by",
            ),
        )
        indexes = (models.Index(fields=["client", "-at"], name="risk_of_client"),)

    def __str__(self) -> str:
        return f"{self.client_id} {self.at:%Y-%m-%d}"

    @property
    def done_in_words(self) -> list[str]:
        """What was done, as shown."""
        return [str(Done(code).label) for code in self.done]
