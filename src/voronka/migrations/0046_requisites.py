"""Requisites of companies with their origin, and the open register that is loaded here."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0045_spending"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("country", models.CharField(max_length=2)),
                ("name", models.CharField(max_length=240)),
                ("key", models.CharField(db_index=True, max_length=240)),
                ("tax_id", models.CharField(max_length=20)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("told", models.JSONField()),
                ("is_closed", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["tax_id"], name="register_entry_tax_id")],
                "constraints": [
                    models.UniqueConstraint(fields=("country", "tax_id"), name="register_entry_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyRequisite",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("legal_name", "LEGAL_NAME"),
                            ("tax_id", "TAX_ID"),
                            ("kpp", "KPP"),
                            ("ogrn", "OGRN"),
                            ("vat_id", "VAT_ID"),
                            ("address", "ADDRESS"),
                            ("signer", "SIGNER"),
                            ("bank", "BANK"),
                            ("bic", "BIC"),
                            ("account", "ACCOUNT"),
                            ("correspondent", "CORRESPONDENT"),
                            ("iban", "IBAN"),
                            ("swift", "SWIFT"),
                        ],
                        max_length=16,
                    ),
                ),
                ("value", models.CharField(max_length=240)),
                (
                    "origin",
                    models.CharField(
                        choices=[("typed", "TYPED"), ("register", "REGISTER"), ("dadata", "DADATA")],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requisites",
                        to="voronka.company",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "name"), name="company_requisite_once")
                ],
            },
        ),
    ]
