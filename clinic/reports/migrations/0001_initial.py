import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "scope",
                    models.CharField(
                        choices=[("service", "The whole service"), ("team", "A team"), ("therapist", "A therapist")],
                        max_length=10,
                    ),
                ),
                ("period", models.CharField(max_length=10)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("framework", models.CharField(max_length=40)),
                ("framework_version", models.PositiveSmallIntegerField()),
                ("as_of", models.DateField()),
                ("computed_at", models.DateTimeField()),
                ("content", models.JSONField()),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="people.team"
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["team", "period"], name="block_of_team"),
                    models.Index(fields=["therapist", "period"], name="block_of_therapist"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope", "service"), ("team", None), ("therapist", None)),
                            models.Q(("scope", "team"), ("team__isnull", False), ("therapist", None)),
                            models.Q(("scope", "therapist"), ("team", None), ("therapist__isnull", False)),
                            _connector="OR",
                        ),
                        name="block_of_one_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="block_period_runs_forward"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Computing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("as_of", models.DateField(unique=True)),
                ("taken_up_at", models.DateTimeField()),
                ("n_tries", models.PositiveSmallIntegerField(default=1)),
                ("finished_at", models.DateTimeField(null=True)),
                ("n_blocks", models.PositiveIntegerField(default=0)),
                ("n_fits", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at", None), ("finished_at__gte", models.F("taken_up_at")), _connector="OR"
                        ),
                        name="computing_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Download",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("parquet", models.BinaryField()),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="downloads", to="reports.block"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("block", "name"), name="download_of_block_once")],
            },
        ),
        migrations.CreateModel(
            name="Expectation",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("measure", models.CharField(max_length=30)),
                ("version", models.PositiveSmallIntegerField()),
                ("n_courses", models.PositiveIntegerField()),
                ("is_calibrated", models.BooleanField()),
                ("fitted_at", models.DateTimeField()),
                ("content", models.JSONField()),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expectations",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["measure", "version"], name="expectation_of_measure")],
            },
        ),
    ]
