"""Link: what a client holds in place of an account. Only its digest is kept; a POST opens it, once."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models.client import Client


class Link(models.Model):
    """A one-time link for one purpose. `last_used_at` moves with every answer, and expiry counts from it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=20)
    about_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose__in=["questionnaire", "plan", "portal"]), name="link_purpose_known"
            ),
        )
        indexes = (models.Index(fields=["about_id"], name="link_about"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
