"""The timeline as its template takes it: days with their events, each in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from markupsafe import Markup

from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.queries.deal_row import Rights
from voronka.queries.timeline import Entry, Show, Timeline
from voronka.queries.told.clients import ObjectionTold, ReferralTold, SatisfactionTold
from voronka.queries.told.moves import Moved, Shown
from voronka.queries.told.records import (
    CallTold,
    ConsentTold,
    ContractTold,
    DispatchTold,
    MeetingTold,
    PaymentTold,
)
from voronka.queries.told.work import FileTold, NoteTold, TaskTold
from voronka.web.deal.note_text import note_html
from voronka.web.event_words import words_of
from voronka.web.evidence_words import measure_text
from voronka.web.formatting import date_long, date_short, weekday
from voronka.web.labels import Label
from voronka.web.telling import Words, moment_text

FILTERS: tuple[tuple[Show, Label], ...] = (
    (Show.ALL, pgettext_lazy("which events", "All")),
    (Show.NOTES, gettext_lazy("Notes")),
    (Show.TASKS, gettext_lazy("Tasks")),
    (Show.FILES, gettext_lazy("Files")),
    (Show.FACTS, gettext_lazy("Facts")),
    (Show.OBJECTIONS, gettext_lazy("Objections")),
    (Show.MOVES, gettext_lazy("Moves")),
    (Show.ROBOTS, gettext_lazy("Robots")),
)


@dataclass(frozen=True, slots=True)
class EntryView:
    """An event in words.

    `anchor` is what evidence points at, empty for nothing; `undone` tells by whom it was taken back; `further` is what
    was sent and may still come further; `objection` one that may be told more of.
    """

    entry: Entry
    words: Words
    anchor: str
    note: NoteTold | None
    note_text: Markup
    was: Markup
    file: FileTold | None
    criteria: tuple[Shown, ...]
    undone: str
    further: int | None
    objection: ObjectionTold | None
    may_edit_note: bool
    may_remove_note: bool
    may_remove_file: bool


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of the timeline with its heading."""

    key: str
    title: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The timeline. `last_day` is what the next page must not head again; `through` the oldest event shown."""

    deal: int
    show: Show
    days: tuple[DayView, ...]
    older: int | None
    last_day: str
    through: int | None


def timeline_view(found: Timeline, actor: Actor, now: datetime, *, after_day: str = "") -> TimelineView:
    """Shape a page of events. The day `after_day` was headed by the page before."""
    days = tuple(_days(found, actor, now, after_day))
    return TimelineView(
        deal=found.deal,
        show=found.show,
        days=days,
        older=found.older,
        last_day=days[-1].key if days else after_day,
        through=found.entries[-1].id if found.entries else None,
    )


def _days(found: Timeline, actor: Actor, now: datetime, after_day: str) -> Iterable[DayView]:
    today = localtime(now).date()
    for day, entries in groupby(found.entries, lambda entry: localtime(entry.at).date()):
        key = day.isoformat()
        views = tuple(entry_view(entry, actor, found.rights) for entry in entries)
        yield DayView(key, "" if key == after_day else day_title(day, today), views)


def day_title(day: date, today: date) -> str:
    """`Today`, `Yesterday, 23 Nov`, `Saturday, 21 November`; with the year when it is another."""
    if day == today:
        return _("Today")
    if day.year != today.year:
        return date_long(day)
    if day == today - timedelta(days=1):
        return _("Yesterday, %(day)s") % {"day": date_short(day)}
    return weekday(day)


def entry_view(entry: Entry, actor: Actor, rights: Rights) -> EntryView:
    """One event in words, with what this person may do about it."""
    told = entry.told
    note = told if isinstance(told, NoteTold) else None
    objection = told if isinstance(told, ObjectionTold) else None
    is_noted = entry.kind is EventKind.OBJECTION_NOTED and objection is not None and not objection.is_removed
    file = told if isinstance(told, FileTold) else None
    is_own = note is not None and note.author == actor.id
    is_there = entry.kind is EventKind.NOTE_ADDED and note is not None and not note.is_removed
    return EntryView(
        entry=entry,
        words=words_of(entry),
        anchor=_anchor(entry),
        note=note if is_there else None,
        note_text=note_html(note.text, note.mentions) if note is not None and is_there else Markup(),
        was=_words_before(entry.kind, note),
        file=file if file is not None and entry.kind is EventKind.FILE_ATTACHED else None,
        criteria=tuple(map(_in_words, told.criteria)) if isinstance(told, Moved) else (),
        undone=_undone(entry),
        further=told.id if isinstance(told, DispatchTold) and entry.may_advance else None,
        objection=objection if is_noted and rights.edit else None,
        may_edit_note=is_there and is_own and rights.edit,
        may_remove_note=is_there and (is_own or actor.policy.leads) and rights.edit,
        may_remove_file=file is not None and not file.is_removed and rights.edit,
    )


def _anchor(entry: Entry) -> str:  # noqa: C901, PLR0911 - a line a kind
    """What evidence points at: it names the note or the task, not the event that tells of it."""
    match entry.told:
        case NoteTold(id=note) if entry.kind is EventKind.NOTE_ADDED:
            return f"note-{note}"
        case TaskTold(id=task) if entry.kind is EventKind.TASK_DONE:
            return f"task-{task}"
        case CallTold(id=id):
            return f"call-{id}"
        case MeetingTold(id=id):
            return f"meeting-{id}"
        case DispatchTold(id=id) if entry.kind is EventKind.DISPATCH_NOTED:
            return f"dispatch-{id}"
        case PaymentTold(id=id):
            return f"payment-{id}"
        case ConsentTold(id=id):
            return f"consent-{id}"
        case ContractTold(id=id):
            return f"contract-{id}"
        case SatisfactionTold(id=id):
            return f"satisfaction-{id}"
        case ReferralTold(id=id):
            return f"referral-{id}"
        case ObjectionTold(id=id) if entry.kind is EventKind.OBJECTION_NOTED:
            return f"objection-{id}"
        case _:
            return ""


def _in_words(shown: Shown) -> Shown:
    """With the measure of the evidence in its label."""
    told = (shown.label, measure_text(shown.source, shown.measure))
    return replace(shown, label=", ".join(part for part in told if part))


def _words_before(kind: EventKind, note: NoteTold | None) -> Markup:
    """What a changed note said before; the words of a removed one are shown to nobody."""
    if kind is not EventKind.NOTE_CHANGED or note is None or note.is_removed:
        return Markup()
    return note_html(note.was)


def _undone(entry: Entry) -> str:
    if entry.undone is None:
        return ""
    when = moment_text(entry.undone.at)
    if entry.undone.by is None:
        return _("Undone at %(time)s") % {"time": when}
    return _("Undone by %(name)s, %(time)s") % {"name": entry.undone.by.name, "time": when}
