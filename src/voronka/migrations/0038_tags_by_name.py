"""The deals that have a tag are found by its name."""

from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0037_due_on"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dealtag",
            index=models.Index(Upper("name"), models.F("deal"), name="deal_tag_name"),
        ),
    ]
