"""How a deal of the demo lives: its acts at each stage, told by the commands as its owner would do them.

A story is a generator that yields the instant at which it wants to go on. `tell` runs all stories in
the order of these instants, so the event log grows as it would have grown.
"""

import heapq
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

from voronka.commands.clients import (
    ClientWords,
    change_company,
    change_contact,
)
from voronka.commands.deals import NewDeal, change_deal, create_deal
from voronka.commands.demo_workspace import texts
from voronka.commands.demo_workspace.cast import ClientCard
from voronka.commands.demo_workspace.clients import insert_client
from voronka.commands.demo_workspace.documents import Document
from voronka.commands.demo_workspace.translations import Say
from voronka.commands.evidence import add_note, confirm_criterion
from voronka.commands.files import attach_file
from voronka.commands.moves import move_deal
from voronka.commands.objections import note_objection
from voronka.commands.passing import Move
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, complete_task
from voronka.commands.verified_reasons import verify_reason
from voronka.domain.criteria import ConfirmedByHand, FileKind, NoteKind
from voronka.domain.objections import Outcome, VerifiedHow
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, Stage
from voronka.domain.task import TaskKind
from voronka.models import Deal

MAX_FILE = 1024 * 1024
# From which hour on people plan, and from which on no more.
_MORNING, _EVENING = 9, 18


@dataclass(frozen=True, slots=True)
class Decides:
    """The contact turns out to decide."""


@dataclass(frozen=True, slots=True)
class Learns:
    """Need and budget are written down."""


@dataclass(frozen=True, slots=True)
class Done:
    """The open task, of this kind and title, is done with one of the outcomes."""

    kind: TaskKind
    title: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attach:
    """A file is attached."""

    kind: FileKind
    name: str


@dataclass(frozen=True, slots=True)
class Write:
    """A note is written."""

    kind: NoteKind
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confirm:
    """The stage's criterion of judgement is confirmed with one of the reasons."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaxId:
    """The company's tax number is verified."""


@dataclass(frozen=True, slots=True)
class Objects:
    """The client objects, by the kind's key; what is answered is answered as the card says."""

    kind: str
    words: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Verifies:
    """The head found out why the deal was really lost: the reason by its English name."""

    by: Actor
    at: datetime
    reason: str
    how: VerifiedHow
    words: str


Act = Decides | Learns | Done | Attach | Write | Confirm | TaxId

# What is done at each stage of the first pipeline until its gate opens; Unsorted asks for nothing.
SALE_ACTS: tuple[tuple[Act, ...], ...] = (
    (),
    (Decides(), Learns(), Done(TaskKind.CALL, "Qualifying call", texts.CALLED)),
    (
        Done(TaskKind.MEETING, "Meeting at the client’s office", texts.MET),
        Attach(FileKind.BRIEF, "Site-checklist.pdf"),
        Write(NoteKind.MEETING_RESULT, texts.RESULTS),
        Done(TaskKind.EMAIL, "Send the summary", (texts.SUMMARY_SENT,)),
    ),
    (
        Attach(FileKind.OFFER, "Offer-v2.pdf"),
        Done(TaskKind.OFFER, "Send the offer", (texts.SENT,)),
        Done(TaskKind.CALL, "Confirm the offer was received", texts.RECEIVED),
        Done(TaskKind.MEETING, "Walk through the offer", texts.SEEN),
        Confirm(texts.CONFIRMED),
    ),
    (
        Attach(FileKind.CONTRACT, "Contract-draft.pdf"),
        Done(TaskKind.DOCUMENT, "Send the draft contract", (texts.DRAFT_SENT,)),
        TaxId(),
        Confirm(texts.ANSWERED),
    ),
    (
        Done(TaskKind.DOCUMENT, "Hand over to installation", (texts.HANDED_OVER,)),
        Attach(FileKind.SIGNED_CONTRACT, "Contract-signed.pdf"),
        Done(TaskKind.PAYMENT, "Advance payment due", (texts.PAID,)),
    ),
)
ORDER_ACTS: tuple[tuple[Act, ...], ...] = (
    (),
    (
        Done(TaskKind.VISIT, "Measure the room", (texts.SURVEYED,)),
        Attach(FileKind.BRIEF, "Site-survey.pdf"),
    ),
    (Done(TaskKind.DOCUMENT, "Check the packing list", (texts.UNPACKED,)),),
    (Confirm(texts.ANSWERED), Write(NoteKind.AGREEMENT, texts.RESULTS)),
)


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay at the stage in this place of the pipeline; `acts` of it are done. `left` None: still there."""

    place: int
    entered: datetime
    left: datetime | None
    acts: int


@dataclass(frozen=True, slots=True)
class Exit:
    """How the deal was closed: won, or with a reason (its id), and words; `until`: postponed."""

    stage: Stage
    reason: int | None = None
    words: str = ""
    competitor: str = ""
    until: date | None = None
    track: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """All that is to be told of one deal, in the words of the demo's language. `actor` None: nobody's yet. `maker` registers it, `keeper` has the client."""

    title: str
    pipeline: Pipeline
    acts: tuple[tuple[Act, ...], ...]
    actor: Actor | None
    maker: Actor
    keeper: Actor
    client: ClientCard | None
    amount: int | None
    source: str
    closes_on: date | None
    stays: tuple[Stay, ...]
    next_step: NewTask
    exit: Exit | None = None
    phone: str = ""
    notes: tuple[tuple[datetime, str], ...] = ()
    objections: tuple[tuple[datetime, Objects], ...] = ()
    verified: Verifies | None = None
    more_tasks: tuple[NewTask, ...] = ()
    after_care: datetime | None = None


@dataclass(slots=True)
class World:
    """What all stories share: the words, the chance, the files' folder, and clients already known."""

    say: Say
    chance: random.Random
    folder: Path
    now: datetime
    zone: ZoneInfo
    kinds: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    clients: dict[str, tuple[int, int]] = field(default_factory=dict)


def tell(stories: Iterable[Iterator[datetime]]) -> int:
    """Run the stories in the order of their instants; how many ran."""
    queue: list[tuple[datetime, int, Iterator[datetime]]] = []
    count = 0
    for count, story in enumerate(stories, 1):
        heapq.heappush(queue, (next(story), count, story))
    while queue:
        _, number, story = heapq.heappop(queue)
        following = next(story, None)
        if following is not None:
            heapq.heappush(queue, (following, number, story))
    return count


def life_of(world: World, story: Story) -> Iterator[datetime]:
    """One deal from the first word to where it stands now."""
    by = story.actor or story.maker
    planned = _planned(world, story)
    upcoming = _next_steps(world, story, planned)
    born = story.stays[0].entered
    yield born
    deal = _create(world, story, born, next(upcoming))
    for at, act in _with_notes(story, planned):
        yield at
        match act:
            case Stay():
                _move(story, by, at, deal, act)
            case Objects():
                _object(world, by, at, deal, act)
            case str():
                add_note(by=by, at=at, deal=deal.pk, text=world.say(act))
            case _:
                _do(world, story, by, at, deal, act, upcoming)
    if story.more_tasks:
        yield world.now - timedelta(minutes=5)
    for task in story.more_tasks:
        add_task(by=by, at=world.now - timedelta(minutes=5), deal=deal.pk, task=task)
    if story.verified is not None:
        yield story.verified.at
        _verify(world, story.verified, story, deal)
    if story.after_care is not None and story.after_care < world.now:
        yield story.after_care
        _finish(world, by, story.after_care, deal, texts.WORKS)


Beat = tuple[datetime, Act | Stay]


def _planned(world: World, story: Story) -> list[Beat]:
    """Every act and move with its instant, in order. A move stands for the stay that it ends."""
    beats: list[Beat] = []
    for stay in story.stays:
        end = stay.left or _present(world, story, stay)
        acts = story.acts[stay.place][: stay.acts]
        for number, act in enumerate(acts, 1):
            beats.append((stay.entered + (end - stay.entered) * number / (len(acts) + 1), act))
        if stay.left is not None:
            beats.append((stay.left, stay))
    last = story.stays[-1]
    is_open = last.left is None
    return _in_working_hours(
        world,
        story.stays[0].entered,
        beats,
        kept=last.entered if is_open else None,
        until=_present(world, story, last) if is_open else world.now,
    )


def _present(world: World, story: Story, stay: Stay) -> datetime:
    """Until when acts of the present stay are told: an overdue next step was given before it was due."""
    due_at = story.next_step.due_at or world.now
    given = min(world.now, due_at - timedelta(hours=1))
    return max(given, stay.entered + timedelta(hours=1))


def _in_working_hours(
    world: World, born: datetime, beats: list[Beat], *, kept: datetime | None, until: datetime
) -> list[Beat]:
    """The same days, but in working hours where that leaves the order of things as it is.

    What happened at `kept` stays: by it the days at the present stage are counted.
    """
    moved: list[Beat] = []
    for number, (at, act) in enumerate(beats):
        local = at.astimezone(world.zone)
        wanted = local.replace(hour=9 + local.hour % 9)
        after_the_last = (moved[-1][0] if moved else born) < wanted
        before_the_next = wanted < (beats[number + 1][0] if number + 1 < len(beats) else until)
        fits = at != kept and after_the_last and before_the_next and not 8 <= local.hour < 19
        moved.append((wanted if fits else at, act))
    return moved


def _next_steps(world: World, story: Story, beats: list[Beat]) -> Iterator[NewTask]:
    """The open task after each `Done`, and first the one at creation: what the next `Done` will finish."""
    given = story.stays[0].entered
    for at, act in beats:
        if isinstance(act, Done):
            due = at + timedelta(hours=world.chance.uniform(-6, 20))
            yield NewTask(act.kind, world.say(act.title), planned_for(world, due, given))
            given = at
    yield story.next_step


def planned_for(world: World, due: datetime, given: datetime) -> datetime:
    """About that time, as people plan: in working hours, at a full half hour, and after the step was given."""
    local = due.astimezone(world.zone)
    hour = local.hour if _MORNING <= local.hour < _EVENING else _MORNING + local.hour % (_EVENING - _MORNING)
    planned = local.replace(hour=hour, minute=local.minute // 30 * 30, second=0, microsecond=0)
    while planned <= given:
        planned += timedelta(minutes=30)
    return planned


def _with_notes(story: Story, beats: list[Beat]) -> list[tuple[datetime, Act | Stay | Objects | str]]:
    told: list[tuple[datetime, Act | Stay | Objects | str]] = [*beats, *story.notes, *story.objections]
    return sorted(told, key=lambda beat: beat[0])


def _create(world: World, story: Story, at: datetime, task: NewTask) -> Deal:
    by = story.maker
    contact, company = (
        (None, None) if story.client is None else known_client(world, story.client, story.keeper, at)
    )
    new = NewDeal(
        pipeline=story.pipeline.id,
        title=story.title,
        client=ClientWords(phone=story.phone),
        contact=contact,
        company=company,
        stage=story.pipeline.stages[story.stays[0].place].id,
        owner=None if story.actor is None else story.actor.id,
        unowned=story.actor is None,
        amount="" if story.amount is None else str(story.amount),
        source=world.say(story.source),
        expected_close_on="" if story.closes_on is None else story.closes_on.isoformat(),
        next_task=task,
    )
    return create_deal(by=by, at=at, new=new)


def known_client(world: World, card: ClientCard, by: Actor, at: datetime) -> tuple[int, int]:
    """The contact's and the company's ids; both are made when first met."""
    if card.company not in world.clients:
        world.clients[card.company] = insert_client(world.say, card, by, at)
    return world.clients[card.company]


def _move(story: Story, by: Actor, at: datetime, deal: Deal, stay: Stay) -> None:
    if story.exit is not None and stay is story.stays[-1]:
        move_deal(by=by, at=at, deal=deal.pk, move=_way_out(story.exit))
        return
    move_deal(by=by, at=at, deal=deal.pk, move=Move(to=story.pipeline.stages[stay.place + 1].id))


def _way_out(way: Exit) -> Move:
    return Move(
        to=way.stage.id,
        reason=way.words,
        lost_reason=None if way.until else way.reason,
        competitor=way.competitor,
        postpone_reason=way.reason if way.until else None,
        postponed_until=way.until,
        track=way.track,
    )


def _do(
    world: World, story: Story, by: Actor, at: datetime, deal: Deal, act: Act, upcoming: Iterator[NewTask]
) -> None:
    pick, say = world.chance.choice, world.say
    match act:
        case Decides():
            if deal.contact_id is not None:
                change_contact(by=by, at=at, contact=deal.contact_id, fields={"decides": "1"})
        case Learns():
            fields = {"need": say(pick(texts.NEEDS)), "budget": say(_budget(story.amount))}
            change_deal(by=by, at=at, deal=deal.pk, fields=fields)
        case Done():
            _finish(world, by, at, deal, pick(act.outcomes), next(upcoming))
        case Attach():
            document = Document(
                act.name, f"{story.client.company if story.client else story.phone}: {act.name}"
            )
            attach_file(
                by=by,
                at=at,
                deal=deal.pk,
                upload=document,
                kind=act.kind,
                folder=world.folder,
                max_bytes=MAX_FILE,
            )
        case Write():
            add_note(by=by, at=at, deal=deal.pk, text=say(pick(act.texts)), kind=act.kind)
        case Confirm():
            _confirm(story, by, at, deal, say(pick(act.reasons)))
        case TaxId():
            if deal.company_id is not None:
                number = f"40550{world.chance.randrange(100, 1000)}"
                change_company(by=by, at=at, company=deal.company_id, fields={"tax_id": number})
        case _:
            assert_never(act)


def _object(world: World, by: Actor, at: datetime, deal: Deal, said: Objects) -> None:
    note_objection(
        by=by,
        at=at,
        deal=deal.pk,
        kind=world.kinds[said.kind],
        words=world.say(said.words) if said.words else "",
        answer=world.answers[said.kind] if said.outcome is Outcome.ANSWERED else "",
        outcome=said.outcome,
    )


def _verify(world: World, found: Verifies, story: Story, deal: Deal) -> None:
    competitor = "" if story.exit is None else story.exit.competitor
    verify_reason(
        by=found.by,
        at=found.at,
        deal=deal.pk,
        reason=world.reasons[found.reason],
        how=found.how,
        competitor=competitor or texts.COMPETITORS[0],
        words=world.say(found.words) if found.words else "",
    )


def _budget(amount: int | None) -> str:
    limits = (10_000, 30_000, 60_000, 100_000)
    return texts.BUDGETS[sum((amount or 0) >= limit for limit in limits)]


def _finish(
    world: World, by: Actor, at: datetime, deal: Deal, outcome: str, following: NewTask | None = None
) -> None:
    task = Deal.objects.filter(pk=deal.pk).values_list("next_task_id", flat=True).get()
    if task is not None:
        complete_task(by=by, at=at, task=task, outcome=world.say(outcome), next_task=following)


def _confirm(story: Story, by: Actor, at: datetime, deal: Deal, reason: str) -> None:
    stage_id = Deal.objects.filter(pk=deal.pk).values_list("stage_id", flat=True).get()
    stage = next(s for s in story.pipeline.stages if s.id == stage_id)
    for criterion in story.pipeline.gate_of(stage):
        if isinstance(criterion, ConfirmedByHand):
            confirm_criterion(by=by, at=at, deal=deal.pk, criterion=criterion.id, reason=reason)
