"""Playbooks as they were published, and by which of their keys pipelines and stages are known."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_BUYER = [(stage, stage.upper()) for stage in ("motivation", "interest", "decision", "action")]


class Migration(migrations.Migration):
    """Make the table and add the keys."""

    dependencies: ClassVar = [("voronka", "0009_must_change_password")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="PlaybookVersion",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=5)),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="playbookversion",
            constraint=models.UniqueConstraint(fields=("key", "number"), name="playbook_version_once"),
        ),
        migrations.AddField("pipeline", "key", models.CharField(blank=True, max_length=60, default="")),
        migrations.AddField(
            "pipeline",
            "playbook",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="pipelines",
                to="voronka.playbookversion",
            ),
        ),
        migrations.AddField("stage", "key", models.CharField(blank=True, max_length=60, default="")),
        migrations.AddField(
            "stage", "buyer", models.CharField(blank=True, choices=_BUYER, max_length=10, default="")
        ),
        migrations.AddField("stage", "question", models.CharField(blank=True, max_length=200, default="")),
    ]
