"""Robots and what they did, tags and priority of deals, tasks that ask something, and the role of who does what robots do."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables and the columns."""

    dependencies: ClassVar = [
        ("voronka", "0026_calendar_feed"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DealTag",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Robot",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
        ),
        migrations.CreateModel(
            name="RobotAlarm",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("due_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RobotCursor",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RobotRun",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                        default="running",
                        max_length=7,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=24)),
            ],
        ),
        migrations.CreateModel(
            name="RobotStepRun",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("result", models.JSONField(default=dict)),
                ("error", models.TextField(blank=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RobotTurn",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="user",
            name="user_role",
        ),
        migrations.RemoveConstraint(
            model_name="user",
            name="user_has_team",
        ),
        # By hand: Django would make the tables anew on SQLite, which the triggers of other tables don't outlive.
        migrations.RunSQL(
            "ALTER TABLE voronka_deal ADD COLUMN priority varchar(6) NOT NULL DEFAULT 'normal'",
            "ALTER TABLE voronka_deal DROP COLUMN priority",
            state_operations=[
                migrations.AddField(
                    "deal",
                    "priority",
                    models.CharField(
                        choices=[("high", "HIGH"), ("normal", "NORMAL"), ("low", "LOW")],
                        db_default="normal",
                        default="normal",
                        max_length=6,
                    ),
                )
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE voronka_task ADD COLUMN question varchar(200) NOT NULL DEFAULT ''",
            "ALTER TABLE voronka_task DROP COLUMN question",
            state_operations=[
                migrations.AddField(
                    "task",
                    "question",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                )
            ],
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[("seller", "SELLER"), ("head", "HEAD"), ("admin", "ADMIN"), ("robot", "ROBOT")],
                default="seller",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role__in", ["admin", "robot"]),
                    ("team__isnull", False),
                    models.Q(("is_product_owner", True), ("role", "seller")),
                    _connector="OR",
                ),
                name="user_has_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["seller", "head", "admin", "robot"])), name="user_role"
            ),
        ),
        migrations.AddField(
            model_name="dealtag",
            name="deal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tags",
                to="voronka.deal",
            ),
        ),
        migrations.AddField(
            model_name="robot",
            name="pipeline",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="robots",
                to="voronka.pipeline",
            ),
        ),
        migrations.AddField(
            model_name="robot",
            name="stage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="robots", to="voronka.stage"
            ),
        ),
        migrations.AddField(
            model_name="robotalarm",
            name="deal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="voronka.deal"
            ),
        ),
        migrations.AddField(
            model_name="robotalarm",
            name="robot",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voronka.robot",
            ),
        ),
        migrations.AddConstraint(
            model_name="robotcursor",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="robot_cursor_single"),
        ),
        migrations.AddField(
            model_name="robotrun",
            name="deal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="robot_runs", to="voronka.deal"
            ),
        ),
        migrations.AddField(
            model_name="robotrun",
            name="robot",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="runs",
                to="voronka.robot",
            ),
        ),
        migrations.AddField(
            model_name="robotsteprun",
            name="run",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="step_runs",
                to="voronka.robotrun",
            ),
        ),
        migrations.AddField(
            model_name="robotturn",
            name="last",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="robotturn",
            name="robot",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voronka.robot",
            ),
        ),
        migrations.AddField(
            model_name="robotturn",
            name="team",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voronka.team",
            ),
        ),
        migrations.AddConstraint(
            model_name="dealtag",
            constraint=models.UniqueConstraint(
                models.F("deal"), django.db.models.functions.text.Upper("name"), name="deal_tag_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="robot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True), models.Q(("key", ""), _negated=True)),
                fields=("stage", "key"),
                name="robot_key_once",
            ),
        ),
        migrations.AddIndex(
            model_name="robotalarm",
            index=models.Index(fields=["due_at", "id"], name="robot_alarm_due"),
        ),
        migrations.AddConstraint(
            model_name="robotalarm",
            constraint=models.UniqueConstraint(fields=("robot", "deal"), name="robot_alarm_once"),
        ),
        migrations.AddIndex(
            model_name="robotrun",
            index=models.Index(fields=["robot", "-id"], name="robot_run_newest"),
        ),
        migrations.AddConstraint(
            model_name="robotrun",
            constraint=models.UniqueConstraint(fields=("robot", "moment"), name="robot_run_once"),
        ),
        migrations.AddIndex(
            model_name="robotsteprun",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["due_at", "id"], name="robot_step_due"
            ),
        ),
        migrations.AddIndex(
            model_name="robotsteprun",
            index=models.Index(
                condition=models.Q(("state", "failed")), fields=["id"], name="robot_step_failed"
            ),
        ),
        migrations.AddConstraint(
            model_name="robotsteprun",
            constraint=models.UniqueConstraint(fields=("run", "position"), name="robot_step_once"),
        ),
        migrations.AddConstraint(
            model_name="robotturn",
            constraint=models.UniqueConstraint(fields=("robot", "team"), name="robot_turn_once"),
        ),
    ]
