"""The demonstration, and the one thing that the log's guard lets go of: what it says of a demonstration being cleared."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# `is_clearing` is true only within the transaction that clears, so nobody else's deletes pass. What the log says of
# the set-up stays, and what it said before the demonstration began. A later migration that makes the event's table
# anew has to run `install` of 0002 and then this one.
_GOES = """OLD.kind <> 'setup_changed' AND EXISTS (SELECT 1 FROM voronka_demonstration d
        WHERE d.is_clearing AND OLD.id > d.since_event)"""

SQLITE = [
    "DROP TRIGGER event_never_goes",
    f"""CREATE TRIGGER event_never_goes BEFORE DELETE ON voronka_event
    WHEN NOT ({_GOES})
    BEGIN SELECT RAISE(ABORT, 'the event log only grows'); END""",
]
SQLITE_UNDO = [
    "DROP TRIGGER event_never_goes",
    """CREATE TRIGGER event_never_goes BEFORE DELETE ON voronka_event
    BEGIN SELECT RAISE(ABORT, 'the event log only grows'); END""",
]
POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION voronka_event_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF {_GOES} THEN
          RETURN OLD;
        END IF;
      END IF;
      RAISE EXCEPTION 'the event log only grows' USING ERRCODE = 'check_violation';
    END $$""",
]
POSTGRES_UNDO = [
    """CREATE OR REPLACE FUNCTION voronka_event_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the event log only grows' USING ERRCODE = 'check_violation'; END $$""",
]


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the guard ask the demonstration."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The guard of old."""
    for statement in POSTGRES_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Make the table and change the guard."""

    dependencies: ClassVar = [("voronka", "0021_gate_passages")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Demonstration",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="demonstration_single"),
                    models.CheckConstraint(
                        condition=models.Q(("laid__lte", models.F("planned"))),
                        name="demonstration_laid_as_planned",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
