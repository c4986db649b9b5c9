"""Who is there, birthdays of contacts, and what webhooks are signed with."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table and the columns."""

    dependencies: ClassVar = [
        ("voronka", "0030_quick_day"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="UserSeen",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="contact",
            name="birthday",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workspace",
            name="webhook_secret",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
    ]
