"""SafetyPlan in its six ordered parts (Stanley and Brown 2012), by versions; Supporter: who may be called."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from clinic.people.models import Client, User
from clinic.sealing.field import SealedText


class Supporter(models.Model):
    """Somebody close to the client. Marked unsafe, they are shown to clinicians only, and never listed as help."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="supporters")
    name = SealedText(context="safety.supporter.name")
    relation = SealedText(context="safety.supporter.relation")
    phone = SealedText(context="safety.supporter.phone")
    in_hard_times = models.BooleanField(default=True)
    place_in_list = models.PositiveSmallIntegerField(default=0)
    unsafe_at = models.DateTimeField(null=True)
    unsafe_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    unsafe_why = SealedText(context="safety.supporter.unsafe_why")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(unsafe_at=None, unsafe_by=None) | Q(unsafe_at__isnull=False, unsafe_by__isnull=False),
                name="supporter_unsafe_by",
            ),
        )
        indexes = (models.Index(fields=["client", "place_in_list"], name="supporter_of_client"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_unsafe(self) -> bool:
        """Whether a clinician marked the person as not safe for the client."""
        return self.unsafe_at is not None


class SafetyPlan(models.Model):
    """One version of a client's plan; each part is lines of text. The newest version is the plan."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="safety_plans")
    version = models.PositiveSmallIntegerField()
    warning_signs = SealedText(context="safety.safetyplan.warning_signs")
    coping = SealedText(context="safety.safetyplan.coping")
    distraction = SealedText(context="safety.safetyplan.distraction")
    helpers = SealedText(context="safety.safetyplan.helpers")
    professionals = SealedText(context="safety.safetyplan.professionals")
    surroundings = SealedText(context="safety.safetyplan.surroundings")
    held_by = SealedText(context="safety.safetyplan.held_by")
    was_made_together = models.BooleanField()
    made_on = models.DateField()
    review_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["client", "version"], name="plan_version_once"),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(review_on__gte=F("made_on")), name="plan_review_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id} version {self.version}"
