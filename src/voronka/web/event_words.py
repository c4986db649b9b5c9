"""Events of a timeline in words: one sentence for each kind, with its picture and the facts beside it."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from voronka.domain.events import EventKind, MoveHow
from voronka.queries.timeline import Entry
from voronka.queries.told.clients import (
    ChecklistTold,
    FeedbackTold,
    MergeTold,
    ObjectionTold,
    ReferralTold,
    RelationTold,
    SatisfactionTold,
    SoughtTold,
    TenderTold,
    VerifiedTold,
)
from voronka.queries.told.event import Named, Told, Undid
from voronka.queries.told.moves import (
    Assigned,
    Created,
    ExceptionAsked,
    HandOverTold,
    LinkTold,
    Moved,
    TermTold,
)
from voronka.queries.told.records import (
    CallTold,
    ConsentTold,
    ContractTold,
    DispatchTold,
    MeetingTold,
    PaymentTold,
)
from voronka.queries.told.reviews import ExplanationTold, LimitTold, ReviewTold
from voronka.queries.told.robots import PriorityTold, RobotTold, TagsTold
from voronka.queries.told.sanctions import SanctionTold
from voronka.queries.told.work import (
    Changed,
    Confirmed,
    FieldChanged,
    FileTold,
    NoteTold,
    RequestTold,
    TaskTold,
)
from voronka.web.custom_fields import shown, title_of
from voronka.web.feedback_words import feedback_words
from voronka.web.field_words import column_label, company_label
from voronka.web.formatting import date_medium, filesize, number
from voronka.web.hand_over_words import hand_over_words
from voronka.web.labels import (
    BECAME,
    CAME_FROM,
    FILE_KINDS,
    LED_TO,
    LINK_ICONS,
    NO_LONGER,
    NOTE_KINDS,
    TASK_ICONS,
    TASK_KINDS,
)
from voronka.web.objection_words import objection_words, verified_words
from voronka.web.qualification_words import qualification_words
from voronka.web.record_words import record_words
from voronka.web.review_words import explanation_words, limit_words, review_words
from voronka.web.robot_words import priority_words, robot_words, tags_words
from voronka.web.sanction_words import sanction_words
from voronka.web.spoken import spoken_name
from voronka.web.stay_words import is_over, stayed_text
from voronka.web.telling import Tag, Words, due_text, filled, money_text
from voronka.web.tender_words import tender_words


def words_of(entry: Entry) -> Words:
    """The words of one event."""
    return told_words(entry.kind, entry.told, "" if entry.by is None else entry.by.name, entry.at)


def told_words(kind: EventKind, told: Told, by: str = "", at: datetime | None = None) -> Words:  # noqa: C901, PLR0911, PLR0912 - one line a kind of telling
    """What an event tells, in words; `by` is who did it, `at` when. Every kind of event has a sentence; a test walks them all."""
    match told:
        case Created():
            return _created(told)
        case Moved():
            return _moved(told)
        case Assigned():
            return _assigned(told)
        case Changed():
            return _changed(kind, told)
        case TaskTold():
            return _task(kind, told, by)
        case NoteTold():
            return _note(kind, told)
        case RequestTold():
            title = _("The client asks again: %(source)s") if told.is_more else _("Request: %(source)s")
            return Words("inbox", title % {"source": told.source}, "acc", lines=told.lines)
        case FileTold():
            return _file(kind, told)
        case CallTold() | MeetingTold() | DispatchTold() | PaymentTold() | ConsentTold() | ContractTold():
            return record_words(kind, told, at)
        case SatisfactionTold() | ReferralTold():
            return record_words(kind, told, at)
        case FeedbackTold():
            return feedback_words(kind, told)
        case ObjectionTold():
            return objection_words(told)
        case VerifiedTold():
            return verified_words(told)
        case Confirmed():
            return _confirmed(kind, told)
        case ExceptionAsked():
            return Words(
                "hand", _("Exception asked for %(stage)s") % {"stage": told.to}, "warn", lines=(told.reason,)
            )
        case ChecklistTold() | SoughtTold():
            return qualification_words(kind, told)
        case MergeTold():
            return _merged(kind, told)
        case TermTold():
            days = {"begins": date_medium(told.begins_on), "ends": date_medium(told.ends_on)}
            return Words("shield-check", _("Service contract: %(begins)s – %(ends)s") % days, "acc")
        case TenderTold():
            return tender_words(told)
        case RelationTold():
            return _related(kind, told)
        case LinkTold():
            return _linked(told)
        case HandOverTold():
            return hand_over_words(kind, told)
        case LimitTold():
            return limit_words(told)
        case ReviewTold():
            return review_words(kind, told)
        case ExplanationTold():
            return explanation_words(kind, told)
        case SanctionTold():
            return sanction_words(kind, told)
        case PriorityTold():
            return priority_words(told)
        case TagsTold():
            return tags_words(told)
        case RobotTold():
            return robot_words(told)
        case Undid():
            return _undid(told)
        case Named():
            return _named(kind, told)
        case _:
            assert_never(told)


# -- the deal's way -------------------------------------------------------------------------------------------------


def _created(told: Created) -> Words:
    facts = [
        money_text(told.money),
        told.source and _("source: %(source)s") % {"source": told.source},
        told.stage and _("at %(stage)s") % {"stage": told.stage},
    ]
    return Words("plus", _("Deal created"), "acc", facts=filled(facts))


_MARKS = {
    MoveHow.FORWARD: ("move-right", "acc"),
    MoveHow.BACK: ("move-left", "warn"),
    MoveHow.WON: ("trophy", "ok"),
    MoveHow.LOST: ("circle-x", ""),
    MoveHow.POSTPONED: ("alarm-clock", ""),
    MoveHow.REOPENED: ("rotate-ccw", "acc"),
    MoveHow.REASSIGNED: ("user-check", ""),
}


def _moved(told: Moved) -> Words:
    icon, tone = _MARKS[told.how]
    names = {"before": told.before, "after": told.after}
    return Words(
        icon,
        _("%(before)s → %(after)s") % names,
        tone,
        spoken=_("Moved from %(before)s to %(after)s") % names,
        facts=filled([stayed_text(told.stayed, told.limit), *_criteria_met(told)]),
        tags=tuple(_move_tags(told)),
        lines=filled(_move_lines(told)),
    )


def _criteria_met(told: Moved) -> Iterable[str]:
    if not told.criteria or told.how not in {MoveHow.FORWARD, MoveHow.WON}:
        return
    met = sum(review.is_met for review in told.criteria)
    yield ngettext(
        "%(met)s of %(num)s criterion met", "%(met)s of %(num)s criteria met", len(told.criteria)
    ) % {
        "met": number(met),
        "num": number(len(told.criteria)),
    }


def _move_tags(told: Moved) -> Iterable[Tag]:
    if told.by_itself:
        yield Tag(pgettext("a move", "by itself"), "acc")
    if told.exception:
        yield Tag(_("let through"), "warn")
    if is_over(told.stayed, told.limit):
        yield Tag(_("over the limit"), "warn")
    if told.how is MoveHow.BACK:
        yield Tag(pgettext("a move", "back"))
    if told.lost_reason:
        yield Tag(told.lost_reason)
    if told.postpone_reason:
        yield Tag(told.postpone_reason)


def _move_lines(told: Moved) -> Iterable[str]:
    if told.until is not None:
        yield _("Comes back on %(day)s.") % {"day": date_medium(told.until)}
    if told.competitor:
        yield _("Competitor: %(name)s.") % {"name": told.competitor}
    yield told.reason
    if told.exception:
        yield _("Reason for the exception: %(reason)s") % {"reason": told.exception}
    if told.waived:
        yield _("Not met: %(criteria)s.") % {"criteria": ", ".join(told.waived)}
    if told.tasks_ended:
        yield ngettext("%(num)s open task ended.", "%(num)s open tasks ended.", told.tasks_ended) % {
            "num": number(told.tasks_ended)
        }
    if told.track:
        yield ngettext(
            "Nurture track “%(track)s”: %(num)s task until then.",
            "Nurture track “%(track)s”: %(num)s tasks until then.",
            told.touches,
        ) % {"track": told.track, "num": number(told.touches)}
    for title in told.tasks_made:
        yield _("Next step: %(task)s") % {"task": title}


def _assigned(told: Assigned) -> Words:
    if told.is_taken:
        return Words("user-check", _("Taken by %(name)s") % {"name": told.after}, "acc")
    facts = [_("from %(name)s") % {"name": told.before}] if told.before else []
    if told.tasks:
        facts.append(
            ngettext("with %(num)s task", "with %(num)s tasks", told.tasks) % {"num": number(told.tasks)}
        )
    return Words("user-check", _("Given to %(name)s") % {"name": told.after}, facts=tuple(facts))


def _related(kind: EventKind, told: RelationTold) -> Words:
    if kind is EventKind.RELATION_TAKEN_BACK:
        return Words("rotate-ccw", str(NO_LONGER[told.relation]), facts=told.names)
    return Words("heart-handshake", str(BECAME[told.relation]), "ok", facts=told.names)


def _linked(told: LinkTold) -> Words:
    link = (LED_TO if told.is_origin else CAME_FROM)[told.link]
    title = _("%(link)s: %(deal)s") % {"link": link, "deal": told.other or _("another deal")}
    return Words(LINK_ICONS[told.link], title, "acc")


def _undid(told: Undid) -> Words:
    if isinstance(told.told, TaskTold):
        return Words("undo-2", _("Open again: %(task)s") % {"task": told.told.title})
    undone = told_words(told.kind, told.told)
    return Words(
        "undo-2",
        _("Undone: %(what)s") % {"what": undone.title},
        spoken=_("Undone: %(what)s") % {"what": undone.spoken or undone.title},
    )


# -- fields ---------------------------------------------------------------------------------------------------------


def _changed(kind: EventKind, told: Changed) -> Words:
    label = company_label if kind is EventKind.COMPANY_CHANGED else column_label
    lines = tuple(
        _change_line(_custom_label(change) or label(change.column), change) for change in told.fields
    )
    if kind is EventKind.CONTACT_CHANGED:
        return Words("contact", _("Contact changed"), lines=lines)
    if kind is EventKind.COMPANY_CHANGED:
        return Words("building-2", _("Company changed"), lines=lines)
    if len(told.fields) == 1:
        title = _("Changed: %(field)s") % {
            "field": _custom_label(told.fields[0]) or column_label(told.fields[0].column)
        }
        return Words("pencil", title, lines=(_values(told.fields[0]),))
    return Words("pencil", _("Deal changed"), lines=lines)


def _merged(kind: EventKind, told: MergeTold) -> Words:
    if kind is EventKind.CLIENT_PARTED:
        return Words("split", _("Parted from %(name)s again") % {"name": told.name})
    return Words("merge", _("Merged with %(name)s") % {"name": told.name}, "acc")


def _change_line(field: str, change: FieldChanged) -> str:
    return _("%(field)s: %(change)s") % {"field": field, "change": _values(change)}


def _custom_label(change: FieldChanged) -> str:
    return "" if change.custom is None else title_of(change.custom)


def _values(change: FieldChanged) -> str:
    if change.custom is not None:
        field = change.custom
        before, after = (shown(field, value) for value in change.values)
    else:
        before, after = (_value(change.column, text) for text in (change.before, change.after))
    if not before:
        return after
    if not after:
        return _("%(before)s → empty") % {"before": before}
    return _("%(before)s → %(after)s") % {"before": before, "after": after}


def _value(column: str, text: str) -> str:
    """A stored value as people write it; what can't be read is shown as it is."""
    if not text:
        return ""
    try:
        if column == "amount":
            return number(Decimal(text))
        if column in {"expected_close_on", "birthday"}:
            return date_medium(date.fromisoformat(text))
        if column == "language":
            return spoken_name(text)
    except (ValueError, InvalidOperation):
        return text
    return text


# -- tasks ----------------------------------------------------------------------------------------------------------


def _task(kind: EventKind, told: TaskTold, by: str) -> Words:
    icon = TASK_ICONS[told.kind]
    name = {"task": told.title}
    due = _("due %(when)s") % {"when": due_text(told.due_at, told.due_on)}
    what = str(TASK_KINDS[told.kind])
    match kind:
        case EventKind.TASK_DONE:
            return Words(
                "circle-check", _("Done: %(task)s") % name, "ok", facts=(what,), lines=filled(_ended(told))
            )
        case EventKind.TASK_CANCELLED:
            return Words(
                "circle-x", _("Cancelled: %(task)s") % name, facts=(what,), lines=filled(_ended(told))
            )
        case EventKind.TASK_CHANGED:
            return Words(
                icon, _("Task changed: %(task)s") % name, facts=(what,), lines=filled(_task_changes(told))
            )
        case EventKind.NEXT_STEP_CHANGED:
            return Words(icon, _("Next step: %(task)s") % name, facts=(what, due))
        case _:
            return Words(
                icon, _("Task planned: %(task)s") % name, facts=filled([what, due, _for_whom(told, by)])
            )


def _for_whom(told: TaskTold, by: str) -> str:
    return _("for %(name)s") % {"name": told.assignee} if told.assignee not in {"", by} else ""


def _ended(told: TaskTold) -> Iterable[str]:
    yield told.outcome
    if told.following is not None:
        yield _("Next step: %(task)s, %(when)s") % {
            "task": told.following.title,
            "when": due_text(told.following.due_at, told.following.due_on),
        }


def _task_changes(told: TaskTold) -> Iterable[str]:
    was = told.was
    if was is None:
        return
    pairs = (
        (_("Title"), was.title, told.title),
        (_("Kind"), str(TASK_KINDS[was.kind]), str(TASK_KINDS[told.kind])),
        (_("Due"), due_text(was.due_at, was.due_on), due_text(told.due_at, told.due_on)),
        (_("Whose"), was.assignee, told.assignee),
    )
    for field, before, after in pairs:
        if before != after:
            change = _("%(before)s → %(after)s") % {"before": before, "after": after}
            yield _("%(field)s: %(change)s") % {"field": field, "change": change}
    yield told.reason


# -- notes and files ------------------------------------------------------------------------------------------------


def _note(kind: EventKind, told: NoteTold) -> Words:
    if kind is EventKind.NOTE_REMOVED:
        return Words("trash-2", _("Note removed"))
    if kind is EventKind.NOTE_CHANGED:
        return Words("pencil", _("Note changed"), facts=(str(NOTE_KINDS[told.kind]),))
    tags = []
    if told.is_removed:
        tags.append(Tag(pgettext("a note", "removed")))
    elif told.is_changed:
        tags.append(Tag(pgettext("a note", "edited")))
    return Words("notebook-pen", str(NOTE_KINDS[told.kind]), tags=tuple(tags))


def _file(kind: EventKind, told: FileTold) -> Words:
    if kind is EventKind.FILE_REMOVED:
        return Words("trash-2", _("File removed: %(name)s") % {"name": told.name})
    tags = (Tag(pgettext("a file", "removed")),) if told.is_removed else ()
    return Words("paperclip", str(FILE_KINDS[told.kind]), "acc", facts=(filesize(told.size),), tags=tags)


# -- the method -----------------------------------------------------------------------------------------------------


def _confirmed(kind: EventKind, told: Confirmed) -> Words:
    name = {"criterion": told.title}
    if kind is EventKind.CONFIRMATION_WITHDRAWN:
        return Words(
            "rotate-ccw", _("Confirmation withdrawn: %(criterion)s") % name, lines=filled([told.reason])
        )
    tag = Tag(_("judgement"), "warn")
    return Words(
        "scale", _("Confirmed by hand: %(criterion)s") % name, "ok", tags=(tag,), lines=(told.reason,)
    )


def _named(kind: EventKind, told: Named) -> Words:
    name = {"name": told.name}
    match kind:
        case EventKind.CONTACT_CREATED:
            return Words("contact", _("Contact added: %(name)s") % name)
        case EventKind.COMPANY_CREATED:
            return Words("building-2", _("Company added: %(name)s") % name)
        case EventKind.CONTACT_ERASED:
            return Words("eraser", _("Personal data erased"), facts=filled([told.name]))
        case EventKind.DEAL_TAKEN_BACK:
            return Words("undo-2", _("Taken back with the winning it came from"))
        case EventKind.LIST_EXPORTED:
            return Words("download", _("A list was exported"))
        case _:
            return Words("settings", _("The set-up was changed"), facts=filled([told.name]))
