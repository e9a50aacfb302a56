import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import clinic.sealing.field


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120, unique=True)),
                ("public_name", models.CharField(max_length=120)),
                ("site", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("country", models.CharField(max_length=2)),
                ("region", models.CharField(blank=True, max_length=20)),
                ("language", models.CharField(default="en", max_length=12)),
                ("time_zone", models.CharField(max_length=40)),
                ("hours", models.JSONField(default=dict)),
                ("holidays", models.JSONField(default=list)),
                ("alert_rules", models.JSONField(default=dict)),
                ("shows_expected", models.BooleanField(default=True)),
                ("expected_for_clients", models.BooleanField(default=False)),
                ("assessment_holds_days", models.PositiveSmallIntegerField(default=14)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("is_client", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_active", True), ("left_at", None)),
                            models.Q(("is_active", False), ("left_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="user_active_or_left",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("called", models.CharField(blank=True, max_length=60)),
                ("born_on", models.DateField()),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "address",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.address", default=b"", editable=True
                    ),
                ),
                (
                    "safe_channel",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("phone", "Phone call"),
                            ("post", "Post"),
                            ("in_person", "Only in person"),
                        ],
                        default="email",
                        max_length=9,
                    ),
                ),
                ("may_leave_voicemail", models.BooleanField(default=False)),
                ("shares_device", models.BooleanField(default=False)),
                (
                    "contact_note",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.contact_note", default=b"", editable=True
                    ),
                ),
                ("language", models.CharField(default="en", max_length=12)),
                ("country", models.CharField(max_length=2)),
                ("region", models.CharField(blank=True, max_length=20)),
                ("time_zone", models.CharField(max_length=40)),
                ("interpreter", models.CharField(blank=True, max_length=60)),
                (
                    "access_needs",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.access_needs", default=b"", editable=True
                    ),
                ),
                (
                    "emergency_name",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.emergency_name", default=b"", editable=True
                    ),
                ),
                (
                    "emergency_phone",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.emergency_phone", default=b"", editable=True
                    ),
                ),
                (
                    "emergency_relation",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.emergency_relation", default=b"", editable=True
                    ),
                ),
                (
                    "gender",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.gender", default=b"", editable=True
                    ),
                ),
                (
                    "ethnicity",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.ethnicity", default=b"", editable=True
                    ),
                ),
                (
                    "disability",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.disability", default=b"", editable=True
                    ),
                ),
                (
                    "religion",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.religion", default=b"", editable=True
                    ),
                ),
                (
                    "sexual_orientation",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.client.sexual_orientation", default=b"", editable=True
                    ),
                ),
                ("hides_severity", models.BooleanField(default=False)),
                ("is_made_up", models.BooleanField(default=False)),
                ("made_up_from", models.CharField(blank=True, max_length=60)),
                ("registered_at", models.DateTimeField()),
                ("open_to_duty_since", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clients", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clients", to="people.team"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["therapist", "name"], name="client_of_therapist")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("safe_channel__in", ["email", "phone", "post", "in_person"])),
                        name="client_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("safe_channel", "email"), _negated=True),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="client_by_email_has_email",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("safe_channel", "phone"), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="client_by_phone_has_phone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_up_from", ""), ("is_made_up", True), _connector="OR"),
                        name="client_of_a_case_is_made_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherClinician",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=60)),
                (
                    "name",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.otherclinician.name", default=b"", editable=True
                    ),
                ),
                (
                    "place",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.otherclinician.place", default=b"", editable=True
                    ),
                ),
                (
                    "phone",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.otherclinician.phone", default=b"", editable=True
                    ),
                ),
                ("place_in_list", models.PositiveSmallIntegerField(default=0)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="other_clinicians", to="people.client"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reason",
                    clinic.sealing.field.SealedText(
                        blank=True, context="people.breakglass.reason", default=b"", editable=True
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "looked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="glass", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="glass", to="people.client"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="glass_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_at", None), ("looked_by", None)),
                            models.Q(("looked_at__isnull", False), ("looked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="glass_looked_at_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "covering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covered_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("covering", models.F("therapist")), _negated=True), name="cover_by_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="cover_ends_after_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=20)),
                ("about_id", models.UUIDField(null=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="people.client"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["about_id"], name="link_about")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["questionnaire", "plan", "portal"])),
                        name="link_purpose_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "supervisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervises",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervised_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("supervisor", models.F("therapist")), _negated=True),
                        name="supervision_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="supervision_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("therapist", "Therapist"),
                            ("supervisor", "Supervisor"),
                            ("duty", "Duty lead"),
                            ("manager", "Manager"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=13,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="people.team"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="membership_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["therapist", "supervisor", "duty", "manager", "administrator"])
                        ),
                        name="membership_role_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("team", "user", "role"), name="membership_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="people.team"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["team", "until"], name="duty_of_team")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="duty_ends_after_start"
                    )
                ],
            },
        ),
    ]
