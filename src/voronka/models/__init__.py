"""Tables, one file per noun: columns, constraints and indexes, no behaviour that writes."""

from voronka.models.access import LoginFailure
from voronka.models.advice import AdvicePutAside
from voronka.models.api_token import ApiAnswer, ApiToken
from voronka.models.calendar import CalendarDay, WorkCalendar
from voronka.models.calendar_feed import CalendarFeed
from voronka.models.client import Company, Contact, Email, Phone
from voronka.models.custom_field import CustomChoice, CustomField, CustomValue
from voronka.models.deal import Confirmation, Deal, StageVisit
from voronka.models.deal_link import DealLink
from voronka.models.demonstration import Demonstration
from voronka.models.duplicate import DuplicateAudit, DuplicatePair
from voronka.models.erasure import Erasure
from voronka.models.event import Event
from voronka.models.evidence import Attachment, Note
from voronka.models.feedback import Feedback, FeedbackVoice
from voronka.models.freshness import FactCheck
from voronka.models.hand_over import HandOver, HandOverOffer
from voronka.models.imports import Import, ImportLayout, ImportRow
from voronka.models.intake import IntakeRequest, Source, SourceName
from voronka.models.job import Job, RoundClock, WorkerLease
from voronka.models.merge import ClientMerge
from voronka.models.notice import Notice, NoticeChoice, NoticeDelivery, NoticeMessage, NoticeSettings
from voronka.models.nurture import NurtureTrack, TrackTouch
from voronka.models.objections import Objection, ObjectionKind, VerifiedReason
from voronka.models.outside import OutsideCheck, OutsideSettings, PushSubscription, TelegramCode, TelegramLink
from voronka.models.passage import GatePassage, PassedWithoutFact
from voronka.models.pipeline import Pipeline, PipelineVersion, PlaybookVersion, Reason, Stage, StageCriterion
from voronka.models.plan import PlannedMonth
from voronka.models.presence import UserSeen
from voronka.models.problem import ProblemDay
from voronka.models.qualification import ClientCriterion, QualificationAnswer, QualificationQuestion
from voronka.models.records import (
    Call,
    Consent,
    Dispatch,
    Meeting,
    Payment,
    Referral,
    Satisfaction,
    SignedContract,
)
from voronka.models.relation import ClientRelation, DealVerdict
from voronka.models.requisite import CompanyRequisite, RegisterEntry, RequisiteLookup
from voronka.models.review import DelayCause, Explanation, Review
from voronka.models.robot import Robot, RobotAlarm, RobotCursor, RobotRun, RobotStepRun, RobotTurn
from voronka.models.rollup import StageCount, StageFlow
from voronka.models.sanction import Sanction, SanctionRule, SanctionSpared, SanctionStep
from voronka.models.search import SearchDocument, SearchWord
from voronka.models.service_term import ServiceTerm
from voronka.models.spending import CampaignCost, MarketCapacity
from voronka.models.tag import DealTag
from voronka.models.task import Task
from voronka.models.tender import Tender, TenderCriterion, TenderDeadline, TenderDocument
from voronka.models.user import Team, User
from voronka.models.view import SavedView
from voronka.models.web_form import ConsentWording, WebForm
from voronka.models.webhook import Webhook, WebhookAttempt, WebhookDelivery
from voronka.models.workspace import ExchangeRate, Workspace

__all__ = [
    "AdvicePutAside",
    "ApiAnswer",
    "ApiToken",
    "Attachment",
    "CalendarDay",
    "CalendarFeed",
    "Call",
    "CampaignCost",
    "ClientCriterion",
    "ClientMerge",
    "ClientRelation",
    "Company",
    "CompanyRequisite",
    "Confirmation",
    "Consent",
    "ConsentWording",
    "Contact",
    "CustomChoice",
    "CustomField",
    "CustomValue",
    "Deal",
    "DealLink",
    "DealTag",
    "DealVerdict",
    "DelayCause",
    "Demonstration",
    "Dispatch",
    "DuplicateAudit",
    "DuplicatePair",
    "Email",
    "Erasure",
    "Event",
    "ExchangeRate",
    "Explanation",
    "FactCheck",
    "Feedback",
    "FeedbackVoice",
    "GatePassage",
    "HandOver",
    "HandOverOffer",
    "Import",
    "ImportLayout",
    "ImportRow",
    "IntakeRequest",
    "Job",
    "LoginFailure",
    "MarketCapacity",
    "Meeting",
    "Note",
    "Notice",
    "NoticeChoice",
    "NoticeDelivery",
    "NoticeMessage",
    "NoticeSettings",
    "NurtureTrack",
    "Objection",
    "ObjectionKind",
    "OutsideCheck",
    "OutsideSettings",
    "PassedWithoutFact",
    "Payment",
    "Phone",
    "Pipeline",
    "PipelineVersion",
    "PlannedMonth",
    "PlaybookVersion",
    "ProblemDay",
    "PushSubscription",
    "QualificationAnswer",
    "QualificationQuestion",
    "Reason",
    "Referral",
    "RegisterEntry",
    "RequisiteLookup",
    "Review",
    "Robot",
    "RobotAlarm",
    "RobotCursor",
    "RobotRun",
    "RobotStepRun",
    "RobotTurn",
    "RoundClock",
    "Sanction",
    "SanctionRule",
    "SanctionSpared",
    "SanctionStep",
    "Satisfaction",
    "SavedView",
    "SearchDocument",
    "SearchWord",
    "ServiceTerm",
    "SignedContract",
    "Source",
    "SourceName",
    "Stage",
    "StageCount",
    "StageCriterion",
    "StageFlow",
    "StageVisit",
    "Task",
    "Team",
    "TelegramCode",
    "TelegramLink",
    "Tender",
    "TenderCriterion",
    "TenderDeadline",
    "TenderDocument",
    "TrackTouch",
    "User",
    "UserSeen",
    "VerifiedReason",
    "WebForm",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WorkCalendar",
    "WorkerLease",
    "Workspace",
]
