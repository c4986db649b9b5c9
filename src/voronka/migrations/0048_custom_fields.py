"""Custom fields: their set-up, and their values as typed rows (ADR 0045)."""

import django.db.models.deletion
from django.db import migrations, models

import voronka.domain.custom_fields


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0047_requisite_lookups"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[("deal", "DEAL"), ("contact", "CONTACT"), ("company", "COMPANY")],
                        max_length=8,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "TEXT"),
                            ("number", "NUMBER"),
                            ("money", "MONEY"),
                            ("date", "DATE"),
                            ("choice", "CHOICE"),
                            ("choices", "CHOICES"),
                            ("person", "PERSON"),
                            ("company", "COMPANY"),
                            ("file", "FILE"),
                            ("link", "LINK"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("names", models.JSONField(blank=True, default=dict)),
                (
                    "seen_by",
                    models.CharField(
                        choices=[("everybody", "EVERYBODY"), ("leaders", "LEADERS")],
                        default=voronka.domain.custom_fields.SeenBy["EVERYBODY"],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_retired", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "key"), name="custom_field_key")],
            },
        ),
        migrations.CreateModel(
            name="CustomChoice",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("names", models.JSONField(blank=True, default=dict)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_retired", models.BooleanField(default=False)),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="choices",
                        to="voronka.customfield",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CustomValue",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("slot", models.CharField(max_length=24)),
                ("text", models.TextField(blank=True)),
                ("text_key", models.CharField(blank=True, max_length=60, null=True)),
                ("number", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("day", models.DateField(blank=True, null=True)),
                (
                    "choice",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.customchoice",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_values",
                        to="voronka.company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_values",
                        to="voronka.contact",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_values",
                        to="voronka.deal",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="values",
                        to="voronka.customfield",
                    ),
                ),
                (
                    "to_company",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="voronka.company",
                    ),
                ),
                (
                    "to_contact",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="voronka.contact",
                    ),
                ),
                (
                    "to_file",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="voronka.attachment",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="customchoice",
            constraint=models.UniqueConstraint(fields=("field", "key"), name="custom_choice_key"),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("text_key__isnull", False)),
                fields=["field", "text_key", "deal", "contact", "company"],
                name="custom_by_text_key",
            ),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("number__isnull", False)),
                fields=["field", "number", "deal", "contact", "company"],
                name="custom_by_number",
            ),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("day__isnull", False)),
                fields=["field", "day", "deal", "contact", "company"],
                name="custom_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("choice__isnull", False)),
                fields=["field", "choice", "deal", "contact", "company"],
                name="custom_by_choice",
            ),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("to_contact__isnull", False)),
                fields=["to_contact"],
                name="custom_to_to_contact",
            ),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("to_company__isnull", False)),
                fields=["to_company"],
                name="custom_to_to_company",
            ),
        ),
        migrations.AddIndex(
            model_name="customvalue",
            index=models.Index(
                condition=models.Q(("to_file__isnull", False)), fields=["to_file"], name="custom_to_to_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="customvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deal__isnull", False)), fields=("deal", "slot"), name="custom_slot_deal"
            ),
        ),
        migrations.AddConstraint(
            model_name="customvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contact__isnull", False)),
                fields=("contact", "slot"),
                name="custom_slot_contact",
            ),
        ),
        migrations.AddConstraint(
            model_name="customvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("company__isnull", False)),
                fields=("company", "slot"),
                name="custom_slot_company",
            ),
        ),
        migrations.AddConstraint(
            model_name="customvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("company__isnull", True), ("contact__isnull", True), ("deal__isnull", False)),
                    models.Q(("company__isnull", True), ("contact__isnull", False), ("deal__isnull", True)),
                    models.Q(("company__isnull", False), ("contact__isnull", True), ("deal__isnull", True)),
                    _connector="OR",
                ),
                name="custom_value_of_one",
            ),
        ),
    ]
