"""Further deals for a demo larger than the base set, brought over from “the old base” in bulk.

Each is left to chance stage by stage with the funnel's own shares, so the board keeps its shape however
many there are. Nobody judged their gates: the head let them pass, and the log says so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from voronka.commands.demo_workspace import invented, texts
from voronka.commands.demo_workspace.cast import CURRENCY, ClientCard
from voronka.commands.demo_workspace.history import DAYS, LOSSES, POSTPONED
from voronka.commands.demo_workspace.playbook import COMPETITOR
from voronka.commands.demo_workspace.translations import Say
from voronka.commands.passing import RETURN_HOUR
from voronka.commands.past_deals import PastDeal, PastExit, PastStay
from voronka.commands.task_rows import NewTask
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, Stage, StageKind

# The share that goes on from each stage, Unsorted first, as in the base set.
GOES_ON = (0.75, 0.58, 0.67, 0.36, 0.75, 0.81)
SPAN = timedelta(days=390)
DEALS_OF_A_CLIENT = 5
_LATE = 0.12


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What further deals are laid into. `reasons` by their English name; `client` gives contact and company."""

    say: Say
    chance: Random
    now: datetime
    zone: ZoneInfo
    pipeline: Pipeline
    reasons: Mapping[str, int]
    actors: Mapping[str, Actor]
    client: Callable[[ClientCard, Actor, datetime], tuple[int, int]]


def further_deals(around: Surroundings, count: int) -> Iterator[PastDeal]:
    """`count` more deals."""
    clients = max(20, count // DEALS_OF_A_CLIENT // len(invented.SHARES))
    for _ in range(count):
        yield _deal(around, clients)


def _deal(around: Surroundings, clients: int) -> PastDeal:
    chance, say = around.chance, around.say
    owner = around.actors[code := invented.seller(chance)]
    thing, size, source = invented.request(chance)
    stays, said = _way(around)
    contact, company = around.client(invented.client(chance, code, clients), owner, stays[0].since)
    last = stays[-1].stage
    return PastDeal(
        pipeline=around.pipeline,
        title=f"{say(thing)}, {say(size)}",
        owner=owner.id,
        team=owner.team or 0,
        by=around.actors["MZ"].id,
        stays=stays,
        amount=Decimal(chance.randrange(40, 900) * 100),
        currency=CURRENCY,
        contact=contact,
        company=company,
        source=say(source),
        next_task=_next_task(around, last, said),
        exit=said,
        exception=say(texts.BEFORE_THE_PLAYBOOK),
    )


def _way(around: Surroundings) -> tuple[tuple[PastStay, ...], PastExit]:
    """Stage after stage until the deal is closed, or until now."""
    chance, columns = around.chance, around.pipeline.columns
    since = around.now - SPAN * chance.random()
    stays = [PastStay(columns[0], since)]
    for place, goes_on in enumerate(GOES_ON):
        since += timedelta(days=chance.uniform(*DAYS[place]))
        if since >= around.now:
            return tuple(stays), PastExit()
        if chance.random() > goes_on:
            stage, said = _way_out(around, place)
            return (*stays, PastStay(stage, since)), said
        stays.append(PastStay(around.pipeline.after(columns[place]), since))
    return tuple(stays), PastExit()


def _way_out(around: Surroundings, place: int) -> tuple[Stage, PastExit]:
    chance, say = around.chance, around.say
    why = chance.choices(list(LOSSES[place]), list(LOSSES[place].values()))[0]
    if why == POSTPONED:
        until = (around.now + timedelta(days=chance.randrange(6, 80))).date()
        reason = chance.choice(texts.POSTPONE_REASONS)
        words = say(chance.choice(texts.POSTPONED))
        return around.pipeline.only(StageKind.POSTPONED), PastExit(around.reasons[reason], words, until=until)
    competitor = chance.choice(texts.COMPETITORS) if why == COMPETITOR else ""
    words = say(chance.choice(texts.LOST[why]))
    return around.pipeline.only(StageKind.LOST), PastExit(around.reasons[why], words, competitor)


def _next_task(around: Surroundings, stage: Stage, said: PastExit) -> NewTask | None:
    """The step of an open deal, the return of a postponed one, nothing else."""
    if said.until is not None:
        back = datetime.combine(said.until, RETURN_HOUR, around.zone)
        return NewTask(stage.default_step.kind, stage.default_step.title, back)
    if not stage.kind.is_open:
        return None
    hours = -around.chance.uniform(2, 90) if around.chance.random() < _LATE else around.chance.uniform(2, 200)
    due = (around.now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
    return NewTask(stage.default_step.kind, stage.default_step.title, due)
