"""What problem deals, capacity, the plan and advice are kept by."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import voronka.models.fields

# Who decides is a fact of the contact; what clients were heard by is noted on the deals.
DECIDERS = """UPDATE voronka_deal SET knows_decider = TRUE
    WHERE contact_id IN (SELECT id FROM voronka_contact WHERE decides)"""
_SOURCES = " UNION ALL ".join(
    f"SELECT deal_id, {column} AS at FROM voronka_{table} WHERE removed_at IS NULL{besides}"  # noqa: S608 - our own names
    for table, column, besides in (
        ("call", "started_at", " AND seconds > 0"),
        ("meeting", "at", ""),
        ("dispatch", "opened_at", " AND opened_at IS NOT NULL"),
        ("dispatch", "acknowledged_at", " AND acknowledged_at IS NOT NULL"),
        ("dispatch", "ordered_at", " AND ordered_at IS NOT NULL"),
        ("payment", "created_at", ""),
        ("consent", "at", ""),
        ("signedcontract", "created_at", ""),
    )
)
HEARD = f"""UPDATE voronka_deal SET heard_at = heard.at
    FROM (SELECT deal_id, MAX(at) AS at FROM ({_SOURCES}) AS every_one GROUP BY deal_id) AS heard
    WHERE heard.deal_id = voronka_deal.id"""  # noqa: S608 - our own names


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0031_presence_birthdays"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdvicePutAside",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="PlannedMonth",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("month", models.DateField()),
                ("amount", voronka.models.fields.MoneyField()),
            ],
        ),
        migrations.CreateModel(
            name="ProblemDay",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("day", models.DateField()),
                ("deals", models.PositiveIntegerField()),
                ("kinds", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddField(
            model_name="deal",
            name="heard_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        # By hand: Django would make the table anew on SQLite, which the triggers of other tables don't outlive.
        migrations.RunSQL(
            "ALTER TABLE voronka_deal ADD COLUMN knows_decider bool NOT NULL DEFAULT FALSE",
            "ALTER TABLE voronka_deal DROP COLUMN knows_decider",
            state_operations=[
                migrations.AddField(
                    "deal", "knows_decider", models.BooleanField(db_default=False, default=False)
                )
            ],
        ),
        migrations.AddField(
            model_name="workspace",
            name="answer_days",
            field=models.PositiveSmallIntegerField(db_default=14, default=14),
        ),
        migrations.AddField(
            model_name="workspace",
            name="free_hours",
            field=models.PositiveSmallIntegerField(db_default=24, default=24),
        ),
        migrations.AddField(
            model_name="workspace",
            name="touch_minutes",
            field=models.JSONField(default=dict),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["by", "created_at"], name="call_by"),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["owner", "heard_at", "created_at"],
                name="deal_heard_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["team", "heard_at", "created_at"],
                name="deal_heard_team",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("is_open", True), ("knows_decider", False)),
                fields=["owner", "stage"],
                name="deal_undecided_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("is_open", True), ("knows_decider", False)),
                fields=["team", "stage"],
                name="deal_undecided_team",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["by", "created_at"], name="dispatch_by"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["by", "created_at"], name="meeting_by"),
        ),
        migrations.AddField(
            model_name="adviceputaside",
            name="pipeline",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voronka.pipeline",
            ),
        ),
        migrations.AddField(
            model_name="adviceputaside",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="plannedmonth",
            name="team",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voronka.team",
            ),
        ),
        migrations.AddField(
            model_name="plannedmonth",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="problemday",
            name="team",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voronka.team",
            ),
        ),
        migrations.AddField(
            model_name="problemday",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="adviceputaside",
            constraint=models.UniqueConstraint(fields=("user", "pipeline"), name="advice_put_aside_once"),
        ),
        migrations.AddConstraint(
            model_name="plannedmonth",
            constraint=models.UniqueConstraint(fields=("user", "month"), name="planned_month_of_user"),
        ),
        migrations.AddConstraint(
            model_name="plannedmonth",
            constraint=models.UniqueConstraint(fields=("team", "month"), name="planned_month_of_team"),
        ),
        migrations.AddConstraint(
            model_name="plannedmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("team__isnull", True), ("user__isnull", False)),
                    models.Q(("team__isnull", False), ("user__isnull", True)),
                    _connector="OR",
                ),
                name="planned_month_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="problemday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", False)),
                fields=("user", "day"),
                name="problem_day_of_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="problemday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", True)), fields=("team", "day"), name="problem_day_of_team"
            ),
        ),
        migrations.RunSQL(DECIDERS, migrations.RunSQL.noop),
        migrations.RunSQL(HEARD, migrations.RunSQL.noop),
    ]
