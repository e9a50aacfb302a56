import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import clinic.sealing.field


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
        ("safety", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("protocol", models.CharField(max_length=30)),
                ("version", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("length", models.CharField(max_length=20)),
                ("format", models.CharField(default="individual", max_length=20)),
                (
                    "medium",
                    models.CharField(
                        choices=[("in_person", "In person"), ("phone", "By phone"), ("video", "By video")],
                        default="in_person",
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120)),
                ("referred_on", models.DateField(null=True)),
                ("started_on", models.DateField()),
                ("n_sessions", models.PositiveSmallIntegerField()),
                ("ends_on", models.DateField()),
                ("begun_at", models.DateTimeField()),
                ("condition", models.CharField(blank=True, max_length=30)),
                ("tags", models.JSONField(default=list)),
                ("ending_opened_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "end_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completed", "Completed as planned"),
                            ("early_by_agreement", "Ended early, by agreement"),
                            ("early_by_client", "Ended early by the client"),
                            ("lost_contact", "Lost contact"),
                            ("transferred", "Moved to another treatment or service"),
                            ("admitted", "Admitted to hospital"),
                            ("died", "Died"),
                            ("never_started", "Never started"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "end_why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.course.end_why", default=b"", editable=True
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("improved", "Reliably improved"),
                            ("no_change", "No reliable change"),
                            ("worse", "Reliably worse"),
                            ("not_known", "Not known: there are not two scores to compare"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="therapy.course",
                    ),
                ),
                (
                    "begun_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="courses", to="people.client"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "-started_on"], name="course_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("started_on"))), name="course_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("referred_on", None), ("referred_on__lte", models.F("started_on")), _connector="OR"
                        ),
                        name="course_referred_before_start",
                    ),
                    models.CheckConstraint(condition=models.Q(("n_sessions__gte", 1)), name="course_has_sessions"),
                    models.CheckConstraint(
                        condition=models.Q(("medium__in", ["in_person", "phone", "video"])), name="course_medium_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end_kind", ""),
                                ("ended_at", None),
                                ("ended_by", None),
                                ("ended_on", None),
                                ("result", ""),
                            ),
                            models.Q(
                                (
                                    "end_kind__in",
                                    [
                                        "completed",
                                        "early_by_agreement",
                                        "early_by_client",
                                        "lost_contact",
                                        "transferred",
                                        "admitted",
                                        "died",
                                        "never_started",
                                    ],
                                ),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                ("result__in", ["improved", "no_change", "worse", "not_known"]),
                            ),
                            _connector="OR",
                        ),
                        name="course_end_is_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("client",), name="course_running_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("was_reached", models.BooleanField()),
                (
                    "note",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.contact.note", default=b"", editable=True
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="people.client"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="therapy.course",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "-at"], name="contact_of_client")],
            },
        ),
        migrations.CreateModel(
            name="Break",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                (
                    "why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.break.why", default=b"", editable=True
                    ),
                ),
                ("marked_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="breaks", to="therapy.course"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="break_ends_after_start"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaWeight",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("area", models.CharField(max_length=20)),
                (
                    "evidence",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.areaweight.evidence", default=b"", editable=True
                    ),
                ),
                (
                    "against",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.areaweight.against", default=b"", editable=True
                    ),
                ),
                ("by_client", models.PositiveSmallIntegerField(null=True)),
                ("by_therapist", models.PositiveSmallIntegerField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="weights", to="therapy.course"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_client", None), ("by_client__lte", 10), _connector="OR"),
                            models.Q(("by_therapist", None), ("by_therapist__lte", 10), _connector="OR"),
                        ),
                        name="weight_0_to_10",
                    ),
                    models.UniqueConstraint(fields=("course", "area"), name="weight_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField()),
                ("prompts", models.CharField(max_length=40)),
                ("prompts_version", models.PositiveSmallIntegerField()),
                (
                    "values",
                    clinic.sealing.field.SealedValues(
                        blank=True, context="therapy.agreement.values", default=b"", editable=True
                    ),
                ),
                ("filled", models.JSONField(default=list)),
                ("n_sessions", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("interval_days", models.PositiveSmallIntegerField()),
                ("ends_on", models.DateField()),
                ("review_at_session", models.PositiveSmallIntegerField(null=True)),
                ("written_at", models.DateTimeField()),
                ("shared_at", models.DateTimeField(null=True)),
                ("agreed_on", models.DateField(null=True)),
                ("refused_on", models.DateField(null=True)),
                (
                    "answered_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("portal", "On their own page"),
                            ("by_word", "By word, in a session"),
                            ("on_paper", "On paper, signed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "client_said",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.agreement.client_said", default=b"", editable=True
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="therapy.course"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("course", "version"), name="agreement_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_on", None), ("answered_how", ""), ("refused_on", None)),
                            models.Q(
                                ("agreed_on__isnull", False),
                                ("answered_how__in", ["portal", "by_word", "on_paper"]),
                                ("refused_on", None),
                            ),
                            models.Q(
                                ("agreed_on", None),
                                ("answered_how__in", ["portal", "by_word", "on_paper"]),
                                ("refused_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseLetter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("to_whom", models.CharField(max_length=10)),
                (
                    "addressee",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.courseletter.addressee", default=b"", editable=True
                    ),
                ),
                (
                    "text",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.courseletter.text", default=b"", editable=True
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("written_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
                ("shared_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.courseletter.withdrawn_why", default=b"", editable=True
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="therapy.course"
                    ),
                ),
                (
                    "given_by",
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
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["course", "-written_at"], name="letter_of_course")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_whom__in", ["client", "gp"])), name="letter_to_whom_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at", None), ("given_by", None)),
                            models.Q(("given_at__isnull", False), ("given_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_given_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_withdrawn_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoursePlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("n_sessions", models.PositiveSmallIntegerField()),
                ("ends_on", models.DateField()),
                (
                    "why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.courseplan.why", default=b"", editable=True
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="therapy.course"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["course", "made_at"], name="plan_of_course")],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("due_on", models.DateField()),
                ("measures", models.JSONField(default=list)),
                ("set_at", models.DateTimeField()),
                ("done_on", models.DateField(null=True)),
                (
                    "outcome",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.followup.outcome", default=b"", editable=True
                    ),
                ),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="therapy.course"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("done_on", None)),
                        fields=["due_on"],
                        name="follow_up_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by", None), ("done_on", None)),
                            models.Q(("done_by__isnull", False), ("done_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="follow_up_done_by",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("course", "due_on"),
                        name="follow_up_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Formulation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "text",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.formulation.text", default=b"", editable=True
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("shared_at", models.DateTimeField(null=True)),
                ("agreed_on", models.DateField(null=True)),
                ("refused_on", models.DateField(null=True)),
                (
                    "answered_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("portal", "On their own page"),
                            ("by_word", "By word, in a session"),
                            ("on_paper", "On paper, signed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "client_said",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.formulation.client_said", default=b"", editable=True
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="formulations", to="therapy.course"
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
                    models.UniqueConstraint(fields=("course", "version"), name="formulation_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_on", None), ("answered_how", ""), ("refused_on", None)),
                            models.Q(
                                ("agreed_on__isnull", False),
                                ("answered_how__in", ["portal", "by_word", "on_paper"]),
                                ("refused_on", None),
                            ),
                            models.Q(
                                ("agreed_on", None),
                                ("answered_how__in", ["portal", "by_word", "on_paper"]),
                                ("refused_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="formulation_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Focus",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("area", models.CharField(max_length=20)),
                (
                    "title",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.focus.title", default=b"", editable=True
                    ),
                ),
                ("is_second", models.BooleanField(default=False)),
                ("agreed_on", models.DateField()),
                (
                    "agreed_how",
                    models.CharField(
                        choices=[
                            ("portal", "On their own page"),
                            ("by_word", "By word, in a session"),
                            ("on_paper", "On paper, signed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "values",
                    clinic.sealing.field.SealedValues(
                        blank=True, context="therapy.focus.values", default=b"", editable=True
                    ),
                ),
                ("filled", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                ("until_on", models.DateField(null=True)),
                (
                    "why_changed",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.focus.why_changed", default=b"", editable=True
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="foci", to="therapy.course"
                    ),
                ),
                (
                    "formulation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foci",
                        to="therapy.formulation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agreed_how__in", ["portal", "by_word", "on_paper"])),
                        name="focus_agreed_how_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("course", "is_second"),
                        name="focus_running_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "text",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.goal.text", default=b"", editable=True
                    ),
                ),
                ("target", models.PositiveSmallIntegerField(default=8)),
                ("place_in_list", models.PositiveSmallIntegerField(default=0)),
                ("set_on", models.DateField()),
                ("dropped_on", models.DateField(null=True)),
                (
                    "focus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="therapy.focus"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("target__lte", 10)), name="goal_target_0_to_10")
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalRating",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("value", models.PositiveSmallIntegerField()),
                ("by_client", models.BooleanField(default=False)),
                ("rated_at", models.DateTimeField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="therapy.goal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("value__lte", 10)), name="rating_0_to_10"),
                    models.UniqueConstraint(fields=("goal", "on"), name="rating_once_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "name",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.relationship.name", default=b"", editable=True
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("living", "Living"),
                            ("estranged", "Estranged"),
                            ("deceased", "Deceased"),
                            ("online", "Known online"),
                        ],
                        default="living",
                        max_length=10,
                    ),
                ),
                ("is_past", models.BooleanField(default=False)),
                ("supports", models.BooleanField(default=False)),
                ("conflicts", models.BooleanField(default=False)),
                (
                    "values",
                    clinic.sealing.field.SealedValues(
                        blank=True, context="therapy.relationship.values", default=b"", editable=True
                    ),
                ),
                ("filled", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("place_in_list", models.PositiveSmallIntegerField(default=0)),
                ("by_client", models.BooleanField(default=False)),
                ("shared_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="relationships", to="people.client"
                    ),
                ),
                (
                    "supporter",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="safety.supporter"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "place_in_list"], name="relationship_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["living", "estranged", "deceased", "online"])),
                        name="relationship_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LifeEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField()),
                (
                    "precision",
                    models.CharField(
                        choices=[("day", "That day"), ("month", "That month"), ("year", "That year")],
                        default="day",
                        max_length=5,
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                (
                    "what",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.lifeevent.what", default=b"", editable=True
                    ),
                ),
                (
                    "appraisal",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.lifeevent.appraisal", default=b"", editable=True
                    ),
                ),
                ("mood_before", models.PositiveSmallIntegerField(null=True)),
                ("mood_after", models.PositiveSmallIntegerField(null=True)),
                ("is_onset", models.BooleanField(default=False)),
                ("area", models.CharField(blank=True, max_length=20)),
                ("by_client", models.BooleanField(default=False)),
                ("shared_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="life_events", to="people.client"
                    ),
                ),
                ("people", models.ManyToManyField(related_name="events", to="therapy.relationship")),
            ],
            options={
                "indexes": [models.Index(fields=["client", "on"], name="event_of_client_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("precision__in", ["day", "month", "year"])), name="event_precision_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mood_before", None), ("mood_before__lte", 10), _connector="OR"),
                            models.Q(("mood_after", None), ("mood_after__lte", 10), _connector="OR"),
                        ),
                        name="event_mood_0_to_10",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "text",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.issue.text", default=b"", editable=True
                    ),
                ),
                ("area", models.CharField(blank=True, max_length=20)),
                ("rank_by_client", models.PositiveSmallIntegerField(null=True)),
                ("rank_by_therapist", models.PositiveSmallIntegerField(null=True)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issues", to="therapy.course"
                    ),
                ),
                (
                    "relationship",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="therapy.relationship",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="focus",
            name="people",
            field=models.ManyToManyField(related_name="foci", to="therapy.relationship"),
        ),
        migrations.CreateModel(
            name="Closeness",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("ring", models.PositiveSmallIntegerField()),
                ("angle", models.PositiveSmallIntegerField()),
                ("wished_ring", models.PositiveSmallIntegerField(null=True)),
                ("by_client", models.BooleanField(default=False)),
                ("placed_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closeness", to="people.client"
                    ),
                ),
                (
                    "relationship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closeness", to="therapy.relationship"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "on"], name="closeness_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ring__gte", 1), ("ring__lte", 4)), name="closeness_ring_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("angle__lte", 359)), name="closeness_angle_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wished_ring", None),
                            models.Q(("wished_ring__gte", 1), ("wished_ring__lte", 4)),
                            _connector="OR",
                        ),
                        name="closeness_wish_known",
                    ),
                    models.UniqueConstraint(fields=("relationship", "on"), name="closeness_once_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RelationshipSafety",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "values",
                    clinic.sealing.field.SealedValues(
                        blank=True, context="therapy.relationshipsafety.values", default=b"", editable=True
                    ),
                ),
                ("is_unsafe", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "relationship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="safety", to="therapy.relationship"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["relationship", "-at"], name="safety_of_relationship")],
            },
        ),
        migrations.CreateModel(
            name="SessionNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("prompts", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "values",
                    clinic.sealing.field.SealedValues(
                        blank=True, context="therapy.sessionnote.values", default=b"", editable=True
                    ),
                ),
                ("filled", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("began_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("saved_in", models.CharField(blank=True, max_length=40)),
                (
                    "open_alert_why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.sessionnote.open_alert_why", default=b"", editable=True
                    ),
                ),
                ("signed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.sessionnote.withdrawn_why", default=b"", editable=True
                    ),
                ),
                (
                    "risk_record",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="safety.riskrecord"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="note_signed_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="note_withdrawn_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteCopy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "values",
                    clinic.sealing.field.SealedValues(
                        blank=True, context="therapy.notecopy.values", default=b"", editable=True
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("saved_in", models.CharField(blank=True, max_length=40)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="therapy.sessionnote"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "text",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.addendum.text", default=b"", editable=True
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="therapy.sessionnote"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TherapySession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "medium",
                    models.CharField(
                        choices=[("in_person", "In person"), ("phone", "By phone"), ("video", "By video")],
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120)),
                ("booked_at", models.DateTimeField()),
                ("moved_from", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("came", "Came"),
                            ("late", "Came late"),
                            ("client_cancelled", "Cancelled by the client"),
                            ("therapist_cancelled", "Cancelled by us"),
                            ("did_not_come", "Did not come"),
                        ],
                        max_length=20,
                    ),
                ),
                ("attendance_at", models.DateTimeField(null=True)),
                ("was_in_time", models.BooleanField(null=True)),
                ("had_word", models.BooleanField(null=True)),
                (
                    "reason",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.therapysession.reason", default=b"", editable=True
                    ),
                ),
                (
                    "attendance_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="therapy.course"
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["course", "starts_at"], name="session_of_course")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("medium__in", ["in_person", "phone", "video"])), name="session_medium_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 240)), name="session_minutes_sensible"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attendance", ""), ("attendance_at", None), ("attendance_by", None)),
                            models.Q(
                                (
                                    "attendance__in",
                                    ["came", "late", "client_cancelled", "therapist_cancelled", "did_not_come"],
                                ),
                                ("attendance_at__isnull", False),
                                ("attendance_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="session_attendance_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("removed_at", None), ("attendance", ""), _connector="OR"),
                        name="session_removed_unattended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TechniqueUse",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("technique", models.CharField(max_length=40)),
                (
                    "line",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.techniqueuse.line", default=b"", editable=True
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="techniques",
                        to="therapy.therapysession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("session", "technique"), name="technique_once_a_session")
                ],
            },
        ),
        migrations.CreateModel(
            name="StrategyUse",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("area", models.CharField(max_length=20)),
                ("strategy", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strategies",
                        to="therapy.therapysession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("session", "area", "strategy"), name="strategy_once_a_session")
                ],
            },
        ),
        migrations.AddField(
            model_name="sessionnote",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="therapy.therapysession"
            ),
        ),
        migrations.CreateModel(
            name="ProcessNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "text",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.processnote.text", default=b"", editable=True
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="process_notes",
                        to="therapy.therapysession",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("session", "by"), name="process_note_once")],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sheet", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("on", models.DateField()),
                (
                    "values",
                    clinic.sealing.field.SealedValues(
                        blank=True, context="therapy.entry.values", default=b"", editable=True
                    ),
                ),
                ("filled", models.JSONField(default=list)),
                ("by_client", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
                ("shared_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_why",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.entry.withdrawn_why", default=b"", editable=True
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="therapy.entry"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="therapy.course"
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
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="therapy.therapysession",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["course", "sheet", "-written_at"], name="entry_of_course")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="entry_withdrawn_by",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.CharField(max_length=20)),
                ("about_id", models.UUIDField()),
                (
                    "text",
                    clinic.sealing.field.SealedText(
                        blank=True, context="therapy.comment.text", default=b"", editable=True
                    ),
                ),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="people.client"
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
            ],
            options={
                "indexes": [models.Index(fields=["client", "-at"], name="comment_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at", None), ("seen_by", None)),
                            models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_seen_by",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="therapysession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attendance__in", ("came", "late")), ("held_by__isnull", False)),
                    models.Q(models.Q(("attendance__in", ("came", "late")), _negated=True), ("held_by", None)),
                    _connector="OR",
                ),
                name="session_held_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="therapysession",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("removed_at", None),
                    models.Q(("attendance__in", ("client_cancelled", "therapist_cancelled")), _negated=True),
                ),
                fields=("course", "starts_at"),
                name="session_of_course_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionnote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("session",), name="note_of_session_once"
            ),
        ),
    ]
