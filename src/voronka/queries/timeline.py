"""A deal's timeline: the event log read newest first, each event with the names and things it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voronka.domain.events import UNDO_TERM, UNDOABLE, EventKind
from voronka.domain.permissions import Actor
from voronka.domain.task import TaskState
from voronka.models import Event, Task
from voronka.queries.deal_row import SeenDeal, see_deal
from voronka.queries.persons import Person
from voronka.queries.timeline_names import names_in
from voronka.queries.timeline_told import Told, told_by

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
    MOVES = "moves"


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
    Show.MOVES: (
        EventKind.DEAL_CREATED,
        *_TURNS,
        EventKind.CRITERION_CONFIRMED,
        EventKind.CONFIRMATION_WITHDRAWN,
        EventKind.EXCEPTION_ASKED,
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
    """One event. `told` is what it tells, by kind; `may_undo` whether the actor may take it back now."""

    id: int
    kind: EventKind
    at: datetime
    by: Person | None
    told: Told
    undone: Undone | None
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of the timeline, newest first. `older` is the cursor of what follows, None at the end."""

    deal: int
    show: Show
    entries: tuple[Entry, ...]
    older: int | None


def timeline(
    actor: Actor,
    deal: int,
    *,
    at: datetime,
    show: Show = Show.ALL,
    before: int | None = None,
    through: int | None = None,
) -> Timeline:
    """A page of events, those before the event `before`; at least down to `through`, up to a limit.

    A dozen queries at most, whatever the page holds.

    Raises:
        NotFound: there is no such deal for the actor.
    """
    seen = see_deal(actor, deal)
    events, has_more = _page(deal, show, before, through)
    turns = _turns(deal)
    names = names_in(events, extra={turn.actor_id for turn in turns})
    done = _tasks_done(events)
    entries = tuple(
        Entry(
            id=event.pk,
            kind=EventKind(event.kind),
            at=event.at,
            by=names.person(event.actor_id),
            told=told_by(EventKind(event.kind), event.payload, names, seen.pipeline),
            undone=_undone(event, turns, names.persons),
            may_undo=seen.rights.edit and _is_undoable(event, seen, turns, done, at),
        )
        for event in events
    )
    return Timeline(deal, show, entries, events[-1].pk if has_more else None)


def _page(deal: int, show: Show, before: int | None, through: int | None) -> tuple[list[Event], bool]:
    events = Event.objects.filter(deal_id=deal).order_by("-id")
    if show is not Show.ALL:
        events = events.filter(kind__in=_KINDS[show])
    if before is not None:
        events = events.filter(pk__lt=before)
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


def _tasks_done(events: Iterable[Event]) -> set[int]:
    """Of the tasks that these events completed, those that still are."""
    tasks = [event.payload["task"] for event in events if event.kind == EventKind.TASK_DONE]
    rows = Task.objects.filter(pk__in=tasks, state=TaskState.DONE) if tasks else Task.objects.none()
    return set(rows.values_list("id", flat=True))


def _undone(event: Event, turns: list[Event], people: dict[int | None, Person]) -> Undone | None:
    for turn in turns:
        if turn.kind == EventKind.UNDONE and turn.payload["event"] == event.pk:
            return Undone(people.get(turn.actor_id), turn.at)
    return None


def _is_undoable(event: Event, seen: SeenDeal, turns: list[Event], done: set[int], at: datetime) -> bool:
    """As the command of undo will judge it; the command has the last word."""
    if EventKind(event.kind) not in UNDOABLE or at - event.at > UNDO_TERM:
        return False
    if event.actor_id != seen.actor.id and not seen.actor.policy.leads:
        return False
    undone = {turn.payload["event"] for turn in turns if turn.kind == EventKind.UNDONE}
    if event.pk in undone:
        return False
    if event.kind == EventKind.TASK_DONE:
        return event.payload["task"] in done
    return not any(t.pk > event.pk and t.kind in _TURNS and t.pk not in undone for t in turns)
