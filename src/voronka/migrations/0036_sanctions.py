"""The ledger of sanctions, off, with its guards: what an entry says never changes, and none goes."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import voronka.domain.sanctions
import voronka.models.fields

# Where an entry stands changes by its steps, and that an appeal has a term. All else is as it was entered. A cleared
# demonstration takes its deals' entries along (see 0022). A later migration that makes these tables anew on SQLite has
# to run `install` again.
_FROZEN = (
    "rule_id", "deal_id", "seller_id", "team_id", "since", "counted_from", "passed_at", "fell_on", "entered_at",
    "rule_name", "fact", "grace", "unit", "amount", "full_amount", "currency", "deal_title", "subject",
)  # fmt: skip
_CLEARING = "EXISTS (SELECT 1 FROM voronka_demonstration d WHERE d.is_clearing)"
_CHANGES = "the ledger of sanctions only grows"

SQLITE = [
    f"""CREATE TRIGGER sanction_never_changes BEFORE UPDATE OF {", ".join(_FROZEN)} ON voronka_sanction
    BEGIN SELECT RAISE(ABORT, '{_CHANGES}'); END""",
    f"""CREATE TRIGGER sanction_never_goes BEFORE DELETE ON voronka_sanction WHEN NOT {_CLEARING}
    BEGIN SELECT RAISE(ABORT, '{_CHANGES}'); END""",
    f"""CREATE TRIGGER sanctionstep_never_changes BEFORE UPDATE ON voronka_sanctionstep
    BEGIN SELECT RAISE(ABORT, '{_CHANGES}'); END""",
    f"""CREATE TRIGGER sanctionstep_never_goes BEFORE DELETE ON voronka_sanctionstep WHEN NOT {_CLEARING}
    BEGIN SELECT RAISE(ABORT, '{_CHANGES}'); END""",
]
SQLITE_NAMES = (
    "sanction_never_changes", "sanction_never_goes", "sanctionstep_never_changes", "sanctionstep_never_goes",
)  # fmt: skip
POSTGRES = [
    f"""CREATE FUNCTION voronka_sanctions_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF {_CLEARING} THEN
          RETURN OLD;
        END IF;
      END IF;
      RAISE EXCEPTION '{_CHANGES}' USING ERRCODE = 'check_violation';
    END $$""",
    f"""CREATE TRIGGER sanction_never_changes BEFORE UPDATE OF {", ".join(_FROZEN)} ON voronka_sanction
    FOR EACH ROW EXECUTE FUNCTION voronka_sanctions_only_grow()""",
    """CREATE TRIGGER sanction_never_goes BEFORE DELETE ON voronka_sanction
    FOR EACH ROW EXECUTE FUNCTION voronka_sanctions_only_grow()""",
    """CREATE TRIGGER sanctionstep_never_changes BEFORE UPDATE OR DELETE ON voronka_sanctionstep
    FOR EACH ROW EXECUTE FUNCTION voronka_sanctions_only_grow()""",
]
POSTGRES_UNDO = [
    "DROP TRIGGER sanctionstep_never_changes ON voronka_sanctionstep",
    "DROP TRIGGER sanction_never_goes ON voronka_sanction",
    "DROP TRIGGER sanction_never_changes ON voronka_sanction",
    "DROP FUNCTION voronka_sanctions_only_grow()",
]


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of the database in use."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them again."""
    undo = [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE_NAMES]
    for statement in POSTGRES_UNDO if schema_editor.connection.vendor == "postgresql" else undo:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Make the tables and guard them."""

    dependencies: ClassVar = [
        ("voronka", "0035_done_tasks_by_kind"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="workspace",
            name="appeal_days",
            field=models.PositiveSmallIntegerField(db_default=3, default=3),
        ),
        migrations.AddField(
            model_name="workspace",
            name="sanctions_on",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="SanctionRule",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "fact",
                    models.CharField(
                        choices=[
                            ("overdue", "OVERDUE"),
                            ("over_limit", "OVER_LIMIT"),
                            ("not_explained", "NOT_EXPLAINED"),
                            ("no_answer", "NO_ANSWER"),
                        ],
                        max_length=16,
                    ),
                ),
                ("grace", models.DurationField()),
                ("unit", models.CharField(choices=[("money", "MONEY"), ("points", "POINTS")], max_length=8)),
                ("amount", voronka.models.fields.MoneyField()),
                ("cap", voronka.models.fields.MoneyField(null=True)),
                ("at_once", models.BooleanField(default=False)),
                ("is_on", models.BooleanField(default=False)),
                ("starts_at", models.DateTimeField(null=True)),
                ("teams", models.ManyToManyField(related_name="+", to="voronka.team")),
            ],
        ),
        migrations.CreateModel(
            name="Sanction",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateTimeField()),
                ("counted_from", models.DateTimeField()),
                ("passed_at", models.DateTimeField()),
                ("fell_on", models.DateField()),
                ("entered_at", models.DateTimeField()),
                ("rule_name", models.CharField(max_length=80)),
                (
                    "fact",
                    models.CharField(
                        choices=[
                            ("overdue", "OVERDUE"),
                            ("over_limit", "OVER_LIMIT"),
                            ("not_explained", "NOT_EXPLAINED"),
                            ("no_answer", "NO_ANSWER"),
                        ],
                        max_length=16,
                    ),
                ),
                ("grace", models.DurationField()),
                ("unit", models.CharField(choices=[("money", "MONEY"), ("points", "POINTS")], max_length=8)),
                ("amount", voronka.models.fields.MoneyField()),
                ("full_amount", voronka.models.fields.MoneyField()),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("deal_title", models.CharField(max_length=160)),
                ("subject", models.CharField(blank=True, max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "PROPOSED"),
                            ("confirmed", "CONFIRMED"),
                            ("appealed", "APPEALED"),
                            ("upheld", "UPHELD"),
                            ("lifted", "LIFTED"),
                            ("cancelled", "CANCELLED"),
                        ],
                        default=voronka.domain.sanctions.State["PROPOSED"],
                        max_length=9,
                    ),
                ),
                ("appeal_until", models.DateTimeField(null=True)),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="sanctions",
                        to="voronka.deal",
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        db_index=False,
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
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="entries",
                        to="voronka.sanctionrule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SanctionSpared",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateTimeField()),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="voronka.deal"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="voronka.sanctionrule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SanctionStep",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "PROPOSED"),
                            ("confirmed", "CONFIRMED"),
                            ("appealed", "APPEALED"),
                            ("upheld", "UPHELD"),
                            ("lifted", "LIFTED"),
                            ("cancelled", "CANCELLED"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
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
                (
                    "sanction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="steps",
                        to="voronka.sanction",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="sanctionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="sanction_rule_worth"
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_on", False), ("starts_at__isnull", False), _connector="OR"),
                name="sanction_rule_starts",
            ),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["seller", "fell_on", "id"], name="sanction_seller"),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["team", "fell_on", "id"], name="sanction_team"),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["fell_on", "id"], name="sanction_day"),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(
                condition=models.Q(("state__in", ["appealed", "proposed"])),
                fields=["team", "id"],
                name="sanction_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.UniqueConstraint(
                fields=("rule", "deal", "since"), name="sanction_once_a_stretch"
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("amount__lte", models.F("full_amount"))),
                name="sanction_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    ("appeal_until__isnull", False),
                    _connector="OR",
                ),
                name="sanction_may_be_appealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanctionspared",
            constraint=models.UniqueConstraint(
                fields=("rule", "deal", "since"), name="spared_once_a_stretch"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
