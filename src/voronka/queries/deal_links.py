"""The deals that a deal came from or led to, as far as the actor may see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from voronka.domain.deal_links import LinkKind
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.models import Deal, DealLink
from voronka.queries.deal_row import SeenDeal
from voronka.queries.persons import Person, person
from voronka.queries.visibility import readable_deals


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """The deal at the other end of a link. `may_open`: whether its page is the actor's to read."""

    id: int
    title: str
    pipeline: str
    stage_id: int
    stage: str
    stage_kind: StageKind
    owner: Person | None
    pipeline_id: int
    may_open: bool = True


@dataclass(frozen=True, slots=True)
class LinkedDeal:
    """A link as one of its deals shows it. `other` is None, and told without a name, where the actor may not see it.

    Of a deal that was handed over both sides know where it is and with whom.
    """

    kind: LinkKind
    is_origin: bool
    at: datetime
    other: OtherEnd | None


def links_of(seen: SeenDeal) -> tuple[LinkedDeal, ...]:
    """What the deal came from, then what came from it, in their order. One query."""
    mine = Q(origin=seen.row) | Q(deal=seen.row)
    rows = (
        DealLink.objects.filter(mine)
        .annotate(
            sees_origin=_may_read(seen.actor, "origin"),
            sees_deal=_may_read(seen.actor, "deal"),
        )
        .select_related(
            *(f"{end}__{of}" for end in ("origin", "deal") for of in ("stage__pipeline", "owner"))
        )
        .order_by("id")
    )
    links = (_linked(row, seen.row.pk) for row in rows)
    return tuple(sorted(links, key=lambda link: link.is_origin))


def _may_read(actor: Actor, end: str) -> Exists:
    return Exists(readable_deals(actor).filter(pk=OuterRef(f"{end}_id")))


def _linked(row: DealLink, deal: int) -> LinkedDeal:
    is_origin = row.origin_id == deal
    other, is_seen = (row.deal, row.sees_deal) if is_origin else (row.origin, row.sees_origin)  # type: ignore[attr-defined]  # annotated
    is_told = is_seen or row.kind == LinkKind.HAND_OVER
    return LinkedDeal(
        LinkKind(row.kind), is_origin, row.at, _end(other, may_open=is_seen) if is_told else None
    )  # fmt: skip


def _end(deal: Deal, *, may_open: bool) -> OtherEnd:
    return OtherEnd(
        id=deal.pk,
        title=deal.title,
        pipeline=deal.stage.pipeline.name,
        stage_id=deal.stage_id,
        stage=deal.stage.name,
        stage_kind=StageKind(deal.stage.kind),
        owner=person(deal.owner),
        pipeline_id=deal.pipeline_id,
        may_open=may_open,
    )
