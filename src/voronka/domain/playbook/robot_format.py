"""The tables of a robot in the playbook's file: when it acts, on which deals, and what it does."""

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import TypeVar

from voronka.domain.playbook.faults import Sort
from voronka.domain.playbook.model import Deed, PlaybookRobot, Text
from voronka.domain.playbook.robot_shapes import (
    AddressShape,
    ClockShape,
    MeasureShape,
    PlainShape,
    WordOrShape,
)
from voronka.domain.playbook.shapes import (
    ChoiceShape,
    CodeShape,
    DurationShape,
    Fields,
    FlagShape,
    Key,
    KeyShape,
    ListShape,
    NumberShape,
    OneOfShape,
    RecordShape,
    Shape,
    TextShape,
    WholeShape,
    defaulted,
    optional,
    required,
)
from voronka.domain.robot import (
    ADDRESS_LENGTH,
    ADVICE_LENGTH,
    CONDITION_FIELDS,
    MESSAGE_LENGTH,
    MOST_OFFSET,
    MOST_ROBOTS,
    NAME_LENGTH,
    QUESTION_LENGTH,
    REASON_LENGTH,
    SETTABLE_FIELDS,
    SUBJECT_LENGTH,
    TAG_LENGTH,
    TASK_LENGTH,
    VALUE_LENGTH,
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Channel,
    Choosing,
    Condition,
    DateField,
    Enrol,
    Entered,
    Fact,
    FieldType,
    Is,
    Left,
    MoveTo,
    OfferHandOver,
    OnDate,
    Priority,
    RobotStep,
    ScoreCrossed,
    SendMessage,
    SetField,
    SetPriority,
    Stayed,
    Trigger,
    Untouched,
    Whom,
    Woke,
)
from voronka.domain.task import TaskKind

Value = TypeVar("Value")

NEXT_STAGE = "next"
MOST_PARTS = 20
"""Conditions, and steps, of one robot, at most."""

_NINE = time(9)

# -- when ----------------------------------------------------------------------------------------------------------

WORDS: dict[str, Trigger] = {"entered": Entered(), "left": Left(), "woke": Woke()}
"""The triggers that need no more than a word."""


def _trigger(key: Key[Value], make: Callable[[Value], Trigger]) -> RecordShape[Trigger]:
    return RecordShape(key.name, key.about, (key,), lambda f: make(f[key]))


DAY = required("day", ChoiceShape(DateField), "A day of the deal’s or its client’s.")
DAY_BEFORE = defaulted("before", WholeShape(0, MOST_OFFSET), "So many days before it.", absent=0)
DAY_AFTER = defaulted("after", WholeShape(0, MOST_OFFSET), "So many days after it.", absent=0)
DAY_AT = defaulted(
    "at", ClockShape(), "At what time on the client’s clock; at nine when absent.", absent=_NINE
)

WHEN = WordOrShape(
    WORDS,
    OneOfShape(
        "trigger", "When the robot acts.",
        (
            _trigger(required("stayed", DurationShape(), "The deal has been here for so long."), Stayed),
            _trigger(required("untouched", DurationShape(), "Nobody had to do with the client for so long."), Untouched),
            _trigger(required("arrived", ChoiceShape(Fact), "This happened while the deal is here."), Arrived),
            RecordShape(
                "day", DAY.about, (DAY, DAY_BEFORE, DAY_AFTER, DAY_AT),
                lambda f: OnDate(f[DAY], f[DAY_AFTER] - f[DAY_BEFORE], f[DAY_AT]),
            ),
            _trigger(
                required("score", NumberShape(100, "70"), "The deal’s score rose to so many percent."),
                lambda percent: ScoreCrossed(percent / Decimal(100)),
            ),
        ),
        Sort.TRIGGER,
    ),
)  # fmt: skip

# -- if ------------------------------------------------------------------------------------------------------------

MEASURED = tuple(
    name for name, type_ in CONDITION_FIELDS.items() if type_ in {FieldType.AMOUNT, FieldType.DATE}
)
TEXTS = tuple(name for name, type_ in CONDITION_FIELDS.items() if type_ is FieldType.TEXT)
ANY_FIELD = required("field", CodeShape(tuple(CONDITION_FIELDS)), "The field that is looked at.")
TEXT_FIELD = required("field", CodeShape(TEXTS), "The field that is looked at.")
MEASURED_FIELD = required("field", CodeShape(MEASURED), "The amount or the day that is looked at.")
_VALUE = PlainShape(VALUE_LENGTH)
_YES = FlagShape(only_true=True)


def _condition(
    how: Is, key: Key[Value], values: Callable[[Value], tuple[str, ...]], field: Key[str] = ANY_FIELD
) -> RecordShape[Condition]:
    return RecordShape(how.value, key.about, (key, field), lambda f: Condition(f[field], how, values(f[key])))


IF = OneOfShape(
    "condition", "What must be true of the deal.",
    (
        _condition(Is.FILLED, required("filled", _YES, "Something stands in the field."), lambda _: ()),
        _condition(Is.EMPTY, required("empty", _YES, "Nothing stands in the field."), lambda _: ()),
        _condition(Is.EQUAL, required("equal", _VALUE, "The field says this."), lambda v: (v,)),
        _condition(Is.OTHER, required("other", _VALUE, "The field says something else."), lambda v: (v,)),
        _condition(
            Is.ONE_OF,
            required("one_of", ListShape(_VALUE, least=1, most=20, distinct=True), "The field says one of these."),
            lambda v: v,
        ),
        _condition(Is.CONTAINS, required("contains", _VALUE, "These words are in it."), lambda v: (v,), TEXT_FIELD),
        _condition(Is.LEAST, required("least", MeasureShape(), "It is at least this."), lambda v: (v,), MEASURED_FIELD),
        _condition(Is.MOST, required("most", MeasureShape(), "It is at most this."), lambda v: (v,), MEASURED_FIELD),
    ),
    Sort.CONDITION,
)  # fmt: skip

# -- do ------------------------------------------------------------------------------------------------------------

TO = defaulted("to", ChoiceShape(Whom), "Who gets it; the owner when absent.", absent=Whom.OWNER)
TASK = required("task", ChoiceShape(TaskKind), "A task of this kind.")
TASK_TITLE = required("title", TextShape(TASK_LENGTH), "What is to be done.")
TASK_AFTER = required("after", DurationShape(), "How long after the robot acted it is due.")
TASK_QUESTION = optional("question", TextShape(QUESTION_LENGTH), "What has to be answered when it is done.")
ADVICE = required("advise", TextShape(ADVICE_LENGTH), "A sentence on the deal.")
OFFERS_LOWER = defaulted(
    "offers_lower", FlagShape(), "With one click to lower the deal’s priority.", absent=False
)
PRIORITY = required("priority", ChoiceShape(Priority), "The deal’s priority.")
REASON = required("reason", TextShape(REASON_LENGTH), "Why.")
TAG = required("tag", TextShape(TAG_LENGTH), "A tag on the deal.")
MESSAGE = required("message", ChoiceShape(Channel), "A message to the client.")
SUBJECT = required("subject", TextShape(SUBJECT_LENGTH), "What it is about.")
MESSAGE_TEXT = required("text", TextShape(MESSAGE_LENGTH), "What it says.")
SET = required("set", CodeShape(SETTABLE_FIELDS), "A field of the deal.")
SET_TO = required("to", _VALUE, "What it gets.")


def _simple(key: Key[Value], make: Callable[[Value], RobotStep]) -> RecordShape[Deed]:
    return RecordShape(key.name, key.about, (key,), lambda f: Deed(make(f[key])))


def _task(f: Fields) -> Deed:
    step = AddTask(f[TASK], "", f[TASK_AFTER], f[TO])
    return Deed(step, (f[TASK_TITLE], f[TASK_QUESTION]))


def _texts(*texts: Text) -> tuple[Text | None, ...]:
    return texts


def steps_shape(named: Shape[str]) -> OneOfShape[Deed]:
    """What a robot does. `named`: how it calls a stage, a track or a hand-over; the file by its key."""
    move_to = required(
        "move_to", named, "The stage that the deal goes to through the gate; `next` for the one after."
    )
    return OneOfShape(
        "deed", "What the robot does.",
        (
            RecordShape("task", TASK.about, (TASK, TASK_TITLE, TASK_AFTER, TO, TASK_QUESTION), _task),
            RecordShape(
                "advise", ADVICE.about, (ADVICE, TO, OFFERS_LOWER),
                lambda f: Deed(Advise("", f[TO], f[OFFERS_LOWER]), _texts(f[ADVICE])),
            ),
            RecordShape(
                "priority", PRIORITY.about, (PRIORITY, REASON),
                lambda f: Deed(SetPriority(f[PRIORITY], ""), _texts(f[REASON])),
            ),
            RecordShape("tag", TAG.about, (TAG,), lambda f: Deed(AddTag(""), _texts(f[TAG]))),
            RecordShape(
                "message", MESSAGE.about, (MESSAGE, SUBJECT, MESSAGE_TEXT),
                lambda f: Deed(SendMessage(f[MESSAGE], "", ""), _texts(f[SUBJECT], f[MESSAGE_TEXT])),
            ),
            _simple(move_to, lambda key: MoveTo("" if key == NEXT_STAGE else key)),
            _simple(required("assign", ChoiceShape(Choosing), "Another owner of the deal’s team, chosen so."), Assign),
            RecordShape("set", SET.about, (SET, SET_TO), lambda f: Deed(SetField(f[SET], f[SET_TO]))),
            _simple(required("track", named, "The touches of this nurture track."), Enrol),
            _simple(required("hand_over", named, "This hand-over is offered to its receivers."), OfferHandOver),
            _simple(required("webhook", AddressShape(ADDRESS_LENGTH), "The deal is told to this address."), CallWebhook),
        ),
        Sort.DEED,
    )  # fmt: skip


DO = steps_shape(KeyShape())

# -- the robot -----------------------------------------------------------------------------------------------------

ROBOT_KEY = required("key", KeyShape(), "What the robot is known by at its stage; it never changes.")
ROBOT_NAME = required("name", TextShape(NAME_LENGTH), "What it is called.")
ROBOT_WHEN = required("when", WHEN, "When it acts.")
ROBOT_IF = defaulted("if", ListShape(IF, most=MOST_PARTS), "What must be true of the deal.", absent=())
ROBOT_DO = required("do", ListShape(DO, least=1, most=MOST_PARTS), "What it does, in this order.")
ROBOT_AGAIN = defaulted("again", FlagShape(), "It may act more than once a stay.", absent=False)
ROBOT_OFF = defaulted("off", FlagShape(), "It waits to be switched on.", absent=False)
ROBOT = RecordShape(
    "robot", "What happens by itself.",
    (ROBOT_KEY, ROBOT_NAME, ROBOT_WHEN, ROBOT_IF, ROBOT_DO, ROBOT_AGAIN, ROBOT_OFF),
    lambda f: PlaybookRobot(
        key=f[ROBOT_KEY],
        name=f[ROBOT_NAME],
        trigger=f[ROBOT_WHEN],
        deeds=f[ROBOT_DO],
        conditions=f[ROBOT_IF],
        again=f[ROBOT_AGAIN],
        is_on=not f[ROBOT_OFF],
    ),
)  # fmt: skip
ROBOTS = defaulted("robots", ListShape(ROBOT, most=MOST_ROBOTS), "What happens here by itself.", absent=())
