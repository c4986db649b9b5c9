"""Product feedback as a person may see it: their own and their deals', their teams', or all of it with the sums.

Who keeps the board sees how many deals ask for a thing and what they are worth together, also of deals that are not
theirs to see; single deals are shown only to who may see them anyway.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from voronka.domain.errors import NotFound
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.money import Money
from voronka.domain.permissions import Actor, OfTeams
from voronka.domain.search_text import fold
from voronka.models import Deal, Feedback, FeedbackVoice
from voronka.queries.persons import Person, person
from voronka.queries.visibility import deal_condition, visible_deals

MOST_IN_COLUMN = 100
MOST_LIKE = 5
ANSWER_DAYS = 7
ANSWERS_SHOWN = 5
SHORTEST_SEARCHED = 3


@dataclass(frozen=True, slots=True)
class FeedbackCard:
    """A card. `amount` is what the deals that ask for it are worth, in the workspace's currency."""

    id: int
    title: str
    kind: FeedbackKind
    state: FeedbackState
    answer: str
    author: Person | None
    deals: int
    amount: Decimal
    state_at: datetime


@dataclass(frozen=True, slots=True)
class FeedbackColumn:
    """A state with its cards, those that are worth most first; `deals` and `amount` are of all of them."""

    state: FeedbackState
    cards: tuple[FeedbackCard, ...]
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Voice:
    """A deal that asks for it. Without `deal` it is not the actor's to see; who noted it is told all the same."""

    deal: int | None
    deal_title: str
    client: str
    stage: str
    money: Money | None
    by: Person | None
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """One feedback with all that is said of it. `merged` are the titles of those that were joined with it."""

    card: FeedbackCard
    words: str
    version: int
    created_at: datetime
    answered_by: Person | None
    answered_at: datetime | None
    voices: tuple[Voice, ...]
    merged: tuple[str, ...]
    may_keep: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Feedback that a deal gave, as its page shows it."""

    id: int
    title: str
    kind: FeedbackKind
    state: FeedbackState
    answer: str


@dataclass(frozen=True, slots=True)
class Answered:
    """News of the last days for who asked."""

    id: int
    title: str
    state: FeedbackState
    answer: str
    by: str
    at: datetime
    deal_title: str


def visible_feedback(actor: Actor) -> QuerySet[Feedback]:
    """What the actor may see of what stands on the board."""
    rows = Feedback.objects.filter(removed_at=None, merged_into=None)
    if actor.policy.may_answer_feedback:
        return rows
    scope = actor.policy.scope
    theirs = Q(by=actor.id) | Q(deal__in=visible_deals(actor))
    own = Q(author=actor.id)
    if isinstance(scope, OfTeams):
        theirs |= Q(by__team__in=scope.teams)
        own |= Q(author__team__in=scope.teams)
    voices = FeedbackVoice.objects.filter(theirs, feedback=OuterRef("pk"), removed_at=None)
    return rows.filter(own | Q(Exists(voices)))


def feedback_columns(actor: Actor, kind: FeedbackKind | None = None) -> tuple[FeedbackColumn, ...]:
    """The board. Three queries."""
    rows = visible_feedback(actor)
    rows = rows if kind is None else rows.filter(kind=kind)
    by_state: defaultdict[FeedbackState, list[FeedbackCard]] = defaultdict(list)
    for card in _cards(actor, rows):
        by_state[card.state].append(card)
    return tuple(_column(state, by_state[state]) for state in FeedbackState)


def _column(state: FeedbackState, cards: list[FeedbackCard]) -> FeedbackColumn:
    ends = {FeedbackState.DONE, FeedbackState.DECLINED}
    ordered = sorted(cards, key=lambda c: (c.state_at if state in ends else c.amount, c.id), reverse=True)
    worth = sum((card.amount for card in cards), Decimal(0))
    return FeedbackColumn(state, tuple(ordered[:MOST_IN_COLUMN]), len(cards), worth)


def kind_counts(actor: Actor) -> dict[FeedbackKind, int]:
    """How many there are of each kind."""
    counts = dict(visible_feedback(actor).values_list("kind").annotate(n=Count("pk")))
    return {kind: counts.get(kind.value, 0) for kind in FeedbackKind}


def feedback_page(actor: Actor, feedback: int) -> FeedbackPage:
    """One feedback.

    Raises:
        NotFound
    """
    row = feedback_row(actor, feedback)
    (card,) = _cards(actor, Feedback.objects.filter(pk=row.pk))
    keeps = actor.policy.may_answer_feedback
    return FeedbackPage(
        card=card,
        words=row.words,
        version=row.version,
        created_at=row.created_at,
        answered_by=person(row.answered_by),
        answered_at=row.answered_at,
        voices=_voices(actor, row),
        merged=tuple(row.merged.order_by("id").values_list("title", flat=True)),
        may_keep=keeps,
        may_change=keeps or (row.author_id == actor.id and row.state == FeedbackState.NEW),
    )


def feedback_row(actor: Actor, feedback: int) -> Feedback:
    """The row.

    Raises:
        NotFound
    """
    row = visible_feedback(actor).filter(pk=feedback).select_related("answered_by").first()
    if row is None:
        raise NotFound
    return row


def feedback_like(
    actor: Actor, text: str, *, without_deal: int | None = None, without: int | None = None
) -> tuple[FeedbackCard, ...]:
    """What is there already and says the words so far, of what the actor may see; the most wanted first."""
    words = fold(text).split()
    if len(text.strip()) < SHORTEST_SEARCHED or not words:
        return ()
    rows = visible_feedback(actor).exclude(pk=without or 0)
    for word in words:
        rows = rows.filter(folded__contains=word)
    if without_deal is not None:
        asks = FeedbackVoice.objects.filter(deal=without_deal, removed_at=None).values("feedback")
        rows = rows.exclude(pk__in=asks)
    cards = _cards(actor, Feedback.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:50])))
    return tuple(sorted(cards, key=lambda card: (-card.deals, -card.id))[:MOST_LIKE])


def feedback_of(deal: int) -> tuple[Said, ...]:
    """What a deal asks for, the newest first."""
    voices = FeedbackVoice.objects.filter(deal=deal, removed_at=None).order_by("-id")
    rows = voices.values_list(
        "feedback", "feedback__title", "feedback__kind", "feedback__state", "feedback__answer"
    )
    return tuple(
        Said(id, title, FeedbackKind(kind), FeedbackState(state), answer)
        for id, title, kind, state, answer in rows
    )


def answers(actor: Actor, person: int, now: datetime) -> tuple[Answered, ...]:
    """What was answered in the last days to what the person wrote or their deals asked for; others' words only."""
    since = now - timedelta(days=ANSWER_DAYS)
    mine = FeedbackVoice.objects.filter(
        Q(by=person) | Q(deal__owner=person), feedback=OuterRef("pk"), removed_at=None
    )
    rows = (
        visible_feedback(actor)
        .filter(Q(author=person) | Q(Exists(mine)), answered_at__gte=since)
        .exclude(answered_by=person)
        .select_related("answered_by")
        .order_by("-answered_at", "-id")[:ANSWERS_SHOWN]
    )
    found = list(rows)
    if not found:
        return ()
    deals = _first_deals(actor, [row.pk for row in found])
    return tuple(
        Answered(
            id=row.pk,
            title=row.title,
            state=FeedbackState(row.state),
            answer=row.answer,
            by="" if row.answered_by is None else row.answered_by.name,
            at=row.answered_at or row.state_at,
            deal_title=deals.get(row.pk, ""),
        )
        for row in found
    )


def _first_deals(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    voices = FeedbackVoice.objects.filter(
        deal_condition(actor, "deal__"), feedback__in=list(ids), removed_at=None
    )
    return dict(voices.order_by("-id").values_list("feedback", "deal__title"))


def _cards(actor: Actor, rows: QuerySet[Feedback]) -> list[FeedbackCard]:
    """With their deals counted as far as the actor may: all for who keeps the board."""
    found = list(rows.select_related("author"))
    worth = _worth(actor, [row.pk for row in found])
    return [_card(row, *worth.get(row.pk, (0, Decimal(0)))) for row in found]


def _card(row: Feedback, deals: int, amount: Decimal) -> FeedbackCard:
    return FeedbackCard(
        id=row.pk,
        title=row.title,
        kind=FeedbackKind(row.kind),
        state=FeedbackState(row.state),
        answer=row.answer,
        author=person(row.author),
        deals=deals,
        amount=amount,
        state_at=row.state_at,
    )


def _worth(actor: Actor, ids: list[int]) -> dict[int, tuple[int, Decimal]]:
    voices = FeedbackVoice.objects.filter(feedback__in=ids, removed_at=None)
    if not actor.policy.may_answer_feedback:
        voices = voices.filter(deal_condition(actor, "deal__"))
    sums = voices.values_list("feedback").annotate(n=Count("pk"), amount=Sum("deal__amount_base"))
    return {id: (deals, amount or Decimal(0)) for id, deals, amount in sums}


def _voices(actor: Actor, row: Feedback) -> tuple[Voice, ...]:
    voices = FeedbackVoice.objects.filter(feedback=row, removed_at=None).order_by("-id")
    rows = list(
        voices.select_related("by", "deal", "deal__stage", "deal__company", "deal__contact")[:MOST_IN_COLUMN]
    )
    seen = set(
        visible_deals(actor).filter(pk__in=[voice.deal_id for voice in rows]).values_list("pk", flat=True)
    )
    keeps = actor.policy.may_answer_feedback
    return tuple(
        _voice(voice, voice.deal if voice.deal_id in seen else None)
        for voice in rows
        if keeps or voice.deal_id in seen or voice.by_id == actor.id
    )


def _voice(voice: FeedbackVoice, deal: Deal | None) -> Voice:
    by = person(voice.by)
    if deal is None:
        return Voice(None, "", "", "", None, by, voice.created_at, voice.words)
    client = deal.company or deal.contact
    return Voice(
        deal=deal.pk,
        deal_title=deal.title,
        client="" if client is None else client.name,
        stage=deal.stage.name,
        money=None if deal.amount is None else Money(deal.amount, deal.currency),
        by=by,
        at=voice.created_at,
        words=voice.words,
    )
