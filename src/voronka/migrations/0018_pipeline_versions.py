"""Published versions of a pipeline's playbook, drafts of the next, and by which a deal is judged."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def write_first_versions(apps: Any, _: Any) -> None:
    """What each pipeline asks for now is its first version."""
    criteria = apps.get_model("voronka", "StageCriterion").objects.order_by("position", "id")
    versions = apps.get_model("voronka", "PipelineVersion").objects
    for pipeline in apps.get_model("voronka", "Pipeline").objects.all():
        stages = pipeline.stages.filter(retired_at=None).order_by("position", "id")
        rules = [
            {
                "stage": stage.pk,
                "enter": list(criteria.filter(stage=stage, gate="enter").values_list("id", flat=True)),
                "exit": list(criteria.filter(stage=stage, gate="exit").values_list("id", flat=True)),
                "advance": stage.advance,
                "back_to": stage.back_to,
            }
            for stage in stages
        ]
        versions.create(pipeline=pipeline, number=1, rules=rules, published_at=pipeline.changed_at)


class Migration(migrations.Migration):
    """Make the table and the columns, and write the first versions."""

    dependencies: ClassVar = [
        ("voronka", "0018_service_terms"),
    ]

    operations: ClassVar = [
        # By hand: Django would make the table anew on SQLite, which the triggers of other tables don't outlive.
        migrations.RunSQL(
            "ALTER TABLE voronka_deal ADD COLUMN playbook_version integer NOT NULL DEFAULT 1"
            " CHECK (playbook_version >= 0)",
            "ALTER TABLE voronka_deal DROP COLUMN playbook_version",
            state_operations=[
                migrations.AddField(
                    "deal", "playbook_version", models.PositiveIntegerField(db_default=1, default=1)
                )
            ],
        ),
        migrations.AddField(
            model_name="pipeline",
            name="draft_of",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="draft",
                to="voronka.pipeline",
            ),
        ),
        migrations.AddField(
            model_name="pipeline",
            name="published",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="stage",
            name="draft_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voronka.stage",
            ),
        ),
        migrations.AddField(
            model_name="stagecriterion",
            name="draft_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="voronka.stagecriterion",
            ),
        ),
        migrations.AddField(
            model_name="stagecriterion",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="PipelineVersion",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveIntegerField()),
                ("rules", models.JSONField()),
                ("changes", models.JSONField(default=list)),
                ("at_once", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField()),
                (
                    "pipeline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="voronka.pipeline",
                    ),
                ),
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pipeline", "number"), name="pipeline_version_once")
                ],
            },
        ),
        migrations.RunPython(write_first_versions, migrations.RunPython.noop),
    ]
