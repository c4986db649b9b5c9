"""Putting advice aside."""

from datetime import date

from voronka.commands.transaction import writing
from voronka.domain.permissions import Actor
from voronka.models import AdvicePutAside
from voronka.queries.pipelines import pipeline_of


def put_advice_aside(*, by: Actor, pipeline: int, day: date) -> None:
    """No more advice on the pipeline for the person on that day of theirs. It changes nothing that others see.

    Raises:
        NotFound
    """
    chosen = pipeline_of(pipeline)
    with writing():
        AdvicePutAside.objects.update_or_create(user_id=by.id, pipeline_id=chosen.id, defaults={"day": day})
