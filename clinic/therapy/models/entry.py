"""Entry: one filled sheet of prompts of a course, kept as written; Comment: a client on something they were shown."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models import Client, User
from clinic.sealing.field import SealedText, SealedValues
from clinic.therapy.models.course import Course
from clinic.therapy.models.session import TherapySession


class Entry(models.Model):
    """A sheet such as the illness named, the sick role, a review. Each saving is a row; the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="entries")
    sheet = models.CharField(max_length=40)  # id of a prompt set
    version = models.PositiveSmallIntegerField()
    on = models.DateField()
    session = models.ForeignKey(TherapySession, null=True, on_delete=models.PROTECT, related_name="entries")
    values = SealedValues(context="therapy.entry.values")
    filled = models.JSONField(default=list)
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by_client = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = SealedText(context="therapy.entry.withdrawn_why")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="entry_withdrawn_by",
            ),
        )
        indexes = (models.Index(fields=["course", "sheet", "-written_at"], name="entry_of_course"),)

    def __str__(self) -> str:
        return f"{self.sheet} {self.on}"


class Comment(models.Model):
    """A client's words about something that was shown to them; a clinician reads it and says so."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="comments")
    about = models.CharField(max_length=20)  # formulation, agreement, goal, event, plan
    about_id = models.UUIDField()
    text = SealedText(context="therapy.comment.text")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="comment_seen_by",
            ),
        )
        indexes = (models.Index(fields=["client", "-at"], name="comment_of_client"),)

    def __str__(self) -> str:
        return f"{self.about} {self.at:%Y-%m-%d}"
