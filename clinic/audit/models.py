"""Event: the append-only, chained trail of what was done to whose record, and of who opened it."""

from django.db import models


class Event(models.Model):
    """One thing that happened. No names, no clinical words and no reasons: ids, times and verbs."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=6)
    by_id = models.UUIDField()
    session = models.CharField(max_length=16, blank=True)
    happened = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    client_id = models.UUIDField(null=True)
    key = models.CharField(max_length=40)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=["client_id", "-seq"], name="event_of_client"),
            models.Index(fields=["about_id", "by_id", "-at"], name="event_opened"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.happened}"
