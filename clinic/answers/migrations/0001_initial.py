import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import clinic.definitions.total
import clinic.sealing.field


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
        ("therapy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("measure", models.CharField(max_length=30)),
                ("version", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=12)),
                ("target", models.CharField(blank=True, max_length=30)),
                ("asked_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="people.client"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "-asked_at"], name="invitation_of_client")],
            },
        ),
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("measure", models.CharField(max_length=30)),
                ("version", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=12)),
                ("target", models.CharField(blank=True, max_length=30)),
                ("answers", models.JSONField(default=dict)),
                ("stated_total", clinic.definitions.total.Total(null=True)),
                (
                    "entered_as",
                    models.CharField(
                        choices=[
                            ("by_client", "Answered by the client"),
                            ("from_paper", "Entered from paper"),
                            ("by_phone", "Asked by phone"),
                            ("in_person", "Asked in person"),
                            ("interpreted", "Asked with an interpreter"),
                        ],
                        max_length=11,
                    ),
                ),
                ("answered_on", models.DateField()),
                ("began_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="answers.answersheet.withdrawn_why", default=b"", editable=True
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer_sheets", to="people.client"
                    ),
                ),
                (
                    "copy_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_to",
                        to="answers.answersheet",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet",
                        to="answers.invitation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "measure", "answered_on"], name="sheet_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_as__in", ["by_client", "from_paper", "by_phone", "in_person", "interpreted"])
                        ),
                        name="sheet_entered_as_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sheet_withdrawn_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at", None), ("sent_at__gte", models.F("began_at")), _connector="OR"),
                        name="sheet_sent_after_begun",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Occasion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("measure", models.CharField(max_length=30)),
                ("key", models.CharField(max_length=60)),
                ("due_on", models.DateField(null=True)),
                (
                    "met",
                    models.CharField(
                        choices=[
                            ("invited", "Asked by link"),
                            ("in_session", "To be asked in the session"),
                            ("answered", "Answered already"),
                        ],
                        max_length=10,
                    ),
                ),
                ("met_at", models.DateTimeField()),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="occasions", to="therapy.course"
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occasions",
                        to="therapy.followup",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occasions",
                        to="answers.invitation",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occasions",
                        to="therapy.therapysession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("met__in", ["invited", "in_session", "answered"])),
                        name="occasion_met_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("met", "invited"), _negated=True), ("invitation__isnull", False), _connector="OR"
                        ),
                        name="occasion_invited_by_an_invitation",
                    ),
                    models.UniqueConstraint(fields=("course", "measure", "key"), name="occasion_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("total", clinic.definitions.total.Total(null=True)),
                ("band", models.CharField(blank=True, max_length=30)),
                ("missing", models.JSONField(default=list)),
                ("is_prorated", models.BooleanField(default=False)),
                ("scored_at", models.DateTimeField()),
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="score", to="answers.answersheet"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("total", None), _negated=True), ("band", ""), _connector="OR"),
                        name="score_without_total_has_no_band",
                    )
                ],
            },
        ),
    ]
