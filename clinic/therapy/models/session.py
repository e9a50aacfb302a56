"""TherapySession: an appointment and what became of it; techniques and strategies used; contacts in between."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models import Client, User
from clinic.sealing.field import SealedText
from clinic.therapy.choices import CANCELLED, HELD, Attendance, Medium
from clinic.therapy.models.course import Course


class TherapySession(models.Model):
    """One appointment of a course. It counts as held when the client came."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    medium = models.CharField(max_length=10, choices=Medium.choices)
    place = models.CharField(max_length=120, blank=True)
    booked_at = models.DateTimeField()
    moved_from = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # an appointment that was taken out before it came
    attendance = models.CharField(max_length=20, choices=Attendance.choices, blank=True)
    attendance_at = models.DateTimeField(null=True)
    attendance_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    was_in_time = models.BooleanField(null=True)  # a cancellation, by the missed-session rule that was agreed
    had_word = models.BooleanField(null=True)  # did not come: whether they let us know
    reason = SealedText(context="therapy.therapysession.reason")
    held_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="session_medium_known"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=240), name="session_minutes_sensible"),
            models.CheckConstraint(
                condition=Q(attendance="", attendance_at=None, attendance_by=None)
                | Q(attendance__in=Attendance.values, attendance_at__isnull=False, attendance_by__isnull=False),
                name="session_attendance_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(attendance__in=HELD, held_by__isnull=False) | (~Q(attendance__in=HELD) & Q(held_by=None)),
                name="session_held_by",
            ),
            models.CheckConstraint(condition=Q(removed_at=None) | Q(attendance=""), name="session_removed_unattended"),
            models.UniqueConstraint(
                fields=["course", "starts_at"],
                condition=Q(removed_at=None) & ~Q(attendance__in=CANCELLED),  # what was cancelled can be booked anew
                name="session_of_course_once",
            ),
        )
        indexes = (models.Index(fields=["course", "starts_at"], name="session_of_course"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def client_id(self) -> UUID:
        """Whose session it is; the course must be read with it."""
        return self.course.client_id

    @property
    def was_held(self) -> bool:
        """Whether the client came."""
        return self.attendance in HELD


class TechniqueUse(models.Model):
    """A technique was used in a session: a tick and at most a line."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, related_name="techniques")
    technique = models.CharField(max_length=40)
    line = SealedText(context="therapy.techniqueuse.line")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "technique"], name="technique_once_a_session"),)

    def __str__(self) -> str:
        return self.technique


class StrategyUse(models.Model):
    """A strategy of the focus was worked on in a session."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(TherapySession, on_delete=models.PROTECT, related_name="strategies")
    area = models.CharField(max_length=20)
    strategy = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "area", "strategy"], name="strategy_once_a_session"),)

    def __str__(self) -> str:
        return self.strategy


class Contact(models.Model):
    """Somebody tried to reach the client outside a session."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    was_reached = models.BooleanField()
    note = SealedText(context="therapy.contact.note")

    class Meta:
        indexes = (models.Index(fields=["client", "-at"], name="contact_of_client"),)

    def __str__(self) -> str:
        return f"{self.client_id} {self.at:%Y-%m-%d}"
