"""BreakGlass: somebody opened a record that is not theirs, with a reason, for a short time."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from clinic.people.models.client import Client
from clinic.people.models.user import User
from clinic.sealing.field import SealedText


class BreakGlass(models.Model):
    """Sight of one client's record in an emergency, told to the supervisor, who looks at it afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="glass")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="glass")
    reason = SealedText(context="people.breakglass.reason")
    since = models.DateTimeField()
    until = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="glass_ends_after_start"),
            models.CheckConstraint(
                condition=Q(looked_at=None, looked_by=None) | Q(looked_at__isnull=False, looked_by__isnull=False),
                name="glass_looked_at_by",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
