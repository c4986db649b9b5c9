"""Questions of our checklist with a deal's answers, and what its client looks for."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from voronka.domain.criteria import CriterionKind


class Migration(migrations.Migration):
    """Make the tables, and know the new kind of criterion."""

    dependencies: ClassVar = [("voronka", "0013_criteria_of_both_gates")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="stagecriterion",
            name="kind",
            field=models.CharField(max_length=9, choices=[(k.value, k.name) for k in CriterionKind]),
        ),
        migrations.CreateModel(
            name="ClientCriterion",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("text", models.CharField(max_length=200)),
                (
                    "match",
                    models.CharField(
                        choices=[
                            ("match", "MATCH"),
                            ("partly", "PARTLY"),
                            ("no", "NO"),
                            ("unknown", "UNKNOWN"),
                        ],
                        default="unknown",
                        max_length=7,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="client_criteria",
                        to="voronka.deal",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "client criteria",
            },
        ),
        migrations.CreateModel(
            name="QualificationQuestion",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(blank=True, default="", max_length=60)),
                ("position", models.PositiveIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pipeline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="voronka.pipeline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QualificationAnswer",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "fit",
                    models.CharField(
                        choices=[("fit", "FIT"), ("unfit", "UNFIT"), ("unknown", "UNKNOWN")], max_length=7
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400)),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="answers",
                        to="voronka.deal",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="answers",
                        to="voronka.qualificationquestion",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("deal", "question"), name="answer_once")],
            },
        ),
    ]
