"""Erased people, and the one change that the log's guard lets through: words of a person who is being erased."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# `is_running` is true only within the transaction that erases, so nobody else's changes pass, and these change nothing
# but words. A later migration that makes the event's table anew has to run `install` of 0002, of 0022, then this one.
_RUNS = "EXISTS (SELECT 1 FROM voronka_erasure e WHERE e.is_running)"
_COLUMNS = (
    "id", "at", "kind", "actor_id", "deal_id", "contact_id", "company_id", "pipeline_id", "stage_id", "owner_id", "team_id",
    "owner_before_id", "team_before_id", "stage_before_id", "version", "request_id",
)  # fmt: skip
_SAME_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _COLUMNS)
_SAME_POSTGRES = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _COLUMNS)
_GOES = """OLD.kind <> 'setup_changed' AND EXISTS (SELECT 1 FROM voronka_demonstration d
        WHERE d.is_clearing AND OLD.id > d.since_event)"""

SQLITE = [
    "DROP TRIGGER event_never_changes",
    f"""CREATE TRIGGER event_never_changes BEFORE UPDATE ON voronka_event
    WHEN NOT ({_SAME_SQLITE} AND {_RUNS})
    BEGIN SELECT RAISE(ABORT, 'the event log only grows'); END""",
]
SQLITE_UNDO = [
    "DROP TRIGGER event_never_changes",
    """CREATE TRIGGER event_never_changes BEFORE UPDATE ON voronka_event
    BEGIN SELECT RAISE(ABORT, 'the event log only grows'); END""",
]


def _function(change: str) -> list[str]:
    return [
        f"""CREATE OR REPLACE FUNCTION voronka_event_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF {_GOES} THEN
          RETURN OLD;
        END IF;
      END IF;
      {change}
      RAISE EXCEPTION 'the event log only grows' USING ERRCODE = 'check_violation';
    END $$"""
    ]


POSTGRES = _function(
    f"""IF TG_OP = 'UPDATE' THEN
        IF {_SAME_POSTGRES} AND {_RUNS} THEN
          RETURN NEW;
        END IF;
      END IF;"""
)
POSTGRES_UNDO = _function("")


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the guard ask the erasures."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The guard of before."""
    for statement in POSTGRES_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Make the table and change the guard."""

    dependencies: ClassVar = [("voronka", "0050_api_tokens")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("contact", models.IntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200)),
                ("is_running", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_running", True)),
                        fields=("is_running",),
                        name="one_erasure_at_a_time",
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
