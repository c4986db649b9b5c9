"""When a key fact of a client was last checked, and for how long that is good."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

_FACTS = (
    *("position", "company", "phones", "emails", "city"),
    *("legal_name", "tax_id", "address", "site", "sector"),
)


def _client(kind: str) -> models.ForeignKey:  # type: ignore[type-arg]  # of a historical model
    return models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to=f"voronka.{kind}",
    )


class Migration(migrations.Migration):
    """A setting and a table."""

    dependencies: ClassVar = [("voronka", "0054_duplicates")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="workspace",
            name="check_days",
            field=models.PositiveSmallIntegerField(db_default=180, default=180),
        ),
        migrations.CreateModel(
            name="FactCheck",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "fact",
                    models.CharField(choices=[(fact, fact.upper()) for fact in _FACTS], max_length=12),
                ),
                ("at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
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
                ("company", _client("company")),
                ("contact", _client("contact")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(contact__isnull=False),
                        fields=("contact", "fact"),
                        name="fact_of_contact",
                    ),
                    models.UniqueConstraint(
                        condition=Q(company__isnull=False),
                        fields=("company", "fact"),
                        name="fact_of_company",
                    ),
                    models.CheckConstraint(
                        condition=Q(contact__isnull=False, company__isnull=True)
                        | Q(contact__isnull=True, company__isnull=False),
                        name="fact_of_one",
                    ),
                ]
            },
        ),
    ]
