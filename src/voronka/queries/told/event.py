"""What an event tells, whatever its kind."""

from dataclasses import dataclass
from typing import assert_never

from voronka.domain.events import EventKind, Payload
from voronka.domain.pipeline import Pipeline
from voronka.queries.timeline_names import Names
from voronka.queries.told import clients, moves, records, reviews, robots, sanctions, work


@dataclass(frozen=True, slots=True)
class Undid:
    """An earlier event was undone."""

    kind: EventKind
    told: "Told"


@dataclass(frozen=True, slots=True)
class Named:
    """Something besides the deal was made or set up: a contact, a company, a setting."""

    name: str


Told = (
    moves.Created
    | moves.Moved
    | moves.Assigned
    | work.Changed
    | work.TaskTold
    | work.NoteTold
    | work.FileTold
    | work.RequestTold
    | records.CallTold
    | records.MeetingTold
    | records.DispatchTold
    | records.PaymentTold
    | records.ConsentTold
    | records.ContractTold
    | clients.SatisfactionTold
    | clients.ReferralTold
    | clients.FeedbackTold
    | clients.ObjectionTold
    | clients.VerifiedTold
    | work.Confirmed
    | moves.ExceptionAsked
    | moves.LinkTold
    | clients.TenderTold
    | moves.TermTold
    | clients.RelationTold
    | moves.HandOverTold
    | reviews.LimitTold
    | reviews.ReviewTold
    | reviews.ExplanationTold
    | sanctions.SanctionTold
    | clients.ChecklistTold
    | clients.SoughtTold
    | clients.MergeTold
    | robots.PriorityTold
    | robots.TagsTold
    | robots.RobotTold
    | Undid
    | Named
)


def told_by(kind: EventKind, payload: Payload, names: Names, pipeline: Pipeline) -> Told:  # noqa: C901, PLR0911, PLR0912, PLR0915 - one line a kind
    """What an event tells. Payloads of older versions may lack what came later; that is then empty."""
    match kind:
        case EventKind.DEAL_CREATED:
            return moves.created(payload, names, pipeline)
        case EventKind.DEAL_MOVED:
            return moves.moved(payload, names, pipeline)
        case EventKind.DEAL_ASSIGNED:
            return moves.assigned(payload, names)
        case EventKind.DEAL_CHANGED | EventKind.CONTACT_CHANGED | EventKind.COMPANY_CHANGED:
            return work.changed(payload, names)
        case (
            EventKind.TASK_ADDED
            | EventKind.TASK_DONE
            | EventKind.TASK_CHANGED
            | EventKind.TASK_CANCELLED
            | EventKind.NEXT_STEP_CHANGED
        ):
            return work.task(payload, names)
        case EventKind.NOTE_ADDED | EventKind.NOTE_CHANGED | EventKind.NOTE_REMOVED:
            return work.note(payload, names)
        case EventKind.FILE_ATTACHED | EventKind.FILE_REMOVED:
            return work.file(payload, names)
        case EventKind.REQUEST_CAME:
            return work.request(payload, names)
        case EventKind.CALL_NOTED:
            return records.call(payload)
        case EventKind.MEETING_NOTED:
            return records.meeting(payload)
        case EventKind.DISPATCH_NOTED | EventKind.DISPATCH_CAME_FURTHER:
            return records.dispatch(payload)
        case EventKind.PAYMENT_NOTED:
            return records.payment(payload)
        case EventKind.CONSENT_NOTED:
            return records.consent(payload)
        case EventKind.CONTRACT_NOTED:
            return records.contract(payload)
        case EventKind.SATISFACTION_NOTED:
            return clients.satisfaction(payload)
        case EventKind.REFERRAL_ASKED:
            return clients.referral(payload)
        case (
            EventKind.FEEDBACK_GIVEN
            | EventKind.FEEDBACK_MOVED
            | EventKind.FEEDBACK_MERGED
            | EventKind.FEEDBACK_CHANGED
        ):
            return clients.feedback(payload)
        case EventKind.OBJECTION_NOTED | EventKind.OBJECTION_CHANGED:
            return clients.objection(payload, names)
        case EventKind.REASON_VERIFIED:
            return clients.verified(payload, names)
        case EventKind.CRITERION_CONFIRMED | EventKind.CONFIRMATION_WITHDRAWN:
            return work.confirmed(payload)
        case EventKind.EXCEPTION_ASKED:
            return moves.asked(payload)
        case EventKind.DEAL_LINKED:
            return moves.linked(payload, names)
        case EventKind.TERM_SET:
            return moves.term(payload)
        case EventKind.TENDER_CHANGED:
            return clients.tender(payload)
        case EventKind.RELATION_REACHED | EventKind.RELATION_TAKEN_BACK:
            return clients.relation(payload)
        case EventKind.CHECKLIST_ANSWERED:
            return clients.checklist(payload)
        case EventKind.CLIENT_CRITERION_SET | EventKind.CLIENT_CRITERION_GONE:
            return clients.sought(payload)
        case (
            EventKind.HAND_OVER_OFFERED
            | EventKind.HAND_OVER_ACCEPTED
            | EventKind.HAND_OVER_DECLINED
            | EventKind.HAND_OVER_WITHDRAWN
        ):
            return moves.hand_over(payload)
        case EventKind.LIMIT_NEAR:
            return reviews.limit(payload)
        case (
            EventKind.REVIEW_ASKED
            | EventKind.REVIEW_PUT_OFF
            | EventKind.REVIEW_DECIDED
            | EventKind.REVIEW_MOVED_ON
        ):
            return reviews.review(payload, names)
        case EventKind.EXPLANATION_ASKED | EventKind.EXPLANATION_GIVEN:
            return reviews.explanation(payload, names)
        case (
            EventKind.SANCTION_PROPOSED
            | EventKind.SANCTION_CONFIRMED
            | EventKind.SANCTION_CANCELLED
            | EventKind.SANCTION_APPEALED
            | EventKind.SANCTION_UPHELD
            | EventKind.SANCTION_LIFTED
        ):
            return sanctions.sanction(payload, names)
        case EventKind.CLIENT_MERGED | EventKind.CLIENT_PARTED:
            return clients.merged(payload)
        case EventKind.PRIORITY_SET | EventKind.TAGS_CHANGED | EventKind.ROBOT_RAN:
            return robots.told(kind, payload)
        case EventKind.DEAL_TAKEN_BACK:
            return Named(payload["title"])
        case EventKind.UNDONE:
            undone = EventKind(payload["kind"])
            return Undid(undone, told_by(undone, payload["told"], names, pipeline))
        case (
            EventKind.CONTACT_CREATED
            | EventKind.CONTACT_ERASED
            | EventKind.COMPANY_CREATED
            | EventKind.SETUP_CHANGED
            | EventKind.LIST_EXPORTED
        ):
            return Named(payload.get("name", ""))
        case _:
            assert_never(kind)
