"""Where a deal may go and what it takes: the gate's verdicts, for drag, menus and dialogs alike."""

from dataclasses import dataclass

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.gate import CriterionOpen, MoveIntent, Obstacle, review_move
from voronka.domain.ids import StageId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Stage, StageKind
from voronka.domain.routes import Route, route_to, routes
from voronka.models import Reason
from voronka.queries.deal_brief import DealBrief, brief_of
from voronka.queries.deal_playbook import CriterionView, remedy_for
from voronka.queries.deal_row import SeenDeal, see_deal
from voronka.queries.deal_tasks import tasks_of
from voronka.queries.exceptions import Asked, asked_for, head_above
from voronka.queries.facts import facts_of
from voronka.queries.persons import Person


@dataclass(frozen=True, slots=True)
class Choices:
    """A deal with the way to every stage of its pipeline, in order, exits included."""

    deal: DealBrief
    routes: tuple[Route, ...]

    def of(self, kind: StageKind) -> Route:
        """The way to the one stage of a kind that exists once."""
        return next(route for route in self.routes if route.stage.kind is kind)

    @property
    def columns(self) -> tuple[Route, ...]:
        """The ways to the stages that are columns of the board."""
        return tuple(route for route in self.routes if route.stage.kind.is_open)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Everything that stands between a deal and a stage.

    `criteria` are all of the deal's stage, met or not; `others` the obstacles that are no criteria. `head` is whom
    a seller asks for an exception, `asked` that they did since the deal came here.
    """

    deal: DealBrief
    to: Stage
    route: Route
    criteria: tuple[CriterionView, ...]
    others: tuple[Obstacle, ...]
    may_be_waived: bool
    head: Person | None
    asked: Asked | None

    @property
    def open(self) -> tuple[CriterionView, ...]:
        """The criteria that are not met."""
        return tuple(view for view in self.criteria if not view.is_met)


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A listed reason of leaving. `asks_competitor`: this one wants to know who won."""

    id: int
    name: str
    asks_competitor: bool


def choices(actor: Actor, deal: int) -> Choices:
    """Every way of a deal. Two queries, and one for each kind of evidence that its stage asks for.

    Raises:
        NotFound
    """
    seen = see_deal(actor, deal)
    return Choices(brief_of(seen), routes(facts_of(seen.row, seen.pipeline, seen.stage), seen.pipeline))


def way_to(actor: Actor, deal: int, to: int) -> tuple[DealBrief, Route]:
    """The way of a deal that the actor may move to one stage.

    Raises:
        NotFound: no such deal, or the stage is of another pipeline.
        NotAllowed
    """
    seen, stage = _movable(actor, deal, to)
    return brief_of(seen), route_to(facts_of(seen.row, seen.pipeline, seen.stage), seen.pipeline, stage)


def why_not(actor: Actor, deal: int, to: int) -> WhyNot:
    """What keeps a deal from a stage, with what would help.

    Raises:
        NotFound, NotAllowed
    """
    seen, stage = _movable(actor, deal, to)
    facts = facts_of(seen.row, seen.pipeline, seen.stage)
    verdict = review_move(facts, seen.pipeline, MoveIntent(stage))
    tasks = tasks_of(seen.row)
    return WhyNot(
        deal=brief_of(seen),
        to=stage,
        route=route_to(facts, seen.pipeline, stage),
        criteria=tuple(
            CriterionView(
                review.criterion,
                review.evidence,
                None if review.is_met else remedy_for(review.criterion, seen.row, tasks),
            )
            for review in verdict.reviews
        ),
        others=tuple(o for o in verdict.obstacles if not isinstance(o, CriterionOpen)),
        may_be_waived=verdict.may_be_waived,
        head=None if seen.rights.let_through else head_above(seen.row.team_id),
        asked=asked_for(seen.row),
    )


def reasons(kind: StageKind) -> tuple[ReasonView, ...]:
    """The listed reasons of an exit, in their order, without the retired. One query."""
    rows = Reason.objects.filter(exit=kind, is_retired=False).order_by("position", "id")
    return tuple(ReasonView(*row) for row in rows.values_list("id", "name", "asks_competitor"))


def _movable(actor: Actor, deal: int, to: int) -> tuple[SeenDeal, Stage]:
    seen = see_deal(actor, deal)
    if not (seen.rights.edit or seen.rights.take):
        raise NotAllowed
    stage = seen.pipeline.stage(StageId(to))
    if stage is None:
        raise NotFound
    return seen, stage
