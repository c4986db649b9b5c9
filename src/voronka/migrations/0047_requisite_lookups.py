"""What somebody had a provider of requisites asked for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0046_requisites"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequisiteLookup",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("text", models.CharField(max_length=160)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("found", models.JSONField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=12)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="voronka.company"
                    ),
                ),
            ],
        ),
    ]
