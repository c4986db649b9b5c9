"""The tables of the playbook's file: which keys stand where, what they hold, and what is made of them.

The reader follows these tables, the JSON Schema is made from them, docs/playbook-format.md tells them to people.
Lengths are those that the workspace keeps.
"""

from collections.abc import Callable
from typing import TypeVar

from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ConsentTo,
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
    Party,
    PaymentReceived,
    Provable,
    Qualified,
    Reached,
    Sendable,
    Sent,
    SomeOf,
    TaskDone,
)
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import MOST_LIMITS, Advance, BuyerStage, PipelineKind
from voronka.domain.playbook.model import (
    FORMAT,
    Exit,
    Form,
    HandOver,
    Leads,
    NextStep,
    Playbook,
    PlaybookLimit,
    PlaybookObjection,
    PlaybookPipeline,
    PlaybookQuestion,
    PlaybookReason,
    PlaybookStage,
    PlaybookTrack,
    ReturnStep,
    Rule,
    Step,
    Touch,
    Unsorted,
)
from voronka.domain.playbook.robot_format import ROBOTS
from voronka.domain.playbook.shapes import (
    LANGUAGES,
    ChoiceShape,
    CodeShape,
    DurationShape,
    Fields,
    FlagShape,
    FormatShape,
    Key,
    KeyShape,
    ListShape,
    NumberShape,
    OneOfShape,
    RecordShape,
    TextShape,
    WholeShape,
    defaulted,
    optional,
    required,
)
from voronka.domain.qualification import MOST_QUESTIONS, QUESTION_LENGTH, LeastFit
from voronka.domain.task import TaskKind

Value = TypeVar("Value")

# In the file a criterion has neither number nor words of its own: the rule has them.
_ID = CriterionId(0)
_NO_TITLE = ""

LONGEST_CALL = 24 * 60 * 60
GREATEST_AMOUNT = 10**12
SOURCE_LENGTH = 80

_KEY = KeyShape()
_DURATION = DurationShape()
_NAME = TextShape(80)
_STAGE_NAME = TextShape(40)
_LINE = TextShape(300)
_TITLE = TextShape(160)
_PARAGRAPH = TextShape(1000)

# -- steps ---------------------------------------------------------------------------------------------------------

STEP_WHAT = required("step", _LINE, "What the seller does.")
STEP_ACTIONS = defaulted("actions", ListShape(_LINE), "How, one by one.", absent=())
STEP_TOOLS = defaulted("tools", ListShape(_LINE), "What helps with it.", absent=())
STEP = RecordShape(
    "step", "One step of the seller.", (STEP_WHAT, STEP_ACTIONS, STEP_TOOLS),
    lambda f: Step(f[STEP_WHAT], f[STEP_ACTIONS], f[STEP_TOOLS]),
)  # fmt: skip

NEXT_KIND = required("task", ChoiceShape(TaskKind), "The kind of task.")
NEXT_TITLE = required("title", TextShape(120), "What is to be done.")
NEXT_AFTER = required("after", _DURATION, "How long after the arrival it is due.")
NEXT_LIMITER = defaulted(
    "limiter", FlagShape(), "It can't be cancelled, and is put off only with a reason.", absent=False
)
NEXT = RecordShape(
    "next", "The task that a deal gets when nobody set one.", (NEXT_KIND, NEXT_TITLE, NEXT_AFTER, NEXT_LIMITER),
    lambda f: NextStep(f[NEXT_KIND], f[NEXT_TITLE], f[NEXT_AFTER], f[NEXT_LIMITER]),
)  # fmt: skip

# -- criteria ------------------------------------------------------------------------------------------------------

TITLE = required("title", _TITLE, "The criterion in words.")
IN_STAGE = defaulted(
    "in_stage", FlagShape(), "Only what happened since the deal came to the stage counts.", absent=False
)


def _form(key: Key[Value], make: Callable[[Value], Criterion], about: str | None = None) -> RecordShape[Rule]:
    return RecordShape(key.name, about or key.about, (key, TITLE), lambda f: Rule(f[TITLE], make(f[key])))


def _timed(key: Key[Value], make: Callable[[Value, bool], Criterion]) -> RecordShape[Rule]:
    """A criterion that may count only what happened in the stage."""
    return RecordShape(
        key.name, key.about, (key, IN_STAGE, TITLE),
        lambda f: Rule(f[TITLE], make(f[key], f[IN_STAGE])),
    )  # fmt: skip


CALL_WITH = defaulted("with", ChoiceShape(Party), "With whom.", absent=Party.ANYONE)
CALL_SECONDS = required("seconds", WholeShape(0, LONGEST_CALL), "How long at least.")
CALL = RecordShape(
    "call_held", "A call: with whom and how long.", (CALL_WITH, CALL_SECONDS),
    lambda f: (f[CALL_WITH], f[CALL_SECONDS]),
)  # fmt: skip
MEETING_OUTCOMES = defaulted(
    "outcomes", ListShape(ChoiceShape(MeetingOutcome), least=1, distinct=True),
    "What it ended with, one of these; any when absent.", absent=(),
)  # fmt: skip
MEETING = RecordShape(
    "meeting_held", "A meeting that was held.", (MEETING_OUTCOMES,), lambda f: f[MEETING_OUTCOMES]
)
SENT_WHAT = required("what", ChoiceShape(Sendable), "What was sent.")
SENT_REACHED = defaulted("reached", ChoiceShape(Reached), "How far it came at least.", absent=Reached.SENT)
SENT = RecordShape(
    "thing_sent", "Something that was sent.", (SENT_WHAT, SENT_REACHED),
    lambda f: (f[SENT_WHAT], f[SENT_REACHED]),
)  # fmt: skip
PAYMENT_SHARE = required("share", NumberShape(100, "50"), "How many percent of the amount at least.")
PAYMENT = RecordShape(
    "share_paid", "A share of the amount that is paid.", (PAYMENT_SHARE,), lambda f: f[PAYMENT_SHARE]
)

QUALIFIED_LEAST = defaulted(
    "least", ChoiceShape(LeastFit), "That it says fit, or that nothing in it says no.", absent=LeastFit.FIT
)
QUALIFIED = RecordShape(
    "checklist_says", "What our checklist says.", (QUALIFIED_LEAST,), lambda f: f[QUALIFIED_LEAST]
)

PROVABLE: tuple[RecordShape[Rule], ...] = (
    _form(
        required("field", ChoiceShape(Field), "This field is filled."),
        lambda field: FieldFilled(_ID, _NO_TITLE, field),
    ),
    _timed(
        required("task", ChoiceShape(TaskKind), "A task of this kind is done."),
        lambda kind, in_stage: TaskDone(_ID, _NO_TITLE, kind, in_stage),
    ),
    _form(
        required("file", ChoiceShape(FileKind), "A file of this kind is attached."),
        lambda kind: FileAttached(_ID, _NO_TITLE, kind),
    ),
    _form(
        required("amount", NumberShape(GREATEST_AMOUNT, "1000"), "The amount is at least this."),
        lambda amount: AmountAtLeast(_ID, _NO_TITLE, amount),
    ),
    _timed(
        required("note", ChoiceShape(NoteKind), "A note of this kind is written."),
        lambda kind, in_stage: NoteWritten(_ID, _NO_TITLE, kind, in_stage),
    ),
    _timed(
        required("call", CALL, "A call was held."),
        lambda call, in_stage: CallHeld(_ID, _NO_TITLE, call[0], call[1], in_stage),
    ),
    _timed(
        required("meeting", MEETING, "A meeting was held."),
        lambda outcomes, in_stage: MeetingHeld(_ID, _NO_TITLE, outcomes, in_stage),
    ),
    _timed(
        required("sent", SENT, "Something was sent."),
        lambda sent, in_stage: Sent(_ID, _NO_TITLE, sent[0], sent[1], in_stage),
    ),
    _form(
        required("contract", CodeShape(("signed",)), "The contract is signed."),
        lambda _: ContractSigned(_ID, _NO_TITLE),
    ),
    _form(
        required("payment", PAYMENT, "A share of the amount is paid."),
        lambda share: PaymentReceived(_ID, _NO_TITLE, share),
    ),
    _timed(
        required("consent", ChoiceShape(ConsentTo), "The client's consent is logged."),
        lambda to, in_stage: ConsentLogged(_ID, _NO_TITLE, to, in_stage),
    ),
    _form(
        required("hand_over", CodeShape(("accepted",)), "The new owner has accepted the hand-over."),
        lambda _: HandOverAccepted(_ID, _NO_TITLE),
    ),
    _form(
        required("qualified", QUALIFIED, "Our checklist says so."),
        lambda least: Qualified(_ID, _NO_TITLE, least),
    ),
)  # fmt: skip

PART = OneOfShape("part", "One of several criteria: a fact, never a judgement.", PROVABLE)
SOME_LEAST = required("least", WholeShape(1, 50), "How many of them at least.")
SOME_OF = required("of", ListShape(PART, least=2, most=50), "The criteria among which is counted.")
SOME = RecordShape(
    "some_of", "So many of some criteria.", (SOME_LEAST, SOME_OF), lambda f: (f[SOME_LEAST], f[SOME_OF])
)
SOME_VALUE = required("some", SOME, "At least so many of these criteria are met.")


def _some(f: Fields) -> Rule:
    least, parts = f[SOME_VALUE]
    of = tuple(part.criterion for part in parts if isinstance(part.criterion, Provable))
    return Rule(f[TITLE], SomeOf(_ID, _NO_TITLE, least, of), parts)


RULE = OneOfShape(
    "criterion", "What must be true, and how it is told.",
    (
        *PROVABLE,
        RecordShape("some", SOME_VALUE.about, (SOME_VALUE, TITLE), _some),
        _form(
            required("by_hand", FlagShape(only_true=True), "A person confirmed it with a written reason."),
            lambda _: ConfirmedByHand(_ID, _NO_TITLE),
        ),
    ),
)  # fmt: skip

# -- stages and exits ----------------------------------------------------------------------------------------------

STAGE_KEY = required("key", _KEY, "What the stage is known by; it never changes.")
STAGE_NAME = required("name", _STAGE_NAME, "What is to be done now, not what was done.")
STAGE_BUYER = optional("buyer", ChoiceShape(BuyerStage), "Where the client stands meanwhile.")
STAGE_PURPOSE = required("purpose", _LINE, "What the stage is for.")
STAGE_LIMIT = optional("limit", _DURATION, "How long a deal may stay.")
LIMIT_FROM = optional(
    "from", NumberShape(GREATEST_AMOUNT, "100000"), "Of deals from this amount, in the workspace’s currency."
)
LIMIT_SOURCE = optional("source", TextShape(SOURCE_LENGTH), "Of deals from this source.")
LIMIT_LENGTH = required("limit", _DURATION, "How long such a deal may stay.")
LIMIT_OF_SOME = RecordShape(
    "limit_of_some", "Another limit, of some deals.", (LIMIT_FROM, LIMIT_SOURCE, LIMIT_LENGTH),
    lambda f: PlaybookLimit(f[LIMIT_LENGTH], f[LIMIT_FROM], f[LIMIT_SOURCE]),
)  # fmt: skip
STAGE_LIMITS = defaulted(
    "limits", ListShape(LIMIT_OF_SOME, most=MOST_LIMITS),
    "Other limits, of some deals: a source says more than an amount, a large amount more than a small.", absent=(),
)  # fmt: skip
STAGE_QUESTION = optional("question", TextShape(200), "What to ask the client here.")
STAGE_NEXT = required("next", NEXT, "The task that a deal gets here when nobody set one.")
STAGE_STEPS = defaulted("steps", ListShape(STEP), "What the seller does here.", absent=())
STAGE_ENTER = defaulted("enter", ListShape(RULE), "What is true of a deal that belongs here.", absent=())
STAGE_EXIT = defaulted("exit", ListShape(RULE), "What must be true before the deal goes on.", absent=())
STAGE_MOVES_ON = defaulted(
    "moves_on", ChoiceShape(Advance),
    "Whether the deal goes on by itself once everything of `exit` is true.", absent=Advance.BY_HAND,
)  # fmt: skip
STAGE_BACK_TO = optional(
    "back_to", ListShape(_KEY, distinct=True), "The earlier stages that it may go back to; any when absent."
)
STAGE = RecordShape(
    "stage", "A working stage.",
    (
        STAGE_KEY, STAGE_NAME, STAGE_BUYER, STAGE_PURPOSE, STAGE_LIMIT, STAGE_LIMITS, STAGE_QUESTION, STAGE_NEXT,
        STAGE_STEPS, STAGE_ENTER, STAGE_EXIT, STAGE_MOVES_ON, STAGE_BACK_TO, ROBOTS,
    ),
    lambda f: PlaybookStage(
        key=f[STAGE_KEY],
        name=f[STAGE_NAME],
        purpose=f[STAGE_PURPOSE],
        next_step=f[STAGE_NEXT],
        buyer=f[STAGE_BUYER],
        limit=f[STAGE_LIMIT],
        limits=f[STAGE_LIMITS],
        question=f[STAGE_QUESTION],
        steps=f[STAGE_STEPS],
        enter=f[STAGE_ENTER],
        exit=f[STAGE_EXIT],
        advance=f[STAGE_MOVES_ON],
        back_to=f[STAGE_BACK_TO],
        robots=f[ROBOTS],
    ),
)  # fmt: skip

UNSORTED_NAME = required("name", _STAGE_NAME, "What the first column is called.")
UNSORTED_LIMIT = optional("limit", _DURATION, "How long a deal may stay unsorted.")
UNSORTED_NEXT = required("next", NEXT, "The task that a deal gets here.")
UNSORTED_PURPOSE = optional("purpose", _LINE, "What is done with it.")
UNSORTED_STEPS = defaulted("steps", ListShape(STEP), "What the seller does here.", absent=())
UNSORTED = RecordShape(
    "unsorted", "The first column, of what nobody owns yet.",
    (UNSORTED_NAME, UNSORTED_PURPOSE, UNSORTED_LIMIT, STAGE_LIMITS, UNSORTED_NEXT, UNSORTED_STEPS, ROBOTS),
    lambda f: Unsorted(
        f[UNSORTED_NAME], f[UNSORTED_NEXT], f[UNSORTED_LIMIT], f[UNSORTED_PURPOSE], f[UNSORTED_STEPS],
        f[ROBOTS], f[STAGE_LIMITS],
    ),
)  # fmt: skip

EXIT_NAME = required("name", _STAGE_NAME, "What this end is called.")
EXIT_PURPOSE = optional("purpose", _LINE, "What this end means.")
EXIT_STEPS = defaulted("steps", ListShape(STEP), "What is done with such deals.", absent=())
RETURN = RecordShape(
    "return_step", "The task on the day when the deal asks to be taken up again.", (NEXT_KIND, NEXT_TITLE),
    lambda f: ReturnStep(f[NEXT_KIND], f[NEXT_TITLE]),
)  # fmt: skip
EXIT_NEXT = optional("next", RETURN, "What is to be done on the day of return.")
EXIT_WAKES = optional("wake_after", _DURATION, "When a lost deal asks to be looked at again.")
EXIT_RETURNS = optional(
    "returns_to", ListShape(_KEY, distinct=True), "The stages it may come back to; any when absent."
)
WON = RecordShape(
    "won", "The end that is wished for.", (EXIT_NAME, EXIT_PURPOSE, EXIT_STEPS, EXIT_RETURNS, ROBOTS),
    lambda f: Exit(
        f[EXIT_NAME], f[EXIT_STEPS], returns_to=f[EXIT_RETURNS], purpose=f[EXIT_PURPOSE], robots=f[ROBOTS]
    ),
)  # fmt: skip
LOST = RecordShape(
    "lost", "Deals that did not work out.",
    (EXIT_NAME, EXIT_PURPOSE, EXIT_NEXT, EXIT_STEPS, EXIT_WAKES, EXIT_RETURNS, ROBOTS),
    lambda f: Exit(
        f[EXIT_NAME], f[EXIT_STEPS], f[EXIT_WAKES], f[EXIT_RETURNS], f[EXIT_NEXT], purpose=f[EXIT_PURPOSE],
        robots=f[ROBOTS],
    ),
)  # fmt: skip
EXIT_TRACK = optional("track", _KEY, "The nurture track that is proposed.")
POSTPONED = RecordShape(
    "postponed", "Deals that wait for their day.",
    (EXIT_NAME, EXIT_PURPOSE, EXIT_NEXT, EXIT_STEPS, EXIT_RETURNS, EXIT_TRACK, ROBOTS),
    lambda f: Exit(
        f[EXIT_NAME], f[EXIT_STEPS], None, f[EXIT_RETURNS], f[EXIT_NEXT], f[EXIT_TRACK], f[EXIT_PURPOSE],
        f[ROBOTS],
    ),
)  # fmt: skip

# -- pipelines, reasons, hand-overs --------------------------------------------------------------------------------

PIPELINE_KEY = required("key", _KEY, "What the pipeline is known by; it never changes.")
PIPELINE_KIND = required("kind", ChoiceShape(PipelineKind), "What its cards are.")
PIPELINE_NAME = required("name", _NAME, "What it is called.")
PIPELINE_UNSORTED = required("unsorted", UNSORTED, UNSORTED.about)
QUESTION_KEY = required("key", _KEY, "What the question is known by; it never changes.")
QUESTION_TEXT = required("question", TextShape(QUESTION_LENGTH), "What we want to know of the client.")
QUESTION = RecordShape(
    "checklist_question", "A question of our checklist: fit, no fit or unknown.", (QUESTION_KEY, QUESTION_TEXT),
    lambda f: PlaybookQuestion(f[QUESTION_KEY], f[QUESTION_TEXT]),
)  # fmt: skip
PIPELINE_QUALIFICATION = defaulted(
    "qualification", ListShape(QUESTION, most=MOST_QUESTIONS), "Our checklist: do they fit us?", absent=()
)
PIPELINE_STAGES = required("stages", ListShape(STAGE, least=1, most=50), "The working stages in order.")
PIPELINE_WON = required("won", WON, WON.about)
PIPELINE_LOST = required("lost", LOST, LOST.about)
PIPELINE_POSTPONED = required("postponed", POSTPONED, POSTPONED.about)
PIPELINE = RecordShape(
    "pipeline", "One pipeline.",
    (
        PIPELINE_KEY, PIPELINE_KIND, PIPELINE_NAME, PIPELINE_UNSORTED, PIPELINE_QUALIFICATION, PIPELINE_STAGES,
        PIPELINE_WON, PIPELINE_LOST, PIPELINE_POSTPONED,
    ),
    lambda f: PlaybookPipeline(
        key=f[PIPELINE_KEY],
        name=f[PIPELINE_NAME],
        kind=f[PIPELINE_KIND],
        unsorted=f[PIPELINE_UNSORTED],
        stages=f[PIPELINE_STAGES],
        won=f[PIPELINE_WON],
        lost=f[PIPELINE_LOST],
        postponed=f[PIPELINE_POSTPONED],
        qualification=f[PIPELINE_QUALIFICATION],
    ),
)  # fmt: skip

REASON_KEY = required("key", _KEY, "What the reason is known by.")
REASON_NAME = required("name", _NAME, "The reason in words.")
REASON_ASKS = defaulted("asks_competitor", FlagShape(), "Which competitor it was is asked for.", absent=False)
LOST_REASON = RecordShape(
    "lost_reason", "A reason of losing.", (REASON_KEY, REASON_NAME, REASON_ASKS),
    lambda f: PlaybookReason(f[REASON_KEY], f[REASON_NAME], f[REASON_ASKS]),
)  # fmt: skip
POSTPONE_REASON = RecordShape(
    "postpone_reason", "A reason of postponing.", (REASON_KEY, REASON_NAME),
    lambda f: PlaybookReason(f[REASON_KEY], f[REASON_NAME]),
)  # fmt: skip
REASONS_LOST = required("lost", ListShape(LOST_REASON, least=1), "Why deals are lost.")
REASONS_POSTPONED = required("postponed", ListShape(POSTPONE_REASON, least=1), "Why deals wait.")
REASONS = RecordShape(
    "reasons", "Why deals leave.", (REASONS_LOST, REASONS_POSTPONED),
    lambda f: (f[REASONS_LOST], f[REASONS_POSTPONED]),
)  # fmt: skip

OBJECTION_KEY = required("key", _KEY, "What the objection is known by.")
OBJECTION_NAME = required("name", _NAME, "What the client holds against buying, in a word or two.")
OBJECTION_ANSWERS = defaulted("answers", ListShape(_LINE, most=20), "What a seller may answer.", absent=())
OBJECTION = RecordShape(
    "objection", "A kind of objection with its answers.", (OBJECTION_KEY, OBJECTION_NAME, OBJECTION_ANSWERS),
    lambda f: PlaybookObjection(f[OBJECTION_KEY], f[OBJECTION_NAME], f[OBJECTION_ANSWERS]),
)  # fmt: skip

HAND_OVER_KEY = required("key", _KEY, "What the hand-over is known by.")
HAND_OVER_NAME = required("name", _NAME, "What it is called.")
HAND_OVER_FROM = required("from", _KEY, "The pipeline whose won deals are handed over.")
HAND_OVER_TO = required("to", _KEY, "The pipeline where they begin anew.")
HAND_OVER_STAGE = required("stage", _KEY, "The stage where they begin there.")
HAND_OVER_CARRIES = required("carries", _LINE, "What the receiver is told.")
HAND_OVER = RecordShape(
    "hand_over", "What is won in one pipeline begins in another.",
    (HAND_OVER_KEY, HAND_OVER_NAME, HAND_OVER_FROM, HAND_OVER_TO, HAND_OVER_STAGE, HAND_OVER_CARRIES),
    lambda f: HandOver(
        f[HAND_OVER_KEY], f[HAND_OVER_NAME], f[HAND_OVER_FROM], f[HAND_OVER_TO], f[HAND_OVER_STAGE],
        f[HAND_OVER_CARRIES],
    ),
)  # fmt: skip

TOUCH_AFTER = required("after", _DURATION, "How long after the deal was postponed it is due.")
TOUCH_KIND = required("task", ChoiceShape(TaskKind), "The kind of task.")
TOUCH_TITLE = required("title", _TITLE, "What is done.")
TOUCH = RecordShape(
    "touch", "One task of a track.", (TOUCH_AFTER, TOUCH_KIND, TOUCH_TITLE),
    lambda f: Touch(f[TOUCH_KIND], f[TOUCH_TITLE], f[TOUCH_AFTER]),
)  # fmt: skip
TRACK_KEY = required("key", _KEY, "What the track is known by.")
TRACK_NAME = required("name", _NAME, "What it is called.")
TRACK_TOUCHES = required("touches", ListShape(TOUCH, least=1, most=30), "What is done, and when.")
TRACK = RecordShape(
    "track", "What is done with a client while their deal is postponed.", (TRACK_KEY, TRACK_NAME, TRACK_TOUCHES),
    lambda f: PlaybookTrack(f[TRACK_KEY], f[TRACK_NAME], f[TRACK_TOUCHES]),
)  # fmt: skip

# -- the whole -----------------------------------------------------------------------------------------------------

ROOT_FORMAT = required("format", FormatShape(FORMAT), "The number of this format.")
ROOT_KEY = required("playbook", _KEY, "What the playbook is known by.")
ROOT_LANGUAGES = required(
    "languages", ListShape(CodeShape(LANGUAGES), least=1, distinct=True), "The first is the main one."
)
ROOT_NAME = required("name", _NAME, "What the playbook is called.")
ROOT_ABOUT = required("about", _PARAGRAPH, "What it says, in a sentence.")
ROOT_FITS = required("fits", _PARAGRAPH, "Whom it fits.")
FORM_METHOD = required("method", _KEY, "The method; files with the same one are forms of it.")
FORM_LEADS = required("leads", ChoiceShape(Leads), "On the board of the deals, or on a board of their own.")
FORM = RecordShape(
    "form", "Which form of which method it is.", (FORM_METHOD, FORM_LEADS),
    lambda f: Form(f[FORM_METHOD], f[FORM_LEADS]),
)  # fmt: skip
ROOT_FORM = optional("form", FORM, FORM.about)
ROOT_REASONS = required("reasons", REASONS, REASONS.about)
ROOT_OBJECTIONS = defaulted(
    "objections", ListShape(OBJECTION, most=50), "What clients object, and the answers.", absent=()
)
ROOT_PIPELINES = required("pipelines", ListShape(PIPELINE, least=1, most=20), "The pipelines.")
ROOT_HAND_OVERS = defaulted("hand_overs", ListShape(HAND_OVER), "What goes from one to another.", absent=())
ROOT_TRACKS = defaulted("tracks", ListShape(TRACK, most=30), "What is done with postponed deals.", absent=())
PLAYBOOK = RecordShape(
    "playbook", "A sales department's method.",
    (
        ROOT_FORMAT, ROOT_KEY, ROOT_LANGUAGES, ROOT_FORM, ROOT_NAME, ROOT_ABOUT, ROOT_FITS, ROOT_REASONS, ROOT_TRACKS,
        ROOT_OBJECTIONS,
        ROOT_PIPELINES, ROOT_HAND_OVERS,
    ),
    lambda f: Playbook(
        key=f[ROOT_KEY],
        name=f[ROOT_NAME],
        about=f[ROOT_ABOUT],
        fits=f[ROOT_FITS],
        languages=f[ROOT_LANGUAGES],
        pipelines=f[ROOT_PIPELINES],
        lost_reasons=f[ROOT_REASONS][0],
        postpone_reasons=f[ROOT_REASONS][1],
        hand_overs=f[ROOT_HAND_OVERS],
        tracks=f[ROOT_TRACKS],
        objections=f[ROOT_OBJECTIONS],
        form=f[ROOT_FORM],
    ),
)  # fmt: skip
