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
from voronka.queries.visibility import visible_deals


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """The deal at the other end of a link."""

    id: int
    title: str
    pipeline: str
    stage: str
    stage_kind: StageKind
    owner: Person | None


@dataclass(frozen=True, slots=True)
class LinkedDeal:
    """A link as one of its deals shows it. `other` is None, and told without a name, where the actor may not see it."""

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
            sees_origin=_may_see(seen.actor, "origin"),
            sees_deal=_may_see(seen.actor, "deal"),
        )
        .select_related(
            *(f"{end}__{of}" for end in ("origin", "deal") for of in ("stage__pipeline", "owner"))
        )
        .order_by("id")
    )
    links = (_linked(row, seen.row.pk) for row in rows)
    return tuple(sorted(links, key=lambda link: link.is_origin))


def _may_see(actor: Actor, end: str) -> Exists:
    return Exists(visible_deals(actor).filter(pk=OuterRef(f"{end}_id")))


def _linked(row: DealLink, deal: int) -> LinkedDeal:
    is_origin = row.origin_id == deal
    other, is_seen = (row.deal, row.sees_deal) if is_origin else (row.origin, row.sees_origin)  # type: ignore[attr-defined]
    return LinkedDeal(LinkKind(row.kind), is_origin, row.at, _end(other) if is_seen else None)


def _end(deal: Deal) -> OtherEnd:
    return OtherEnd(
        id=deal.pk,
        title=deal.title,
        pipeline=deal.stage.pipeline.name,
        stage=deal.stage.name,
        stage_kind=StageKind(deal.stage.kind),
        owner=person(deal.owner),
    )
