"""A task may be due on a day without an hour."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0036_sanctions"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
