"""CrisisLineRow: a service's own crisis lines for a country, which then stand in place of the shipped list."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class CrisisLineRow(models.Model):
    """One line as the administrator keeps it, all of crisis.CrisisLine. Public knowledge: nothing is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    country = models.CharField(max_length=2)
    place = models.PositiveSmallIntegerField(default=0)
    slug = models.CharField(max_length=60)  # the line's short name, CrisisLine.id
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    dial = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=40, blank=True)
    keyword = models.CharField(max_length=40, blank=True)
    after_dialling = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120)
    languages = models.JSONField(default=list)  # ["en", "cy"]
    regions = models.JSONField(default=list)  # ["Scotland"]; empty means the whole country
    is_free = models.BooleanField(default=False)
    link = models.URLField(max_length=300)
    verified_on = models.DateField(null=True)  # without a day nobody has checked it, and no client sees it
    source_dated = models.CharField(max_length=120, blank=True)
    checked_in = models.CharField(max_length=1000)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["country", "slug"], name="crisis_line_once"),
            models.CheckConstraint(
                condition=Q(verified_on=None, source_dated="") | (Q(verified_on__isnull=False) & ~Q(source_dated="")),
                name="crisis_verified_is_dated",
            ),
        )
        indexes = (models.Index(fields=["country", "place"], name="crisis_of_country"),)

    def __str__(self) -> str:
        return f"{self.country} {self.name}"
