"""Numbers and addresses by whose they are, in indexes of what is there; companies by their names in any case.

SQLite rebuilds the two tables of numbers and addresses; they have no triggers.
"""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Change the indexes."""

    dependencies: ClassVar = [("voronka", "0007_board_free_indexes")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="email",
            name="company",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="emails",
                to="voronka.company",
            ),
        ),
        migrations.AlterField(
            model_name="email",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="emails",
                to="voronka.contact",
            ),
        ),
        migrations.AlterField(
            model_name="phone",
            name="company",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="phones",
                to="voronka.company",
            ),
        ),
        migrations.AlterField(
            model_name="phone",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="phones",
                to="voronka.contact",
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(django.db.models.functions.text.Upper("name"), name="company_name_upper"),
        ),
        migrations.AddIndex(
            model_name="email",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)), fields=["contact"], name="email_contact"
            ),
        ),
        migrations.AddIndex(
            model_name="email",
            index=models.Index(
                condition=models.Q(("company__isnull", False)), fields=["company"], name="email_company"
            ),
        ),
        migrations.AddIndex(
            model_name="phone",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)), fields=["contact"], name="phone_contact"
            ),
        ),
        migrations.AddIndex(
            model_name="phone",
            index=models.Index(
                condition=models.Q(("company__isnull", False)), fields=["company"], name="phone_company"
            ),
        ),
    ]
