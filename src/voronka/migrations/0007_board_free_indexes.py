"""Indexes for what a team has free: on PostgreSQL the planner else sorts all that nobody owns. Only added."""

from typing import ClassVar

from django.db import migrations, models

_FREE = models.Q(("is_open", True), ("owner__isnull", True))
_KEYS = {"next": "next_step_at", "created": "created_at", "entered": "entered_at", "amount": "amount_base"}


class Migration(migrations.Migration):
    """Add the indexes."""

    dependencies: ClassVar = [("voronka", "0006_client_history_and_closed")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=_FREE, fields=["team", "stage", column, "id"], name=f"board_{key}_free"
            ),
        )
        for key, column in _KEYS.items()
    ]
