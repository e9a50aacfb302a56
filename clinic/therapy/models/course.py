"""Course: one form of IPT with one client, from a start to an end date that is always there; its plan, its breaks."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from clinic.people.models import Client, User
from clinic.sealing.field import SealedText
from clinic.therapy.choices import EndKind, EndResult, Medium


class Course(models.Model):
    """A course of therapy. It is run by the client's therapist. The software never ends one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="courses")
    protocol = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    length = models.CharField(max_length=20)
    format = models.CharField(max_length=20, default="individual")
    medium = models.CharField(max_length=10, choices=Medium.choices, default=Medium.IN_PERSON)
    place = models.CharField(max_length=120, blank=True)
    after = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    referred_on = models.DateField(null=True)  # when the referral was received: the wait begins; null for not known
    started_on = models.DateField()
    n_sessions = models.PositiveSmallIntegerField()  # of the plan in force; earlier ones are CoursePlan rows
    ends_on = models.DateField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    condition = models.CharField(max_length=30, blank=True)  # what it is for, a word of the vocabulary `conditions`
    tags = models.JSONField(default=list)  # ["study-a"]: words the service counts by, in clear, none about a person
    ending_opened_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    end_kind = models.CharField(max_length=20, choices=EndKind.choices, blank=True)
    end_why = SealedText(context="therapy.course.end_why")
    result = models.CharField(max_length=10, choices=EndResult.choices, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("started_on")), name="course_ends_after_start"),
            models.CheckConstraint(
                condition=Q(referred_on=None) | Q(referred_on__lte=F("started_on")), name="course_referred_before_start"
            ),
            models.CheckConstraint(condition=Q(n_sessions__gte=1), name="course_has_sessions"),
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="course_medium_known"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_at=None, ended_by=None, end_kind="", result="")
                | Q(
                    ended_on__isnull=False,
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    end_kind__in=EndKind.values,
                    result__in=EndResult.values,
                ),
                name="course_end_is_whole",
            ),
            models.UniqueConstraint(fields=["client"], condition=Q(ended_on=None), name="course_running_once"),
        )
        indexes = (models.Index(fields=["client", "-started_on"], name="course_of_client"),)

    def __str__(self) -> str:
        return f"{self.protocol} {self.id}"

    @property
    def has_ended(self) -> bool:
        """Whether somebody ended it."""
        return self.ended_on is not None


class CoursePlan(models.Model):
    """How many sessions and until when, as planned from a day on; every change has its reason."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="plans")
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    n_sessions = models.PositiveSmallIntegerField()
    ends_on = models.DateField()
    why = SealedText(context="therapy.courseplan.why")

    class Meta:
        indexes = (models.Index(fields=["course", "made_at"], name="plan_of_course"),)

    def __str__(self) -> str:
        return f"{self.n_sessions} until {self.ends_on}"


class Break(models.Model):
    """Weeks without sessions that are planned: a holiday, an operation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="breaks")
    first_on = models.DateField()
    last_on = models.DateField()
    why = SealedText(context="therapy.break.why")
    marked_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="break_ends_after_start"),)

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}"
