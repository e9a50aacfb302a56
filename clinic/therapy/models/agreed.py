"""What client and therapist agree on: the formulation by versions, the focus, its goals, the agreement."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models import User
from clinic.sealing.field import SealedText, SealedValues
from clinic.therapy.choices import AgreedHow
from clinic.therapy.models.course import Course
from clinic.therapy.models.inventory import Relationship


def answered_whole(name: str) -> models.CheckConstraint:
    """An answer of the client is a yes or a no, never both, with its day and how it was given."""
    return models.CheckConstraint(
        condition=Q(agreed_on=None, refused_on=None, answered_how="")
        | Q(agreed_on__isnull=False, refused_on=None, answered_how__in=AgreedHow.values)
        | Q(agreed_on=None, refused_on__isnull=False, answered_how__in=AgreedHow.values),
        name=name,
    )


class Formulation(models.Model):
    """One version of the interpersonal formulation. The software writes no sentence of it; the client may say no."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="formulations")
    version = models.PositiveSmallIntegerField()
    text = SealedText(context="therapy.formulation.text")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True)
    agreed_on = models.DateField(null=True)
    refused_on = models.DateField(null=True)
    answered_how = models.CharField(max_length=10, choices=AgreedHow.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    client_said = SealedText(context="therapy.formulation.client_said")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["course", "version"], name="formulation_version_once"),
            answered_whole("formulation_answered_whole"),
        )

    def __str__(self) -> str:
        return f"{self.course_id} version {self.version}"


class Focus(models.Model):
    """The agreed problem area, with the fields of that area; at most as many at a time as the protocol allows."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="foci")
    area = models.CharField(max_length=20)
    title = SealedText(context="therapy.focus.title")
    people = models.ManyToManyField(Relationship, related_name="foci")
    formulation = models.ForeignKey(Formulation, null=True, on_delete=models.PROTECT, related_name="foci")
    is_second = models.BooleanField(default=False)
    agreed_on = models.DateField()
    agreed_how = models.CharField(max_length=10, choices=AgreedHow.choices)
    values = SealedValues(context="therapy.focus.values")
    filled = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    until_on = models.DateField(null=True)
    why_changed = SealedText(context="therapy.focus.why_changed")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(agreed_how__in=AgreedHow.values), name="focus_agreed_how_known"),
            models.UniqueConstraint(
                fields=["course", "is_second"], condition=Q(until_on=None), name="focus_running_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.area} {self.id}"


class Goal(models.Model):
    """What the client wants to be different, in their words, rated 0–10 (10 is reached)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    focus = models.ForeignKey(Focus, on_delete=models.PROTECT, related_name="goals")
    text = SealedText(context="therapy.goal.text")
    target = models.PositiveSmallIntegerField(default=8)
    place_in_list = models.PositiveSmallIntegerField(default=0)
    set_on = models.DateField()
    dropped_on = models.DateField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(target__lte=10), name="goal_target_0_to_10"),)

    def __str__(self) -> str:
        return str(self.id)


class GoalRating(models.Model):
    """How near a goal was on a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ratings")
    on = models.DateField()
    value = models.PositiveSmallIntegerField()
    by_client = models.BooleanField(default=False)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(value__lte=10), name="rating_0_to_10"),
            models.UniqueConstraint(fields=["goal", "on"], name="rating_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class Agreement(models.Model):
    """One version of the treatment contract: its points in words, and the numbers as they stood."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    prompts = models.CharField(max_length=40)
    prompts_version = models.PositiveSmallIntegerField()
    values = SealedValues(context="therapy.agreement.values")
    filled = models.JSONField(default=list)
    n_sessions = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    interval_days = models.PositiveSmallIntegerField()
    ends_on = models.DateField()
    review_at_session = models.PositiveSmallIntegerField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True)
    agreed_on = models.DateField(null=True)
    refused_on = models.DateField(null=True)
    answered_how = models.CharField(max_length=10, choices=AgreedHow.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    client_said = SealedText(context="therapy.agreement.client_said")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["course", "version"], name="agreement_version_once"),
            answered_whole("agreement_answered_whole"),
        )

    def __str__(self) -> str:
        return f"{self.course_id} version {self.version}"
