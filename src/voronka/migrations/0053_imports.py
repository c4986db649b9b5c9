"""Files of clients that were brought in, what became of their rows, and how layouts are read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0052_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportLayout",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("targets", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=200)),
                ("path", models.CharField(max_length=80)),
                ("form", models.CharField(max_length=8)),
                ("encoding", models.CharField(blank=True, max_length=20)),
                ("delimiter", models.CharField(blank=True, max_length=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("columns", "COLUMNS"),
                            ("checking", "CHECKING"),
                            ("checked", "CHECKED"),
                            ("running", "RUNNING"),
                            ("done", "DONE"),
                            ("cancelled", "CANCELLED"),
                            ("undoing", "UNDOING"),
                            ("undone", "UNDONE"),
                        ],
                        max_length=10,
                    ),
                ),
                ("columns", models.JSONField(default=list)),
                ("targets", models.JSONField(default=list)),
                ("country", models.CharField(max_length=2)),
                ("date_order", models.CharField(max_length=12)),
                ("rows", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("place", models.BigIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("verdict", models.CharField(max_length=8)),
                ("name", models.CharField(blank=True, max_length=160)),
                ("said", models.JSONField(default=list)),
                ("cells", models.JSONField(blank=True, null=True)),
                ("filled", models.JSONField(default=dict)),
                ("made_contact", models.BooleanField(default=False)),
                ("made_company", models.BooleanField(default=False)),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="voronka.company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="voronka.contact",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="voronka.import",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("rows"))), name="import_done_of_rows"
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["of", "verdict", "number"], name="import_row_verdict"),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)), fields=["contact"], name="import_row_contact"
            ),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("company__isnull", False)), fields=["company"], name="import_row_company"
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(fields=("of", "number"), name="import_row_once"),
        ),
    ]
