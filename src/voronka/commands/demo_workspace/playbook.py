"""The demo's method: two pipelines with purposes, limits, steps, actions, criteria and reasons.

Texts are the English source of `translations`.
"""

from datetime import timedelta
from decimal import Decimal

from voronka.commands.first_start import NewCriterion, NewReason, NewStage
from voronka.domain.criteria import CriterionKind, Field, FileKind, NoteKind
from voronka.domain.pipeline import StageKind, StageLimit
from voronka.domain.seller_steps import SellerStep
from voronka.domain.task import TaskKind


def _field(title: str, field: Field) -> NewCriterion:
    return NewCriterion(title, CriterionKind.FIELD, {"field": field.value})


def _task(title: str, kind: TaskKind) -> NewCriterion:
    return NewCriterion(title, CriterionKind.TASK, {"task": kind.value, "in_stage": True})


def _file(title: str, kind: FileKind) -> NewCriterion:
    return NewCriterion(title, CriterionKind.FILE, {"file": kind.value})


def _note(title: str, kind: NoteKind) -> NewCriterion:
    return NewCriterion(title, CriterionKind.NOTE, {"note": kind.value, "in_stage": True})


def _by_hand(title: str) -> NewCriterion:
    return NewCriterion(title, CriterionKind.BY_HAND, {})


UNSORTED = NewStage(
    name="Unsorted",
    kind=StageKind.UNSORTED,
    purpose="Sort within 1 day: who is it, what do they need, whose is it",
    limit=timedelta(days=1),
    step_kind=TaskKind.CALL,
    step_title="Get in touch",
    step_after=timedelta(hours=2),
    steps=(
        SellerStep("Read what they asked"),
        SellerStep("Look whether we know them"),
        SellerStep("Take it, or close it with a reason"),
    ),
)

NEW_EQUIPMENT = (
    UNSORTED,
    NewStage(
        name="Qualify",
        kind=StageKind.WORKING,
        purpose="Find out who they are and whether we fit each other",
        limit=timedelta(days=3),
        step_kind=TaskKind.CALL,
        step_title="Qualifying call",
        step_after=timedelta(days=1),
        steps=(
            SellerStep("Collect site, company name, phone", ("Look up requisites by name and city",)),
            SellerStep(
                "Find the decision-maker and a direct line",
                ("If no fit: Lost with reason, or Postpone with a date",),
                tools=("Call script “First five questions”",),
            ),
            SellerStep("Run the duplicate check"),
        ),
        criteria=(
            _field("Decision-maker named on the card", Field.DECISION_MAKER),
            _field("Need, volume and product temperature recorded", Field.NEED),
            _field("Budget order of magnitude known", Field.BUDGET),
            _task("Client agreed on a call to a meeting or site visit", TaskKind.CALL),
        ),
    ),
    NewStage(
        name="Meet",
        kind=StageKind.WORKING,
        purpose="They tell us the problem; we prove we understood it",
        limit=timedelta(days=7),
        step_kind=TaskKind.MEETING,
        step_title="Meeting at the client’s office",
        step_after=timedelta(days=3),
        steps=(
            SellerStep("Prepare: business, market, two likely problems", ("Agenda e-mail the day before",)),
            SellerStep("Hold the meeting or site visit", tools=("Site checklist, 12 photos",)),
            SellerStep("Agree what the offer must contain", ("Summary e-mail within 24 h",)),
        ),
        criteria=(
            _task("Meeting held", TaskKind.MEETING),
            _file("Site checklist uploaded", FileKind.BRIEF),
            _note("Meeting result written down", NoteKind.MEETING_RESULT),
        ),
    ),
    NewStage(
        name="Propose",
        kind=StageKind.WORKING,
        purpose="They receive an offer and walk through it with us",
        limit=timedelta(days=5),
        step_kind=TaskKind.OFFER,
        step_title="Send the offer",
        step_after=timedelta(days=1),
        steps=(
            SellerStep("Build the offer from the template", tools=("Offer template, load calculator",)),
            SellerStep("Send, confirm it was received", ("Follow-up task 3–4 days after sending",)),
            SellerStep(
                "Walk through it live with the decision-maker",
                tools=("Objection cards: price, delivery, warranty",),
            ),
            SellerStep("Ask: “What gives you pause?”"),
        ),
        criteria=(
            _file("Offer sent", FileKind.OFFER),
            _task("Receipt confirmed by client", TaskKind.CALL),
            _task("Decision-maker saw the offer live", TaskKind.MEETING),
            _by_hand("Budget range confirmed in writing"),
        ),
    ),
    NewStage(
        name="Agree terms",
        kind=StageKind.WORKING,
        purpose="They negotiate details, not whether to buy",
        limit=timedelta(days=10),
        # Large ones go through their lawyers.
        limits=(StageLimit(timedelta(weeks=3), Decimal(80_000)),),
        step_kind=TaskKind.DOCUMENT,
        step_title="Send the draft contract",
        step_after=timedelta(days=2),
        steps=(
            SellerStep("Collect remarks on the offer"),
            SellerStep(
                "Settle delivery, warranty, payment schedule",
                tools=("Concession ladder: what we trade for what",),
            ),
            SellerStep("Send draft contract", ("Call with lawyer on request",)),
        ),
        criteria=(
            _by_hand("Every objection answered or accepted"),
            _file("Contract draft agreed by both sides", FileKind.CONTRACT),
            _field("Requisites verified", Field.COMPANY_TAX_ID),
        ),
    ),
    NewStage(
        name="Sign & pay",
        kind=StageKind.WORKING,
        purpose="They sign and pay the advance",
        limit=timedelta(days=7),
        step_kind=TaskKind.PAYMENT,
        step_title="Advance payment due",
        step_after=timedelta(days=3),
        steps=(
            SellerStep("Send contract and invoice", ("Invoice from requisites, one click",)),
            SellerStep("Nudge to payment", ("Thank-you call from the head of sales",)),
            SellerStep("Hand over to installation"),
        ),
        criteria=(
            _file("Contract signed by client", FileKind.SIGNED_CONTRACT),
            _task("Advance received", TaskKind.PAYMENT),
            _task("Hand-over note accepted by installation", TaskKind.DOCUMENT),
        ),
    ),
    NewStage(
        name="Won",
        kind=StageKind.WON,
        purpose="They use it, like it and recommend us",
        limit=None,
        step_kind=TaskKind.CALL,
        step_title="Ask whether all works",
        step_after=timedelta(days=14),
        steps=(
            SellerStep("Check satisfaction after start-up", ("Call at day 14 and day 60",)),
            SellerStep("Ask for a referral"),
            SellerStep("Plan service contract"),
        ),
    ),
    NewStage(
        name="Lost",
        kind=StageKind.LOST,
        purpose="Not now, or not us — with an honest reason",
        limit=None,
        step_kind=TaskKind.EMAIL,
        step_title="Thank and leave the door open",
        step_after=timedelta(days=1),
        steps=(
            SellerStep(
                "Record the real reason and the stage", ("Reason list is fixed by the head of sales",)
            ),
            SellerStep("Thank and leave the door open"),
        ),
    ),
    NewStage(
        name="Postponed",
        kind=StageKind.POSTPONED,
        purpose="Cannot pay, no need yet, out of reach",
        limit=timedelta(days=90),
        step_kind=TaskKind.CALL,
        step_title="Ask whether the time has come",
        step_after=timedelta(days=30),
        steps=(
            SellerStep("Set a return date", ("Return task is created automatically",)),
            SellerStep("Keep warm: events, useful mail, holidays", tools=("Quarterly newsletter",)),
        ),
    ),
)

INSTALLATION = (
    UNSORTED,
    NewStage(
        name="Survey the site",
        kind=StageKind.WORKING,
        purpose="They show us the room, power and drains before anything is shipped",
        limit=timedelta(days=5),
        step_kind=TaskKind.VISIT,
        step_title="Measure the room",
        step_after=timedelta(days=2),
        steps=(
            SellerStep(
                "Agree the day with the client’s engineer", tools=("List of what the client prepares",)
            ),
            SellerStep("Measure, photograph, note the power", tools=("Survey form",)),
        ),
        criteria=(
            _task("Site surveyed", TaskKind.VISIT),
            _file("Survey form attached", FileKind.BRIEF),
        ),
    ),
    NewStage(
        name="Deliver",
        kind=StageKind.WORKING,
        purpose="They have all the equipment on site, unhurt",
        limit=timedelta(days=21),
        step_kind=TaskKind.DOCUMENT,
        step_title="Book the transport",
        step_after=timedelta(days=1),
        steps=(
            SellerStep("Book the transport", tools=("Carrier list",)),
            SellerStep("Check the packing list on arrival", tools=("Damage report form",)),
        ),
        criteria=(
            NewCriterion("Order is worth a crew of its own", CriterionKind.AMOUNT, {"amount": "1000"}),
            _task("Packing list checked with the client", TaskKind.DOCUMENT),
        ),
    ),
    NewStage(
        name="Start up",
        kind=StageKind.WORKING,
        purpose="They see it hold the temperature, and sign",
        limit=timedelta(days=10),
        step_kind=TaskKind.VISIT,
        step_title="Start-up with the client’s staff",
        step_after=timedelta(days=3),
        steps=(
            SellerStep("Run it for 24 hours", tools=("Temperature log",)),
            SellerStep("Train the staff", tools=("Staff leaflet",)),
            SellerStep("Sign the acceptance"),
        ),
        criteria=(
            _by_hand("Holds the temperature for 24 hours"),
            _note("Acceptance written down", NoteKind.AGREEMENT),
        ),
    ),
    NewStage(
        name="Handed over",
        kind=StageKind.WON,
        purpose="They work with it and know whom to call",
        limit=None,
        step_kind=TaskKind.CALL,
        step_title="Ask whether all works",
        step_after=timedelta(days=14),
    ),
    NewStage(
        name="Cancelled",
        kind=StageKind.LOST,
        purpose="The order was called off — with the reason",
        limit=None,
        step_kind=TaskKind.DOCUMENT,
        step_title="Settle the account",
        step_after=timedelta(days=3),
    ),
    NewStage(
        name="On hold",
        kind=StageKind.POSTPONED,
        purpose="The client’s building is not ready",
        limit=timedelta(days=90),
        step_kind=TaskKind.CALL,
        step_title="Ask whether the time has come",
        step_after=timedelta(days=14),
    ),
)

PRICE = "Price above budget"
COMPETITOR = "Chose a competitor"
NO_NEED = "No need or not a fit"
NO_CONTACT = "No contact"

REASONS = (
    NewReason(StageKind.LOST, PRICE),
    NewReason(StageKind.LOST, COMPETITOR, asks_competitor=True),
    NewReason(StageKind.LOST, NO_NEED),
    NewReason(StageKind.LOST, NO_CONTACT),
    NewReason(StageKind.POSTPONED, "No budget this quarter"),
    NewReason(StageKind.POSTPONED, "Building not ready"),
    NewReason(StageKind.POSTPONED, "Decision moved to a later date"),
)
