"""SessionNote: a draft until it is signed, locked from then on; addenda; texts that met; the private process note."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models import User
from clinic.safety.models import RiskRecord
from clinic.sealing.field import SealedText, SealedValues
from clinic.therapy.models.session import TherapySession


class SessionNote(models.Model):
    """The note of one session, by the prompts of its protocol. A withdrawn one leaves room for another."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, related_name="notes")
    prompts = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    values = SealedValues(context="therapy.sessionnote.values")
    filled = models.JSONField(default=list)  # ids of prompts that hold something
    revision = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_in = models.CharField(max_length=40, blank=True)  # which open page saved last, to know two tabs apart
    risk_record = models.ForeignKey(RiskRecord, null=True, on_delete=models.PROTECT, related_name="+")
    open_alert_why = SealedText(context="therapy.sessionnote.open_alert_why")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = SealedText(context="therapy.sessionnote.withdrawn_why")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="note_signed_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="note_withdrawn_by",
            ),
            models.UniqueConstraint(fields=["session"], condition=Q(withdrawn_at=None), name="note_of_session_once"),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def client_id(self) -> UUID:
        """Whose note it is; session and course must be read with it."""
        return self.session.course.client_id

    @property
    def is_signed(self) -> bool:
        """Whether it is locked."""
        return self.signed_at is not None


class NoteCopy(models.Model):
    """What another person or tab wrote at the same time: kept beside the note until somebody has settled it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    note = models.ForeignKey(SessionNote, on_delete=models.PROTECT, related_name="copies")
    values = SealedValues(context="therapy.notecopy.values")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_in = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Addendum(models.Model):
    """Something added to a signed note."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    note = models.ForeignKey(SessionNote, on_delete=models.PROTECT, related_name="addenda")
    text = SealedText(context="therapy.addendum.text")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.id)


class ProcessNote(models.Model):
    """A therapist's own thoughts on a session, apart from the record; it may still have to be disclosed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, related_name="process_notes")
    text = SealedText(context="therapy.processnote.text")
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "by"], name="process_note_once"),)

    def __str__(self) -> str:
        return str(self.id)
