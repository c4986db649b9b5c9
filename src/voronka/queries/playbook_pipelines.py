"""The pipelines that were made from a playbook."""

from voronka.models import Pipeline


def first_pipeline_of(playbook: str) -> int | None:
    """The first one in the order of the switcher; None when none is left."""
    ids = Pipeline.objects.filter(playbook__key=playbook, draft_of=None).order_by("position", "id")
    return ids.values_list("id", flat=True).first()
