"""What a change of a stage would do to the deals that stand there: asked for before it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from voronka.domain.criteria import Criterion
from voronka.domain.evidence import evidence_for
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Gate, Stage, StageLimit, limit_among
from voronka.models import Deal
from voronka.queries.calendars import Calendars, calendars
from voronka.queries.drafts import in_force
from voronka.queries.facts import facts_for
from voronka.queries.settings import StageOfPipeline, standing_deals
from voronka.queries.visibility import visible_deals

# A preview judges as many deals as this, the latest to enter: it is asked for at every change of a field.
MOST_JUDGED = 300


@dataclass(frozen=True, slots=True)
class GateEffect:
    """What another set of criteria would do to the open deals that the actor sees before a gate.

    Of `judged` deals (of `deals`; fewer when they are many) `before` pass all criteria today and
    `after` would; `newly` would begin to and `no_longer` would cease to. `meets` the one criterion that
    was asked about, None when there was none.
    """

    deals: int
    judged: int
    before: int
    after: int
    newly: int
    no_longer: int
    meets: int | None = None


@dataclass(frozen=True, slots=True)
class LimitEffect:
    """How many of the open deals at a stage are over its limit, and would be over another."""

    deals: int
    over_before: int
    over_after: int


def gate_effect(
    actor: Actor,
    place: StageOfPipeline,
    gate: Gate,
    wanted: tuple[Criterion, ...],
    one: Criterion | None = None,
) -> GateEffect:
    """What `wanted` instead of the criteria of a gate would do, and how many meet the `one` among them.

    Of an entry the deals that stand at the stage before are judged. A few queries for each of them.
    """
    at = _before(place, gate)
    if place.at is None or at is None:
        return GateEffect(0, 0, 0, 0, 0, 0, None if one is None else 0)
    present = place.at.criteria_of(gate)
    # Words given for a criterion are given for the one in force.
    wanted, one = in_force(wanted), None if one is None else in_force((one,))[0]
    rows = visible_deals(actor).filter(stage=at.id, is_open=True).select_related("contact", "company")
    judged = before = after = newly = no_longer = meets = 0
    for deal in rows.order_by("-entered_at", "-id")[:MOST_JUDGED]:
        facts = facts_for(deal, at, present + wanted)
        passes = all(evidence_for(c, facts) for c in present)
        would = all(evidence_for(c, facts) for c in wanted)
        judged, before, after = judged + 1, before + passes, after + would
        meets += one is not None and evidence_for(one, facts) is not None
        newly, no_longer = newly + (would and not passes), no_longer + (passes and not would)
    return GateEffect(
        deals=max(standing_deals(actor, at.id).seen, judged),
        judged=judged,
        before=before,
        after=after,
        newly=newly,
        no_longer=no_longer,
        meets=None if one is None else meets,
    )


def _before(place: StageOfPipeline, gate: Gate) -> Stage | None:
    """The stage in force from which deals come to the gate; None where there is none yet."""
    if place.at is None or gate is Gate.EXIT:
        return place.at
    columns = place.of.columns
    return columns[columns.index(place.at) - 1]


def limit_effect(
    actor: Actor,
    place: StageOfPipeline,
    limit: timedelta | None,
    limits: tuple[StageLimit, ...],
    now: datetime,
) -> LimitEffect:
    """How many deals other limits would show as over theirs, by the calendars of their teams.

    A count for each calendar, and one; where some deals have limits of their own every deal is looked at.
    """
    at = place.at
    rows = visible_deals(actor).filter(stage=0 if at is None else at.id, is_open=True)
    known = calendars()
    if limits:
        after = _over(rows, known, limit, limits, now)
    elif limit is None:
        after = 0
    else:
        after = sum(
            rows.filter(team__in=teams, entered_at__lte=known.of(teams[0]).latest_start(limit, now)).count()
            for teams in _by_calendar(rows, known)
        )
    return LimitEffect(place.deals.seen, rows.filter(limit_at__lte=now).count(), after)


def _over(
    rows: QuerySet[Deal],
    known: Calendars,
    others: timedelta | None,
    limits: tuple[StageLimit, ...],
    now: datetime,
) -> int:
    """How many deals have been there longer than their own limit."""
    latest: dict[tuple[int | None, timedelta], datetime] = {}
    over = 0
    told = rows.order_by().values_list("team_id", "entered_at", "amount_base", "source")
    for team, entered_at, amount, source in told.iterator():
        limit = limit_among(limits, others, amount, source)
        if limit is None:
            continue
        key = known.id_of(team), limit
        if key not in latest:
            latest[key] = known.of(team).latest_start(limit, now)
        over += entered_at <= latest[key]
    return over


def _by_calendar(rows: QuerySet[Deal], known: Calendars) -> Iterable[list[int]]:
    """The teams of the deals, those together that work by the same calendar."""
    found: dict[int | None, list[int]] = {}
    for team in rows.order_by().values_list("team_id", flat=True).distinct():
        found.setdefault(known.id_of(team), []).append(team)
    return found.values()
