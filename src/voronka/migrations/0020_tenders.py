"""Tenders: their days, criteria and documents."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    dependencies = [
        ("voronka", "0019_hand_overs"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Tender",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.CharField(blank=True, max_length=60)),
                ("link", models.CharField(blank=True, max_length=200)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="tender", to="voronka.deal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TenderCriterion",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("text", models.CharField(max_length=200)),
                ("weight", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="criteria",
                        to="voronka.tender",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "tender criteria",
            },
        ),
        migrations.CreateModel(
            name="TenderDocument",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("text", models.CharField(max_length=200)),
                ("until", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="documents",
                        to="voronka.tender",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TenderDeadline",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("questions", "QUESTIONS"), ("bids", "BIDS"), ("decision", "DECISION")],
                        max_length=9,
                    ),
                ),
                ("on", models.DateField()),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="voronka.task",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="deadlines",
                        to="voronka.tender",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tender", "kind"), name="deadline_once")],
            },
        ),
    ]
