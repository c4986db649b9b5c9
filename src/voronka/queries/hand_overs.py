"""Where won deals go on, who was asked to take one over, and what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from voronka.domain.criteria import HandOverAccepted, every_part
from voronka.domain.deal_links import LinkKind
from voronka.domain.errors import NotFound
from voronka.domain.hand_overs import OfferState
from voronka.domain.ids import StageId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, PipelineKind, Stage, StageKind
from voronka.models import Attachment, Deal, DealLink, HandOver, HandOverOffer, User
from voronka.queries.deal_row import SeenDeal
from voronka.queries.persons import Person, person
from voronka.queries.pipelines import pipeline_of
from voronka.queries.receivers import Receiver
from voronka.queries.statements import fetch
from voronka.queries.visibility import deal_condition, readable_deals

# Who received most of what was won in this time is proposed for the next.
LATELY = timedelta(days=90)
ANSWERED_DAYS = 7
MOST_SHOWN = 20
STANDING = (OfferState.OPEN, OfferState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where deals that are won in a pipeline go on. `stage` is where they begin, with an owner; `name` may be empty."""

    id: int
    pipeline: int
    to_pipeline: int
    to_name: str
    stage: Stage
    name: str
    carries: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A question to somebody whether they take the deal over. `to_name` of the pipeline is empty where none is named."""

    id: int
    hand_over: int | None
    pipeline: str
    to: Person
    by: Person | None
    at: datetime
    words: str
    state: OfferState
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class HandingOver:
    """The hand-overs of a deal as its page shows them.

    `offers` stand or were declined last; `mine` waits for the actor or was accepted by them. `may_offer`: the actor may
    ask somebody now.
    """

    offers: tuple[Offer, ...]
    mine: Offer | None
    may_offer: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on that somebody is still to be chosen for, and whom one may choose. `keeper`: who has it unless another is chosen."""

    way: WayOn | None
    people: tuple[Receiver, ...]
    keeper: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What goes along with a deal, shown to whom hands it over: texts, empty for none, and how many files."""

    client: str
    contact: str
    need: str
    files: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An offer that waits for the actor's answer."""

    offer: int
    deal: int
    title: str
    client: str
    by: str
    words: str
    at: datetime
    pipeline: str


@dataclass(frozen=True, slots=True)
class AnswerToOffer:
    """How an offer of one of the actor's deals was answered."""

    offer: int
    deal: int
    title: str
    to: str
    is_accepted: bool
    answer: str
    at: datetime


# -- the ways -------------------------------------------------------------------------------------------------------


def ways_on(pipeline: int) -> tuple[WayOn, ...]:
    """Where deals go on that are won in this pipeline, in the order of the switcher. One query, and one for each way.

    A draft has its own.
    """
    return tuple(_way(row) for row in _ways().filter(pipeline=pipeline))


def ways_into(pipeline: int) -> tuple[tuple[int, str], ...]:
    """The pipelines whose won deals go on in this one: id and name."""
    rows = HandOver.objects.filter(to_pipeline=pipeline, pipeline__draft_of=None).order_by(
        "pipeline__position", "id"
    )
    return tuple(rows.values_list("pipeline_id", "pipeline__name"))


def way_on(hand_over: int) -> WayOn:
    """One way; one of a draft says the pipeline in force that it is of.

    Raises:
        NotFound
    """
    row = _ways().filter(pk=hand_over).first()
    if row is None:
        raise NotFound
    return _way(row)


def _ways() -> QuerySet[HandOver]:
    return HandOver.objects.select_related("pipeline").order_by("to_pipeline__position", "id")


def _way(row: HandOver) -> WayOn:
    to = pipeline_of(row.to_pipeline_id)
    return WayOn(
        row.pk, row.pipeline.draft_of_id or row.pipeline_id, to.id, to.name, beginning(to, row.stage_id), row.name, row.carries
    )  # fmt: skip


def beginning(pipeline: Pipeline, stage: int | None) -> Stage:
    """Where handed-over deals begin: at the stage that was named, at the first working one when it is not in use any more."""
    named = None if stage is None else pipeline.stage(StageId(stage))
    return pipeline.working[0] if named is None or not named.kind.is_open else named


def asks_acceptance(pipeline: Pipeline) -> bool:
    """Whether a gate of the pipeline asks that the hand-over is accepted."""
    asked = (c for stage in pipeline.columns for c in (*stage.enter_criteria, *stage.exit_criteria))
    return any(isinstance(criterion, HandOverAccepted) for criterion in every_part(asked))


# -- a deal ---------------------------------------------------------------------------------------------------------


def standing_offers(deal: int) -> list[HandOverOffer]:
    """The offers of a deal that wait or were accepted, oldest first."""
    rows = HandOverOffer.objects.filter(deal=deal, state__in=STANDING).select_related("to")
    return list(rows.order_by("id"))


def handing_over(seen: SeenDeal) -> HandingOver:
    """The hand-overs of a deal. Two queries where there was never one."""
    row, actor = seen.row, seen.actor
    offers = tuple(_shown(_last_of_each(row)))
    mine = next((o for o in offers if o.to.id == actor.id and o.state.stands), None)
    ways = HandOver.objects.filter(pipeline=row.pipeline_id).exists()
    may_offer = seen.rights.edit and row.is_open and row.owner_id is not None
    return HandingOver(
        offers=tuple(offer for offer in offers if _is_told(offer, row)),
        mine=mine if row.is_open else None,
        may_offer=may_offer and (ways or asks_acceptance(seen.pipeline)),
    )


def _is_told(offer: Offer, row: Deal) -> bool:
    return offer.state is not OfferState.WITHDRAWN and (row.is_open or offer.state is OfferState.ACCEPTED)


def _last_of_each(row: Deal) -> list[HandOverOffer]:
    found: dict[int | None, HandOverOffer] = {}
    offers = HandOverOffer.objects.filter(deal=row).select_related("to", "by", "hand_over__to_pipeline")
    for offer in offers.order_by("id"):
        found[offer.hand_over_id] = offer
    return list(found.values())


def _shown(rows: Iterable[HandOverOffer]) -> Iterable[Offer]:
    for row in rows:
        yield Offer(
            id=row.pk,
            hand_over=row.hand_over_id,
            pipeline="" if row.hand_over is None else row.hand_over.to_pipeline.name,
            to=Person(row.to.pk, row.to.name),
            by=person(row.by),
            at=row.at,
            words=row.words,
            state=OfferState(row.state),
            answered_at=row.answered_at,
            answer=row.answer,
        )


def offer_to(actor: Actor, offer: int) -> tuple[Offer, int, str]:
    """An offer to the actor that they may still answer, its deal and that one's title.

    Raises:
        NotFound: there is none, or it is none of the actor's, or it was taken back.
    """
    rows = HandOverOffer.objects.select_related("to", "by", "hand_over__to_pipeline", "deal")
    row = rows.filter(pk=offer, to=actor.id, state__in=STANDING, deal__is_open=True).first()
    if row is None:
        raise NotFound
    (shown,) = _shown([row])
    return shown, row.deal_id, row.deal.title


# -- choosing -------------------------------------------------------------------------------------------------------


def choices_to_offer(seen: SeenDeal, at: datetime) -> tuple[Choice, ...]:
    """What the owner may ask, and whom: each way on, or the deal as it is where only the gate asks."""
    ways: tuple[WayOn | None, ...] = ways_on(seen.row.pipeline_id) or (None,)
    stands = {offer.hand_over_id: offer for offer in standing_offers(seen.row.pk)}
    people = takers(without=seen.row.owner_id)
    made = []
    for way in ways:
        asked = stands.get(None if way is None else way.id)
        # Whoever opens it again wants somebody else.
        usual = None if way is None or asked is not None else _usual(way, people, at)
        words = asked.words if asked is not None else ("" if way is None else way.carries)
        made.append(Choice(way, people, usual, words))
    return tuple(made)


def choices_at_win(seen: SeenDeal, at: datetime) -> tuple[Choice, ...]:
    """What the winning of the deal still asks: the ways on that nobody has accepted and that were not gone before."""
    row = seen.row
    ways = [way for way in ways_on(row.pipeline_id) if way.to_pipeline not in went_on_to(row.pk)]
    stands = {offer.hand_over_id: offer for offer in standing_offers(row.pk)}
    people = takers()
    made = []
    for way in ways:
        asked = stands.get(way.id)
        if asked is not None and asked.state == OfferState.ACCEPTED:
            continue
        keeper = _keeper(seen) or _usual(way, people, at) if asked is None else asked.to_id
        words = way.carries if asked is None else asked.words
        made.append(Choice(way, people, keeper, words))
    return tuple(made)


def _keeper(seen: SeenDeal) -> int | None:
    """A lead that becomes a deal stays with its seller."""
    return (seen.row.owner_id or seen.actor.id) if seen.pipeline.kind is PipelineKind.LEAD else None


def went_on_to(deal: int) -> set[int]:
    """The pipelines in which the deal goes on already: it was won before and opened again."""
    links = DealLink.objects.filter(origin=deal, kind=LinkKind.HAND_OVER)
    return set(links.values_list("deal__pipeline_id", flat=True))


def takers(*, without: int | None = None) -> tuple[Receiver, ...]:
    """Who may take a deal over: everybody active with a team, of any, for what comes next is often another department's."""
    users = (
        User.objects.filter(is_active=True, team__isnull=False)
        .exclude(pk=without or 0)
        .order_by("name", "id")
    )
    return tuple(
        Receiver(id, name, team or "") for id, name, team in users.values_list("id", "name", "team__name")
    )


def taker_for(deal: Deal, hand_over: int, at: datetime) -> int | None:
    """Whom nobody chose: who received most by this way lately, else who has the fewest open deals."""
    people = takers(without=deal.owner_id)
    way = next((way for way in ways_on(deal.pipeline_id) if way.id == hand_over), None)
    usual = None if way is None else _usual(way, people, at)
    if usual is not None or not people:
        return usual
    users = User.objects.filter(pk__in=[one.id for one in people])
    loaded = users.annotate(n=Count("deals", filter=Q(deals__is_open=True))).order_by("n", "id")
    return loaded.values_list("id", flat=True).first()


def _usual(way: WayOn, people: Iterable[Receiver], at: datetime) -> int | None:
    """Who received most of what came by this way lately."""
    links = DealLink.objects.filter(
        kind=LinkKind.HAND_OVER, deal__pipeline=way.to_pipeline, origin__pipeline=way.pipeline,
        at__gte=at - LATELY, deal__owner__in=[one.id for one in people],
    )  # fmt: skip
    most = links.values("deal__owner").annotate(n=Count("id")).order_by("-n", "deal__owner").first()
    return None if most is None else most["deal__owner"]


def facts_along(seen: SeenDeal) -> Facts:
    """What goes along by itself. One query."""
    row = seen.row
    return Facts(
        client="" if row.company is None else row.company.name,
        contact="" if row.contact is None else row.contact.name,
        need=row.need,
        files=Attachment.objects.filter(deal=row, removed_at=None).count(),
    )


# -- my day ---------------------------------------------------------------------------------------------------------


def waiting_for(actor: Actor) -> tuple[Waiting, ...]:
    """The offers that wait for the actor's answer, the oldest first. One query on an index of what waits."""
    rows = HandOverOffer.objects.filter(to=actor.id, state=OfferState.OPEN, deal__is_open=True)
    columns = (
        "id", "deal", "deal__title", "deal__company__name", "deal__contact__name", "by__name", "words", "at",
        "hand_over__to_pipeline__name",
    )  # fmt: skip
    return tuple(
        Waiting(id, deal, title, company or contact or "", by or "", words[:240], at, pipeline or "")
        for id, deal, title, company, contact, by, words, at, pipeline in rows.order_by("id").values_list(
            *columns
        )[:MOST_SHOWN]
    )


def answered_for(actor: Actor, now: datetime) -> tuple[AnswerToOffer, ...]:
    """How the actor's offers were answered lately, while the deals are open; what they asked anew is not told."""
    rows = HandOverOffer.objects.filter(
        Q(by=actor.id) | Q(deal__owner=actor.id),
        deal_condition(actor, "deal__"),
        deal__is_open=True,
        state__in=(OfferState.ACCEPTED, OfferState.DECLINED),
        answered_at__gte=now - timedelta(days=ANSWERED_DAYS),
    )
    columns = ("id", "deal", "deal__title", "to__name", "state", "answer", "answered_at", "hand_over")
    found = list(rows.order_by("id").values_list(*columns))
    if not found:
        return ()
    anew = set(
        HandOverOffer.objects.filter(deal__in={row[1] for row in found}, state__in=STANDING).values_list(
            "deal", "hand_over"
        )
    )
    told = (
        AnswerToOffer(id, deal, title, to, state == OfferState.ACCEPTED, answer, at)
        for id, deal, title, to, state, answer, at, hand_over in found
        if state == OfferState.ACCEPTED or (deal, hand_over) not in anew
    )
    return tuple(told)[:MOST_SHOWN]


def made_of(actor: Actor, deals: Iterable[int]) -> tuple[int, ...]:
    """Of these deals those that the actor may open."""
    return tuple(readable_deals(actor).filter(pk__in=list(deals)).order_by("id").values_list("id", flat=True))


def pipelines_of(deals: Iterable[int]) -> tuple[str, ...]:
    """The names of the pipelines of these deals, whoever may see them."""
    rows = Deal.objects.filter(pk__in=list(deals)).order_by("id")
    return tuple(rows.values_list("pipeline__name", flat=True))


def asks_at_win(stage: int) -> bool:
    """Whether deals that are won by coming to this stage go on elsewhere. One query, in SQL: every move asks."""
    sql = (
        "SELECT 1 FROM voronka_stage s JOIN voronka_handover h ON h.pipeline_id = s.pipeline_id"
        " WHERE s.id = %s AND s.kind = %s LIMIT 1"
    )
    return bool(fetch(sql, [stage, StageKind.WON.value]))
