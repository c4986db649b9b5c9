"""Robots: what the product does by itself when something happens, or has not happened for too long.

A robot waits for one trigger, looks whether all its conditions hold of the deal, and takes its steps in order. It acts
through the same commands and gates as people do. Rows R54-R56, R116, R149-R152 of the requirements.
"""

from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from enum import StrEnum

from voronka.domain.relations import Relation
from voronka.domain.task import TaskKind


class Fact(StrEnum):
    """What may arrive on a deal."""

    CALL = "call"
    CALL_MISSED = "call_missed"
    MEETING = "meeting"
    SENT = "sent"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    CONTRACT = "contract"
    PAYMENT = "payment"
    CONSENT = "consent"
    FORM = "form"
    FILE = "file"
    NOTE = "note"
    OBJECTION = "objection"
    TASK_DONE = "task_done"


class DateField(StrEnum):
    """A day that a deal or its client has. `BIRTHDAY` and `HOLIDAY` come round each year."""

    EXPECTED_CLOSE = "expected_close"
    NEXT_STEP = "next_step"
    TERM_END = "term_end"
    WON = "won"
    LOST = "lost"
    BIRTHDAY = "birthday"
    HOLIDAY = "holiday"


# -- triggers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entered:
    """The deal came to the robot's stage."""


@dataclass(frozen=True, slots=True)
class Left:
    """The deal left the robot's stage."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A fact arrived while the deal stands at the robot's stage."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Stayed:
    """The deal has been at the stage for so long, in working time (see working_time.after)."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class Untouched:
    """So long has passed, in working time, since anybody last had to do with the client."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class OnDate:
    """`offset` days from a day of the deal's (negative: before it), at `at` on the client's clock, else the team's."""

    field: DateField
    offset: int = 0
    at: time = time(9)


@dataclass(frozen=True, slots=True)
class ScoreCrossed:
    """The deal's score rose to at least this share, from 0 to 1."""

    least: Decimal


@dataclass(frozen=True, slots=True)
class Woke:
    """The day has come on which a postponed or lost deal asks to be looked at again."""


Trigger = Entered | Left | Arrived | Stayed | Untouched | OnDate | ScoreCrossed | Woke


# -- conditions ----------------------------------------------------------------------------------------------------


class Is(StrEnum):
    """How a field is compared."""

    FILLED = "filled"
    EMPTY = "empty"
    EQUAL = "equal"
    OTHER = "other"
    ONE_OF = "one_of"
    CONTAINS = "contains"
    LEAST = "least"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Condition:
    """A field of the deal compared with values; `FILLED` and `EMPTY` have none, `ONE_OF` several, the others one.

    Which fields there are, and of which type, says `CONDITION_FIELDS`; an amount is in the workspace's currency.
    """

    field: str
    how: Is
    values: tuple[str, ...] = ()


SETTABLE_FIELDS = ("source", "need", "budget", "competitor")
"""The fields that a step may fill in; what else a deal holds is a fact, or has a step of its own."""

NAME_LENGTH = 80
TASK_LENGTH = 120
QUESTION_LENGTH = 200
ADVICE_LENGTH = 300
SUBJECT_LENGTH = 160
MESSAGE_LENGTH = 4000
REASON_LENGTH = 200
TAG_LENGTH = 40
VALUE_LENGTH = 120
ADDRESS_LENGTH = 500
MOST_OFFSET = 365
MOST_ROBOTS = 30
"""Robots at one stage, at most."""


class FieldType(StrEnum):
    """What the values of a field are."""

    TEXT = "text"
    AMOUNT = "amount"
    DATE = "date"
    CHOICE = "choice"


CONDITION_FIELDS: dict[str, FieldType] = {
    "amount": FieldType.AMOUNT,
    "source": FieldType.TEXT,
    "need": FieldType.TEXT,
    "budget": FieldType.TEXT,
    "competitor": FieldType.TEXT,
    "expected_close_on": FieldType.DATE,
    "priority": FieldType.CHOICE,
    "tag": FieldType.TEXT,
    "owner": FieldType.TEXT,
    "team": FieldType.TEXT,
    "contact": FieldType.TEXT,
    "contact_phone": FieldType.TEXT,
    "contact_email": FieldType.TEXT,
    "contact_city": FieldType.TEXT,
    "contact_country": FieldType.TEXT,
    "decision_maker": FieldType.TEXT,
    "company": FieldType.TEXT,
    "relation": FieldType.CHOICE,
    "exit_reason": FieldType.TEXT,
    "open_objection": FieldType.TEXT,
}


CHOICES: dict[str, tuple[str, ...]] = {
    "priority": ("high", "normal", "low"),
    "relation": tuple(one.value for one in Relation),
}
"""What the values of a field of choices may be."""


# -- steps ---------------------------------------------------------------------------------------------------------


class Whom(StrEnum):
    """Who gets what a step makes."""

    OWNER = "owner"
    HEAD = "head"


class Channel(StrEnum):
    """How a message reaches the client. More channels come with their connectors."""

    EMAIL = "email"


class Choosing(StrEnum):
    """How the new owner is chosen among the sellers of the deal's team."""

    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    LANGUAGE = "language"
    REGION = "region"
    AT_WORK = "at_work"
    ONLINE = "online"


class Priority(StrEnum):
    """How much effort a deal deserves now."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class AddTask:
    """A task, due `after` in working time. `question`: what the answer is required to when it is done; empty: none."""

    kind: TaskKind
    title: str
    after: timedelta
    to: Whom = Whom.OWNER
    question: str = ""


@dataclass(frozen=True, slots=True)
class Advise:
    """A sentence on the deal and to its owner. `offers_lower`: with one click to lower the deal's priority (R56).

    In the text `{stage}` is where it stands, `{next}` the stage after, `{stayed}` for how long it has been there.
    """

    text: str
    to: Whom = Whom.OWNER
    offers_lower: bool = False


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A message to the client. In subject and text `{contact}`, `{company}`, `{owner}`, `{deal}` are filled in."""

    channel: Channel
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class SetField:
    """A field of the deal gets a value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class MoveTo:
    """The deal moves to a stage, through the gate as for everybody. `stage`: its key; empty: the next one."""

    stage: str = ""


@dataclass(frozen=True, slots=True)
class Assign:
    """The deal gets another owner of its team."""

    choosing: Choosing


@dataclass(frozen=True, slots=True)
class SetPriority:
    """The deal's priority, with the reason that stays in the timeline."""

    priority: Priority
    reason: str


@dataclass(frozen=True, slots=True)
class AddTag:
    """A tag on the deal."""

    tag: str


@dataclass(frozen=True, slots=True)
class CallWebhook:
    """The deal is told to an address as JSON."""

    url: str


@dataclass(frozen=True, slots=True)
class Enrol:
    """The deal's client gets the touches of a nurture track; an open deal keeps its own steps beside."""

    track: str


@dataclass(frozen=True, slots=True)
class OfferHandOver:
    """The hand-over with this key is offered to its receivers."""

    hand_over: str


RobotStep = (
    AddTask
    | Advise
    | SendMessage
    | SetField
    | MoveTo
    | Assign
    | SetPriority
    | AddTag
    | CallWebhook
    | Enrol
    | OfferHandOver
)


@dataclass(frozen=True, slots=True)
class Robot:
    """A robot of a stage. `key` is what a playbook's file calls it; `again`: whether it may act on a deal more than once a stay."""

    key: str
    name: str
    trigger: Trigger
    steps: tuple[RobotStep, ...]
    conditions: tuple[Condition, ...] = ()
    again: bool = False
    is_on: bool = True
