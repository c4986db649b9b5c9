"""The commands of the settings with the draft published at once: for tests of what a rule does once it is in force.

Publishing itself is tested in tests/commands/test_publishing.py. Nothing refuses here a stage without an objective
entry, for most tests need no criteria.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from voronka.commands.setup import criteria as criteria_commands
from voronka.commands.setup import stages as stage_commands
from voronka.commands.setup.drafts import Publication, carry_into_force
from voronka.models import Deal, Pipeline, Stage, StageCriterion
from voronka.queries.drafts import as_it_will_be

if TYPE_CHECKING:
    from collections.abc import Callable


def publish(by: Any, at: Any, **said: Any) -> None:
    """Bring every draft into force."""
    for draft in Pipeline.objects.exclude(draft_of=None):
        then = as_it_will_be(draft.draft_of_id or 0)
        assert then is not None
        given: dict[str, Any] = {"into": {}, "at_once": True} | said
        carry_into_force(by, at, draft, then, Publication(draft.version, **given))


def _published(command: Callable[..., Any]) -> Callable[..., Any]:
    def run(**arguments: Any) -> Any:
        with transaction.atomic():
            answer = command(**arguments)
            publish(arguments["by"], arguments["at"])
        return answer

    return run


change_stage = _published(stage_commands.change_stage)
place_stage = _published(stage_commands.place_stage)
change_criterion = _published(criteria_commands.change_criterion)
place_criterion = _published(criteria_commands.place_criterion)
remove_criterion = _published(criteria_commands.remove_criterion)


def add_stage(**arguments: Any) -> Stage:
    """The row in force."""
    made = _published(stage_commands.add_stage)(**arguments)
    return Stage.objects.get(pipeline=arguments["pipeline"], name=made.name, retired_at=None)


def add_criterion(**arguments: Any) -> StageCriterion:
    """The row in force."""
    made = _published(criteria_commands.add_criterion)(**arguments)
    return StageCriterion.objects.get(stage=arguments["stage"], title=made.title, retired_at=None)


def remove_stage(*, into: int | None = None, reason: str = "", **arguments: Any) -> int:
    """How many deals moved."""
    stage = arguments["stage"]
    with transaction.atomic():
        deals = Deal.objects.filter(stage=stage).count()
        stage_commands.remove_stage(**arguments)
        places = {} if into is None else {stage: into}
        publish(arguments["by"], arguments["at"], into=places, reason=reason)
    return deals
