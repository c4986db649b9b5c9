"""Forms for other sites, and the wordings of their consent."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0041_client_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="WebForm",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="form",
                        serialize=False,
                        to="voronka.source",
                    ),
                ),
                ("token", models.CharField(max_length=32, unique=True)),
                ("language", models.CharField(max_length=2)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("fields", models.JSONField(default=list)),
                ("button", models.CharField(blank=True, max_length=60)),
                ("thanks_text", models.CharField(blank=True, max_length=400)),
                ("thanks_url", models.CharField(blank=True, max_length=400)),
                ("origins", models.JSONField(default=list)),
                ("asks_consent", models.BooleanField(default=False)),
                ("consent_version", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ConsentWording",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("since", models.DateTimeField()),
                (
                    "form",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="voronka.webform",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form", "version"), name="consent_wording_once")
                ],
            },
        ),
    ]
