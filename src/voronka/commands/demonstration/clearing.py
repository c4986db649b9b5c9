"""Clearing a demonstration: everything that is not the method goes, in one transaction, and the log says that it went."""

from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Model

from voronka.commands.imports.taking import PLAIN, ROOM, SEEN
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import (
    AdvicePutAside,
    Attachment,
    Call,
    ClientCriterion,
    ClientMerge,
    ClientRelation,
    Company,
    CompanyRequisite,
    Confirmation,
    Consent,
    Contact,
    CustomValue,
    Deal,
    DealLink,
    DealTag,
    DealVerdict,
    Demonstration,
    Dispatch,
    DuplicateAudit,
    DuplicatePair,
    Email,
    Erasure,
    Event,
    Explanation,
    FactCheck,
    Feedback,
    FeedbackVoice,
    GatePassage,
    HandOverOffer,
    Import,
    ImportRow,
    IntakeRequest,
    Job,
    Meeting,
    Note,
    Notice,
    NoticeDelivery,
    NoticeMessage,
    Objection,
    PassedWithoutFact,
    Payment,
    Phone,
    ProblemDay,
    QualificationAnswer,
    Referral,
    RequisiteLookup,
    Review,
    RobotAlarm,
    RobotRun,
    RobotStepRun,
    RobotTurn,
    Sanction,
    SanctionSpared,
    SanctionStep,
    Satisfaction,
    SearchDocument,
    SearchWord,
    ServiceTerm,
    SignedContract,
    StageCount,
    StageFlow,
    StageVisit,
    Task,
    Tender,
    TenderCriterion,
    TenderDeadline,
    TenderDocument,
    User,
    VerifiedReason,
    WebhookAttempt,
    WebhookDelivery,
)
from voronka.queries.demonstration import invented_sellers, may_clear, what_goes

# Every table that holds no set-up. Their order does not matter: the databases check references at the end.
GOES: tuple[type[Model], ...] = (
    *(NoticeDelivery, NoticeMessage, Notice, Note.mentions.through),
    *(IntakeRequest, SanctionStep, Sanction, SanctionSpared),
    *(
        Explanation,
        Review,
        FeedbackVoice,
        Feedback,
        VerifiedReason,
        WebhookAttempt,
        WebhookDelivery,
        Objection,
        Confirmation,
        QualificationAnswer,
        ClientCriterion,
    ),
    *(Call, Meeting, Dispatch, Payment, Consent, SignedContract, Satisfaction, Referral, Attachment, Note),
    *(TenderDeadline, TenderDocument, TenderCriterion, Tender, ServiceTerm, HandOverOffer, DealLink),
    *(
        PassedWithoutFact,
        GatePassage,
        DealVerdict,
        ClientRelation,
        StageVisit,
        Task,
        DealTag,
        CustomValue,
        Deal,
        ClientMerge,
        Erasure,
        ImportRow,
        Import,
        DuplicatePair,
        DuplicateAudit,
        FactCheck,
        Phone,
        Email,
        Contact,
        CompanyRequisite,
        RequisiteLookup,
        Company,
    ),
    *(StageCount, StageFlow, SearchDocument, SearchWord, Job, ProblemDay, AdvicePutAside),
    *(RobotStepRun, RobotRun, RobotAlarm, RobotTurn),
)


def clear_demonstration(*, by: Actor, at: datetime, folder: Path, request_id: str = "") -> None:
    """Take away the deals, clients and all that is of them, also what people have added, and the invented sellers.

    The method stays, and of the log what it says of the set-up. The files under `folder` go once the rest is gone.

    Raises:
        NotAllowed: also who does not see all that would go.
        NotFound: there is no demonstration.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = Demonstration.objects.select_for_update().first()
        if row is None:
            raise NotFound
        if not may_clear(by):
            raise NotAllowed
        goes = what_goes()
        paths = [*Attachment.objects.values_list("path", flat=True), *_imported_files()]
        sellers = list(invented_sellers(row).values_list("id", flat=True))
        before = {
            "playbook": row.playbook,
            "deals": goes.deals.all,
            "clients": goes.clients.all,
            "sellers": len(sellers),
        }
        # The log's guard lets go of these events while this stands, and nobody else sees it standing.
        Demonstration.objects.filter(pk=row.pk).update(is_clearing=True)
        Event.objects.filter(id__gt=row.since_event).exclude(kind=EventKind.SETUP_CHANGED).delete()
        for model in GOES:
            _empty(model)
        row.delete()
        User.objects.filter(pk__in=sellers).delete()
        log_setup(What.DEMONSTRATION, 1, by=by, at=at, before=before, after=None, request_id=request_id)
        transaction.on_commit(lambda: _remove_files(folder, paths))


def _imported_files() -> list[str]:
    """What was brought in as files, and their rows beside them."""
    files = Import.objects.values_list("path", flat=True)
    return [f"{ROOM}/{path}{end}" for path in files for end in ("", PLAIN, SEEN)]


def _empty(model: type[Model]) -> None:
    """By SQL: Django would read every row first, to ask what hangs on it, and refuse what hangs together."""
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - Django's public name for it
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - the model's own name


def _remove_files(folder: Path, paths: list[str]) -> None:
    for path in paths:
        (folder / path).unlink(missing_ok=True)
