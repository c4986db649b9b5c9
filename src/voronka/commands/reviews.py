"""Reviews of deals over their limit: the head decides, or puts the review off with a reason (R34, R35)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.assignments import assign_deal
from voronka.commands.deal_rows import load_deal, write_deal
from voronka.commands.event_log import record
from voronka.commands.moves import move_deal
from voronka.commands.notifications import notify
from voronka.commands.passing import Move
from voronka.commands.priority import REASON_LENGTH, set_priority
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.domain.reviews import WORDS_LENGTH, Decision, ReviewState
from voronka.domain.robot import Priority
from voronka.models import Deal, DelayCause, Event, Review
from voronka.queries.visibility import holding_of


@dataclass(frozen=True, slots=True)
class Found:
    """What the head found and decided.

    `until`: the new date, where the deal stays. `step`: the next step to go on with, which it needs where its own is
    overdue; with HELP the head's own task.
    `owner`: to whom it is given. `move`: how it is postponed or lost.
    """

    cause: int | None
    decision: Decision | None
    note: str = ""
    until: datetime | None = None
    step: NewTask | None = None
    owner: int | None = None
    move: Move | None = None


def decide_review(*, by: Actor, at: datetime, review: int, found: Found, request_id: str = "") -> Event:
    """Write down the cause and carry the decision out, all or nothing. The event tells of the decision.

    Raises:
        NotFound: also when it was decided meanwhile, or the deal moved on.
        NotAllowed, StaleVersion, GateRefused
        Invalid: with every problem of the form; what the decision itself refuses is told under its own fields.
    """
    with writing():
        row, deal = _open_review(by, review)
        clean = _checked(row, found, at, is_late=deal.next_step_at is not None and deal.next_step_at < at)
        Review.objects.filter(pk=row.pk).update(
            state=ReviewState.DECIDED, ended_at=at, ended_by_id=by.id, given_to_id=_given(found), **clean
        )
        _carry_out(by, at, deal, found, request_id)
        deal = load_deal(by, deal.pk)
        notify(
            deal.owner_id, NoticeKind.REVIEW_DECIDED, at=at, deal=deal.pk, by=by,
            payload={"decision": clean["note"], "what": clean["decision"]}, key=f"decided:{row.pk}",
        )  # fmt: skip
        told = {
            "review": row.pk,
            "cause": clean["cause_id"],
            "cause_name": DelayCause.objects.values_list("name", flat=True).get(pk=clean["cause_id"]),
            "decision": clean["decision"],
            "until": clean["until"] and clean["until"].isoformat(),
            "words": clean["note"],
        }
        return record(
            EventKind.REVIEW_DECIDED, by=by, at=at, deal=deal, payload=told, request_id=request_id
        )  # fmt: skip


def put_off_review(
    *, by: Actor, at: datetime, review: int, until: datetime | None, reason: str, request_id: str = ""
) -> Deal:
    """Look into it later; why, and how often, stays. A review can't be deleted.

    Raises:
        NotFound, NotAllowed, Invalid
    """

    def later() -> datetime:
        if until is None or until <= at:
            raise Bad(Problem.REQUIRED if until is None else Problem.IN_THE_PAST)
        return until

    read = {"until": later, "reason": lambda: values.prose(reason, WORDS_LENGTH, required=True)}
    clean = values.checked(read)
    with writing():
        row, deal = _open_review(by, review)
        Review.objects.filter(pk=row.pk).update(due_at=clean["until"], put_off=row.put_off + 1)
        write_deal(deal, by=by, at=at)
        told = {"review": row.pk, "until": clean["until"].isoformat(), "times": row.put_off + 1}
        told |= {"reason": clean["reason"]}
        record(EventKind.REVIEW_PUT_OFF, by=by, at=at, deal=deal, payload=told, request_id=request_id)
        return deal


def _open_review(by: Actor, review: int) -> tuple[Review, Deal]:
    """The review with its deal, locked.

    Raises:
        NotFound, NotAllowed
    """
    row = Review.objects.filter(pk=review).first()
    if row is None:
        raise NotFound
    deal = load_deal(by, row.deal_id)
    if not by.policy.may_review(holding_of(deal), row.assignee_id):  # type: ignore[arg-type]  # ids are plain ints in rows
        raise NotAllowed
    # Read anew: another may have decided it before the deal was locked.
    row.refresh_from_db()
    if row.state != ReviewState.OPEN:
        raise NotFound
    return row, deal


def _checked(row: Review, found: Found, at: datetime, *, is_late: bool) -> dict[str, Any]:
    """What is written of the decision. `is_late`: the deal's next step is overdue, so that it can't just go on."""
    decision = found.decision
    stays = decision is not None and decision.stays

    def cause() -> int:
        known = DelayCause.objects.filter(pk=found.cause or 0, stage__in=[row.stage_id]) | (
            DelayCause.objects.filter(pk=found.cause or 0, stage=None)
        )
        if not known.filter(is_retired=False).exists():
            raise Bad(Problem.REQUIRED if found.cause is None else Problem.UNKNOWN_CHOICE)
        return found.cause or 0

    def decided() -> str:
        if decision is None:
            raise Bad(Problem.REQUIRED)
        return decision.value

    def until() -> datetime | None:
        if not stays:
            return None
        if found.until is None or found.until <= at:
            raise Bad(Problem.REQUIRED if found.until is None else Problem.IN_THE_PAST)
        return found.until

    def step() -> None:
        is_wanted = decision is Decision.HELP or (decision is Decision.GO_ON and is_late)
        if is_wanted and found.step is None:
            raise Bad(Problem.REQUIRED)

    clean = values.checked(
        {
            "cause_id": cause,
            "decision": decided,
            "until": until,
            "step": step,
            # Why a deal deserves less effort stays with it (R56).
            "note": lambda: values.prose(found.note, WORDS_LENGTH, required=decision is Decision.LOWER),
        }
    )
    return {name: value for name, value in clean.items() if name != "step"}


def _given(found: Found) -> int | None:
    return found.owner if found.decision is Decision.GIVE else None


def _carry_out(by: Actor, at: datetime, deal: Deal, found: Found, request_id: str) -> None:
    """Do what was decided, by the commands that do it otherwise."""
    known: dict[str, Any] = {"by": by, "at": at, "deal": deal.pk, "request_id": request_id}
    if found.until is not None and found.decision is not None and found.decision.stays:
        write_deal(deal, by=by, at=at, limit_moved_to=found.until)
    match found.decision:
        case Decision.GIVE:
            assign_deal(**known, owner=found.owner or 0)
        case Decision.LOWER if deal.priority != Priority.LOW:
            reason = " ".join(found.note.split())[:REASON_LENGTH]
            set_priority(**known, priority=Priority.LOW, reason=reason)
        case Decision.POSTPONE | Decision.LOSE if found.move is not None:
            move_deal(**known, move=found.move)
        case Decision.POSTPONE | Decision.LOSE:
            raise Invalid({"decision": Problem.REQUIRED})
        case _:
            pass
    if found.step is not None and found.decision in {Decision.GO_ON, Decision.GIVE, Decision.HELP}:
        add_task(**known, task=_whose(found.step, by, found.decision))


def _whose(step: NewTask, by: Actor, decision: Decision) -> NewTask:
    return replace(step, assignee=by.id if decision is Decision.HELP else None)
