"""Which deal came from which."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from voronka.domain.deal_links import LinkKind
from voronka.domain.events import EventKind


class Migration(migrations.Migration):
    """Make the table. The kinds of events are no column of the database: they are told as they are now."""

    dependencies: ClassVar = [("voronka", "0011_records")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(max_length=24, choices=[(k.value, k.name) for k in EventKind]),
        ),
        migrations.CreateModel(
            name="DealLink",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(choices=[(k.value, k.name) for k in LinkKind], max_length=9)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="link",
                        to="voronka.deal",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="continuations",
                        to="voronka.deal",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="deallink",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin", models.F("deal")), _negated=True), name="link_of_two"
            ),
        ),
    ]
