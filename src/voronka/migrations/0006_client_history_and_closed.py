"""Indexes for a client's own history and for what was closed in a period. Only added: no table is rebuilt."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the indexes."""

    dependencies: ClassVar = [("voronka", "0005_event_wish")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("is_open", False)), fields=["stage", "closed_at"], name="deal_closed"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("contact_id__isnull", False), ("deal_id__isnull", True)),
                fields=["contact_id", "id"],
                name="event_contact",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("company_id__isnull", False), ("deal_id__isnull", True)),
                fields=["company_id", "id"],
                name="event_company",
            ),
        ),
    ]
