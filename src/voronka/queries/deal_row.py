"""One deal as an actor may see it, with what they may do to it."""

from dataclasses import dataclass

from voronka.domain.errors import NotFound
from voronka.domain.ids import StageId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, Stage
from voronka.models import Deal
from voronka.queries.pipelines import pipeline_for
from voronka.queries.visibility import holding_of, readable_deals


@dataclass(frozen=True, slots=True)
class Rights:
    """What the actor may do to a deal: which buttons there are.

    `only_read`: the deal goes over to the actor, who sees nothing else of it or its client.
    """

    edit: bool
    take: bool
    assign: bool
    let_through: bool
    only_read: bool = False


@dataclass(frozen=True, slots=True)
class SeenDeal:
    """A deal's row with its pipeline, its stage, and the actor's rights on it."""

    actor: Actor
    row: Deal
    pipeline: Pipeline
    stage: Stage
    rights: Rights


def deal_row(actor: Actor, deal: int) -> Deal:
    """The row with its client, owner and reasons. One query.

    Raises:
        NotFound: there is none that the actor may read.
    """
    rows = readable_deals(actor).select_related(
        "contact", "company", "owner", "referred_by", "lost_reason", "postpone_reason"
    )
    found = rows.filter(pk=deal).first()
    if found is None:
        raise NotFound
    return found


def see_deal(actor: Actor, deal: int) -> SeenDeal:
    """The deal with everything that decides about it. Two queries.

    Raises:
        NotFound
    """
    row = deal_row(actor, deal)
    pipeline = pipeline_for(row)
    stage = pipeline.stage(StageId(row.stage_id))
    if stage is None:
        raise NotFound
    return SeenDeal(actor, row, pipeline, stage, rights_on(actor, row))


def rights_on(actor: Actor, row: Deal) -> Rights:
    """What the actor may do to this deal."""
    held, policy = holding_of(row), actor.policy
    return Rights(
        edit=policy.may_edit(held),
        take=policy.may_take(held),
        assign=policy.may_assign(held),
        let_through=policy.may_make_exceptions and policy.may_edit(held),
        only_read=not policy.may_see(held),
    )
