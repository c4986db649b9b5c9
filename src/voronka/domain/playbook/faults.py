"""What can be wrong with a playbook's file: where, what, and what to write instead. The words are others' matter."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the file; lines and columns count from one."""

    line: int
    column: int


class SyntaxProblem(StrEnum):
    """Why the text is no YAML."""

    TAB = "tab"
    COLON = "colon"
    START = "start"
    ESCAPE = "escape"
    UNCLOSED = "unclosed"
    INDENTATION = "indentation"
    CHARACTER = "character"
    OTHER = "other"


class Wanted(StrEnum):
    """What kind of value belongs somewhere."""

    TEXT = "text"
    KEY = "key"
    DURATION = "duration"
    WHOLE = "whole"
    NUMBER = "number"
    YES = "yes"
    YES_OR_NO = "yes_or_no"
    LIST = "list"
    MAPPING = "mapping"
    ADDRESS = "address"
    CLOCK = "clock"
    DAY = "day"


class Role(StrEnum):
    """What a key in the file names."""

    PIPELINE = "pipeline"
    STAGE = "stage"
    REASON = "reason"
    OBJECTION = "objection"
    HAND_OVER = "hand_over"
    QUESTION = "question"
    TRACK = "track"
    ROBOT = "robot"


class Sort(StrEnum):
    """What an entry is that one of several keys tells."""

    CRITERION = "criterion"
    TRIGGER = "trigger"
    CONDITION = "condition"
    DEED = "deed"


@dataclass(frozen=True, slots=True)
class NotYaml:
    """The text can't be read as YAML from here on."""

    problem: SyntaxProblem


@dataclass(frozen=True, slots=True)
class NotUtf8:
    """The file's bytes are no UTF-8 text."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The file has more than `most` characters."""

    most: int


@dataclass(frozen=True, slots=True)
class TooDeep:
    """More than `most` levels stand one in another."""

    most: int


@dataclass(frozen=True, slots=True)
class TooManyValues:
    """With every repeat by `*name` written out there are more than `most` values."""

    most: int


@dataclass(frozen=True, slots=True)
class SeveralDocuments:
    """A second document begins, after `---`."""


@dataclass(frozen=True, slots=True)
class NothingInIt:
    """The file is empty."""


@dataclass(frozen=True, slots=True)
class TagRefused:
    """A value has a tag like `!name`."""

    tag: str


@dataclass(frozen=True, slots=True)
class DuplicateAnchor:
    """`&name` stands at an earlier place already."""

    name: str
    first: Place


@dataclass(frozen=True, slots=True)
class UnknownAnchor:
    """`*name` repeats what has no `&name`, or what has not ended yet."""

    name: str


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """No such key belongs here. `nearest` is the known one that looks most like it."""

    key: str
    nearest: str | None
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepeatedKey:
    """A mapping has this key twice."""

    key: str
    first: Place


@dataclass(frozen=True, slots=True)
class KeyIsNoText:
    """What stands before a colon is no text."""


@dataclass(frozen=True, slots=True)
class MissingKey:
    """A required key is not there. `example` is what it could look like."""

    key: str
    example: str


@dataclass(frozen=True, slots=True)
class MissingLanguage:
    """A text says nothing in these languages of the playbook."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownLanguage:
    """A text is written in a language that is none of the playbook's."""

    language: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrongKind:
    """A value of another kind belongs here."""

    wanted: Wanted
    example: str


@dataclass(frozen=True, slots=True)
class NothingWritten:
    """The key has no value."""

    example: str


@dataclass(frozen=True, slots=True)
class UnknownChoice:
    """The value is none of those that belong here."""

    value: str
    nearest: str | None
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadKey:
    """A key is something else than small letters, digits and hyphens, or longer than `most`."""

    value: str
    most: int


@dataclass(frozen=True, slots=True)
class BadDuration:
    """A length of time is written in another way than `30m`, `4h`, `3d` or `2w`."""

    value: str


@dataclass(frozen=True, slots=True)
class TextTooLong:
    """A text has more than `most` characters."""

    length: int
    most: int


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A number is less than `least` or more than `most`."""

    value: str
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class TooFew:
    """A list has fewer than `least` entries."""

    least: int


@dataclass(frozen=True, slots=True)
class TooMany:
    """A list has more than `most` entries."""

    most: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """A list names the same twice."""

    value: str
    first: Place


@dataclass(frozen=True, slots=True)
class NoCriterion:
    """None of the keys says what an entry is about. `nearest`: what the unknown key was probably meant to be."""

    nearest: str | None
    known: tuple[str, ...]
    sort: Sort = Sort.CRITERION


@dataclass(frozen=True, slots=True)
class SeveralCriteria:
    """One entry says two things at once."""

    kinds: tuple[str, ...]
    sort: Sort = Sort.CRITERION


@dataclass(frozen=True, slots=True)
class KeyTaken:
    """Two of the same role have the same key."""

    role: Role
    key: str
    first: Place


@dataclass(frozen=True, slots=True)
class KeyReserved:
    """A stage has the key of an exit or of the first column."""

    key: str


@dataclass(frozen=True, slots=True)
class NoSuch:
    """There is no pipeline or stage with this key where one is named."""

    role: Role
    key: str
    nearest: str | None
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotEarlier:
    """A deal goes back to stages before its own; this one is its own or comes later."""

    key: str


@dataclass(frozen=True, slots=True)
class MoreThanThereAre:
    """So many of the criteria can never be met: there are fewer."""

    least: int
    there: int


@dataclass(frozen=True, slots=True)
class LimitOfNobody:
    """A limit of some deals says neither from which amount nor from which source they are."""


Wrong = (
    NotYaml
    | NotUtf8
    | TooLarge
    | TooDeep
    | TooManyValues
    | SeveralDocuments
    | NothingInIt
    | TagRefused
    | DuplicateAnchor
    | UnknownAnchor
    | UnknownKey
    | RepeatedKey
    | KeyIsNoText
    | MissingKey
    | MissingLanguage
    | UnknownLanguage
    | WrongKind
    | NothingWritten
    | UnknownChoice
    | BadKey
    | BadDuration
    | TextTooLong
    | OutOfRange
    | TooFew
    | TooMany
    | Repeated
    | NoCriterion
    | SeveralCriteria
    | KeyTaken
    | KeyReserved
    | NoSuch
    | NotEarlier
    | MoreThanThereAre
    | LimitOfNobody
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    place: Place
    wrong: Wrong
