"""What a seller does until a gate opens: for each kind of criterion the work that meets it, by the commands of the pages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import assert_never
from zoneinfo import ZoneInfo

from voronka.commands.clients import change_company, change_contact
from voronka.commands.deals import change_deal
from voronka.commands.demo_workspace.cast import ClientCard
from voronka.commands.demo_workspace.documents import Document
from voronka.commands.demo_workspace.stories import MAX_FILE
from voronka.commands.demo_workspace.translations import Say
from voronka.commands.demonstration import words
from voronka.commands.evidence import add_note, confirm_criterion
from voronka.commands.files import attach_file
from voronka.commands.hand_overs import accept_hand_over, offer_hand_over
from voronka.commands.qualification import NewAnswer, answer_questions
from voronka.commands.records import (
    note_call,
    note_consent,
    note_contract,
    note_dispatch,
    note_meeting,
    note_payment,
)
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, complete_task
from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ContractSigned,
    Criterion,
    Field,
    FieldFilled,
    FileAttached,
    FileKind,
    HandOverAccepted,
    MeetingHeld,
    MeetingOutcome,
    NoteKind,
    NoteWritten,
    PaymentReceived,
    Qualified,
    Sendable,
    Sent,
    SomeOf,
    TaskDone,
)
from voronka.domain.evidence import ConsentHow
from voronka.domain.permissions import Actor
from voronka.domain.qualification import Fit
from voronka.domain.task import TaskKind
from voronka.models import Deal, HandOverOffer, Payment, QualificationQuestion
from voronka.queries.hand_overs import ways_on

_TASKS = {
    TaskKind.CALL: "Call the client",
    TaskKind.MEETING: "Hold the meeting",
    TaskKind.EMAIL: "Write to the client",
    TaskKind.OFFER: "Send the offer",
    TaskKind.DOCUMENT: "Send the documents",
    TaskKind.VISIT: "Visit the client",
    TaskKind.PAYMENT: "Ask about the payment",
    TaskKind.RESEARCH: "Look into it",
    TaskKind.OTHER: "Take the next step",
}
_FILES = {
    FileKind.OFFER: "Offer.pdf",
    FileKind.CONTRACT: "Contract.pdf",
    FileKind.SIGNED_CONTRACT: "Contract signed.pdf",
    FileKind.INVOICE: "Invoice.pdf",
    FileKind.PAYMENT: "Payment order.pdf",
    FileKind.BRIEF: "Brief.pdf",
    FileKind.OTHER: "Acceptance act.pdf",
}
_SUBJECTS = {
    Sendable.EMAIL: "What we spoke of",
    Sendable.DOCUMENT: "Documents",
    Sendable.OFFER: "Our offer",
}
_NOTES = {
    NoteKind.PLAIN: (*words.NOTED[:1], words.CONTENT),
    NoteKind.NEED: words.NEEDS,
    NoteKind.MEETING_RESULT: (words.DECIDED,),
    NoteKind.DECISION: (words.DECIDED,),
    NoteKind.AGREEMENT: (words.AGREED,),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A colleague is asked to take the deal over, and says yes only later."""

    criterion: HandOverAccepted


Act = Criterion | Offered


@dataclass(frozen=True, slots=True)
class Desk:
    """What a life is told with: the words, its chance, its client, who works the deals, and where the files go.

    `keeper` has the client; `amount` is what the request is worth, in the workspace's currency. `due`: when the next step
    is due where the deal stands now, which is since `present`.
    """

    say: Say
    chance: Random
    folder: Path
    zone: ZoneInfo
    currency: str
    competitors: tuple[str, ...]
    card: ClientCard
    amount: int
    keeper: Actor
    due: datetime
    present: datetime
    receiver: Callable[[Actor], Actor]


def acts(criteria: Iterable[Criterion]) -> Iterator[Act]:
    """What is to be done, one after the other: of `SomeOf` as much as is asked for."""
    for criterion in criteria:
        match criterion:
            case SomeOf():
                yield from criterion.of[: criterion.least]
            case HandOverAccepted():
                yield Offered(criterion)
                yield criterion
            case _:
                yield criterion


def meet(desk: Desk, by: Actor, at: datetime, deal: Deal, act: Act) -> None:  # noqa: C901, PLR0912, PLR0915 - a kind each
    """Do what meets the criterion, at that instant."""
    match act:
        case FieldFilled():
            _fill(desk, by, at, deal, act.field)
        case TaskDone():
            _do_task(desk, by, at, deal, act.kind)
        case FileAttached():
            _attach(desk, by, at, deal, act.kind)
        case AmountAtLeast():
            amount = str(max(desk.amount, int(act.amount)))
            change_deal(by=by, at=at, deal=deal.pk, fields={"amount": amount})
        case NoteWritten():
            text = desk.say(desk.chance.choice(_NOTES[act.kind]))
            add_note(by=by, at=at, deal=deal.pk, text=text, kind=act.kind)
        case ConfirmedByHand():
            confirm_criterion(
                by=by, at=at, deal=deal.pk, criterion=act.id, reason=desk.say(words.JUDGED)
            )  # fmt: skip
        case CallHeld():
            _call(desk, by, at, deal, act)
        case MeetingHeld():
            outcome = act.outcomes[0] if act.outcomes else MeetingOutcome.CONTRACT
            note_meeting(
                by=by, at=at, deal=deal.pk, held_at=at - timedelta(minutes=30), outcome=outcome,
                words=desk.say(words.DECIDED),
            )  # fmt: skip
        case Sent():
            note_dispatch(
                by=by, at=at, deal=deal.pk, what=act.what, subject=desk.say(_SUBJECTS[act.what]),
                sent_at=at, reached=act.reached,
            )  # fmt: skip
        case ContractSigned():
            day = at.astimezone(desk.zone).date()
            note_contract(
                by=by, at=at, deal=deal.pk, signed_on=day, number=f"{deal.pk:03}/{day:%y}"
            )  # fmt: skip
        case PaymentReceived():
            _pay(desk, by, at, deal, act.share)
        case ConsentLogged():
            note_consent(
                by=by, at=at, deal=deal.pk, to=act.to, how=ConsentHow.ORAL, given_at=at, contact=deal.contact_id
            )  # fmt: skip
        case Qualified():
            asked = QualificationQuestion.objects.filter(pipeline=deal.pipeline_id, retired_at=None)
            answers = tuple(NewAnswer(question.pk, Fit.FIT) for question in asked)
            answer_questions(by=by, at=at, deal=deal.pk, answers=answers)
        case Offered():
            _offer(desk, by, at, deal)
        case HandOverAccepted():
            _accept(desk, by, at, deal)
        case SomeOf():
            for part in act.of[: act.least]:
                meet(desk, by, at, deal, part)
        case _:
            assert_never(act)


def _fill(desk: Desk, by: Actor, at: datetime, deal: Deal, field: Field) -> None:
    days = timedelta(days=desk.chance.randrange(10, 40))
    typed = {
        Field.AMOUNT: str(desk.amount),
        Field.EXPECTED_CLOSE: (at + days).date().isoformat(),
        Field.NEED: desk.say(desk.chance.choice(words.NEEDS)),
        Field.BUDGET: desk.say(desk.chance.choice(words.BUDGETS)),
        Field.COMPETITOR: desk.chance.choice(desk.competitors),
        Field.SOURCE: desk.say(desk.chance.choice(words.SOURCES)),
    }
    of_company = {
        Field.COMPANY_PHONE: ("phones", desk.card.phone),
        Field.COMPANY_SITE: ("site", desk.card.domain),
        Field.COMPANY_TAX_ID: ("tax_id", f"4055{desk.chance.randrange(1000, 10000)}"),
    }
    if field in typed:
        change_deal(by=by, at=at, deal=deal.pk, fields={field.value: typed[field]})
    elif field is Field.DECISION_MAKER and deal.contact_id is not None:
        change_contact(by=desk.keeper, at=at, contact=deal.contact_id, fields={"decides": "1"})
    elif field in of_company and deal.company_id is not None:
        name, value = of_company[field]
        change_company(by=desk.keeper, at=at, company=deal.company_id, fields={name: value})


def _do_task(desk: Desk, by: Actor, at: datetime, deal: Deal, kind: TaskKind) -> None:
    """The next step where it is of the kind, with another one after it; else one that was not planned."""
    step = deal.next_task
    if step is None or step.kind != kind:
        task = NewTask(kind, desk.say(_TASKS[kind]), at)
        step = add_task(by=by, at=at, deal=deal.pk, task=task)
    due = desk.due if at >= desk.present else at + timedelta(days=2)
    following = NewTask(TaskKind.CALL, desk.say(_TASKS[TaskKind.CALL]), due)
    after = following if step.pk == deal.next_task_id else None
    complete_task(by=by, at=at, task=step.pk, outcome=desk.say(words.DONE), next_task=after)


def _attach(desk: Desk, by: Actor, at: datetime, deal: Deal, kind: FileKind) -> None:
    document = Document(desk.say(_FILES[kind]), f"{desk.card.domain}: {_FILES[kind]}")
    attach_file(
        by=by, at=at, deal=deal.pk, upload=document, kind=kind, folder=desk.folder, max_bytes=MAX_FILE
    )


def _call(desk: Desk, by: Actor, at: datetime, deal: Deal, asked: CallHeld) -> None:
    seconds = asked.seconds + desk.chance.randrange(40, 600)
    note_call(
        by=by, at=at, deal=deal.pk, started_at=at - timedelta(seconds=seconds), seconds=seconds,
        contact=deal.contact_id, words=desk.say(desk.chance.choice(words.CALLED)),
    )  # fmt: skip


def _pay(desk: Desk, by: Actor, at: datetime, deal: Deal, share: Decimal) -> None:
    """What is missing to the share; the amount is agreed by then, also where no stage has asked for it."""
    amount = deal.amount
    if amount is None:
        amount = change_deal(by=by, at=at, deal=deal.pk, fields={"amount": str(desk.amount)}).amount
    paid = sum(
        Payment.objects.filter(deal=deal, removed_at=None).values_list("amount", flat=True), Decimal(0)
    )
    due = (amount or Decimal(desk.amount)) * share / 100 - paid
    note_payment(
        by=by, at=at, deal=deal.pk, amount=f"{due:.2f}", currency=deal.currency,
        paid_on=at.astimezone(desk.zone).date(),
    )  # fmt: skip


def _offer(desk: Desk, by: Actor, at: datetime, deal: Deal) -> None:
    said = desk.say(desk.chance.choice(words.NOTED))
    for way in ways_on(deal.pipeline_id):
        offer_hand_over(
            by=by, at=at, deal=deal.pk, to=desk.receiver(by).id, words=said, hand_over=way.id
        )  # fmt: skip


def _accept(desk: Desk, by: Actor, at: datetime, deal: Deal) -> None:
    for offer in HandOverOffer.objects.filter(deal=deal, answered_at=None):
        accept_hand_over(by=desk.receiver(by), at=at, offer=offer.pk)
