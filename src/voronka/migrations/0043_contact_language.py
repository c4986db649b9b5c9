"""Contacts have a language, which nobody is asked for; empty where it is not known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that says nothing of those who are there."""

    dependencies = [("voronka", "0042_web_forms")]
    operations = [
        migrations.AddField(
            model_name="contact",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=2),
        ),
    ]
