"""LifeEvent on the timeline, the issues that were found, and how far each problem area bears on the low mood."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models import Client, User
from clinic.sealing.field import SealedText
from clinic.therapy.choices import Precision
from clinic.therapy.models.course import Course
from clinic.therapy.models.inventory import Relationship


class LifeEvent(models.Model):
    """Something that happened, beside the symptoms; `is_onset` marks where the symptoms themselves began or turned."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="life_events")
    on = models.DateField()
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    kind = models.CharField(max_length=30)  # a word of the vocabulary life-event-kinds
    what = SealedText(context="therapy.lifeevent.what")
    appraisal = SealedText(context="therapy.lifeevent.appraisal")
    mood_before = models.PositiveSmallIntegerField(null=True)  # 0 lowest to 10 best
    mood_after = models.PositiveSmallIntegerField(null=True)
    is_onset = models.BooleanField(default=False)
    area = models.CharField(max_length=20, blank=True)
    people = models.ManyToManyField(Relationship, related_name="events")
    by_client = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(precision__in=Precision.values), name="event_precision_known"),
            models.CheckConstraint(
                condition=(Q(mood_before=None) | Q(mood_before__lte=10)) & (Q(mood_after=None) | Q(mood_after__lte=10)),
                name="event_mood_0_to_10",
            ),
        )
        indexes = (models.Index(fields=["client", "on"], name="event_of_client_by_day"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    @property
    def is_shown_to_client(self) -> bool:
        """Whether the client's side may show it."""
        return self.by_client or self.shared_at is not None


class Issue(models.Model):
    """An interpersonal difficulty that was found, ranked by the client and by the therapist (1 first)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="issues")
    text = SealedText(context="therapy.issue.text")
    area = models.CharField(max_length=20, blank=True)
    relationship = models.ForeignKey(Relationship, null=True, on_delete=models.PROTECT, related_name="issues")
    rank_by_client = models.PositiveSmallIntegerField(null=True)
    rank_by_therapist = models.PositiveSmallIntegerField(null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class AreaWeight(models.Model):
    """How far one problem area bears on this episode, 0–10 by each side, with the evidence for and against."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="weights")
    area = models.CharField(max_length=20)
    evidence = SealedText(context="therapy.areaweight.evidence")
    against = SealedText(context="therapy.areaweight.against")
    by_client = models.PositiveSmallIntegerField(null=True)
    by_therapist = models.PositiveSmallIntegerField(null=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(by_client=None) | Q(by_client__lte=10)) & (Q(by_therapist=None) | Q(by_therapist__lte=10)),
                name="weight_0_to_10",
            ),
            models.UniqueConstraint(fields=["course", "area"], name="weight_once"),
        )

    def __str__(self) -> str:
        return self.area
