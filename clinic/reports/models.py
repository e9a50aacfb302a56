"""Block: numbers of one scope over one period; Expectation: what scores to expect; Computing: one day's work on both.

Everything here is computed from the rooms below and can be computed again.
"""

from uuid import UUID, uuid4, uuid5

from django.db import models
from django.db.models import F, Q

from clinic.people.models import Team, User
from clinic.reports.choices import Scope

NAMES = UUID("6f1c2f5e-9d7b-5f0e-8a54-3c0f5f6f0b1d")  # the ids of blocks and fits follow from what they are about


class Block(models.Model):
    """Outcome numbers of the courses that ended in a period, small numbers already held back. Its id says of what."""

    id = models.UUIDField(primary_key=True, editable=False)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="blocks")
    therapist = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="blocks")
    period = models.CharField(max_length=10)  # recent, all, 2026
    first_on = models.DateField()
    last_on = models.DateField()
    framework = models.CharField(max_length=40)
    framework_version = models.PositiveSmallIntegerField()
    as_of = models.DateField()  # the last day that is counted
    computed_at = models.DateTimeField()
    content = models.JSONField()  # what ipt.outcomes.indicators gives

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(scope=Scope.SERVICE, team=None, therapist=None)
                | Q(scope=Scope.TEAM, team__isnull=False, therapist=None)
                | Q(scope=Scope.THERAPIST, team=None, therapist__isnull=False),
                name="block_of_one_scope",
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="block_period_runs_forward"),
        )
        indexes = (
            models.Index(fields=["team", "period"], name="block_of_team"),
            models.Index(fields=["therapist", "period"], name="block_of_therapist"),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.period}"

    @staticmethod
    def id_of(*, scope: str, about: UUID | None, period: str, framework: str) -> UUID:
        """The id of the one block of this scope, period and framework."""
        return uuid5(NAMES, f"block {scope} {about} {period} {framework}")


class Download(models.Model):
    """One table of a block as a Parquet file, made where the engine is loaded; pages make the CSV themselves."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="downloads")
    name = models.CharField(max_length=40)
    parquet = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["block", "name"], name="download_of_block_once"),)

    def __str__(self) -> str:
        return self.name


class Expectation(models.Model):
    """What scores to expect of one measure: fitted on the ended courses of a team, or of all teams (`team` null)."""

    id = models.UUIDField(primary_key=True, editable=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="expectations")
    measure = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    n_courses = models.PositiveIntegerField()
    is_calibrated = models.BooleanField()
    fitted_at = models.DateTimeField()
    content = models.JSONField()  # ipt.expected.Fit as plain values

    class Meta:
        indexes = (models.Index(fields=["measure", "version"], name="expectation_of_measure"),)

    def __str__(self) -> str:
        return f"{self.measure} {self.n_courses}"

    @staticmethod
    def id_of(*, team: UUID | None, measure: str, version: int) -> UUID:
        """The id of the one fit of this measure for this team."""
        return uuid5(NAMES, f"fit {team} {measure} {version}")


class Computing(models.Model):
    """One day's blocks and fits: taken up once, by whichever worker came first, and finished or not."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    as_of = models.DateField(unique=True)
    taken_up_at = models.DateTimeField()
    n_tries = models.PositiveSmallIntegerField(default=1)
    finished_at = models.DateTimeField(null=True)
    n_blocks = models.PositiveIntegerField(default=0)
    n_fits = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("taken_up_at")), name="computing_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.as_of}"
