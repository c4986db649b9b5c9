"""A deal's timeline: the event log read newest first, each event with the names and things it speaks of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from voronka.domain.deal_links import LinkKind
from voronka.domain.events import (
    HAND_OVERS,
    OBJECTIONS,
    RECORDS,
    REVIEWS,
    SANCTIONS,
    TASK_ENDS,
    UNDO_TERM,
    UNDOABLE,
    EventKind,
    MoveHow,
)
from voronka.domain.task import TaskState
from voronka.models import DealLink, DealTag, Dispatch, Event, Objection, Task, User, VerifiedReason
from voronka.queries.deal_row import Rights, SeenDeal
from voronka.queries.persons import Person
from voronka.queries.sanctions import hidden_sanctions
from voronka.queries.timeline_names import names_in
from voronka.queries.told.event import Told, told_by
from voronka.queries.verified_reasons import may_verify

PAGE = 30
# A page that is read again shows what was loaded before; nobody scrolls further than this.
MOST = 300

_TURNS = (EventKind.DEAL_MOVED, EventKind.DEAL_ASSIGNED)


class Show(StrEnum):
    """The filters of a timeline."""

    ALL = "all"
    NOTES = "notes"
    TASKS = "tasks"
    FILES = "files"
    FACTS = "facts"
    OBJECTIONS = "objections"
    MOVES = "moves"
    ROBOTS = "robots"


_KINDS = {
    Show.NOTES: (EventKind.NOTE_ADDED, EventKind.NOTE_CHANGED, EventKind.NOTE_REMOVED),
    Show.TASKS: (
        EventKind.TASK_ADDED,
        EventKind.TASK_DONE,
        EventKind.TASK_CHANGED,
        EventKind.TASK_CANCELLED,
        EventKind.NEXT_STEP_CHANGED,
    ),
    Show.FILES: (EventKind.FILE_ATTACHED, EventKind.FILE_REMOVED),
    Show.FACTS: (
        *sorted(RECORDS),
        EventKind.REQUEST_CAME,
        EventKind.CHECKLIST_ANSWERED,
        EventKind.TENDER_CHANGED,
        EventKind.CLIENT_CRITERION_SET,
        EventKind.CLIENT_CRITERION_GONE,
    ),
    Show.OBJECTIONS: tuple(sorted(OBJECTIONS)),
    Show.ROBOTS: (EventKind.ROBOT_RAN,),
    Show.MOVES: (
        EventKind.DEAL_CREATED,
        *_TURNS,
        EventKind.CRITERION_CONFIRMED,
        EventKind.CONFIRMATION_WITHDRAWN,
        EventKind.EXCEPTION_ASKED,
        EventKind.REASON_VERIFIED,
        EventKind.DEAL_LINKED,
        EventKind.TERM_SET,
        EventKind.RELATION_REACHED,
        EventKind.RELATION_TAKEN_BACK,
        EventKind.PRIORITY_SET,
        EventKind.TAGS_CHANGED,
        *sorted(HAND_OVERS),
        *sorted(REVIEWS),
        *sorted(SANCTIONS),
        EventKind.UNDONE,
    ),
}


@dataclass(frozen=True, slots=True)
class Undone:
    """By whom and when an event was undone."""

    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `told` is what it tells, by kind; `may_undo` whether the actor may take it back now.

    `may_advance`: something was sent that may still come further.
    """

    id: int
    kind: EventKind
    at: datetime
    by: Person | None
    told: Told
    undone: Undone | None
    may_undo: bool
    may_advance: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of the timeline, newest first. `older` is the cursor of what follows, None at the end."""

    deal: int
    show: Show
    entries: tuple[Entry, ...]
    older: int | None
    rights: Rights


def timeline(
    seen: SeenDeal,
    *,
    at: datetime,
    show: Show = Show.ALL,
    before: int | None = None,
    through: int | None = None,
) -> Timeline:
    """A page of events, those before the event `before`; at least down to `through`, up to a limit.

    Twelve queries at most, four more where it tells of sanctions, whatever the page holds.
    """
    deal = seen.row.pk
    events, has_more = _page(seen, show, before, through)
    turns = _turns(deal)
    names = names_in(events, seen.actor, extra={turn.actor_id for turn in turns})
    undoable = _undoable(seen, events, turns, at) if seen.rights.edit else set()
    under_way = _under_way(events) if seen.rights.edit else set()
    entries = tuple(
        Entry(
            id=event.pk,
            kind=EventKind(event.kind),
            at=event.at,
            by=names.person(event.actor_id),
            told=told_by(EventKind(event.kind), event.payload, names, seen.pipeline),
            undone=_undone(event, turns, names.persons),
            may_undo=event.pk in undoable,
            may_advance=event.pk in under_way,
        )
        for event in events
    )
    return Timeline(deal, show, entries, events[-1].pk if has_more else None, seen.rights)


def _page(seen: SeenDeal, show: Show, before: int | None, through: int | None) -> tuple[list[Event], bool]:
    events = Event.objects.filter(deal_id=seen.row.pk).order_by("-id")
    if seen.rights.only_read:
        # What a colleague's head asked of them is nobody else's.
        events = events.exclude(kind__in=REVIEWS)
    if show is not Show.ALL:
        events = events.filter(kind__in=_KINDS[show])
    if before is not None:
        events = events.filter(pk__lt=before)
    rows, has_more = _first(events, through)
    # Few deals have any, so that the others are not asked whose they are.
    if any(event.kind in SANCTIONS for event in rows):
        hidden = hidden_sanctions(seen.actor, seen.row.pk)
        return _first(events.exclude(kind__in=SANCTIONS, payload__sanction__in=hidden), through)
    return rows, has_more


def _first(events: QuerySet[Event], through: int | None) -> tuple[list[Event], bool]:
    """A page of them, at least down to `through`, and whether there are more."""
    size = PAGE
    if through is not None:
        size = max(PAGE, min(MOST, events.filter(pk__gte=through).count()))
    rows = list(events[: size + 1])
    return rows[:size], len(rows) > size


def _turns(deal: int) -> list[Event]:
    """All moves, assignments and undoings of the deal: by them one sees what may still be undone."""
    kinds = (*_TURNS, EventKind.UNDONE)
    rows = Event.objects.filter(deal_id=deal, kind__in=kinds).order_by("id")
    return list(rows.only("id", "kind", "at", "actor_id", "payload"))


def _undone(event: Event, turns: list[Event], people: dict[int | None, Person]) -> Undone | None:
    for turn in turns:
        if turn.kind == EventKind.UNDONE and turn.payload["event"] == event.pk:
            return Undone(people.get(turn.actor_id), turn.at)
    return None


def _undoable(seen: SeenDeal, events: Iterable[Event], turns: list[Event], at: datetime) -> set[int]:
    """The events that the command of undo would take back now; it has the last word. At most three queries."""
    undone = {turn.payload["event"] for turn in turns if turn.kind == EventKind.UNDONE}
    mine = [
        event
        for event in events
        if event.kind in UNDOABLE
        and event.pk not in undone
        and at - event.at <= UNDO_TERM
        and (event.actor_id == seen.actor.id or seen.actor.policy.leads)
    ]
    standing = max((turn.pk for turn in turns if turn.kind in _TURNS and turn.pk not in undone), default=0)
    moves = {event.pk for event in mine if event.pk == standing and _has_a_way_back(event, seen)}
    records = _records_still_there([event for event in mine if event.kind in RECORDS])
    records |= _objections_as_told([event for event in mine if event.kind in OBJECTIONS])
    records |= _verified_still([event for event in mine if event.kind == EventKind.REASON_VERIFIED], seen)
    records |= _tags_as_left([event for event in mine if event.kind == EventKind.TAGS_CHANGED], seen)
    return moves | records | _tasks_still_ended([event for event in mine if event.kind in TASK_ENDS])


def _tags_as_left(events: list[Event], seen: SeenDeal) -> set[int]:
    """Those whose tag is still there, or still gone, as they left it."""
    if not events:
        return set()
    names = DealTag.objects.filter(deal=seen.row).values_list("name", flat=True)
    there = {name.casefold() for name in names}

    def stands(told: Mapping[str, str]) -> bool:
        tag = told.get("added") or told.get("removed", "")
        return (tag.casefold() in there) == ("added" in told)

    return {event.pk for event in events if stands(event.payload)}


def _has_a_way_back(event: Event, seen: SeenDeal) -> bool:
    """Whether the stage is still in use, and what began with the winning untouched; or the former owner still there."""
    told = event.payload
    if event.kind == EventKind.DEAL_MOVED:
        made = DealLink.objects.filter(origin=seen.row, kind=LinkKind.HAND_OVER, at=event.at)
        worked_on = told["how"] == MoveHow.WON and made.filter(deal__version__gt=1).exists()
        return seen.pipeline.stage(told["from"]) is not None and not worked_on
    owner = told.get("from_owner")
    former = User.objects.filter(pk=owner or 0, is_active=True, team=told.get("from_team"))
    return owner is None or former.exists()


def _tasks_still_ended(events: list[Event]) -> set[int]:
    """Those whose task was not opened again, or ended another time, since."""
    ends = {(event.payload["task"], event.at): event.pk for event in events}
    rows = Task.objects.filter(pk__in={task for task, _ in ends}) if ends else Task.objects.none()
    ended = set(rows.exclude(state=TaskState.OPEN).values_list("id", "closed_at"))
    return {event for end, event in ends.items() if end in ended}


def _under_way(events: list[Event]) -> set[int]:
    """The events of sending what has not come as far as it can."""
    sent = {e.payload["dispatch"]: e.pk for e in events if e.kind == EventKind.DISPATCH_NOTED}
    if not sent:
        return set()
    there = Dispatch.objects.filter(pk__in=sent, removed_at=None, ordered_at=None)
    return {sent[id] for id in there.values_list("id", flat=True)}


def _objections_as_told(events: list[Event]) -> set[int]:
    """Those that are there, and of what was told of them the newest word."""
    asked = {event.payload["objection"] for event in events}
    rows = Objection.objects.filter(pk__in=asked, removed_at=None) if asked else Objection.objects.none()
    now = {id: said for id, *said in rows.values_list("id", "words", "answer", "outcome")}
    return {event.pk for event in events if _is_as_told(event, now.get(event.payload["objection"]))}


def _is_as_told(event: Event, now: list[str] | None) -> bool:
    told = event.payload
    if now is None or event.kind == EventKind.OBJECTION_NOTED:
        return now is not None
    return now == [told["words"], told["answer"], told["outcome"]]


def _verified_still(events: list[Event], seen: SeenDeal) -> set[int]:
    """Those that nobody has said otherwise since, for who may verify."""
    told = {event.payload["verified"]: event.pk for event in events}
    if not told or not may_verify(seen.actor, seen.row):
        return set()
    standing = VerifiedReason.objects.filter(pk__in=told, removed_at=None)
    return {told[id] for id in standing.values_list("id", flat=True)}


def _records_still_there(events: list[Event]) -> set[int]:
    """All but the news of something sent that is taken back as a whole."""
    sent = {e.payload["dispatch"] for e in events if e.kind == EventKind.DISPATCH_CAME_FURTHER}
    gone = set(
        Dispatch.objects.filter(pk__in=sent, removed_at__isnull=False).values_list("id", flat=True)
        if sent
        else ()
    )
    return {event.pk for event in events if event.payload.get("dispatch") not in gone}
