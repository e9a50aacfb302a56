"""Letter: the outbox. No foreign keys, no names, no clinical words; what it says and to whom is sealed."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.sealing.field import SealedText


class Letter(models.Model):
    """One letter to one address: to send, sent, or failed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    to = SealedText(context="letters.letter.to")
    subject = SealedText(context="letters.letter.subject")
    body = SealedText(context="letters.letter.body")
    about_id = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    send_after = models.DateTimeField()
    n_tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="letter_sent_or_failed_not_both"
            ),
        )
        indexes = (
            models.Index(fields=["send_after"], name="letter_to_send", condition=Q(sent_at=None, failed_at=None)),
            models.Index(fields=["-written_at"], name="letter_newest"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_waiting(self) -> bool:
        """Whether it still has to be sent."""
        return self.sent_at is None and self.failed_at is None
