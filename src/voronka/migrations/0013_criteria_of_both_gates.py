"""Criteria at the entry as well, steps that hold their actions, and what a stage says of the ways from it."""

from typing import Any, ClassVar

from django.db import migrations, models


def nest_actions(apps: Any, _: Any) -> None:
    """Actions stood in a list of their own; which step each belonged to is not known any more: the last one."""
    for stage in apps.get_model("voronka", "Stage").objects.all():
        steps: list[dict[str, Any]] = [{"what": what, "actions": [], "tools": []} for what in stage.steps]
        if steps:
            steps[-1]["actions"] = list(stage.actions)
        else:
            steps = [{"what": action, "actions": [], "tools": []} for action in stage.actions]
        stage.steps = steps
        stage.save(update_fields=["steps"])


def flatten_actions(apps: Any, _: Any) -> None:
    """The way back."""
    for stage in apps.get_model("voronka", "Stage").objects.all():
        stage.actions = [text for step in stage.steps for text in (*step["actions"], *step["tools"])]
        stage.steps = [step["what"] for step in stage.steps]
        stage.save(update_fields=["steps", "actions"])


class Migration(migrations.Migration):
    """Rename the criteria's table, add the columns, nest the actions."""

    dependencies: ClassVar = [("voronka", "0012_deal_links")]

    operations: ClassVar = [
        migrations.RenameModel("ExitCriterion", "StageCriterion"),
        migrations.AddField(
            "stagecriterion",
            "gate",
            models.CharField(choices=[("enter", "ENTER"), ("exit", "EXIT")], default="exit", max_length=5),
        ),
        migrations.AddField(
            "stage",
            "advance",
            models.CharField(
                choices=[("by_hand", "BY_HAND"), ("by_itself", "BY_ITSELF")], default="by_hand", max_length=9
            ),
        ),
        migrations.AddField("stage", "back_to", models.JSONField(blank=True, null=True)),
        migrations.AddField("stage", "wake_after", models.DurationField(blank=True, null=True)),
        migrations.RunPython(nest_actions, flatten_actions),
        migrations.RemoveField("stage", "actions"),
    ]
