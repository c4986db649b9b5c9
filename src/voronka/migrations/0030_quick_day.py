"""What My day asks is found by a seek: who is a Client, and which hand-overs were answered of late."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes over the few rows that it asks for."""

    dependencies: ClassVar = [
        ("voronka", "0029_reviews"),
    ]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="clientrelation",
            index=models.Index(
                condition=models.Q(("relation", "client")), fields=["since_on"], name="relation_clients"
            ),
        ),
        migrations.AddIndex(
            model_name="handoveroffer",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", False)),
                fields=["answered_at"],
                name="offer_answered",
            ),
        ),
    ]
