"""The reviews behind a number: which deal, when its limit passed, what was found and decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline
from voronka.domain.reviews import Came, Decision
from voronka.models import DelayCause, Review, User
from voronka.queries.persons import Person, person
from voronka.reports.review_filter import ReviewQuery
from voronka.reports.reviews import narrowed, reviewed

SHOWN = 200


@dataclass(frozen=True, slots=True)
class ReviewedDeal:
    """One review. `client` and `cause` are empty for none; `waited`: working time until it was decided."""

    id: int
    deal: int
    title: str
    client: str
    stage: str
    seller: Person | None
    passed_at: datetime
    came: Came
    cause: str
    decision: Decision | None
    note: str
    ended_by: Person | None
    waited: timedelta | None
    put_off: int


@dataclass(frozen=True, slots=True)
class Behind:
    """The newest of them, and how many there are."""

    rows: tuple[ReviewedDeal, ...]
    total: int


def deals_behind(actor: Actor, pipeline: Pipeline, query: ReviewQuery) -> Behind:
    """The reviews that a number counts. Three queries."""
    found = narrowed(reviewed(actor, pipeline, query), query)
    shown = {one.id: one for one in found[:SHOWN]}
    rows = Review.objects.filter(pk__in=shown).select_related(
        "deal__company", "deal__contact", "stage", "seller", "cause", "ended_by"
    )
    told = {row.pk: row for row in rows}
    return Behind(tuple(_told(told[id], one.came, one.waited) for id, one in shown.items()), len(found))


def cause_name(cause: int | None) -> str:
    """What a cause is called; empty for none."""
    return DelayCause.objects.filter(pk=cause or 0).values_list("name", flat=True).first() or ""


def seller_name(seller: int | None) -> str:
    """What a user is called; empty for none."""
    return User.objects.filter(pk=seller or 0).values_list("name", flat=True).first() or ""


def _told(row: Review, came: Came, waited: timedelta | None) -> ReviewedDeal:
    client = row.deal.company or row.deal.contact
    return ReviewedDeal(
        id=row.pk,
        deal=row.deal_id,
        title=row.deal.title,
        client="" if client is None else client.name,
        stage=row.stage.name,
        seller=person(row.seller),
        passed_at=row.passed_at,
        came=came,
        cause="" if row.cause is None else row.cause.name,
        decision=Decision(row.decision) if row.decision else None,
        note=row.note,
        ended_by=person(row.ended_by),
        waited=waited,
        put_off=row.put_off,
    )
