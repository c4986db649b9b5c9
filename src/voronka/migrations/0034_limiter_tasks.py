"""Steps that a stage's method demands (R19). By hand: Django would make the tables anew on SQLite, which the triggers of
other tables don't outlive.
"""

from django.db import migrations, models


def _flag(table: str, model: str, column: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD COLUMN {column} bool NOT NULL DEFAULT false",
        f"ALTER TABLE {table} DROP COLUMN {column}",
        state_operations=[
            migrations.AddField(model, column, models.BooleanField(db_default=False, default=False))
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0033_reaching_people"),
    ]

    operations = [
        _flag("voronka_stage", "stage", "step_is_limiter"),
        _flag("voronka_task", "task", "is_limiter"),
    ]
