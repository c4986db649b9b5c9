"""The database as it stood after 0035, made in one step: what a new installation begins with.

Step by step a new database took eight times as long, and every test run makes some. Whoever has one already goes on by
those steps, which stay where they are: Django takes either this or them. tests/management/test_migrations.py compares
what comes of both. The guards and the index are installed by the migrations that brought them; the others' data had
nothing to do in an empty database.
"""

import datetime
import importlib
from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

import voronka.domain.criteria
import voronka.domain.events
import voronka.domain.feedback
import voronka.domain.hand_overs
import voronka.domain.jobs
import voronka.domain.objections
import voronka.domain.outside
import voronka.domain.permissions
import voronka.domain.pipeline
import voronka.domain.qualification
import voronka.domain.relations
import voronka.domain.reviews
import voronka.domain.robot
import voronka.domain.robot_runs
import voronka.domain.task
import voronka.models.fields
from voronka.domain.criteria import CriterionKind
from voronka.domain.deal_links import LinkKind
from voronka.domain.events import EventKind

_GUARDS = importlib.import_module("voronka.migrations.0002_next_step_and_log_guards")
_SEARCH = importlib.import_module("voronka.migrations.0003_search_index")
_DEMONSTRATION = importlib.import_module("voronka.migrations.0022_demonstration")


class CreateModels(Operation):
    """Many models at once. One by one, Django renders all that a model touches anew for each: three times as slow."""

    def __init__(self, models: list[migrations.CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Not rendered, it takes what is added as it is; whoever asks next renders all of it once.
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.models)} models"


class Migration(migrations.Migration):
    replaces = [
        ("voronka", "0001_initial"),
        ("voronka", "0002_next_step_and_log_guards"),
        ("voronka", "0003_search_index"),
        ("voronka", "0004_stage_retired_at"),
        ("voronka", "0005_event_wish"),
        ("voronka", "0006_client_history_and_closed"),
        ("voronka", "0007_board_free_indexes"),
        ("voronka", "0008_clients_by_name_and_number"),
        ("voronka", "0009_must_change_password"),
        ("voronka", "0010_playbook_versions"),
        ("voronka", "0011_records"),
        ("voronka", "0012_deal_links"),
        ("voronka", "0013_criteria_of_both_gates"),
        ("voronka", "0014_qualification"),
        ("voronka", "0015_feedback_loyalty_nurture"),
        ("voronka", "0016_objections"),
        ("voronka", "0017_relations"),
        ("voronka", "0018_pipeline_versions"),
        ("voronka", "0018_service_terms"),
        ("voronka", "0019_hand_overs"),
        ("voronka", "0020_tenders"),
        ("voronka", "0021_gate_passages"),
        ("voronka", "0022_demonstration"),
        ("voronka", "0023_passage_figures"),
        ("voronka", "0024_notices"),
        ("voronka", "0025_jobs_and_worker"),
        ("voronka", "0026_calendar_feed"),
        ("voronka", "0027_robots"),
        ("voronka", "0028_working_calendars"),
        ("voronka", "0029_reviews"),
        ("voronka", "0030_quick_day"),
        ("voronka", "0031_presence_birthdays"),
        ("voronka", "0032_problem_deals"),
        ("voronka", "0033_reaching_people"),
        ("voronka", "0034_limiter_tasks"),
        ("voronka", "0035_done_tasks_by_kind"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="ObjectionKind",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("answers", models.JSONField(default=list)),
                        ("is_retired", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="OutsideCheck",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[("mail", "MAIL"), ("telegram", "TELEGRAM")],
                                max_length=8,
                                unique=True,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("went_well", models.BooleanField(null=True)),
                        ("answer", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="RoundClock",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=40, unique=True)),
                        ("last_at", models.DateTimeField(blank=True, null=True)),
                        ("next_at", models.DateTimeField()),
                        ("took", models.DurationField(blank=True, null=True)),
                        ("result", models.CharField(blank=True, max_length=200)),
                        ("last_error", models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchDocument",
                    fields=[
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("text", models.TextField()),
                        ("access", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchWord",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(max_length=40, unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("at", models.DateTimeField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[(k.value, k.name) for k in EventKind],
                                max_length=24,
                            ),
                        ),
                        ("actor_id", models.IntegerField(null=True)),
                        ("deal_id", models.IntegerField(null=True)),
                        ("contact_id", models.IntegerField(null=True)),
                        ("company_id", models.IntegerField(null=True)),
                        ("pipeline_id", models.IntegerField(null=True)),
                        ("stage_id", models.IntegerField(null=True)),
                        ("owner_id", models.IntegerField(null=True)),
                        ("team_id", models.IntegerField(null=True)),
                        ("owner_before_id", models.IntegerField(null=True)),
                        ("team_before_id", models.IntegerField(null=True)),
                        ("stage_before_id", models.IntegerField(null=True)),
                        ("version", models.IntegerField(null=True)),
                        ("request_id", models.CharField(blank=True, max_length=40)),
                        ("payload", models.JSONField(default=dict)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("deal_id__isnull", False)),
                                fields=["deal_id", "id"],
                                name="event_deal",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("kind", voronka.domain.events.EventKind["EXCEPTION_ASKED"])
                                ),
                                fields=["id"],
                                name="event_wish",
                            ),
                            models.Index(
                                condition=models.Q(("contact_id__isnull", False), ("deal_id__isnull", True)),
                                fields=["contact_id", "id"],
                                name="event_contact",
                            ),
                            models.Index(
                                condition=models.Q(("company_id__isnull", False), ("deal_id__isnull", True)),
                                fields=["company_id", "id"],
                                name="event_company",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExchangeRate",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3)),
                        ("since_on", models.DateField()),
                        ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("currency", "since_on"), name="rate_once_a_day"),
                            models.CheckConstraint(condition=models.Q(("rate__gt", 0)), name="rate_positive"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=24)),
                        ("payload", models.JSONField(default=dict)),
                        ("key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                        ("due_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "WAITING"),
                                    ("running", "RUNNING"),
                                    ("done", "DONE"),
                                    ("failed", "FAILED"),
                                    ("given_up", "GIVEN_UP"),
                                ],
                                default=voronka.domain.jobs.JobState["WAITING"],
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("error", models.TextField(blank=True)),
                        ("leased_until", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["due_at", "id"],
                                name="job_due",
                            ),
                            models.Index(
                                condition=models.Q(("state", "running")),
                                fields=["leased_until"],
                                name="job_leased",
                            ),
                            models.Index(
                                condition=models.Q(("state", "failed")), fields=["id"], name="job_failed"
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["done", "given_up"])),
                                fields=["finished_at"],
                                name="job_over",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("leased_until__isnull", False), ("state", "running")),
                                    models.Q(
                                        models.Q(("state", "running"), _negated=True),
                                        ("leased_until__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="job_running_is_leased",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finished_at__isnull", True), ("state__in", ["waiting", "running"])
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["waiting", "running"]), _negated=True),
                                        ("finished_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="job_over_has_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LoginFailure",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=270)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["key", "at"], name="login_failure_key")],
                    },
                ),
                migrations.CreateModel(
                    name="NurtureTrack",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(blank=True, default="", max_length=60)),
                        ("name", models.CharField(max_length=80)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("is_retired", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"), name="track_name_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideSettings",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.CharField(blank=True, default="", max_length=200)),
                        ("mail_host", models.CharField(blank=True, default="", max_length=200)),
                        ("mail_port", models.PositiveIntegerField(default=587)),
                        (
                            "mail_security",
                            models.CharField(
                                choices=[("starttls", "STARTTLS"), ("tls", "TLS"), ("none", "NONE")],
                                default=voronka.domain.outside.Security["STARTTLS"],
                                max_length=8,
                            ),
                        ),
                        ("mail_user", models.CharField(blank=True, default="", max_length=200)),
                        ("mail_password_sealed", models.TextField(blank=True, default="")),
                        ("mail_from", models.CharField(blank=True, default="", max_length=254)),
                        ("push_key_sealed", models.TextField(blank=True, default="")),
                        ("push_public", models.CharField(blank=True, default="", max_length=120)),
                        ("telegram_token_sealed", models.TextField(blank=True, default="")),
                        ("telegram_name", models.CharField(blank=True, default="", max_length=64)),
                        ("telegram_offset", models.BigIntegerField(default=0)),
                        ("tasks_told_until", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="outside_single")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reason",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("exit", models.CharField(max_length=9)),
                        ("name", models.CharField(max_length=80)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("asks_competitor", models.BooleanField(default=False)),
                        ("is_retired", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("exit", "name"), name="reason_once"),
                            models.CheckConstraint(
                                condition=models.Q(("exit__in", ["lost", "postponed"])), name="reason_exit"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RobotCursor",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.BigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="robot_cursor_single")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrackTouch",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "track",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="touches",
                                to="voronka.nurturetrack",
                            ),
                        ),
                        ("after", models.DurationField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("call", "CALL"),
                                    ("meeting", "MEETING"),
                                    ("email", "EMAIL"),
                                    ("offer", "OFFER"),
                                    ("document", "DOCUMENT"),
                                    ("visit", "VISIT"),
                                    ("payment", "PAYMENT"),
                                    ("research", "RESEARCH"),
                                    ("other", "OTHER"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=160)),
                    ],
                ),
                migrations.CreateModel(
                    name="WorkCalendar",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("time_zone", models.CharField(max_length=64)),
                        ("country", models.CharField(blank=True, default="", max_length=2)),
                        ("subdivision", models.CharField(blank=True, default="", max_length=8)),
                        ("holidays_off", models.BooleanField(default=True)),
                        ("week", models.JSONField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"), name="calendar_name_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="children",
                                to="voronka.team",
                            ),
                        ),
                        (
                            "calendar",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="teams",
                                to="voronka.workcalendar",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"), name="team_name_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="team_not_own_parent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        ("email", models.EmailField(max_length=254, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("seller", "SELLER"),
                                    ("head", "HEAD"),
                                    ("admin", "ADMIN"),
                                    ("robot", "ROBOT"),
                                ],
                                default=voronka.domain.permissions.Role["SELLER"],
                                max_length=8,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="members",
                                to="voronka.team",
                            ),
                        ),
                        ("language", models.CharField(default="en", max_length=5)),
                        ("time_zone", models.CharField(default="UTC", max_length=64)),
                        ("theme", models.CharField(default="system", max_length=6)),
                        ("shortcuts", models.BooleanField(default=True)),
                        ("is_product_owner", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                        ("must_change_password", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"), name="user_email_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role__in", ["admin", "robot"]),
                                    ("team__isnull", False),
                                    models.Q(
                                        ("is_product_owner", True),
                                        ("role", voronka.domain.permissions.Role["SELLER"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="user_has_team",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["seller", "head", "admin", "robot"])),
                                name="user_role",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("secret_hash", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="UserSeen",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Company",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("legal_name", models.CharField(blank=True, max_length=200)),
                        ("tax_id", models.CharField(blank=True, max_length=40)),
                        ("site", models.CharField(blank=True, max_length=200)),
                        ("sector", models.CharField(blank=True, max_length=80)),
                        ("city", models.CharField(blank=True, max_length=80)),
                        ("country", models.CharField(blank=True, max_length=80)),
                        ("address", models.CharField(blank=True, max_length=240)),
                        ("description", models.TextField(blank=True)),
                        ("employees", models.PositiveIntegerField(blank=True, null=True)),
                        ("founded_year", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "annual_revenue",
                            models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="subsidiaries",
                                to="voronka.company",
                            ),
                        ),
                        ("time_zone", models.CharField(blank=True, max_length=64)),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="companies",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                to="voronka.team",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("care_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["name", "id"], name="company_name"),
                            models.Index(fields=["owner", "name", "id"], name="company_owner"),
                            models.Index(fields=["team", "name", "id"], name="company_team"),
                            models.Index(
                                django.db.models.functions.text.Upper("name"), name="company_name_upper"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        ("position", models.CharField(blank=True, max_length=120)),
                        ("decides", models.BooleanField(default=False)),
                        (
                            "company",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="contacts",
                                to="voronka.company",
                            ),
                        ),
                        ("city", models.CharField(blank=True, max_length=80)),
                        ("time_zone", models.CharField(blank=True, max_length=64)),
                        ("birthday", models.DateField(blank=True, null=True)),
                        ("description", models.TextField(blank=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="contacts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                to="voronka.team",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("care_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["name", "id"], name="contact_name"),
                            models.Index(fields=["owner", "name", "id"], name="contact_owner"),
                            models.Index(fields=["team", "name", "id"], name="contact_team"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=160)),
                        ("words", models.TextField(blank=True)),
                        ("folded", models.TextField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("missing", "MISSING"),
                                    ("fault", "FAULT"),
                                    ("idea", "IDEA"),
                                    ("praise", "PRAISE"),
                                ],
                                max_length=7,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "NEW"),
                                    ("looked_at", "LOOKED_AT"),
                                    ("planned", "PLANNED"),
                                    ("done", "DONE"),
                                    ("declined", "DECLINED"),
                                ],
                                default=voronka.domain.feedback.FeedbackState["NEW"],
                                max_length=9,
                            ),
                        ),
                        ("state_at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "merged_into",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="merged",
                                to="voronka.feedback",
                            ),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name_plural": "feedback",
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("merged_into__isnull", True), ("removed_at__isnull", True)
                                ),
                                fields=["state", "state_at"],
                                name="feedback_column",
                            ),
                            models.Index(
                                condition=models.Q(("answered_at__isnull", False)),
                                fields=["answered_at"],
                                name="feedback_answered",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", voronka.domain.feedback.FeedbackState["DECLINED"]),
                                        _negated=True,
                                    ),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="feedback_declined_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                                name="feedback_not_in_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeChoice",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_choices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        (
                            "channel",
                            models.CharField(
                                choices=[("mail", "MAIL"), ("push", "PUSH"), ("telegram", "TELEGRAM")],
                                max_length=8,
                            ),
                        ),
                        ("wanted", models.BooleanField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "kind", "channel"), name="notice_choice_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeMessage",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "to",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("mail", "MAIL"), ("push", "PUSH"), ("telegram", "TELEGRAM")],
                                max_length=8,
                            ),
                        ),
                        ("token", models.CharField(max_length=32)),
                        ("is_letter", models.BooleanField(default=False)),
                        ("made_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["to", "channel", "made_at"], name="notice_message_pace")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeSettings",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_settings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("only_in_page", models.BooleanField(default=False)),
                        ("quiet_from", models.TimeField(blank=True, null=True)),
                        ("quiet_until", models.TimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="notice_quiet_both_ends",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Phone",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phones",
                                to="voronka.contact",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phones",
                                to="voronka.company",
                            ),
                        ),
                        ("e164", models.CharField(db_index=True, max_length=20)),
                        ("typed", models.CharField(max_length=40)),
                        ("label", models.CharField(blank=True, max_length=20)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("contact__isnull", False)),
                                fields=["contact"],
                                name="phone_contact",
                            ),
                            models.Index(
                                condition=models.Q(("company__isnull", False)),
                                fields=["company"],
                                name="phone_company",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("company__isnull", True), ("contact__isnull", False)),
                                    models.Q(("company__isnull", False), ("contact__isnull", True)),
                                    _connector="OR",
                                ),
                                name="phone_of_one",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaybookVersion",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("number", models.PositiveIntegerField()),
                        ("text", models.TextField()),
                        ("language", models.CharField(max_length=5)),
                        ("published_at", models.DateTimeField()),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "number"), name="playbook_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pipeline",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "playbook",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="pipelines",
                                to="voronka.playbookversion",
                            ),
                        ),
                        ("key", models.CharField(blank=True, default="", max_length=60)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lead", "LEAD"),
                                    ("sale", "SALE"),
                                    ("fulfilment", "FULFILMENT"),
                                    ("retention", "RETENTION"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("published", models.PositiveIntegerField(default=1)),
                        (
                            "draft_of",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="draft",
                                to="voronka.pipeline",
                            ),
                        ),
                        ("changed_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="AdvicePutAside",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.pipeline",
                            ),
                        ),
                        ("day", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "pipeline"), name="advice_put_aside_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PipelineVersion",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="voronka.pipeline",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("rules", models.JSONField()),
                        ("changes", models.JSONField(default=list)),
                        ("at_once", models.BooleanField(default=False)),
                        ("published_at", models.DateTimeField()),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("pipeline", "number"), name="pipeline_version_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PushSubscription",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="push_subscriptions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("endpoint", models.TextField(unique=True)),
                        ("p256dh", models.CharField(max_length=120)),
                        ("auth", models.CharField(max_length=40)),
                        ("device", models.CharField(blank=True, max_length=120)),
                        ("created_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="QualificationQuestion",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="voronka.pipeline",
                            ),
                        ),
                        ("key", models.CharField(blank=True, default="", max_length=60)),
                        ("position", models.PositiveIntegerField()),
                        ("text", models.CharField(max_length=200)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="views",
                                to="voronka.pipeline",
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("query", models.CharField(max_length=1000)),
                        ("is_shared", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "pipeline", "name"), name="view_name_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stage",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="stages",
                                to="voronka.pipeline",
                            ),
                        ),
                        ("key", models.CharField(blank=True, default="", max_length=60)),
                        (
                            "buyer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("motivation", "MOTIVATION"),
                                    ("interest", "INTEREST"),
                                    ("decision", "DECISION"),
                                    ("action", "ACTION"),
                                ],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("question", models.CharField(blank=True, default="", max_length=200)),
                        ("name", models.CharField(max_length=40)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("unsorted", "UNSORTED"),
                                    ("working", "WORKING"),
                                    ("won", "WON"),
                                    ("lost", "LOST"),
                                    ("postponed", "POSTPONED"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("purpose", models.CharField(blank=True, max_length=300)),
                        ("limit", models.DurationField(blank=True, null=True)),
                        ("limits", models.JSONField(default=list)),
                        (
                            "step_kind",
                            models.CharField(default=voronka.domain.task.TaskKind["CALL"], max_length=10),
                        ),
                        ("step_title", models.CharField(max_length=120)),
                        ("step_after", models.DurationField(default=datetime.timedelta(days=1))),
                        ("step_is_limiter", models.BooleanField(db_default=False, default=False)),
                        ("steps", models.JSONField(default=list)),
                        (
                            "advance",
                            models.CharField(
                                choices=[("by_hand", "BY_HAND"), ("by_itself", "BY_ITSELF")],
                                default=voronka.domain.pipeline.Advance["BY_HAND"],
                                max_length=9,
                            ),
                        ),
                        ("back_to", models.JSONField(blank=True, null=True)),
                        ("wake_after", models.DurationField(blank=True, null=True)),
                        (
                            "draft_of",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.stage",
                            ),
                        ),
                        (
                            "track",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="voronka.nurturetrack",
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind", voronka.domain.pipeline.StageKind["WORKING"]), _negated=True
                                ),
                                fields=("pipeline", "kind"),
                                name="stage_kind_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["unsorted", "working", "won", "lost", "postponed"])
                                ),
                                name="stage_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DelayCause",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delay_causes",
                                to="voronka.stage",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("is_retired", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("stage", "name"), name="cause_once_a_stage"),
                            models.UniqueConstraint(
                                condition=models.Q(("stage", None)),
                                fields=("name",),
                                name="cause_once_anywhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hand_overs",
                                to="voronka.pipeline",
                            ),
                        ),
                        (
                            "to_pipeline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.pipeline",
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="voronka.stage",
                            ),
                        ),
                        ("key", models.CharField(blank=True, default="", max_length=60)),
                        ("name", models.CharField(blank=True, default="", max_length=120)),
                        ("carries", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("pipeline", "to_pipeline"), name="hand_over_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Robot",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="robots",
                                to="voronka.pipeline",
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="robots",
                                to="voronka.stage",
                            ),
                        ),
                        ("key", models.CharField(blank=True, default="", max_length=60)),
                        ("name", models.CharField(max_length=80)),
                        ("trigger", models.JSONField()),
                        ("conditions", models.JSONField(default=list)),
                        ("steps", models.JSONField()),
                        ("again", models.BooleanField(default=False)),
                        ("is_on", models.BooleanField(default=True)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("since", models.BigIntegerField(default=0)),
                        ("enrol_after", models.IntegerField(blank=True, default=0, null=True)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("retired_at__isnull", True), models.Q(("key", ""), _negated=True)
                                ),
                                fields=("stage", "key"),
                                name="robot_key_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StageCriterion",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="voronka.stage",
                            ),
                        ),
                        (
                            "gate",
                            models.CharField(
                                choices=[("enter", "ENTER"), ("exit", "EXIT")],
                                default=voronka.domain.pipeline.Gate["EXIT"],
                                max_length=5,
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[(k.value, k.name) for k in CriterionKind],
                                max_length=9,
                            ),
                        ),
                        ("title", models.CharField(max_length=160)),
                        ("params", models.JSONField(default=dict)),
                        (
                            "draft_of",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.stagecriterion",
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="StageFlow",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.stage",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("left_how", models.CharField(max_length=10)),
                        (
                            "team",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.team",
                            ),
                        ),
                        ("owner_key", models.IntegerField()),
                        ("visits", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stage", "day", "left_how", "team", "owner_key"),
                                name="stage_flow_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StageCount",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.stage",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.team",
                            ),
                        ),
                        ("owner_key", models.IntegerField()),
                        ("deals", models.IntegerField(default=0)),
                        ("amount", voronka.models.fields.MoneyField(default=Decimal("0"))),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stage", "team", "owner_key"), name="stage_count_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RobotTurn",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "robot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.robot",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.team",
                            ),
                        ),
                        (
                            "last",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("robot", "team"), name="robot_turn_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProblemDay",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.team",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("deals", models.PositiveIntegerField()),
                        ("kinds", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("user", "day"),
                                name="problem_day_of_user",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", True)),
                                fields=("team", "day"),
                                name="problem_day_of_team",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlannedMonth",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.team",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("month", models.DateField()),
                        ("amount", voronka.models.fields.MoneyField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "month"), name="planned_month_of_user"),
                            models.UniqueConstraint(fields=("team", "month"), name="planned_month_of_team"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("team__isnull", True), ("user__isnull", False)),
                                    models.Q(("team__isnull", False), ("user__isnull", True)),
                                    _connector="OR",
                                ),
                                name="planned_month_of_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TelegramCode",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("hashed", models.CharField(max_length=64, unique=True)),
                        ("expires_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="TelegramLink",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="telegram",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("chat", models.BigIntegerField(unique=True)),
                        ("name", models.CharField(blank=True, max_length=120)),
                        ("linked_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "calendar",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="voronka.workcalendar",
                            ),
                        ),
                        ("date", models.DateField()),
                        ("name", models.CharField(blank=True, default="", max_length=80)),
                        ("hours", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("calendar", "date"), name="calendar_day_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkerLease",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token", models.CharField(max_length=36)),
                        ("node", models.CharField(max_length=120)),
                        ("since", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="worker_lease_single")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Workspace",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("currency", models.CharField(default="USD", max_length=3)),
                        ("country", models.CharField(default="US", max_length=2)),
                        ("time_zone", models.CharField(default="UTC", max_length=64)),
                        ("language", models.CharField(default="en", max_length=5)),
                        ("care_days", models.PositiveSmallIntegerField(default=90)),
                        (
                            "calendar",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.workcalendar",
                            ),
                        ),
                        ("calendars_key", models.CharField(blank=True, default="", max_length=32)),
                        ("webhook_secret", models.CharField(blank=True, default="", max_length=80)),
                        ("answer_days", models.PositiveSmallIntegerField(db_default=14, default=14)),
                        ("free_hours", models.PositiveSmallIntegerField(db_default=24, default=24)),
                        ("touch_minutes", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="workspace_single")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Demonstration",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("playbook", models.CharField(max_length=60)),
                        ("language", models.CharField(max_length=5)),
                        ("began_at", models.DateTimeField()),
                        ("deals", models.PositiveSmallIntegerField()),
                        ("planned", models.PositiveSmallIntegerField()),
                        ("laid", models.PositiveSmallIntegerField(default=0)),
                        ("since_event", models.BigIntegerField()),
                        ("is_clearing", models.BooleanField(default=False)),
                        ("owners", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                        ("sellers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="demonstration_single"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("laid__lte", models.F("planned"))),
                                name="demonstration_laid_as_planned",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Email",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="emails",
                                to="voronka.contact",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="emails",
                                to="voronka.company",
                            ),
                        ),
                        ("address", models.CharField(db_index=True, max_length=254)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("contact__isnull", False)),
                                fields=["contact"],
                                name="email_contact",
                            ),
                            models.Index(
                                condition=models.Q(("company__isnull", False)),
                                fields=["company"],
                                name="email_company",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("company__isnull", True), ("contact__isnull", False)),
                                    models.Q(("company__isnull", False), ("contact__isnull", True)),
                                    _connector="OR",
                                ),
                                name="email_of_one",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deal",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="deals",
                                to="voronka.pipeline",
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="deals",
                                to="voronka.stage",
                            ),
                        ),
                        ("is_open", models.BooleanField()),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="deals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="deals",
                                to="voronka.team",
                            ),
                        ),
                        ("title", models.CharField(max_length=160)),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="deals",
                                to="voronka.contact",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="deals",
                                to="voronka.company",
                            ),
                        ),
                        ("amount", voronka.models.fields.MoneyField(blank=True, null=True)),
                        ("currency", models.CharField(max_length=3)),
                        ("amount_base", voronka.models.fields.MoneyField(default=Decimal("0"))),
                        ("expected_close_on", models.DateField(blank=True, null=True)),
                        ("source", models.CharField(blank=True, max_length=80)),
                        ("need", models.TextField(blank=True)),
                        ("budget", models.CharField(blank=True, max_length=120)),
                        ("competitor", models.CharField(blank=True, max_length=120)),
                        ("description", models.TextField(blank=True)),
                        (
                            "referred_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="sent_deals",
                                to="voronka.contact",
                            ),
                        ),
                        ("next_step_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "lost_reason",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.reason",
                            ),
                        ),
                        ("exit_note", models.TextField(blank=True)),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("postponed_until", models.DateField(blank=True, null=True)),
                        (
                            "postpone_reason",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.reason",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("entered_at", models.DateTimeField()),
                        ("limit_at", models.DateTimeField(blank=True, null=True)),
                        ("warn_at", models.DateTimeField(blank=True, null=True)),
                        ("limit_moved_to", models.DateTimeField(blank=True, null=True)),
                        ("warned_for", models.DateTimeField(blank=True, null=True)),
                        ("escalated_for", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("playbook_version", models.PositiveIntegerField(db_default=1, default=1)),
                        ("external_id", models.CharField(blank=True, max_length=64)),
                        (
                            "priority",
                            models.CharField(
                                choices=[("high", "HIGH"), ("normal", "NORMAL"), ("low", "LOW")],
                                db_default="normal",
                                default=voronka.domain.robot.Priority["NORMAL"],
                                max_length=6,
                            ),
                        ),
                        ("heard_at", models.DateTimeField(blank=True, null=True)),
                        ("knows_decider", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["stage", "next_step_at", "id"],
                                name="board_next",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["team", "stage", "next_step_at", "id"],
                                name="board_next_team",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["owner", "stage", "next_step_at", "id"],
                                name="board_next_owner",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("owner__isnull", True)),
                                fields=["team", "stage", "next_step_at", "id"],
                                name="board_next_free",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["stage", "created_at", "id"],
                                name="board_created",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["team", "stage", "created_at", "id"],
                                name="board_created_team",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["owner", "stage", "created_at", "id"],
                                name="board_created_owner",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("owner__isnull", True)),
                                fields=["team", "stage", "created_at", "id"],
                                name="board_created_free",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["stage", "entered_at", "id"],
                                name="board_entered",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["team", "stage", "entered_at", "id"],
                                name="board_entered_team",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["owner", "stage", "entered_at", "id"],
                                name="board_entered_owner",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("owner__isnull", True)),
                                fields=["team", "stage", "entered_at", "id"],
                                name="board_entered_free",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["stage", "amount_base", "id"],
                                name="board_amount",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["team", "stage", "amount_base", "id"],
                                name="board_amount_team",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["owner", "stage", "amount_base", "id"],
                                name="board_amount_owner",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("owner__isnull", True)),
                                fields=["team", "stage", "amount_base", "id"],
                                name="board_amount_free",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("limit_at__isnull", False)),
                                fields=["stage", "limit_at", "id"],
                                name="board_limit",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("limit_at__isnull", False)),
                                fields=["team", "stage", "limit_at", "id"],
                                name="board_limit_team",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("limit_at__isnull", False)),
                                fields=["owner", "stage", "limit_at", "id"],
                                name="board_limit_owner",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("is_open", True), ("limit_at__isnull", False), ("owner__isnull", True)
                                ),
                                fields=["team", "stage", "limit_at", "id"],
                                name="board_limit_free",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("limit_at__isnull", False)),
                                fields=["limit_at"],
                                name="deal_limit",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("is_open", True),
                                    ("warn_at__isnull", False),
                                    models.Q(
                                        ("warned_for__isnull", True),
                                        models.Q(("warned_for", models.F("entered_at")), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                fields=["warn_at"],
                                name="deal_to_warn",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("is_open", True),
                                    ("limit_at__isnull", False),
                                    models.Q(
                                        ("escalated_for__isnull", True),
                                        models.Q(("escalated_for", models.F("limit_at")), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                fields=["limit_at"],
                                name="deal_to_escalate",
                            ),
                            models.Index(fields=["pipeline", "created_at", "id"], name="deal_list"),
                            models.Index(fields=["owner", "created_at", "id"], name="deal_list_owner"),
                            models.Index(fields=["team", "created_at", "id"], name="deal_list_team"),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["owner", "next_step_at"],
                                name="deal_due_owner",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["team", "next_step_at"],
                                name="deal_due_team",
                            ),
                            models.Index(
                                condition=models.Q(("referred_by__isnull", False)),
                                fields=["referred_by"],
                                name="deal_referrer",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["owner", "heard_at", "created_at"],
                                name="deal_heard_owner",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True)),
                                fields=["team", "heard_at", "created_at"],
                                name="deal_heard_team",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("knows_decider", False)),
                                fields=["owner", "stage"],
                                name="deal_undecided_owner",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", True), ("knows_decider", False)),
                                fields=["team", "stage"],
                                name="deal_undecided_team",
                            ),
                            models.Index(
                                condition=models.Q(("is_open", False)),
                                fields=["stage", "closed_at"],
                                name="deal_closed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("is_open", True)),
                                    models.Q(("closed_at__isnull", False), ("is_open", False)),
                                    _connector="OR",
                                ),
                                name="closed_deal_has_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__isnull", True), ("amount__gte", 0), _connector="OR"
                                ),
                                name="deal_amount_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "contact",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.contact",
                            ),
                        ),
                        (
                            "to",
                            models.CharField(
                                choices=[
                                    ("information", "INFORMATION"),
                                    ("meeting", "MEETING"),
                                    ("purchase", "PURCHASE"),
                                    ("contact", "CONTACT"),
                                ],
                                max_length=11,
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("oral", "ORAL"),
                                    ("written", "WRITTEN"),
                                    ("electronic", "ELECTRONIC"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ClientCriterion",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="client_criteria",
                                to="voronka.deal",
                            ),
                        ),
                        ("text", models.CharField(max_length=200)),
                        (
                            "match",
                            models.CharField(
                                choices=[
                                    ("match", "MATCH"),
                                    ("partly", "PARTLY"),
                                    ("no", "NO"),
                                    ("unknown", "UNKNOWN"),
                                ],
                                default=voronka.domain.qualification.Match["UNKNOWN"],
                                max_length=7,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=400)),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "client criteria",
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="files",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("offer", "OFFER"),
                                    ("contract", "CONTRACT"),
                                    ("signed_contract", "SIGNED_CONTRACT"),
                                    ("invoice", "INVOICE"),
                                    ("payment", "PAYMENT"),
                                    ("brief", "BRIEF"),
                                    ("other", "OTHER"),
                                ],
                                default=voronka.domain.criteria.FileKind["OTHER"],
                                max_length=16,
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("path", models.CharField(max_length=120)),
                        ("size", models.PositiveBigIntegerField()),
                        ("content_type", models.CharField(max_length=100)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="DealVerdict",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="checklist_verdict",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[("fit", "FIT"), ("unfit", "UNFIT"), ("unknown", "UNKNOWN")],
                                max_length=7,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="FeedbackVoice",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "feedback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="voices",
                                to="voronka.feedback",
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("feedback", "deal"),
                                name="feedback_voice_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GatePassage",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event_id", models.BigIntegerField(unique=True)),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="passages",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "pipeline",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.pipeline",
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.stage",
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked", models.PositiveSmallIntegerField()),
                        ("by_word", models.PositiveSmallIntegerField()),
                        ("waived", models.PositiveSmallIntegerField()),
                        ("exception", models.TextField(blank=True)),
                        ("is_exception", models.BooleanField(default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=[
                                    "pipeline",
                                    "at",
                                    "id",
                                    "stage",
                                    "deal",
                                    "version",
                                    "asked",
                                    "by_word",
                                    "waived",
                                    "is_exception",
                                ],
                                name="passage_figures",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandOverOffer",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="hand_over_offers",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "hand_over",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="offers",
                                to="voronka.handover",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "OPEN"),
                                    ("accepted", "ACCEPTED"),
                                    ("declined", "DECLINED"),
                                    ("withdrawn", "WITHDRAWN"),
                                ],
                                default=voronka.domain.hand_overs.OfferState["OPEN"],
                                max_length=9,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.CharField(blank=True, max_length=400)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", voronka.domain.hand_overs.OfferState["OPEN"])),
                                fields=["to"],
                                name="offer_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("answered_at__isnull", False)),
                                fields=["answered_at"],
                                name="offer_answered",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["open", "accepted"])),
                                fields=("deal", "hand_over"),
                                name="offer_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at__isnull", True), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="offer_answered_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("at", models.DateTimeField()),
                        ("place", models.CharField(blank=True, max_length=160)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("contract", "CONTRACT"),
                                    ("needs", "NEEDS"),
                                    ("postpone", "POSTPONE"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["by", "created_at"], name="meeting_by")],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="notes",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("plain", "PLAIN"),
                                    ("need", "NEED"),
                                    ("meeting_result", "MEETING_RESULT"),
                                    ("decision", "DECISION"),
                                    ("agreement", "AGREEMENT"),
                                ],
                                default=voronka.domain.criteria.NoteKind["PLAIN"],
                                max_length=14,
                            ),
                        ),
                        ("text", models.TextField()),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField(blank=True, null=True)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "mentions",
                            models.ManyToManyField(related_name="mentioned_in", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "to",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        (
                            "deal",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("payload", models.JSONField(default=dict)),
                        ("key", models.CharField(blank=True, default="", max_length=80)),
                        ("at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        ("spread_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["to", "id"], name="notice_list"),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["to", "id"],
                                name="notice_unread",
                            ),
                            models.Index(
                                condition=models.Q(("spread_at__isnull", True)),
                                fields=["id"],
                                name="notice_to_spread",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("key", ""), _negated=True),
                                fields=("to", "key"),
                                name="notice_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeDelivery",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "notice",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="voronka.notice",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("mail", "MAIL"), ("push", "PUSH"), ("telegram", "TELEGRAM")],
                                max_length=8,
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                        (
                            "message",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="voronka.noticemessage",
                            ),
                        ),
                        ("dropped_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("dropped_at__isnull", True), ("message__isnull", True)),
                                fields=["due_at", "to", "channel"],
                                name="notice_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("notice", "channel"), name="notice_out_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("message__isnull", True), ("dropped_at__isnull", True), _connector="OR"
                                ),
                                name="notice_sent_or_dropped",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PassedWithoutFact",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="without_fact",
                                to="voronka.gatepassage",
                            ),
                        ),
                        ("criterion_id", models.IntegerField()),
                        ("title", models.CharField(max_length=160)),
                        ("is_waived", models.BooleanField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("said", models.CharField(blank=True, max_length=400)),
                    ],
                ),
                migrations.CreateModel(
                    name="Payment",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("amount", voronka.models.fields.MoneyField()),
                        ("currency", models.CharField(max_length=3)),
                        ("amount_base", voronka.models.fields.MoneyField()),
                        ("paid_on", models.DateField()),
                        ("note", models.CharField(blank=True, max_length=160)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="payment_of_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QualificationAnswer",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="answers",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="answers",
                                to="voronka.qualificationquestion",
                            ),
                        ),
                        (
                            "fit",
                            models.CharField(
                                choices=[("fit", "FIT"), ("unfit", "UNFIT"), ("unknown", "UNKNOWN")],
                                max_length=7,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=400)),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("deal", "question"), name="answer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "contact",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.contact",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("gave", "GAVE"), ("later", "LATER"), ("no", "NO")], max_length=5
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=160)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField()),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="reviews",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.stage",
                            ),
                        ),
                        ("entered_at", models.DateTimeField()),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        (
                            "seller",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.team",
                            ),
                        ),
                        ("limit_at", models.DateTimeField()),
                        ("passed_at", models.DateTimeField()),
                        (
                            "assignee",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                        ("put_off", models.PositiveSmallIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "OPEN"), ("decided", "DECIDED"), ("moved_on", "MOVED_ON")],
                                default=voronka.domain.reviews.ReviewState["OPEN"],
                                max_length=8,
                            ),
                        ),
                        (
                            "cause",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="reviews",
                                to="voronka.delaycause",
                            ),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("go_on", "GO_ON"),
                                    ("give", "GIVE"),
                                    ("help", "HELP"),
                                    ("lower", "LOWER"),
                                    ("postpone", "POSTPONE"),
                                    ("lose", "LOSE"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        (
                            "given_to",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["assignee", "due_at", "id"],
                                name="review_waiting",
                            ),
                            models.Index(fields=["stage", "passed_at", "id"], name="review_stage"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("deal", "entered_at", "number"), name="review_once_a_limit"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("deal",),
                                name="review_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_ended_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "decided"), _negated=True),
                                    models.Q(
                                        ("cause__isnull", False), models.Q(("decision", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="review_decided_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Explanation",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="explanations",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="explanations",
                                to="voronka.review",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("question", models.CharField(max_length=400)),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at__isnull", True)),
                                fields=["to", "due_at"],
                                name="explanation_to",
                            ),
                            models.Index(
                                condition=models.Q(("answered_at__isnull", True)),
                                fields=["by", "due_at"],
                                name="explanation_by",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="explanation_answered",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RobotAlarm",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "robot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.robot",
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="voronka.deal",
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["due_at", "id"], name="robot_alarm_due")],
                        "constraints": [
                            models.UniqueConstraint(fields=("robot", "deal"), name="robot_alarm_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RobotRun",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "robot",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="runs",
                                to="voronka.robot",
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="robot_runs",
                                to="voronka.deal",
                            ),
                        ),
                        ("moment", models.CharField(max_length=80)),
                        ("cause_id", models.BigIntegerField(blank=True, null=True)),
                        ("at", models.DateTimeField()),
                        ("depth", models.PositiveSmallIntegerField(default=0)),
                        ("steps", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "RUNNING"),
                                    ("done", "DONE"),
                                    ("refused", "REFUSED"),
                                    ("failed", "FAILED"),
                                ],
                                default=voronka.domain.robot_runs.RunState["RUNNING"],
                                max_length=7,
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=24)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["robot", "-id"], name="robot_run_newest")],
                        "constraints": [
                            models.UniqueConstraint(fields=("robot", "moment"), name="robot_run_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RobotStepRun",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="step_runs",
                                to="voronka.robotrun",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "WAITING"),
                                    ("done", "DONE"),
                                    ("refused", "REFUSED"),
                                    ("failed", "FAILED"),
                                ],
                                default=voronka.domain.robot_runs.StepState["WAITING"],
                                max_length=7,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("due_at", models.DateTimeField()),
                        ("result", models.JSONField(default=dict)),
                        ("error", models.TextField(blank=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["due_at", "id"],
                                name="robot_step_due",
                            ),
                            models.Index(
                                condition=models.Q(("state", "failed")),
                                fields=["id"],
                                name="robot_step_failed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "position"), name="robot_step_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Satisfaction",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "contact",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.contact",
                            ),
                        ),
                        ("score", models.PositiveSmallIntegerField()),
                        ("at", models.DateTimeField()),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("score__lte", 10)), name="satisfaction_of_ten"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceTerm",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="term",
                                to="voronka.deal",
                            ),
                        ),
                        ("begins_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("remind_days", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("begins_on"))),
                                name="term_ends_after_it_begins",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignedContract",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("number", models.CharField(blank=True, max_length=60)),
                        ("signed_on", models.DateField()),
                        (
                            "file",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.attachment",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("deal",),
                                name="contract_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "stage",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.stage",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="objections",
                                to="voronka.objectionkind",
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("answer", models.TextField(blank=True)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("open", "OPEN"), ("answered", "ANSWERED"), ("stands", "STANDS")],
                                default=voronka.domain.objections.Outcome["OPEN"],
                                max_length=8,
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=["stage", "id"],
                                name="objection_stage",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome", voronka.domain.objections.Outcome["OPEN"]),
                                        ("settled_at__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("outcome", voronka.domain.objections.Outcome["OPEN"]),
                                            _negated=True,
                                        ),
                                        ("settled_at__gte", models.F("created_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="objection_settled_when",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Confirmation",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="confirmations",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="confirmations",
                                to="voronka.stagecriterion",
                            ),
                        ),
                        ("reason", models.CharField(max_length=400)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("deal", "criterion"), name="confirmation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="tasks",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("call", "CALL"),
                                    ("meeting", "MEETING"),
                                    ("email", "EMAIL"),
                                    ("offer", "OFFER"),
                                    ("document", "DOCUMENT"),
                                    ("visit", "VISIT"),
                                    ("payment", "PAYMENT"),
                                    ("research", "RESEARCH"),
                                    ("other", "OTHER"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=160)),
                        ("due_at", models.DateTimeField()),
                        (
                            "assignee",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="tasks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "track",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.nurturetrack",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "OPEN"), ("done", "DONE"), ("cancelled", "CANCELLED")],
                                default=voronka.domain.task.TaskState["OPEN"],
                                max_length=9,
                            ),
                        ),
                        ("question", models.CharField(blank=True, db_default="", default="", max_length=200)),
                        ("is_limiter", models.BooleanField(db_default=False, default=False)),
                        ("outcome", models.TextField(blank=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["assignee", "due_at", "id"],
                                name="task_day",
                            ),
                            models.Index(
                                condition=models.Q(("state", "open"), ("track__isnull", False)),
                                fields=["track"],
                                name="task_track",
                            ),
                            models.Index(
                                condition=models.Q(("state", "done")),
                                fields=["assignee", "closed_at", "kind"],
                                name="task_done_kinds",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="task_closed_has_date",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StageVisit",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="visits",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.stage",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.team",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("entered_at", models.DateTimeField()),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        ("left_how", models.CharField(blank=True, max_length=10)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_at__isnull", True)),
                                fields=("deal",),
                                name="visit_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("left_at__isnull", True), ("left_how", "")),
                                    models.Q(
                                        ("left_at__gte", models.F("entered_at")),
                                        models.Q(("left_how", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="visit_left_after_entered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tender",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="tender",
                                to="voronka.deal",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=60)),
                        ("link", models.CharField(blank=True, max_length=200)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="TenderCriterion",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="criteria",
                                to="voronka.tender",
                            ),
                        ),
                        ("text", models.CharField(max_length=200)),
                        ("weight", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "tender criteria",
                    },
                ),
                migrations.CreateModel(
                    name="TenderDeadline",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="deadlines",
                                to="voronka.tender",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("questions", "QUESTIONS"),
                                    ("bids", "BIDS"),
                                    ("decision", "DECISION"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "task",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="voronka.task",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("tender", "kind"), name="deadline_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TenderDocument",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="documents",
                                to="voronka.tender",
                            ),
                        ),
                        ("text", models.CharField(max_length=200)),
                        (
                            "assignee",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="VerifiedReason",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="verified_reasons",
                                to="voronka.deal",
                            ),
                        ),
                        ("lost_at", models.DateTimeField()),
                        (
                            "reason",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.reason",
                            ),
                        ),
                        ("competitor", models.CharField(blank=True, max_length=120)),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("client", "CLIENT"),
                                    ("records", "RECORDS"),
                                    ("data", "DATA"),
                                    ("elsewhere", "ELSEWHERE"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("deal", "lost_at"),
                                name="verified_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClientRelation",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relations",
                                to="voronka.contact",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relations",
                                to="voronka.company",
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[("lead", "LEAD"), ("customer", "CUSTOMER"), ("client", "CLIENT")],
                                max_length=8,
                            ),
                        ),
                        ("since_on", models.DateField()),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("request", "REQUEST"),
                                    ("qualified", "QUALIFIED"),
                                    ("paid", "PAID"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.deal",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("relation", voronka.domain.relations.Relation["CLIENT"])),
                                fields=["since_on"],
                                name="relation_clients",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("contact__isnull", False)),
                                fields=("contact", "relation"),
                                name="relation_of_contact",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("company__isnull", False)),
                                fields=("company", "relation"),
                                name="relation_of_company",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("company__isnull", True), ("contact__isnull", False)),
                                    models.Q(("company__isnull", False), ("contact__isnull", True)),
                                    _connector="OR",
                                ),
                                name="relation_of_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "contact",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.contact",
                            ),
                        ),
                        ("direction", models.CharField(choices=[("out", "OUT"), ("in", "IN")], max_length=3)),
                        ("started_at", models.DateTimeField()),
                        ("seconds", models.PositiveIntegerField()),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["by", "created_at"], name="call_by")],
                    },
                ),
                migrations.CreateModel(
                    name="DealLink",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[(k.value, k.name) for k in LinkKind],
                                max_length=9,
                            ),
                        ),
                        (
                            "origin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="continuations",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "deal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="link",
                                to="voronka.deal",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("origin", models.F("deal")), _negated=True),
                                name="link_of_two",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DealTag",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tags",
                                to="voronka.deal",
                            ),
                        ),
                        ("name", models.CharField(max_length=40)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("deal"),
                                django.db.models.functions.text.Upper("name"),
                                name="deal_tag_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Dispatch",
                    fields=[
                        (
                            "id",
                            models.AutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="%(class)s_records",
                                to="voronka.deal",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "what",
                            models.CharField(
                                choices=[("email", "EMAIL"), ("document", "DOCUMENT"), ("offer", "OFFER")],
                                max_length=8,
                            ),
                        ),
                        ("subject", models.CharField(max_length=160)),
                        ("version", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="+",
                                to="voronka.attachment",
                            ),
                        ),
                        ("sent_at", models.DateTimeField()),
                        ("delivered_at", models.DateTimeField(blank=True, null=True)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        ("ordered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "dispatches",
                        "indexes": [models.Index(fields=["by", "created_at"], name="dispatch_by")],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="deal",
            name="next_task",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="voronka.task",
            ),
        ),
        migrations.AddConstraint(
            model_name="deal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_open", False),
                    models.Q(("next_step_at__isnull", False), ("next_task__isnull", False)),
                    _connector="OR",
                ),
                name="open_deal_has_next_step",
            ),
        ),
        migrations.RunPython(_GUARDS.install, _GUARDS.remove),
        migrations.RunPython(_SEARCH.install, _SEARCH.remove),
        migrations.RunPython(_DEMONSTRATION.install, _DEMONSTRATION.remove),
    ]
