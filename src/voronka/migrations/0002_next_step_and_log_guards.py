"""Guards that Django can't declare, as triggers: the next step is a live task, and the log only grows.

A check constraint already says that an open deal has a next task. These triggers say that this task
is an open one of the same deal, and due when the deal says at each change of the deal's side. SQLite drops
triggers when it rebuilds a table, so a later migration that alters deal, task or event must run
`install` again; a test tries to break each rule and tells when one was forgotten.
"""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_TASK_FITS = """EXISTS (SELECT 1 FROM voronka_task t WHERE t.id = NEW.next_task_id AND t.deal_id = NEW.id
    AND t.state = 'open' AND t.due_at = NEW.next_step_at)"""

SQLITE = [
    f"""CREATE TRIGGER deal_next_step_fits_insert BEFORE INSERT ON voronka_deal
    WHEN NEW.is_open AND NOT {_TASK_FITS}
    BEGIN SELECT RAISE(ABORT, 'an open deal needs a live next step'); END""",
    f"""CREATE TRIGGER deal_next_step_fits BEFORE UPDATE OF is_open, next_task_id, next_step_at ON voronka_deal
    WHEN NEW.is_open AND NOT {_TASK_FITS}
    BEGIN SELECT RAISE(ABORT, 'an open deal needs a live next step'); END""",
    """CREATE TRIGGER task_next_step_stays BEFORE UPDATE OF state, deal_id ON voronka_task
    WHEN EXISTS (SELECT 1 FROM voronka_deal d WHERE d.id = OLD.deal_id AND d.is_open
        AND d.next_task_id = OLD.id)
        AND (NEW.state <> 'open' OR NEW.deal_id <> OLD.deal_id)
    BEGIN SELECT RAISE(ABORT, 'this task is the next step of an open deal'); END""",
    """CREATE TRIGGER event_never_changes BEFORE UPDATE ON voronka_event
    BEGIN SELECT RAISE(ABORT, 'the event log only grows'); END""",
    """CREATE TRIGGER event_never_goes BEFORE DELETE ON voronka_event
    BEGIN SELECT RAISE(ABORT, 'the event log only grows'); END""",
]

POSTGRES = [
    f"""CREATE FUNCTION voronka_deal_next_step_fits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.is_open AND NOT {_TASK_FITS} THEN
        RAISE EXCEPTION 'an open deal needs a live next step' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER deal_next_step_fits_insert BEFORE INSERT ON voronka_deal
    FOR EACH ROW EXECUTE FUNCTION voronka_deal_next_step_fits()""",
    """CREATE TRIGGER deal_next_step_fits BEFORE UPDATE OF is_open, next_task_id, next_step_at ON voronka_deal
    FOR EACH ROW EXECUTE FUNCTION voronka_deal_next_step_fits()""",
    """CREATE FUNCTION voronka_task_next_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.state <> 'open' OR NEW.deal_id <> OLD.deal_id)
         AND EXISTS (SELECT 1 FROM voronka_deal d WHERE d.id = OLD.deal_id AND d.is_open
             AND d.next_task_id = OLD.id) THEN
        RAISE EXCEPTION 'this task is the next step of an open deal' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER task_next_step_stays BEFORE UPDATE OF state, deal_id ON voronka_task
    FOR EACH ROW EXECUTE FUNCTION voronka_task_next_step_stays()""",
    """CREATE FUNCTION voronka_event_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the event log only grows' USING ERRCODE = 'check_violation'; END $$""",
    """CREATE TRIGGER event_never_changes BEFORE UPDATE OR DELETE ON voronka_event
    FOR EACH ROW EXECUTE FUNCTION voronka_event_only_grows()""",
]

SQLITE_NAMES = (
    "deal_next_step_fits_insert",
    "deal_next_step_fits",
    "task_next_step_stays",
    "event_never_changes",
    "event_never_goes",
)

POSTGRES_UNDO = [
    "DROP TRIGGER event_never_changes ON voronka_event",
    "DROP FUNCTION voronka_event_only_grows()",
    "DROP TRIGGER task_next_step_stays ON voronka_task",
    "DROP FUNCTION voronka_task_next_step_stays()",
    "DROP TRIGGER deal_next_step_fits ON voronka_deal",
    "DROP TRIGGER deal_next_step_fits_insert ON voronka_deal",
    "DROP FUNCTION voronka_deal_next_step_fits()",
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
    """Install the guards."""

    dependencies: ClassVar = [("voronka", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(install, remove)]
