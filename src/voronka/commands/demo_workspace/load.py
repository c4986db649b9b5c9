"""Laying the whole demo workspace into an empty database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from voronka.commands.demo_workspace import cast, objections, playbook, texts
from voronka.commands.demo_workspace.aftermath import TOUCHES, TRACK, after_stories
from voronka.commands.demo_workspace.calendar import add_own_days
from voronka.commands.demo_workspace.custom_fields import make_fields
from voronka.commands.demo_workspace.discipline import closing_days, make_plan, set_discipline
from voronka.commands.demo_workspace.hand_overs import hand_over_story
from voronka.commands.demo_workspace.history import POSTPONED, WON, Past, pasts
from voronka.commands.demo_workspace.intake import make_sources
from voronka.commands.demo_workspace.more import Surroundings, further_deals
from voronka.commands.demo_workspace.notices import tell_people
from voronka.commands.demo_workspace.open_deals import (
    MORE_TASKS,
    NOTES,
    OBJECTIONS,
    OPEN_DEALS,
    RUNNING_ORDERS,
    Due,
    OpenDeal,
)
from voronka.commands.demo_workspace.relations import relation_stories
from voronka.commands.demo_workspace.reviews import limits_story
from voronka.commands.demo_workspace.robots import make_robots
from voronka.commands.demo_workspace.staff import make_people
from voronka.commands.demo_workspace.stories import (
    ORDER_ACTS,
    SALE_ACTS,
    Act,
    Exit,
    Objects,
    Stay,
    Story,
    World,
    known_client,
    life_of,
    planned_for,
    tell,
)
from voronka.commands.demo_workspace.tags import make_tags
from voronka.commands.demo_workspace.translations import Phrases, Say
from voronka.commands.first_start import (
    LogIn,
    NewStage,
    NewWorkspace,
    insert_pipeline,
    insert_reasons,
    open_workspace,
)
from voronka.commands.past_deals import write_past_deals
from voronka.commands.search_index import index_clients_of
from voronka.commands.task_rows import NewTask
from voronka.commands.transaction import writing
from voronka.domain.agenda import takes_the_hour
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, PipelineKind, StageKind
from voronka.domain.seller_steps import SellerStep
from voronka.domain.task import TaskKind
from voronka.domain.working_time import DAY, WEEK, Calendar
from voronka.models import Deal, NurtureTrack, Reason, Stage, TrackTouch
from voronka.models import Pipeline as PipelineRow
from voronka.queries.calendars import calendar_of
from voronka.queries.pipelines import pipeline_of

_PORTION = 5000
# Everything in the demo is younger than this.
_BEFORE_ALL = timedelta(days=500)
_CLIENTS = {card.company: card for card in cast.CLIENTS}
_KEEPERS = {deal.client: deal.owner for deal in OPEN_DEALS if deal.owner}


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made."""

    log_ins: tuple[LogIn, ...]
    deals: int


@dataclass(frozen=True, slots=True)
class _Method:
    """The pipelines, and the reasons' ids by their English name."""

    equipment: Pipeline
    installation: Pipeline
    reasons: dict[str, int]
    track: int


def load_demo(*, at: datetime, seed: int, language: str, folder: Path, deals: int = 0) -> Demo:
    """Make the demo as of `at`; its files go under `folder`.

    There is a base set of about 230 deals; further ones, brought over in bulk, make it `deals` in all.

    The same seed, language and instant make the same workspace, except for the passwords.

    Raises:
        WorkspaceExists: the database is not empty.
    """
    say = Phrases(language).say
    chance = Random(f"voronka demo {seed}")  # noqa: S311 - names and dates of an invented company
    country, zone = cast.HOMES[language]
    began = at - _BEFORE_ALL
    with writing():
        open_workspace(at=began, new=NewWorkspace(cast.COMPANY, cast.CURRENCY, country, zone, language))
        method = _make_method(began, say)
        actors, log_ins = make_people(began, say, language, zone)
        kinds = objections.make_kinds(language)
        world = World(say, chance, folder, at, ZoneInfo(zone), kinds.ids, kinds.answers, method.reasons)
        lives = (life_of(world, story) for story in _stories(world, method, actors))
        handed = hand_over_story(world, method.equipment, method.installation, actors)
        ends, limits = closing_days(world), limits_story(world, actors)
        tell(
            chain(
                lives, after_stories(world, actors), relation_stories(world, actors), [handed, limits, ends]
            )
        )
        make_plan(world, actors)
        set_discipline(world, actors)
        tell_people(world, actors)
        _add_further(world, method, actors, deals - Deal.objects.count())
        make_tags(actors=actors, at=at, say=say)
        make_fields(actors=actors, at=at, language=language)
        add_own_days(by=actors["NO"], at=at, say=say)
        make_sources(
            by=actors["MZ"], team=actors["OK"].team or 0, pipeline=method.equipment.id, at=at, say=say
        )
        make_robots(by=actors["MZ"], at=at, pipeline=method.equipment, track=method.track, language=language)
        return Demo(log_ins, Deal.objects.count())


def _add_further(world: World, method: _Method, actors: dict[str, Actor], count: int) -> None:
    """In portions, so that the memory needed does not grow with the number."""

    def client(card: cast.ClientCard, keeper: Actor, at: datetime) -> tuple[int, int]:
        return known_client(world, card, keeper, at)

    around = Surroundings(
        world.say, world.chance, world.now, world.zone, method.equipment, method.reasons, actors, client
    )
    further = further_deals(around, max(0, count))
    while portion := list(islice(further, _PORTION)):
        ids = write_past_deals(portion, at=world.now)
        index_clients_of(ids)


def _make_method(at: datetime, say: Say) -> _Method:
    equipment = insert_pipeline(
        at=at, name=say("New equipment"), kind=PipelineKind.SALE, position=0,
        stages=[_in_words(stage, say) for stage in playbook.NEW_EQUIPMENT],
    )  # fmt: skip
    installation = insert_pipeline(
        at=at, name=say("Installation"), kind=PipelineKind.FULFILMENT, position=1,
        stages=[_in_words(stage, say) for stage in playbook.INSTALLATION],
    )  # fmt: skip
    insert_reasons([replace(reason, name=say(reason.name)) for reason in playbook.REASONS])
    track = _make_track(say, equipment)
    ids = dict(Reason.objects.values_list("name", "id"))
    reasons = {reason.name: ids[say(reason.name)] for reason in playbook.REASONS}
    return _Method(pipeline_of(equipment.pk), pipeline_of(installation.pk), reasons, track)


def _make_track(say: Say, equipment: PipelineRow) -> int:
    track = NurtureTrack.objects.create(name=say(TRACK))
    for after, title in TOUCHES:
        TrackTouch.objects.create(track=track, after=after, kind=TaskKind.EMAIL, title=say(title))
    Stage.objects.filter(pipeline=equipment, kind=StageKind.POSTPONED).update(track=track)
    return track.pk


def _in_words(stage: NewStage, say: Say) -> NewStage:
    return replace(
        stage,
        name=say(stage.name),
        purpose=say(stage.purpose),
        step_title=say(stage.step_title),
        steps=tuple(_step_in_words(step, say) for step in stage.steps),
        criteria=tuple(replace(criterion, title=say(criterion.title)) for criterion in stage.criteria),
    )


def _step_in_words(step: SellerStep, say: Say) -> SellerStep:
    return SellerStep(say(step.what), tuple(map(say, step.actions)), tuple(map(say, step.tools)))


def _stories(world: World, method: _Method, actors: dict[str, Actor]) -> Iterator[Story]:
    aside = Random("what clients object")  # noqa: S311 - an invented company
    for past in pasts(world.chance, world.now):
        yield _with_objections(aside, world, actors, past, _past_story(world, method, actors, past))
    for deal in OPEN_DEALS:
        maker = actors[deal.owner or "WP"]
        yield _open_story(world, method.equipment, SALE_ACTS, actors, maker, deal)
    for order in RUNNING_ORDERS:
        yield _open_story(world, method.installation, ORDER_ACTS, actors, actors["NO"], order)
    yield _pastry_chillers(world, method, actors)
    yield _ice_flaker(world, method, actors)


def _open_story(
    world: World,
    pipeline: Pipeline,
    acts: tuple[tuple[Act, ...], ...],
    actors: dict[str, Actor],
    maker: Actor,
    deal: OpenDeal,
) -> Story:
    closes = None if deal.closes_in is None else (world.now + timedelta(days=deal.closes_in)).date()
    return Story(
        title=world.say(deal.title),
        pipeline=pipeline,
        acts=acts,
        actor=None if deal.owner is None else actors[deal.owner],
        maker=maker,
        keeper=actors[_KEEPERS.get(deal.client, "WP")],
        client=None if deal.client is None else _CLIENTS[deal.client],
        amount=deal.amount,
        source=deal.source,
        closes_on=closes,
        stays=tuple(_stays_until_now(world, pipeline, acts, deal)),
        next_step=_task(world, deal.kind, deal.step, deal.due),
        phone=deal.phone,
        notes=tuple((world.now - timedelta(hours=hours), text) for hours, text in NOTES.get(deal.title, ())),
        more_tasks=tuple(_task(world, *task) for task in MORE_TASKS.get(deal.title, ())),
        objections=tuple(
            (world.now - timedelta(hours=hours), Objects(kind, words, outcome))
            for hours, kind, words, outcome in OBJECTIONS.get(deal.title, ())
        ),
    )


def _task(world: World, kind: TaskKind, title: str, due: Due) -> NewTask:
    """Of days to come what is done alone has no hour, as people plan it."""
    on = None if takes_the_hour(kind) else due.day(world.now, world.zone)
    return NewTask(kind, world.say(title), due.at(world.now, world.zone) if on is None else None, due_on=on)


def _stays_until_now(
    world: World, pipeline: Pipeline, acts: tuple[tuple[Act, ...], ...], deal: OpenDeal
) -> list[Stay]:
    """Backwards from now: the present stay, and before it each stage within its limit."""
    hours = world.chance.uniform(0.7, 2.2) if deal.stage or deal.client else 0.2
    limit = pipeline.stages[deal.stage].limit
    entered = entered_before(calendar_of(None), world.now, deal.days, limit) - timedelta(hours=hours)
    stays = [Stay(deal.stage, entered, None, deal.progress)]
    for place in reversed(range(deal.stage)):
        limit = pipeline.stages[place].limit or timedelta(days=1)
        left, entered = entered, entered - limit * world.chance.uniform(0.4, 0.85)
        stays.append(Stay(place, entered, left, len(acts[place])))
    return stays[::-1]


def entered_before(calendar: Calendar, now: datetime, days: int, limit: timedelta | None) -> datetime:
    """So many days ago in the measure of the limit: on a Sunday the same deals are over theirs as on a Monday."""
    ago = timedelta(days=days)
    if limit is not None and limit % WEEK == timedelta(0):
        # A week that ends on a day off ends when work begins again.
        return now - ago if ago < limit else min(now - ago, calendar.latest_start(limit, now))
    entered = now
    for _ in range(days):
        entered = calendar.latest_start(DAY, entered)
    return entered


def _past_story(world: World, method: _Method, actors: dict[str, Actor], past: Past) -> Story:
    amount = past.ending.amount or world.chance.randrange(40, 900) * 100
    closed = past.stays[-1].left or world.now
    won = past.ending.why == WON
    acts = tuple(tuple(stage) for stage in SALE_ACTS)
    stays = past.stays if won else (*past.stays[:-1], replace(past.stays[-1], acts=_some(world, past)))
    after = planned_for(world, closed + timedelta(days=14), closed)
    care = NewTask(TaskKind.CALL, world.say("Ask whether all works"), after)
    news = NewTask(TaskKind.CALL, world.say("Ask for news"), planned_for(world, closed, closed))
    return Story(
        title=f"{world.say(past.thing)}, {world.say(past.size)}",
        pipeline=method.equipment,
        acts=acts,
        actor=actors[past.owner],
        maker=actors[past.owner],
        keeper=actors[past.owner],
        client=past.client,
        amount=amount,
        source=past.source,
        closes_on=(closed + timedelta(days=world.chance.randrange(-9, 20))).date(),
        stays=stays,
        next_step=care if won else news,
        exit=_exit(world, method, past),
        after_care=after - timedelta(hours=2) if won else None,
    )


def _with_objections(
    aside: Random, world: World, actors: dict[str, Actor], past: Past, story: Story
) -> Story:
    """What the client objected, and what the head found out once the deal was lost."""
    why, closed = past.ending.why, past.stays[-1].left
    lost = None if why in {WON, POSTPONED} else why
    met = tuple(objections.met(aside, past.stays, lost))
    verified = None
    if lost is not None and closed is not None:
        verified = objections.found_out(aside, actors["MZ"], closed, world.now, lost)
    return replace(story, objections=met, verified=verified)


def _some(world: World, past: Past) -> int:
    """How far the work got at the stage where the deal was closed: never all of it."""
    return world.chance.randrange(max(1, len(SALE_ACTS[past.ending.place])))


def _exit(world: World, method: _Method, past: Past) -> Exit:
    why, pick = past.ending.why, world.chance.choice
    if why == WON:
        return Exit(method.equipment.only(StageKind.WON))
    if why == POSTPONED:
        until = (world.now + timedelta(days=world.chance.randrange(6, 80))).date()
        reason = pick([r.name for r in playbook.REASONS if r.exit is StageKind.POSTPONED])
        words = world.say(pick(texts.POSTPONED))
        return Exit(
            method.equipment.only(StageKind.POSTPONED),
            method.reasons[reason],
            words,
            until=until,
            track=method.track if _is_recent(world, past) else None,
        )
    competitor = pick(texts.COMPETITORS) if why == playbook.COMPETITOR else ""
    words = world.say(pick(texts.LOST[why]))
    return Exit(method.equipment.only(StageKind.LOST), method.reasons[why], words, competitor)


def _is_recent(world: World, past: Past) -> bool:
    """Whether every touch of the track is still to come."""
    closed = past.stays[-1].left or world.now
    return world.now - closed < TOUCHES[0][0] - timedelta(days=1)


def _pastry_chillers(world: World, method: _Method, actors: dict[str, Actor]) -> Story:
    """A deal won lately, with after-care that is late and due: such tasks count as well."""
    days = (34, 31, 25, 17, 9, 3)
    story = _won_story(world, method, actors, "Pastry chillers", "Solodka Hata", "OK", 19_400, days)
    return replace(
        story,
        next_step=_task(world, TaskKind.CALL, "Referral thank-you call", Due(4)),
        more_tasks=(_task(world, TaskKind.EMAIL, "Ask for start-up photos", Due(-20)),),
    )


def _ice_flaker(world: World, method: _Method, actors: dict[str, Actor]) -> Story:
    """An old purchase of a client who is negotiating again."""
    days = (330, 327, 321, 312, 305, 301)
    return _won_story(world, method, actors, "Ice flaker ×2", "PT Samudra Teduh", "WP", 19_300, days)


def _won_story(
    world: World, method: _Method, actors: dict[str, Actor], title: str, client: str, owner: str, amount: int,
    days: tuple[int, ...],
) -> Story:  # fmt: skip
    instants = [world.now - timedelta(days=day, hours=3) for day in days]
    stays = tuple(
        Stay(place, instants[place - 1], instants[place], len(SALE_ACTS[place])) for place in range(1, 6)
    )
    after = instants[-1] + timedelta(days=14)
    return Story(
        title=world.say(title), pipeline=method.equipment, acts=SALE_ACTS, actor=actors[owner], maker=actors[owner], keeper=actors[owner],
        client=_CLIENTS[client], amount=amount, source="referral", closes_on=instants[-1].date(), stays=stays,
        next_step=NewTask(TaskKind.CALL, world.say("Ask whether all works"), after),
        exit=Exit(method.equipment.only(StageKind.WON)), after_care=after,
    )  # fmt: skip
