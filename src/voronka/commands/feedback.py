"""Product feedback: given from a deal, joined by others, moved over its own board, merged and answered (R101).

Who asked for something is told by the deal's timeline, so what becomes of feedback is recorded on each of its deals,
and once without a deal for those who keep the board. That last event is the one that is undone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from voronka.commands import values
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem, UndoProblem, UndoRefused
from voronka.domain.events import UNDO_TERM, EventKind
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.ids import EventId
from voronka.domain.permissions import Actor
from voronka.domain.search_text import fold
from voronka.models import Deal, Event, Feedback, FeedbackVoice
from voronka.queries.feedback import visible_feedback

TITLE_LENGTH = 160
WORDS_LENGTH = 4000


def give_feedback(
    *,
    by: Actor,
    at: datetime,
    title: str,
    kind: FeedbackKind,
    words: str = "",
    deal: int | None = None,
    request_id: str = "",
) -> Feedback:
    """Write down what a client said of the product. Without a deal: only who keeps the board.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = _read(title, words)
    if deal is None and not by.policy.may_answer_feedback:
        raise NotAllowed
    with writing():
        row = None if deal is None else load_to_edit(by, deal)
        made = Feedback.objects.create(
            **clean, folded=_folded(clean["title"], clean["words"]), kind=kind, state_at=at, created_at=at,
            author_id=by.id,
        )  # fmt: skip
        if row is None:
            _log(EventKind.FEEDBACK_GIVEN, made, by, at, request_id)
        else:
            _voice(made, row, clean["words"], by, at, request_id)
        return made


def join_feedback(
    *, by: Actor, at: datetime, feedback: int, deal: int, words: str = "", request_id: str = ""
) -> Feedback:
    """One more deal asks for it.

    Raises:
        NotFound, NotAllowed
        Invalid: `deal` ALREADY_TAKEN when the deal asks for it already.
    """
    clean = values.checked({"words": lambda: values.prose(words, WORDS_LENGTH)})
    with writing():
        row = load_to_edit(by, deal)
        found = _load(by, feedback)
        if _voices(found).filter(deal=row).exists():
            raise Invalid({"deal": Problem.ALREADY_TAKEN})
        _voice(found, row, clean["words"], by, at, request_id)
        return found


def change_feedback(
    *,
    by: Actor,
    at: datetime,
    feedback: int,
    title: str,
    kind: FeedbackKind,
    words: str,
    request_id: str = "",
) -> None:
    """Say it otherwise: who keeps the board, or the author while nobody has looked at it.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    clean = _read(title, words)
    with writing():
        row = _load(by, feedback)
        is_own = row.author_id == by.id and row.state == FeedbackState.NEW
        if not (by.policy.may_answer_feedback or is_own):
            raise NotAllowed
        was = {"title": row.title, "words": row.words, "kind": str(row.kind)}
        now = {**clean, "kind": kind.value}
        if was == now:
            return
        _write(row, {**clean, "kind": kind, "folded": _folded(clean["title"], clean["words"])})
        _log(EventKind.FEEDBACK_CHANGED, row, by, at, request_id, {"was": was})


def move_feedback(
    *,
    by: Actor,
    at: datetime,
    feedback: int,
    to: FeedbackState,
    answer: str | None = None,
    request_id: str = "",
) -> Event:
    """Put it into another column, or say another answer where it stands. `answer` None: as it was.

    Declined with an answer only. Back at the beginning there is none. Returns the event, by which it is undone.

    Raises:
        NotFound, NotAllowed
        Invalid: also `state` UNCHANGED.
    """
    given = values.checked({"answer": lambda: values.prose(answer or "", WORDS_LENGTH)})["answer"]
    with writing():
        row = _load_to_keep(by, feedback)
        said = row.answer if answer is None else given
        said = said if to.is_answer else ""
        if to.asks_answer and not said:
            raise Invalid({"answer": Problem.REQUIRED})
        if row.state == to and row.answer == said:
            raise Invalid({"state": Problem.UNCHANGED})
        return _move(row, to, said, by, at, request_id)


def merge_feedback(*, by: Actor, at: datetime, feedback: int, into: int, request_id: str = "") -> Event:
    """They say the same: the deals that ask for one ask for the other from now on. Returns the event.

    Raises:
        NotFound, NotAllowed
        Invalid: `into` UNKNOWN_CHOICE.
    """
    with writing():
        row = _load_to_keep(by, feedback)
        target = visible_feedback(by).filter(pk=into).exclude(pk=row.pk).first()
        if target is None:
            raise Invalid({"into": Problem.UNKNOWN_CHOICE})
        moved = _voices(row).exclude(deal__in=_voices(target).values("deal"))
        voices, deals = _ids(moved), _deals_of(moved)
        FeedbackVoice.objects.filter(pk__in=voices).update(feedback=target)
        _write(row, {"merged_into": target})
        _write(target, {})
        told = {"into": target.pk, "into_title": target.title, "voices": voices, "is_parted": False}
        return _log(EventKind.FEEDBACK_MERGED, row, by, at, request_id, told, deals)


def undo_feedback(*, by: Actor, at: datetime, event: int, request_id: str = "") -> Event:
    """Take back a move or a merge on the board, while nothing has happened to the feedback since.

    Raises:
        NotFound, NotAllowed
        UndoRefused
    """
    with writing():
        kinds = (EventKind.FEEDBACK_MOVED, EventKind.FEEDBACK_MERGED)
        done = Event.objects.filter(pk=event, deal_id=None, kind__in=kinds).first()
        row = None if done is None else Feedback.objects.filter(pk=done.payload["feedback"]).first()
        if done is None or row is None:
            raise NotFound
        if not by.policy.may_answer_feedback:
            raise NotAllowed
        if at - done.at > UNDO_TERM:
            raise UndoRefused(EventId(done.pk), UndoProblem.TOO_LATE)
        into = Feedback.objects.filter(pk=done.payload.get("into") or 0, merged_into__isnull=False)
        if row.version != done.version or row.removed_at is not None or into.exists():
            raise UndoRefused(EventId(done.pk), UndoProblem.CHANGED_SINCE)
        if done.kind == EventKind.FEEDBACK_MERGED:
            return _part(row, done.payload, by, at, request_id)
        was = done.payload["before"]
        return _move(row, FeedbackState(was["state"]), was["answer"], by, at, request_id)


def take_back_voice(voice: int, at: datetime) -> None:
    """A deal's voice was removed: what nobody asks for and nobody has looked at goes with it."""
    row = FeedbackVoice.objects.select_related("feedback").get(pk=voice).feedback
    left = _voices(row).exists()
    is_new = row.state == FeedbackState.NEW and not Feedback.objects.filter(merged_into=row).exists()
    _write(row, {} if left or not is_new else {"removed_at": at})


# -- parts ----------------------------------------------------------------------------------------------------------


def _read(title: str, words: str) -> dict[str, str]:
    return values.checked(
        {
            "title": lambda: values.line(title, TITLE_LENGTH, required=True),
            "words": lambda: values.prose(words, WORDS_LENGTH),
        }
    )


def _folded(title: str, words: str) -> str:
    return fold(f"{title} {words}")


def _load(by: Actor, feedback: int) -> Feedback:
    row = visible_feedback(by).select_for_update(of=("self",)).filter(pk=feedback).first()
    if row is None:
        raise NotFound
    return row


def _load_to_keep(by: Actor, feedback: int) -> Feedback:
    row = _load(by, feedback)
    if not by.policy.may_answer_feedback:
        raise NotAllowed
    return row


def _write(row: Feedback, columns: Mapping[str, Any]) -> None:
    row.version += 1
    for name, value in columns.items():
        setattr(row, name, value)
    Feedback.objects.filter(pk=row.pk).update(version=row.version, **columns)


def _voice(row: Feedback, deal: Deal, words: str, by: Actor, at: datetime, request_id: str) -> None:
    made = FeedbackVoice.objects.create(feedback=row, deal=deal, words=words, by_id=by.id, created_at=at)
    _write(row, {})
    write_deal(deal, by=by, at=at)
    told = {**_told(row), "voice": made.pk, "words": words}
    record(EventKind.FEEDBACK_GIVEN, by=by, at=at, deal=deal, payload=told, request_id=request_id)
    _log(EventKind.FEEDBACK_GIVEN, row, by, at, request_id)


def _move(row: Feedback, to: FeedbackState, answer: str, by: Actor, at: datetime, request_id: str) -> Event:
    before = {"state": str(row.state), "answer": row.answer}
    answered = {"answered_at": at, "answered_by_id": by.id} if to.is_answer else {"answered_at": None}
    entered = {"state_at": at} if row.state != to else {}
    _write(row, {"state": to, "answer": answer, **entered, **answered})
    return _log(
        EventKind.FEEDBACK_MOVED, row, by, at, request_id, {"before": before}, _deals_of(_voices(row))
    )


def _part(row: Feedback, told: Mapping[str, Any], by: Actor, at: datetime, request_id: str) -> Event:
    back = FeedbackVoice.objects.filter(pk__in=told["voices"], feedback=told["into"])
    deals = _deals_of(back.filter(removed_at=None))
    back.update(feedback=row)
    _write(row, {"merged_into": None})
    told = {"into": told["into"], "into_title": told["into_title"], "voices": [], "is_parted": True}
    return _log(EventKind.FEEDBACK_MERGED, row, by, at, request_id, told, deals)


def _voices(row: Feedback) -> QuerySet[FeedbackVoice]:
    return FeedbackVoice.objects.filter(feedback=row, removed_at=None)


def _ids(voices: QuerySet[FeedbackVoice]) -> list[int]:
    return list(voices.order_by("id").values_list("pk", flat=True))


def _deals_of(voices: QuerySet[FeedbackVoice]) -> list[int]:
    return list(voices.order_by("id").values_list("deal", flat=True))


def _told(row: Feedback) -> dict[str, Any]:
    return {
        "feedback": row.pk,
        "title": row.title,
        "feedback_kind": str(row.kind),
        "state": str(row.state),
        "answer": row.answer,
    }


def _log(
    kind: EventKind,
    row: Feedback,
    by: Actor,
    at: datetime,
    request_id: str,
    more: Mapping[str, Any] | None = None,
    deals: Iterable[int] = (),
) -> Event:
    """One event on each deal, and the one of the board; that bears the feedback's version."""
    told = {**_told(row), **(more or {})}
    for deal in Deal.objects.filter(pk__in=list(deals)).order_by("id"):
        record(kind, by=by, at=at, deal=deal, payload=told, request_id=request_id)
    return record(kind, by=by, at=at, payload=told, version=row.version, request_id=request_id)
