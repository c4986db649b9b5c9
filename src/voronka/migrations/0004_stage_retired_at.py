"""Stages that were used are retired instead of deleted. A nullable column: no table is rebuilt."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the instant of retiring."""

    dependencies: ClassVar = [("voronka", "0003_search_index")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="stage",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
