"""An index of the wishes for an exception. It is added, no table is rebuilt: the guards stay."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies: ClassVar = [("voronka", "0004_stage_retired_at")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("kind", "exception_asked")), fields=["id"], name="event_wish"
            ),
        ),
    ]
