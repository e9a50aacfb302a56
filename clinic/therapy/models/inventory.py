"""Relationship: one person of the interpersonal inventory; Closeness: where they stood in the circle on a day."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.people.models import Client, User
from clinic.safety.models import Supporter
from clinic.sealing.field import SealedText, SealedValues
from clinic.therapy.choices import LifeStatus


class Relationship(models.Model):
    """A person in the client's life. Name, kind and closeness suffice; the rest is asked when it matters."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="relationships")
    name = SealedText(context="therapy.relationship.name")
    kind = models.CharField(max_length=20)  # a word of the vocabulary relationship-types
    status = models.CharField(max_length=10, choices=LifeStatus.choices, default=LifeStatus.LIVING)
    is_past = models.BooleanField(default=False)  # reviewed for patterns, no longer part of their life
    supports = models.BooleanField(default=False)
    conflicts = models.BooleanField(default=False)
    values = SealedValues(context="therapy.relationship.values")
    filled = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    place_in_list = models.PositiveSmallIntegerField(default=0)
    supporter = models.ForeignKey(Supporter, null=True, on_delete=models.PROTECT, related_name="+")  # in hard times
    by_client = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True)  # a clinician showed it to the client
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(status__in=LifeStatus.values), name="relationship_status_known"),
        )
        indexes = (models.Index(fields=["client", "place_in_list"], name="relationship_of_client"),)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_shown_to_client(self) -> bool:
        """Whether the client's side may show the person."""
        return self.by_client or self.shared_at is not None


class RelationshipSafety(models.Model):
    """Fear, control, violence: what was asked about one person, and said. No page of the client's side reads it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="safety")
    values = SealedValues(context="therapy.relationshipsafety.values")
    is_unsafe = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["relationship", "-at"], name="safety_of_relationship"),)

    def __str__(self) -> str:
        return str(self.id)


class Closeness(models.Model):
    """Where a person stood in the circle on a day. All rows of one client and day are one snapshot."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="closeness")
    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="closeness")
    on = models.DateField()
    ring = models.PositiveSmallIntegerField()  # 1 is closest
    angle = models.PositiveSmallIntegerField()  # degrees clockwise from the top
    wished_ring = models.PositiveSmallIntegerField(null=True)
    by_client = models.BooleanField(default=False)
    placed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ring__gte=1, ring__lte=4), name="closeness_ring_known"),
            models.CheckConstraint(condition=Q(angle__lte=359), name="closeness_angle_known"),
            models.CheckConstraint(
                condition=Q(wished_ring=None) | Q(wished_ring__gte=1, wished_ring__lte=4), name="closeness_wish_known"
            ),
            models.UniqueConstraint(fields=["relationship", "on"], name="closeness_once_a_day"),
        )
        indexes = (models.Index(fields=["client", "on"], name="closeness_of_client"),)

    def __str__(self) -> str:
        return f"{self.on} ring {self.ring}"
