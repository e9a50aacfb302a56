"""Invitation to a measure, AnswerSheet as answered, Score as computed: all on the client, with or without a course.

Occasion is the one that stands on a course: its protocol asked for a measure, and this is what came of it.
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from clinic.answers.choices import EnteredAs, Met
from clinic.definitions.total import Total
from clinic.people.models import Client, User
from clinic.sealing.field import SealedText
from clinic.therapy.models import Course, FollowUp, TherapySession


class Invitation(models.Model):
    """A client is asked to answer one measure, in one version and language."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invitations")
    measure = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=12)
    target = models.CharField(max_length=30, blank=True)  # whom a measure with targets is about, such as mother
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["client", "-asked_at"], name="invitation_of_client"),)

    def __str__(self) -> str:
        return f"{self.measure} {self.id}"


class AnswerSheet(models.Model):
    """One answering of one measure. Kept as answered; `sent_at` says that it is whole as far as it will be."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="answer_sheets")
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.PROTECT, related_name="sheet")
    measure = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    target = models.CharField(max_length=30, blank=True)  # one sheet is about one target; never joined with another
    answers = models.JSONField(default=dict)  # {"1": 2, "2": null}: null was passed over knowingly
    stated_total = Total(null=True)  # added up elsewhere, where the answers are not seen
    entered_as = models.CharField(max_length=11, choices=EnteredAs.choices)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField()
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = SealedText(context="answers.answersheet.withdrawn_why")
    copy_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="moved_to")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(entered_as__in=EnteredAs.values), name="sheet_entered_as_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="sheet_withdrawn_by",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sent_at__gte=F("began_at")), name="sheet_sent_after_begun"
            ),
        )
        indexes = (models.Index(fields=["client", "measure", "answered_on"], name="sheet_of_client"),)

    def __str__(self) -> str:
        return f"{self.measure} {self.id}"


class Score(models.Model):
    """What the published rule made of a sheet, as the clinician saw it; it can be computed anew and compared."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sheet = models.OneToOneField(AnswerSheet, on_delete=models.PROTECT, related_name="score")
    total = Total(null=True)
    band = models.CharField(max_length=30, blank=True)
    missing = models.JSONField(default=list)
    is_prorated = models.BooleanField(default=False)
    scored_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(total=None) | Q(band=""), name="score_without_total_has_no_band"),
        )

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.total}"


class Occasion(models.Model):
    """A protocol asks one measure of one client: before a session, at the start, after so many weeks, at a follow-up.

    The row is the claim: an occasion is met once, however many workers go round.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="occasions")
    measure = models.CharField(max_length=30)
    key = models.CharField(max_length=60)  # start, middle, end, week-4, session:<id>, follow-up:<id>
    session = models.ForeignKey(TherapySession, null=True, on_delete=models.PROTECT, related_name="occasions")
    follow_up = models.ForeignKey(FollowUp, null=True, on_delete=models.PROTECT, related_name="occasions")
    due_on = models.DateField(null=True)  # the day of the session or follow-up; none while no first session is booked
    met = models.CharField(max_length=10, choices=Met.choices)
    met_at = models.DateTimeField()
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.PROTECT, related_name="occasions")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(met__in=Met.values), name="occasion_met_known"),
            models.CheckConstraint(
                condition=~Q(met="invited") | Q(invitation__isnull=False), name="occasion_invited_by_an_invitation"
            ),
            models.UniqueConstraint(fields=["course", "measure", "key"], name="occasion_once"),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.key}"
