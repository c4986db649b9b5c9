"""The index of tasks done says of which kind they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0034_limiter_tasks"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="task",
            name="task_done_day",
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "done")),
                fields=["assignee", "closed_at", "kind"],
                name="task_done_kinds",
            ),
        ),
    ]
