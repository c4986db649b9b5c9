"""Verified reasons of lost deals: what stands now, who may say it, and which deals nobody has looked into yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from voronka.domain.ids import UserId
from voronka.domain.objections import VerifiedHow
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.models import Deal, Reason, Stage, StageVisit, VerifiedReason
from voronka.queries.persons import Person, person
from voronka.queries.visibility import holding_of, visible_deals

# What was lost longer ago is not looked into any more: nobody remembers, and an old base brings thousands.
LOOK_BACK = timedelta(days=90)
# Beside the tasks of the day this many are shown, and counted on to MOST.
SHOWN = 5
MOST = 100


@dataclass(frozen=True, slots=True)
class Verified:
    """Why a deal was really lost: the reason's name, who won it (empty: nobody in particular), how and by whom it is known."""

    reason_id: int
    reason: str
    competitor: str
    how: VerifiedHow
    words: str
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A reason to choose; `asks_competitor`: who won it is asked for."""

    id: int
    name: str
    asks_competitor: bool


@dataclass(frozen=True, slots=True)
class LostDeal:
    """A lost deal that nobody has looked into yet. `client` is empty for none."""

    id: int
    title: str
    client: str
    reason: str
    owner: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NotVerified:
    """The newest of them, how many there are (counted up to `MOST`), and in which pipelines: id, name, how many."""

    rows: tuple[LostDeal, ...]
    total: int
    pipelines: tuple[tuple[int, str, int], ...]


NOTHING = NotVerified((), 0, ())


def standing_reason(deal: Deal) -> VerifiedReason | None:
    """What is verified of the exit that the deal stands at now. One query for a lost deal."""
    if deal.closed_at is None:
        return None
    return _standing().filter(deal=deal, lost_at=deal.closed_at).select_related("reason", "by").first()


def verified_of(deal: Deal) -> Verified | None:
    """The same in the words of the page."""
    row = standing_reason(deal)
    if row is None:
        return None
    return Verified(
        reason_id=row.reason_id,
        reason=row.reason.name,
        competitor=row.competitor,
        how=VerifiedHow(row.how),
        words=row.words,
        by=person(row.by),
        at=row.at,
    )


def may_verify(actor: Actor, deal: Deal) -> bool:
    """Whether the actor may say why this lost deal was really lost. One query for who leads."""
    return actor.policy.leads and actor.policy.may_verify(holding_of(deal), sellers_of(deal))


def sellers_of(deal: Deal) -> frozenset[UserId]:
    """Who sold a closed deal: who owned it when it was closed, and who owns it now. One query."""
    then = StageVisit.objects.filter(deal=deal, stage=deal.stage_id, since=deal.entered_at)
    owners = {*then.values_list("owner_id", flat=True), deal.owner_id}
    return frozenset(UserId(owner) for owner in owners if owner is not None)


def not_verified_by(actor: Actor, now: datetime) -> Q:
    """The condition on lost deals: lost of late, not looked into yet, and the actor might, for others sold them."""
    said = _standing().filter(deal=OuterRef("pk"), lost_at=OuterRef("closed_at"))
    sold = StageVisit.objects.filter(
        deal=OuterRef("pk"), stage=OuterRef("stage_id"), since=OuterRef("entered_at"), owner=actor.id
    )
    others = Q(owner=None) | ~Q(owner=actor.id)
    return Q(closed_at__gte=now - LOOK_BACK) & others & ~Exists(said) & ~Exists(sold)


def not_verified(actor: Actor, now: datetime) -> NotVerified:
    """What a head may look into, newest first, over all pipelines; none for a seller.

    Each pipeline's exit is read apart, for it is one seek in the index of closed deals: three queries a pipeline at most.
    """
    if not actor.policy.leads:
        return NOTHING
    lost = visible_deals(actor).filter(not_verified_by(actor, now), is_open=False)
    newest: list[Deal] = []
    pipelines = []
    for stage, pipeline, name in _exits():
        there = lost.filter(stage=stage).order_by("-closed_at", "-id")
        if count := there[:MOST].count():
            pipelines.append((pipeline, name, count))
            newest += there.select_related("company", "contact", "owner", "lost_reason")[:SHOWN]
    rows = sorted(map(_lost, newest), key=lambda deal: deal.at, reverse=True)
    total = sum(count for _, _, count in pipelines)
    return NotVerified(tuple(rows[:SHOWN]), min(total, MOST), tuple(pipelines))


def verified_names(deals: Iterable[int]) -> Mapping[int, str]:
    """What is verified of these deals' exits, by deal. One query."""
    rows = _standing().filter(deal__in=list(deals), lost_at=F("deal__closed_at"))
    return dict(rows.values_list("deal_id", "reason__name"))


def lost_choices(deal: Deal) -> list[Choice]:
    """The reasons that may be chosen: those that are offered, and the deal's own and its verified one in any case."""
    verified = standing_reason(deal)
    own = {deal.lost_reason_id, None if verified is None else verified.reason_id} - {None}
    rows = Reason.objects.filter(Q(is_retired=False) | Q(pk__in=own), exit=StageKind.LOST)
    return [Choice(row.pk, row.name, row.asks_competitor) for row in rows.order_by("position", "id")]


def _standing() -> QuerySet[VerifiedReason]:
    return VerifiedReason.objects.filter(removed_at=None)


def _exits() -> list[tuple[int, int, str]]:
    rows = Stage.objects.filter(kind=StageKind.LOST).order_by("pipeline__position", "pipeline_id")
    return list(rows.values_list("id", "pipeline_id", "pipeline__name"))


def _lost(deal: Deal) -> LostDeal:
    client = deal.company or deal.contact
    assert deal.closed_at is not None  # noqa: S101 - a constraint of the table
    return LostDeal(
        id=deal.pk,
        title=deal.title,
        client="" if client is None else client.name,
        reason="" if deal.lost_reason is None else deal.lost_reason.name,
        owner="" if deal.owner is None else deal.owner.name,
        at=deal.closed_at,
    )
