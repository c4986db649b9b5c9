"""The event log's vocabulary, and the pure replay of a deal from its events.

Payloads hold JSON values: ids, ISO instants, amounts as text. The timeline, the counters, live
updates and later the reports all read this one log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """What happened."""

    DEAL_CREATED = "deal_created"
    DEAL_MOVED = "deal_moved"
    DEAL_ASSIGNED = "deal_assigned"
    DEAL_CHANGED = "deal_changed"
    NEXT_STEP_CHANGED = "next_step_changed"
    TASK_ADDED = "task_added"
    TASK_DONE = "task_done"
    TASK_CHANGED = "task_changed"
    TASK_CANCELLED = "task_cancelled"
    NOTE_ADDED = "note_added"
    NOTE_CHANGED = "note_changed"
    NOTE_REMOVED = "note_removed"
    FILE_ATTACHED = "file_attached"
    FILE_REMOVED = "file_removed"
    CALL_NOTED = "call_noted"
    MEETING_NOTED = "meeting_noted"
    DISPATCH_NOTED = "dispatch_noted"
    DISPATCH_CAME_FURTHER = "dispatch_came_further"
    PAYMENT_NOTED = "payment_noted"
    CONSENT_NOTED = "consent_noted"
    CONTRACT_NOTED = "contract_noted"
    SATISFACTION_NOTED = "satisfaction_noted"
    REFERRAL_ASKED = "referral_asked"
    FEEDBACK_GIVEN = "feedback_given"
    FEEDBACK_MOVED = "feedback_moved"
    FEEDBACK_MERGED = "feedback_merged"
    FEEDBACK_CHANGED = "feedback_changed"
    OBJECTION_NOTED = "objection_noted"
    OBJECTION_CHANGED = "objection_changed"
    REASON_VERIFIED = "reason_verified"
    CRITERION_CONFIRMED = "criterion_confirmed"
    CONFIRMATION_WITHDRAWN = "confirmation_withdrawn"
    EXCEPTION_ASKED = "exception_asked"
    DEAL_LINKED = "deal_linked"
    TENDER_CHANGED = "tender_changed"
    TERM_SET = "term_set"
    RELATION_REACHED = "relation_reached"
    RELATION_TAKEN_BACK = "relation_taken_back"
    HAND_OVER_OFFERED = "hand_over_offered"
    HAND_OVER_ACCEPTED = "hand_over_accepted"
    HAND_OVER_DECLINED = "hand_over_declined"
    HAND_OVER_WITHDRAWN = "hand_over_withdrawn"
    DEAL_TAKEN_BACK = "deal_taken_back"
    LIMIT_NEAR = "limit_near"
    REVIEW_ASKED = "review_asked"
    REVIEW_PUT_OFF = "review_put_off"
    REVIEW_DECIDED = "review_decided"
    REVIEW_MOVED_ON = "review_moved_on"
    EXPLANATION_ASKED = "explanation_asked"
    EXPLANATION_GIVEN = "explanation_given"
    SANCTION_PROPOSED = "sanction_proposed"
    SANCTION_CONFIRMED = "sanction_confirmed"
    SANCTION_CANCELLED = "sanction_cancelled"
    SANCTION_APPEALED = "sanction_appealed"
    SANCTION_UPHELD = "sanction_upheld"
    SANCTION_LIFTED = "sanction_lifted"
    CHECKLIST_ANSWERED = "checklist_answered"
    CLIENT_CRITERION_SET = "client_criterion_set"
    CLIENT_CRITERION_GONE = "client_criterion_gone"
    PRIORITY_SET = "priority_set"
    TAGS_CHANGED = "tags_changed"
    ROBOT_RAN = "robot_ran"
    REQUEST_CAME = "request_came"
    UNDONE = "undone"
    CONTACT_CREATED = "contact_created"
    CONTACT_CHANGED = "contact_changed"
    COMPANY_CREATED = "company_created"
    COMPANY_CHANGED = "company_changed"
    CLIENT_MERGED = "client_merged"
    CLIENT_PARTED = "client_parted"
    CONTACT_ERASED = "contact_erased"
    SETUP_CHANGED = "setup_changed"
    LIST_EXPORTED = "list_exported"


# What becomes of the question whether somebody takes a deal over.
HAND_OVERS = frozenset(
    {
        EventKind.HAND_OVER_OFFERED,
        EventKind.HAND_OVER_ACCEPTED,
        EventKind.HAND_OVER_DECLINED,
        EventKind.HAND_OVER_WITHDRAWN,
    }
)
# What a stage's limit brought about: the head's review of the deal, and what its seller was asked in writing.
REVIEWS = frozenset(
    {
        EventKind.LIMIT_NEAR,
        EventKind.REVIEW_ASKED,
        EventKind.REVIEW_PUT_OFF,
        EventKind.REVIEW_DECIDED,
        EventKind.REVIEW_MOVED_ON,
        EventKind.EXPLANATION_ASKED,
        EventKind.EXPLANATION_GIVEN,
    }
)
# What became of an entry in the ledger of sanctions: told to its seller and to those who lead, to nobody else.
SANCTIONS = frozenset(
    {
        EventKind.SANCTION_PROPOSED,
        EventKind.SANCTION_CONFIRMED,
        EventKind.SANCTION_CANCELLED,
        EventKind.SANCTION_APPEALED,
        EventKind.SANCTION_UPHELD,
        EventKind.SANCTION_LIFTED,
    }
)
# The ends of a task.
TASK_ENDS = frozenset({EventKind.TASK_DONE, EventKind.TASK_CANCELLED})
# What was noted of a deal: taken back, it is removed and no evidence any more.
RECORDS = frozenset(
    {
        EventKind.CALL_NOTED,
        EventKind.MEETING_NOTED,
        EventKind.DISPATCH_NOTED,
        EventKind.DISPATCH_CAME_FURTHER,
        EventKind.PAYMENT_NOTED,
        EventKind.CONSENT_NOTED,
        EventKind.CONTRACT_NOTED,
        EventKind.SATISFACTION_NOTED,
        EventKind.REFERRAL_ASKED,
        EventKind.FEEDBACK_GIVEN,
    }
)
# What became of product feedback; on a deal's line, and once more without a deal for who keeps the board.
FEEDBACK = frozenset(
    {
        EventKind.FEEDBACK_GIVEN,
        EventKind.FEEDBACK_MOVED,
        EventKind.FEEDBACK_MERGED,
        EventKind.FEEDBACK_CHANGED,
    }
)
# What clients hold against buying: noted, or told more of; the newest word on one is what can be taken back.
OBJECTIONS = frozenset({EventKind.OBJECTION_NOTED, EventKind.OBJECTION_CHANGED})
UNDOABLE = (
    frozenset({EventKind.DEAL_MOVED, EventKind.DEAL_ASSIGNED, EventKind.REASON_VERIFIED})
    | TASK_ENDS
    | RECORDS
    | OBJECTIONS
    | {EventKind.TAGS_CHANGED}
)
UNDO_TERM = timedelta(days=30)


class MoveHow(StrEnum):
    """How a deal left a stage; stored on the stage visit."""

    FORWARD = "forward"
    BACK = "back"
    WON = "won"
    LOST = "lost"
    POSTPONED = "postponed"
    REOPENED = "reopened"
    REASSIGNED = "reassigned"


@dataclass(frozen=True, slots=True)
class DealState:
    """Where a deal stands on the board: what a replay must reproduce."""

    stage: int
    owner: int | None
    team: int
    amount_base: str


Payload = Mapping[str, Any]


def replay(events: Iterable[tuple[EventKind, Payload]]) -> DealState | None:
    """The state of one deal after its events, oldest first; None before it was created."""
    state: DealState | None = None
    for kind, payload in events:
        state = _after(state, kind, payload)
    return state


def _after(state: DealState | None, kind: EventKind, payload: Payload) -> DealState | None:
    if kind is EventKind.DEAL_CREATED:
        return DealState(payload["stage"], payload["owner"], payload["team"], payload["amount_base"])
    if state is None:
        return None
    match kind:
        case EventKind.DEAL_MOVED:
            return replace(state, stage=payload["to"], owner=payload["owner"], team=payload["team"])
        case EventKind.DEAL_ASSIGNED:
            return replace(state, owner=payload["to_owner"], team=payload["to_team"])
        case EventKind.DEAL_CHANGED:
            changed = payload["changes"].get("amount_base")
            return replace(state, amount_base=changed[1]) if changed else state
        case EventKind.UNDONE:
            return DealState(**payload["state"])
        case EventKind.DEAL_TAKEN_BACK:
            return None
        case _:
            return state
