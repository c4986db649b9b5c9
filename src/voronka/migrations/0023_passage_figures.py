"""One index that holds all that is counted of the gates passed."""

from typing import ClassVar

from django.db import migrations, models

FILLING = "UPDATE voronka_gatepassage SET is_exception = TRUE WHERE exception <> ''"


class Migration(migrations.Migration):
    """A column that says whether there was an exception, and the index over it."""

    dependencies: ClassVar = [
        ("voronka", "0022_demonstration"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="gatepassage",
            name="is_exception",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(FILLING, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="gatepassage", name="passage_when"),
        migrations.AddIndex(
            model_name="gatepassage",
            index=models.Index(
                fields=[
                    "pipeline",
                    "at",
                    "id",
                    "stage",
                    "deal",
                    "version",
                    "asked",
                    "by_word",
                    "waived",
                    "is_exception",
                ],
                name="passage_figures",
            ),
        ),
    ]
