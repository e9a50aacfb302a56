"""SiteUse: what the site declares to use questionnaires for. SiteWording: a text of its own, with its licence."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.people.models import User


class Kind(models.TextChoices):
    """What a site may bring for a measure."""

    WORDING = "wording", _("Wording")
    NORMS = "norms", _("Norms")


class SiteUse(models.Model):
    """The declared use of the whole site; the newest row counts, earlier ones stay as they were declared."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    is_clinical = models.BooleanField()
    is_research = models.BooleanField()
    is_education = models.BooleanField()
    is_commercial = models.BooleanField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_clinical=True) | Q(is_research=True) | Q(is_education=True), name="site_use_has_purpose"
            ),
        )
        indexes = (models.Index(fields=["-declared_at"], name="site_use_newest"),)

    def __str__(self) -> str:
        return f"{', '.join(self.purposes)}{', commercial' if self.is_commercial else ''}"

    @property
    def purposes(self) -> tuple[str, ...]:
        """What the site does, of clinical, research and education."""
        told = {"clinical": self.is_clinical, "research": self.is_research, "education": self.is_education}
        return tuple(purpose for purpose, is_so in told.items() if is_so)


class SiteWording(models.Model):
    """A measure's text in one language, or its table of norms, as the site holds it, and what it stated of the licence.

    Every upload is a row with a revision of its own; the newest that was not withdrawn counts. The texts are those of
    published questionnaires: nothing is sealed. A table of norms has no language.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.WORDING)
    measure = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=12, blank=True)
    revision = models.PositiveSmallIntegerField()
    text = models.TextField()  # TOML, as ipt.wording.Wording takes it
    digest = models.CharField(max_length=64)  # SHA-256 of the text, as hex
    owner = models.CharField(max_length=200)
    terms = models.CharField(max_length=1000)
    for_clinical = models.BooleanField()
    for_research = models.BooleanField()
    for_education = models.BooleanField()
    commercial = models.BooleanField()
    reference = models.CharField(max_length=200, blank=True)
    expires_on = models.DateField(null=True)  # the last day on which it may be shown
    stated = models.CharField(max_length=300)  # the sentence that was confirmed
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "measure", "version", "language", "revision"], name="site_wording_revision_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind="wording") & ~Q(language="")) | Q(kind="norms", language=""),
                name="site_wording_has_language",
            ),
            models.CheckConstraint(
                condition=Q(for_clinical=True) | Q(for_research=True) | Q(for_education=True),
                name="site_wording_allows_something",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(owner="") & ~Q(terms="") & ~Q(stated=""), name="site_wording_licence_stated"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="site_wording_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.measure} {self.version}.{self.language}, revision {self.revision}"

    @property
    def name(self) -> str:
        """Its place among the definitions."""
        if self.kind == Kind.NORMS:
            return f"norms/{self.measure}/{self.version}.toml"
        return f"wordings/measures/{self.measure}/{self.version}.{self.language}.toml"

    @property
    def uses(self) -> tuple[str, ...]:
        """What the licence allows, of clinical, research and education."""
        told = {"clinical": self.for_clinical, "research": self.for_research, "education": self.for_education}
        return tuple(purpose for purpose, is_so in told.items() if is_so)
