"""Who took lists away as files."""

from django.db import migrations, models

import voronka.domain.events


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0051_erasures"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("kind", voronka.domain.events.EventKind["LIST_EXPORTED"])),
                fields=["id"],
                name="event_export",
            ),
        ),
    ]
