"""Telling a life: the deal is made, worked, moved through its gates, handed over, and left where it stands or ended.

As a story of the demo workspace it is a generator of instants, so that several are told in the order in which it all
happened.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.demo_workspace.clients import insert_client
from voronka.commands.demonstration import words
from voronka.commands.demonstration.acts import Act, Desk, acts, meet
from voronka.commands.demonstration.lives import Life, Stay
from voronka.commands.evidence import add_note
from voronka.commands.handing_on import Handed
from voronka.commands.moves import move_deal
from voronka.commands.objections import note_objection
from voronka.commands.passing import Move, TaskEnd
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import change_task
from voronka.domain.errors import Refused
from voronka.domain.gate import review_stage
from voronka.domain.objections import Outcome
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, PipelineKind, Stage, StageKind
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Deal
from voronka.queries.facts import facts_of
from voronka.queries.hand_overs import ways_on

# How often a client objects at a stage, and somebody writes a line beside the facts.
_OBJECTS, _WRITES = 0.3, 0.2
_MORNING, _EVENING = 9, 18
_LATELY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Objected:
    """A client objects: the kind, their words, and what is answered."""

    kind: int
    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """What the workspace offers. `lost`: ids, and whether a competitor is asked for; `tracks`: by pipeline, what is proposed."""

    lost: tuple[tuple[int, bool], ...]
    postponed: tuple[int, ...]
    objections: tuple[Objected, ...]
    tracks: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Telling:
    """A life with everything that it is told by."""

    life: Life
    desk: Desk
    reasons: Reasons
    title: str
    now: datetime


def tell_life(telling: Telling, stays: list[Stay], owner: Actor) -> Iterator[datetime]:
    """One life from the first word on.

    It ends early where a gate asks for what nobody can do here, or where the set-up was changed meanwhile so that a piece
    of work is refused: a demonstration that stopped there for good would be worse than one with a deal less on its way.
    """
    with suppress(Refused):
        yield from _told(telling, stays, owner)


def _told(telling: Telling, stays: list[Stay], owner: Actor) -> Iterator[datetime]:
    yield stays[0].entered
    deal = _begin(telling, stays[0], owner)
    for stay, following in zip(stays, [*stays[1:], None], strict=True):
        if not telling.life.is_unsorted:
            yield from _work(telling, deal, stay, owner)
        if stay.left is None:
            return
        yield stay.left
        row = _read(deal.pk)
        if not _stands(row, stay):
            continue
        went_on = _leave(telling, row, stay, following, owner)
        if went_on is None:
            return
        if went_on != deal.pk:
            deal, owner = _read(went_on), telling.desk.receiver(owner)


def _read(deal: int) -> Deal:
    return Deal.objects.select_related("next_task").get(pk=deal)


def _stands(deal: Deal, stay: Stay) -> bool:
    """Whether the deal is where it is told to be: some stages let it go on by itself."""
    return deal.stage_id == stay.stage.id


# -- the beginning --------------------------------------------------------------------------------------------------


def _begin(telling: Telling, stay: Stay, owner: Actor) -> Deal:
    desk, at = telling.desk, stay.entered
    source = desk.say(desk.chance.choice(words.SOURCES))
    new = NewDeal(stay.pipeline.id, title=telling.title, stage=stay.stage.id, source=source)
    if telling.life.is_unsorted:
        unknown = ClientWords(phone=desk.card.phone, contact=desk.card.contact)
        return create_deal(by=owner, at=at, new=replace(new, client=unknown, unowned=True))
    contact, company = insert_client(_as_it_is, desk.card, owner, at)
    is_lead = stay.pipeline.kind is PipelineKind.LEAD
    known = replace(
        new, contact=contact, company=company, owner=owner.id, next_task=_step(telling, stay.stage, at),
        amount="" if is_lead or desk.chance.random() < 1 / 3 else str(desk.amount),
    )  # fmt: skip
    return create_deal(by=owner, at=at, new=known)


def _as_it_is(text: str) -> str:
    """The client's card is in the language already."""
    return text


def _step(telling: Telling, stage: Stage, at: datetime) -> NewTask:
    """What the stage proposes: due when the life says where the deal stands now, else as the stage says."""
    step = stage.default_step
    due = telling.desk.due if at >= telling.desk.present else at + step.after
    return NewTask(step.kind, step.title, due)


# -- the work at a stage --------------------------------------------------------------------------------------------


def _work(telling: Telling, deal: Deal, stay: Stay, by: Actor) -> Iterator[datetime]:
    """All that the gate still asks for, or a part of it where the deal does not go on."""
    row = _read(deal.pk)
    if not _stands(row, stay):
        return
    if stay.left is None:
        _plan(telling, row, stay, by)
    todo = [*_asides(telling, stay), *_todo(telling, row, stay)]
    for at, act in zip(_instants(telling, stay, len(todo)), todo, strict=True):
        yield at
        row = _read(deal.pk)
        if not _stands(row, stay):
            return
        match act:
            case Objected():
                note_objection(
                    by=by, at=at, deal=row.pk, kind=act.kind, words=act.words, answer=act.answer,
                    outcome=Outcome.ANSWERED if act.answer else Outcome.OPEN,
                )  # fmt: skip
            case str():
                add_note(by=by, at=at, deal=row.pk, text=act)
            case _:
                meet(telling.desk, by, at, row, act)


def _plan(telling: Telling, deal: Deal, stay: Stay, by: Actor) -> None:
    """A deal that came here by itself, or from another pipeline, has the step that the stage supplied."""
    task, due = deal.next_task, telling.desk.due
    if task is None or task.due_at == due:
        return
    late = task.due_at < stay.entered
    change_task(
        by=by, at=stay.entered, task=task.pk, kind=TaskKind(task.kind), title=task.title, due_at=due,
        reason=telling.desk.say(words.NOTED[2]) if late else "",
    )  # fmt: skip


def _todo(telling: Telling, deal: Deal, stay: Stay) -> list[Act]:
    reviews = review_stage(facts_of(deal, stay.pipeline, stay.stage), stay.pipeline)
    missing = [review.criterion for review in reviews if not review.is_met]
    goes_on = stay.left is not None and (not stay.is_last or telling.life.end is StageKind.WON)
    if not goes_on and missing:
        missing = missing[: telling.desk.chance.randrange(len(missing))]
    return list(acts(missing))


def _asides(telling: Telling, stay: Stay) -> list[Objected | str]:
    """What is no criterion: an objection, a line of what was heard."""
    chance, found = telling.desk.chance, list[Objected | str]()
    if stay.stage.kind is not StageKind.WORKING:
        return found
    if chance.random() < _WRITES:
        found.append(telling.desk.say(chance.choice(words.NOTED)))
    if telling.reasons.objections and chance.random() < _OBJECTS:
        said = chance.choice(telling.reasons.objections)
        found.append(said if chance.random() < 2 / 3 else replace(said, answer=""))
    return found


def _instants(telling: Telling, stay: Stay, count: int) -> list[datetime]:
    """Spread over the stay, in working hours where that leaves the order of things as it is."""
    until = stay.left or min(telling.now - _LATELY, telling.desk.due)
    until = max(until, stay.entered + timedelta(minutes=count + 1))
    even = [stay.entered + (until - stay.entered) * number / (count + 1) for number in range(1, count + 1)]
    found: list[datetime] = []
    for at, before_next in zip(even, [*even, until][1:], strict=True):
        after = found[-1] if found else stay.entered
        office = _office_hours(at.astimezone(telling.desk.zone))
        found.append(next((wanted for wanted in office if after < wanted < before_next), at))
    return found


def _office_hours(local: datetime) -> Iterator[datetime]:
    """The instant itself where it is in working hours, else the same day's or the day before's."""
    if _MORNING <= local.hour < _EVENING:
        yield local
    day = local.replace(hour=_MORNING + local.hour % (_EVENING - _MORNING))
    yield from (day, day - timedelta(days=1))


# -- the way on -----------------------------------------------------------------------------------------------------


def _leave(telling: Telling, deal: Deal, stay: Stay, following: Stay | None, by: Actor) -> int | None:
    """Move it on, or out. The deal that the life goes on with: another one after a hand-over; None: it is over."""
    at = stay.left or telling.now
    ends = None if deal.next_task is None else _ended(telling, deal)
    if following is None and telling.life.end is not StageKind.WON:
        move_deal(by=by, at=at, deal=deal.pk, move=_way_out(telling, stay.pipeline))
        return None
    to = stay.pipeline.after(stay.stage)
    move = Move(to.id, ends=ends, handed=_handed(telling, deal, by) if to.kind is StageKind.WON else ())
    if to.kind.is_open:
        move = replace(move, next_task=_step(telling, to, at))
    moved = move_deal(by=by, at=at, deal=deal.pk, move=move)
    if following is not None and following.pipeline.id != stay.pipeline.id:
        return next(made for made in moved.made if _read(made).pipeline_id == following.pipeline.id)
    return deal.pk if to.kind.is_open else None


def _ended(telling: Telling, deal: Deal) -> TaskEnd | None:
    open_one = deal.next_task_id
    done = telling.desk.say(words.DONE)
    return None if open_one is None else TaskEnd(open_one, TaskState.DONE, done)


def _handed(telling: Telling, deal: Deal, by: Actor) -> tuple[Handed, ...]:
    """Who takes it on is said at the winning, unless somebody has said yes before."""
    if deal.accepted_at is not None:
        return ()
    receiver = telling.desk.receiver(by).id
    said = telling.desk.say(telling.desk.chance.choice(words.NOTED))
    return tuple(Handed(way.id, receiver, said) for way in ways_on(deal.pipeline_id))


def _way_out(telling: Telling, pipeline: Pipeline) -> Move:
    desk, reasons = telling.desk, telling.reasons
    if telling.life.end is StageKind.POSTPONED:
        days = timedelta(days=desk.chance.randrange(5, 70))
        return Move(
            pipeline.only(StageKind.POSTPONED).id,
            reason=desk.say(desk.chance.choice(words.POSTPONED)),
            postpone_reason=desk.chance.choice(reasons.postponed),
            postponed_until=(telling.now + days).date(),
            track=reasons.tracks.get(pipeline.id),
        )
    reason, asks_competitor = desk.chance.choice(reasons.lost)
    return Move(
        pipeline.only(StageKind.LOST).id,
        reason=desk.say(words.LOST[0 if asks_competitor else 1]),
        lost_reason=reason,
        competitor=desk.chance.choice(desk.competitors) if asks_competitor else "",
    )
