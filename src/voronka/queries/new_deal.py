"""What the form of a new deal offers: pipelines with the stages where deals begin, currencies, owners."""

from dataclasses import dataclass

from voronka.domain.errors import NotFound
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.models import Team
from voronka.queries.deal_fields import currencies
from voronka.queries.pipelines import all_pipelines
from voronka.queries.receivers import Receiver, receivers


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A team among whose unsorted deals one may be left without an owner."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be chosen. `owners` is empty for who may give deals to nobody else."""

    pipelines: tuple[Pipeline, ...]
    pipeline: Pipeline
    stages: tuple[Stage, ...]
    currencies: tuple[str, ...]
    owners: tuple[Receiver, ...]
    teams: tuple[TeamChoice, ...]


def offer(actor: Actor, pipeline: int | None) -> Offer:
    """The choices in one pipeline, the first when it is not named or unknown.

    Raises:
        NotFound: there is no pipeline at all.
    """
    pipelines = all_pipelines()
    if not pipelines:
        raise NotFound
    chosen = next((one for one in pipelines if one.id == pipeline), pipelines[0])
    return Offer(
        pipelines=tuple(pipelines),
        pipeline=chosen,
        stages=(chosen.only(StageKind.UNSORTED), *chosen.working[:1]),
        currencies=currencies(),
        owners=receivers(actor, without=actor.id) if actor.policy.leads else (),
        teams=_teams(actor),
    )


def _teams(actor: Actor) -> tuple[TeamChoice, ...]:
    rows = Team.objects.order_by("name").values_list("id", "name")
    return tuple(TeamChoice(id, name) for id, name in rows if actor.policy.may_own(id))  # type: ignore[arg-type]  # as in rows
