"""The ledger of sanctions as somebody may see it: one's own, or those of the teams that one leads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import assert_never

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Everything, Holding, OfOwner, OfTeams
from voronka.domain.sanctions import IN_EFFECT, WAITING, Fact, State, Step, Unit, after, month_of
from voronka.models import Sanction, SanctionStep
from voronka.queries.persons import Person, persons
from voronka.queries.sanction_judges import judges_of
from voronka.queries.sanction_rules import terms
from voronka.queries.visibility import readable_deals

PAGE = 50
# What a head looks through at once, and what a file holds at most.
MOST_WAITING = 100
MOST_EXPORTED = 10_000
_MOST_SUMS = 240


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show; None: all. `month`: any day of it."""

    seller: int | None = None
    month: date | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of an entry: to which state, by whom (None: by the rule itself), when, and why."""

    state: State
    by: Person | None
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger as it was made, and where it stands. `deal`: None where the reader may not read it.

    `may`: the steps that the reader may take with it now.
    """

    id: int
    rule_id: int
    rule: str
    fact: Fact
    grace: timedelta
    unit: Unit
    amount: Decimal
    full_amount: Decimal
    currency: str
    seller: Person
    deal: int | None
    deal_title: str
    subject: str
    since: datetime
    counted_from: datetime
    passed_at: datetime
    fell_on: date
    state: State
    appeal_until: datetime | None
    steps: tuple[Taken, ...]
    may: frozenset[Step]

    @property
    def is_cut(self) -> bool:
        """Whether the rule's monthly cap left less than the rule says."""
        return self.amount < self.full_amount


@dataclass(frozen=True, slots=True)
class Sums:
    """What one seller has in one month, in one unit: what takes effect, and what is still to be decided."""

    seller: Person
    month: date
    unit: Unit
    currency: str
    in_effect: Decimal
    waiting: Decimal


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of it, newest first. `older`: the id to go on from, None at the end."""

    entries: tuple[Entry, ...]
    older: int | None


def visible_sanctions(actor: Actor) -> QuerySet[Sanction]:
    """The entries that the actor may see: of the teams one leads, and one's own."""
    match actor.policy.scope:
        case Everything():
            return Sanction.objects.all()
        case OfTeams(teams):
            return Sanction.objects.filter(Q(team__in=teams) | Q(seller=actor.id))
        case OfOwner(user, _):
            return Sanction.objects.filter(seller=user)
        case other:
            assert_never(other)


def hidden_sanctions(actor: Actor, deal: int) -> list[int]:
    """The entries of a deal that its reader may know nothing of: a colleague's, and all while sanctions are off.

    One query, and two more where the deal has any.
    """
    there = list(Sanction.objects.filter(deal=deal).values_list("pk", flat=True))
    if not there:
        return []
    known = visible_sanctions(actor).filter(pk__in=there) if terms().is_on else Sanction.objects.none()
    return sorted(set(there) - set(known.values_list("pk", flat=True)))


def may_take(actor: Actor, row: Sanction, step: Step) -> bool:
    """Whether the actor may take a step that the entry is ready for. Three queries for an appeal to be decided."""
    held = Holding(UserId(row.seller_id), TeamId(row.team_id))
    match step:
        case Step.CONFIRM | Step.CANCEL:
            return actor.policy.may_decide_sanction(held)
        case Step.APPEAL:
            return actor.id == row.seller_id
        case Step.UPHOLD | Step.LIFT:
            return actor.policy.leads and actor.policy.may_judge_appeal(held, judges_of(row))
        case _:
            assert_never(step)


def ledger(actor: Actor, wanted: Wanted, now: datetime, before: int | None = None) -> Ledger:
    """A page of what the actor may see. Five queries, and three for each appeal to be decided."""
    rows = _wanted(actor, wanted).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return Ledger(_entries(actor, shown, now), shown[-1].pk if len(found) > PAGE else None)


def to_decide(actor: Actor, now: datetime) -> tuple[Entry, ...]:
    """What waits for a decision that the actor may take, the oldest first."""
    if not actor.policy.leads:
        return ()
    rows = visible_sanctions(actor).filter(state__in=WAITING).exclude(seller=actor.id).order_by("id")
    return tuple(entry for entry in _entries(actor, list(rows[:MOST_WAITING]), now) if entry.may)


def exported(actor: Actor, wanted: Wanted) -> tuple[Entry, ...]:
    """All of them for a file, up to MOST_EXPORTED, newest first; without what may be done with them."""
    return _told(actor, list(_wanted(actor, wanted).order_by("-id")[:MOST_EXPORTED]), {})


def entry_for(actor: Actor, sanction: int, step: Step) -> Entry:
    """An entry that the actor is to take a step with.

    Raises:
        NotFound: also when it is not ready for that.
        NotAllowed
    """
    row = visible_sanctions(actor).filter(pk=sanction).first()
    if row is None or after(State(row.state), step) is None:
        raise NotFound
    if not may_take(actor, row, step):
        raise NotAllowed
    (entry,) = _told(actor, [row], {})
    return entry


def alike(actor: Actor, sanction: int) -> tuple[Entry, ...]:
    """The entries that wait to be confirmed for the same seller by the same rule, with this one, the oldest first.

    Raises:
        NotFound, NotAllowed: as `entry_for` of confirming it.
    """
    entry = entry_for(actor, sanction, Step.CONFIRM)
    rows = visible_sanctions(actor).filter(state=State.PROPOSED, seller=entry.seller.id, rule=entry.rule_id)
    waiting = rows.select_related("seller").order_by("id")[:MOST_WAITING]
    return _told(actor, [row for row in waiting if may_take(actor, row, Step.CONFIRM)], {})


def sums(actor: Actor, wanted: Wanted) -> tuple[Sums, ...]:
    """For each month, newest first, and each seller: what takes effect and what waits. Two queries."""
    rows = (
        _wanted(actor, wanted)
        .filter(state__in=IN_EFFECT | WAITING)
        .annotate(month=TruncMonth("fell_on"))
        .values("month", "seller", "unit", "currency")
        .annotate(
            in_effect=Sum("amount", filter=Q(state__in=IN_EFFECT)),
            waiting=Sum("amount", filter=Q(state__in=WAITING)),
        )
        .order_by("-month", "seller__name", "seller", "unit", "currency")[:_MOST_SUMS]
    )
    found = list(rows)
    people = persons(row["seller"] for row in found)
    nothing = Decimal(0)
    return tuple(
        Sums(
            people[row["seller"]], row["month"], Unit(row["unit"]), row["currency"],
            row["in_effect"] or nothing, row["waiting"] or nothing,
        )
        for row in found
    )  # fmt: skip


def sellers_of(actor: Actor) -> tuple[Person, ...]:
    """Whose entries there are to choose from, by name. Two queries."""
    ids = visible_sanctions(actor).order_by().values_list("seller_id", flat=True).distinct()
    return tuple(sorted(persons(ids).values(), key=lambda one: one.name))


def months_of(actor: Actor) -> tuple[date, ...]:
    """The months that there are entries of, newest first. One query."""
    rows = visible_sanctions(actor).annotate(month=TruncMonth("fell_on")).order_by("-month")
    return tuple(rows.values_list("month", flat=True).distinct()[:36])


def _wanted(actor: Actor, wanted: Wanted) -> QuerySet[Sanction]:
    rows = visible_sanctions(actor)
    rows = rows if wanted.seller is None else rows.filter(seller=wanted.seller)
    rows = rows if wanted.state is None else rows.filter(state=wanted.state)
    if wanted.month is None:
        return rows
    first, following = month_of(wanted.month)
    return rows.filter(fell_on__gte=first, fell_on__lt=following)


def _entries(actor: Actor, rows: Sequence[Sanction], now: datetime) -> tuple[Entry, ...]:
    return _told(actor, rows, {row.pk: _may(actor, row, now) for row in rows})


def _may(actor: Actor, row: Sanction, now: datetime) -> frozenset[Step]:
    ready = (step for step in Step if after(State(row.state), step) is not None)
    is_over = row.appeal_until is None or row.appeal_until < now
    open_ones = (step for step in ready if not (step is Step.APPEAL and is_over))
    return frozenset(step for step in open_ones if may_take(actor, row, step))


def _told(actor: Actor, rows: Sequence[Sanction], may: Mapping[int, frozenset[Step]]) -> tuple[Entry, ...]:
    """Three queries."""
    steps = list(SanctionStep.objects.filter(sanction__in=[row.pk for row in rows]).order_by("id"))
    people = persons([*(row.seller_id for row in rows), *(step.by_id for step in steps)])
    deals = {row.deal_id for row in rows}
    open_ones = (
        set(readable_deals(actor).filter(pk__in=deals).values_list("pk", flat=True)) if deals else set()
    )
    return tuple(_entry(row, steps, people, open_ones, may.get(row.pk, frozenset())) for row in rows)


def _entry(
    row: Sanction,
    steps: Iterable[SanctionStep],
    people: Mapping[int | None, Person],
    open_ones: set[int],
    may: frozenset[Step],
) -> Entry:
    return Entry(
        id=row.pk,
        rule_id=row.rule_id,
        rule=row.rule_name,
        fact=Fact(row.fact),
        grace=row.grace,
        unit=Unit(row.unit),
        amount=row.amount,
        full_amount=row.full_amount,
        currency=row.currency,
        seller=people[row.seller_id],
        deal=row.deal_id if row.deal_id in open_ones else None,
        deal_title=row.deal_title,
        subject=row.subject,
        since=row.since,
        counted_from=row.counted_from,
        passed_at=row.passed_at,
        fell_on=row.fell_on,
        state=State(row.state),
        appeal_until=row.appeal_until,
        steps=tuple(
            Taken(State(step.state), people.get(step.by_id), step.at, step.words)
            for step in steps
            if step.sanction_id == row.pk
        ),
        may=may,
    )
