"""What comes with and after the end: letters of the course, and follow-up dates, each with an owner for its alerts."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models import User
from clinic.sealing.field import SealedText
from clinic.therapy.models.course import Course


class CourseLetter(models.Model):
    """A letter about the course, written by a clinician; frozen once it is marked as given."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="letters")
    to_whom = models.CharField(max_length=10)  # client, gp
    addressee = SealedText(context="therapy.courseletter.addressee")
    text = SealedText(context="therapy.courseletter.text")
    revision = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = SealedText(context="therapy.courseletter.withdrawn_why")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(to_whom__in=["client", "gp"]), name="letter_to_whom_known"),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by=None) | Q(given_at__isnull=False, given_by__isnull=False),
                name="letter_given_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="letter_withdrawn_by",
            ),
        )
        indexes = (models.Index(fields=["course", "-written_at"], name="letter_of_course"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def client_id(self) -> UUID:
        """Whose letter it is; the course must be read with it."""
        return self.course.client_id

    @property
    def is_given(self) -> bool:
        """Whether it is frozen."""
        return self.given_at is not None


class FollowUp(models.Model):
    """A day after the end on which somebody asks how it goes. The client's therapist holds what it brings up."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField()
    measures = models.JSONField(default=list)  # ["phq-9"]
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = SealedText(context="therapy.followup.outcome")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="follow_up_done_by",
            ),
            models.UniqueConstraint(
                fields=["course", "due_on"], condition=Q(cancelled_at=None), name="follow_up_once_a_day"
            ),
        )
        indexes = (models.Index(fields=["due_on"], name="follow_up_due", condition=Q(done_on=None, cancelled_at=None)),)

    def __str__(self) -> str:
        return f"{self.due_on}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to ask."""
        return self.done_on is None and self.cancelled_at is None
