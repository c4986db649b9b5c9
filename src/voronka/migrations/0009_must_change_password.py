"""Users whose password somebody else made; those there are keep theirs."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the mark."""

    dependencies: ClassVar = [("voronka", "0008_clients_by_name_and_number")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(default=False),
        ),
    ]
