"""From when to when service contracts run."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table."""

    dependencies = [
        ("voronka", "0017_relations"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ServiceTerm",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("remind_days", models.PositiveSmallIntegerField()),
                (
                    "deal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="term", to="voronka.deal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("begins_on"))),
                        name="term_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
