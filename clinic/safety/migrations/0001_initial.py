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
    ]

    operations = [
        migrations.CreateModel(
            name="CrisisLineRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=2)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("slug", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=40)),
                ("dial", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(blank=True, max_length=40)),
                ("keyword", models.CharField(blank=True, max_length=40)),
                ("after_dialling", models.CharField(blank=True, max_length=200)),
                ("hours", models.CharField(max_length=120)),
                ("languages", models.JSONField(default=list)),
                ("regions", models.JSONField(default=list)),
                ("is_free", models.BooleanField(default=False)),
                ("link", models.URLField(max_length=300)),
                ("verified_on", models.DateField(null=True)),
                ("source_dated", models.CharField(blank=True, max_length=120)),
                ("checked_in", models.CharField(max_length=1000)),
            ],
            options={
                "indexes": [models.Index(fields=["country", "place"], name="crisis_of_country")],
                "constraints": [
                    models.UniqueConstraint(fields=("country", "slug"), name="crisis_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source_dated", ""), ("verified_on", None)),
                            models.Q(("verified_on__isnull", False), models.Q(("source_dated", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="crisis_verified_is_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("was_asked", models.BooleanField()),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("none", "No thoughts of death or suicide"),
                            ("passive", "Wishes not to be alive, no thoughts of suicide"),
                            ("thoughts", "Thoughts of suicide, no plan"),
                            ("plan", "Thoughts of suicide with a plan or intent"),
                            ("self_harm", "Self-harm without wish to die"),
                            ("attempt", "Attempted suicide"),
                            ("to_others", "Risk to somebody else"),
                            ("from_others", "At risk from somebody else"),
                            ("not_known", "Not known: could not be asked"),
                        ],
                        max_length=11,
                    ),
                ),
                ("done", models.JSONField(default=list)),
                (
                    "said",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.riskrecord.said", default=b"", editable=True
                    ),
                ),
                (
                    "action",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.riskrecord.action", default=b"", editable=True
                    ),
                ),
                (
                    "plan",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.riskrecord.plan", default=b"", editable=True
                    ),
                ),
                ("look_again_on", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.riskrecord.withdrawn_why", default=b"", editable=True
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risk_records", to="people.client"
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
            ],
            options={
                "indexes": [models.Index(fields=["client", "-at"], name="risk_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "finding__in",
                                [
                                    "none",
                                    "passive",
                                    "thoughts",
                                    "plan",
                                    "self_harm",
                                    "attempt",
                                    "to_others",
                                    "from_others",
                                    "not_known",
                                ],
                            )
                        ),
                        name="risk_finding_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("was_asked", False), models.Q(("finding", "not_known"), _negated=True), _connector="OR"
                        ),
                        name="risk_asked_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="risk_withdrawn_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=30)),
                ("level", models.CharField(max_length=10)),
                ("measure", models.CharField(blank=True, max_length=30)),
                ("item", models.CharField(blank=True, max_length=20)),
                ("value", clinic.definitions.total.Total(null=True)),
                ("is_known", models.BooleanField(default=False)),
                ("about_id", models.UUIDField(null=True)),
                ("answers_withdrawn_at", models.DateTimeField(null=True)),
                ("raised_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("escalate_at", models.DateTimeField(null=True)),
                ("n_steps", models.PositiveSmallIntegerField(default=0)),
                ("nobody_on_duty", models.BooleanField(default=False)),
                ("held_since", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="people.client"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closes",
                        to="safety.riskrecord",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None), ("seen_at", None)),
                        fields=["escalate_at"],
                        name="alert_unseen",
                    ),
                    models.Index(fields=["client", "closed_at"], name="alert_of_client"),
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["holder", "due_at"], name="alert_of_holder"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["notice", "soon", "urgent"])), name="alert_level_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at", None), ("seen_by", None)),
                            models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="alert_seen_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="alert_closed_by_a_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at", None), ("seen_at__isnull", False), _connector="OR"),
                        name="alert_closed_was_seen",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("client", "kind", "about_id", "item"),
                        name="alert_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyPlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "warning_signs",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.safetyplan.warning_signs", default=b"", editable=True
                    ),
                ),
                (
                    "coping",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.safetyplan.coping", default=b"", editable=True
                    ),
                ),
                (
                    "distraction",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.safetyplan.distraction", default=b"", editable=True
                    ),
                ),
                (
                    "helpers",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.safetyplan.helpers", default=b"", editable=True
                    ),
                ),
                (
                    "professionals",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.safetyplan.professionals", default=b"", editable=True
                    ),
                ),
                (
                    "surroundings",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.safetyplan.surroundings", default=b"", editable=True
                    ),
                ),
                (
                    "held_by",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.safetyplan.held_by", default=b"", editable=True
                    ),
                ),
                ("was_made_together", models.BooleanField()),
                ("made_on", models.DateField()),
                ("review_on", models.DateField(null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="safety_plans", to="people.client"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("client", "version"), name="plan_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_on", None), ("review_on__gte", models.F("made_on")), _connector="OR"
                        ),
                        name="plan_review_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Supporter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "name",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.supporter.name", default=b"", editable=True
                    ),
                ),
                (
                    "relation",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.supporter.relation", default=b"", editable=True
                    ),
                ),
                (
                    "phone",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.supporter.phone", default=b"", editable=True
                    ),
                ),
                ("in_hard_times", models.BooleanField(default=True)),
                ("place_in_list", models.PositiveSmallIntegerField(default=0)),
                ("unsafe_at", models.DateTimeField(null=True)),
                (
                    "unsafe_why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="safety.supporter.unsafe_why", default=b"", editable=True
                    ),
                ),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supporters", to="people.client"
                    ),
                ),
                (
                    "unsafe_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "place_in_list"], name="supporter_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unsafe_at", None), ("unsafe_by", None)),
                            models.Q(("unsafe_at__isnull", False), ("unsafe_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="supporter_unsafe_by",
                    )
                ],
            },
        ),
    ]
