"""What is wrong with a playbook's file in words, each time with what to write instead."""

from collections.abc import Mapping
from typing import assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.domain.playbook.faults import (
    BadDuration,
    BadKey,
    DuplicateAnchor,
    KeyIsNoText,
    KeyReserved,
    KeyTaken,
    LimitOfNobody,
    MissingKey,
    MissingLanguage,
    MoreThanThereAre,
    NoCriterion,
    NoSuch,
    NotEarlier,
    NothingInIt,
    NothingWritten,
    NotUtf8,
    NotYaml,
    OutOfRange,
    Repeated,
    RepeatedKey,
    Role,
    SeveralCriteria,
    SeveralDocuments,
    Sort,
    SyntaxProblem,
    TagRefused,
    TextTooLong,
    TooDeep,
    TooFew,
    TooLarge,
    TooMany,
    TooManyValues,
    UnknownAnchor,
    UnknownChoice,
    UnknownKey,
    UnknownLanguage,
    Wanted,
    Wrong,
    WrongKind,
)
from voronka.web.formatting import number

_SYNTAX: Mapping[SyntaxProblem, Promise] = {
    SyntaxProblem.TAB: gettext_lazy("A tab stands here. Indent with spaces."),
    SyntaxProblem.COLON: gettext_lazy(
        "A colon with a space after it begins a value. Put the whole text in quotes."
    ),
    SyntaxProblem.START: gettext_lazy("A value can’t begin with this character. Put the text in quotes."),
    SyntaxProblem.ESCAPE: gettext_lazy(
        "A backslash in double quotes has a meaning of its own. Write it twice, or use single quotes."
    ),
    SyntaxProblem.UNCLOSED: gettext_lazy(
        "What is opened here, a bracket or a quote, is never closed. Close it."
    ),
    SyntaxProblem.INDENTATION: gettext_lazy(
        "This doesn’t fit under the line above. Indent it exactly like its neighbours."
    ),
    SyntaxProblem.CHARACTER: gettext_lazy("An unprintable character stands here. Delete it."),
    SyntaxProblem.OTHER: gettext_lazy(
        "From here on the file can’t be read. Look for a missing colon, quote or bracket."
    ),
}
_WANTED: Mapping[Wanted, Promise] = {
    Wanted.TEXT: gettext_lazy("A text belongs here; one that looks like a number, in quotes. For example: %(example)s"),
    Wanted.KEY: gettext_lazy("A key belongs here. For example: %(example)s"),
    Wanted.DURATION: gettext_lazy("A length of time belongs here. For example: %(example)s"),
    Wanted.WHOLE: gettext_lazy("A whole number belongs here. For example: %(example)s"),
    Wanted.NUMBER: gettext_lazy("A number belongs here. For example: %(example)s"),
    Wanted.YES: gettext_lazy("Only %(example)s can stand here. Write it, or leave the key out."),
    Wanted.YES_OR_NO: gettext_lazy("Only true or false can stand here. For example: %(example)s"),
    Wanted.LIST: gettext_lazy("A list belongs here. For example: %(example)s"),
    Wanted.MAPPING: gettext_lazy("Keys with values belong here. For example: %(example)s"),
    Wanted.ADDRESS: gettext_lazy("An address of the web belongs here. For example: %(example)s"),
    Wanted.CLOCK: gettext_lazy("A time of day belongs here, in quotes. For example: %(example)s"),
    Wanted.DAY: gettext_lazy("A day belongs here, in quotes. For example: %(example)s"),
}  # fmt: skip


def fault_text(wrong: Wrong) -> str:
    """One or two sentences: what is wrong, and what to write instead."""
    match wrong:
        case NotYaml(problem):
            return str(_SYNTAX[problem])
        case WrongKind(wanted, example):
            return str(_WANTED[wanted]) % {"example": example}
        case (
            NotUtf8()
            | TooLarge()
            | TooDeep()
            | TooManyValues()
            | SeveralDocuments()
            | NothingInIt()
            | TagRefused()
            | DuplicateAnchor()
            | UnknownAnchor()
        ):
            return _of_file(wrong)
        case UnknownKey() | RepeatedKey() | KeyIsNoText() | MissingKey() | NoCriterion() | SeveralCriteria():
            return _of_keys(wrong)
        case MissingLanguage() | UnknownLanguage() | TextTooLong() | NothingWritten():
            return _of_text(wrong)
        case UnknownChoice() | BadKey() | BadDuration() | OutOfRange() | TooFew() | TooMany() | Repeated():
            return _of_value(wrong)
        case KeyTaken() | KeyReserved() | NoSuch() | NotEarlier() | MoreThanThereAre() | LimitOfNobody():
            return _of_reference(wrong)
        case _:
            assert_never(wrong)  # fmt: skip


def _of_file(  # noqa: PLR0911 - a sentence a kind
    wrong: NotUtf8
    | TooLarge
    | TooDeep
    | TooManyValues
    | SeveralDocuments
    | NothingInIt
    | TagRefused
    | DuplicateAnchor
    | UnknownAnchor,
) -> str:
    match wrong:
        case NotUtf8():
            return _("The file is not in UTF-8. Save it in this encoding.")
        case TooLarge(most):
            return _("The file is too long: at most %(most)s characters. Make two playbooks of it.") % {
                "most": number(most)
            }
        case TooDeep(most):
            return _("Too much stands one in another: at most %(most)s levels. Take some out.") % {
                "most": number(most)
            }
        case TooManyValues(most):
            return _("With all repeats there are too many values: at most %(most)s. Repeat less.") % {
                "most": number(most)
            }
        case SeveralDocuments():
            return _("A second document begins here. Keep one playbook in a file.")
        case NothingInIt():
            return _("The file is empty. Begin it with format: 1")
        case TagRefused(tag):
            return _("Tags like %(tag)s are not read. Leave it out.") % {"tag": tag}
        case DuplicateAnchor(name, first):
            words = _("The name &%(name)s is taken on line %(line)s. Choose another.")
            return words % {"name": name, "line": first.line}
        case UnknownAnchor(name):
            return _("Nothing before this place has the name &%(name)s. Write the value itself.") % {
                "name": name
            }
        case _:
            assert_never(wrong)  # fmt: skip


def _of_keys(
    wrong: UnknownKey | RepeatedKey | KeyIsNoText | MissingKey | NoCriterion | SeveralCriteria,
) -> str:
    match wrong:
        case UnknownKey(key, None, known):
            words = _("“%(key)s” has no place here. Leave it out, or write one of: %(known)s")
            return words % {"key": key, "known": ", ".join(known)}
        case UnknownKey(key, nearest, _known):
            return _("“%(key)s” has no place here. Write “%(nearest)s”.") % {"key": key, "nearest": nearest}
        case RepeatedKey(key, first):
            words = _("“%(key)s” is there already, on line %(line)s. Keep one of the two.")
            return words % {"key": key, "line": first.line}
        case KeyIsNoText():
            return _("One word belongs before a colon. Write it like name: Sales")
        case MissingKey(key, example):
            return _("“%(key)s” is missing. For example: %(line)s") % {
                "key": key,
                "line": f"{key}: {example}",
            }
        case NoCriterion():
            return _says_nothing(wrong)
        case SeveralCriteria(kinds, Sort.CRITERION):
            words = _(
                "A criterion asks for one thing, this one for several: %(kinds)s. Make a criterion of each."
            )
            return words % {"kinds": ", ".join(kinds)}
        case SeveralCriteria(kinds, _sort):
            words = _("One thing belongs here, and there are several: %(kinds)s. Keep one.")
            return words % {"kinds": ", ".join(kinds)}
        case _:
            assert_never(wrong)


_NOTHING_SAID: Mapping[Sort, tuple[Promise, Promise]] = {
    Sort.CRITERION: (
        gettext_lazy("The criterion doesn’t say what it asks for. Write one of: %(known)s"),
        gettext_lazy("The criterion doesn’t say what it asks for. Write “%(nearest)s”."),
    ),
    Sort.TRIGGER: (
        gettext_lazy("It isn’t said when the robot acts. Write one of: %(known)s"),
        gettext_lazy("It isn’t said when the robot acts. Write “%(nearest)s”."),
    ),
    Sort.CONDITION: (
        gettext_lazy("The condition doesn’t say how the field is compared. Write one of: %(known)s"),
        gettext_lazy("The condition doesn’t say how the field is compared. Write “%(nearest)s”."),
    ),
    Sort.DEED: (
        gettext_lazy("It isn’t said what the robot does. Write one of: %(known)s"),
        gettext_lazy("It isn’t said what the robot does. Write “%(nearest)s”."),
    ),
}


def _says_nothing(wrong: NoCriterion) -> str:
    any_of, nearest = _NOTHING_SAID[wrong.sort]
    if wrong.nearest is None:
        return str(any_of) % {"known": ", ".join(wrong.known)}
    return str(nearest) % {"nearest": wrong.nearest}


def _of_text(wrong: MissingLanguage | UnknownLanguage | TextTooLong | NothingWritten) -> str:
    match wrong:
        case MissingLanguage(languages):
            words = _("The text is missing in: %(languages)s. Write it in every language of the playbook.")
            return words % {"languages": ", ".join(languages)}
        case UnknownLanguage(language, known):
            words = _(
                "The playbook’s languages are %(known)s. Add “%(language)s” to them, or leave it out here."
            )
            return words % {"language": language, "known": ", ".join(known)}
        case TextTooLong(length, most):
            words = _("The text is too long: characters now %(length)s, at most %(most)s. Shorten it.")
            return words % {"length": number(length), "most": number(most)}
        case NothingWritten(example):
            return _("Nothing is written here. For example: %(example)s") % {"example": example}
        case _:
            assert_never(wrong)


def _of_value(
    wrong: UnknownChoice | BadKey | BadDuration | OutOfRange | TooFew | TooMany | Repeated,
) -> str:
    match wrong:
        case UnknownChoice(value, None, known):
            words = _("“%(value)s” is not known here. Write one of: %(known)s")
            return words % {"value": value, "known": ", ".join(known)}
        case UnknownChoice(value, nearest, _known):
            return _("“%(value)s” is not known here. Write “%(nearest)s”.") % {
                "value": value,
                "nearest": nearest,
            }
        case BadKey(value, most):
            words = _(
                "“%(value)s” can’t be a key. Use small Latin letters, digits and hyphens, at most %(most)s."
            )
            return words % {"value": value, "most": number(most)}
        case BadDuration(value):
            return _("“%(value)s” is no length of time. Write it like 30m, 4h, 3d or 2w.") % {"value": value}
        case OutOfRange(value, least, most):
            words = _("%(value)s doesn’t fit here. Write a number from %(least)s to %(most)s.")
            return words % {"value": value, "least": least, "most": most}
        case TooFew(least):
            return _("There are too few in the list: at least %(least)s. Add some.") % {
                "least": number(least)
            }
        case TooMany(most):
            return _("There are too many in the list: at most %(most)s. Take some out.") % {
                "most": number(most)
            }
        case Repeated(value, _first):
            return _("“%(value)s” is named twice. Leave it out here.") % {"value": value}
        case _:
            assert_never(wrong)


def _of_reference(
    wrong: KeyTaken | KeyReserved | NoSuch | NotEarlier | MoreThanThereAre | LimitOfNobody,
) -> str:
    match wrong:
        case KeyTaken(_role, key, first):
            return _("The key “%(key)s” is taken on line %(line)s. Choose another.") % {
                "key": key,
                "line": first.line,
            }
        case KeyReserved(key):
            return _("The key “%(key)s” belongs to the first column or an exit. Choose another.") % {
                "key": key
            }
        case NoSuch():
            return _nothing_called_so(wrong)
        case NotEarlier(key):
            words = _("“%(key)s” doesn’t come before this stage. Name an earlier stage, or leave it out.")
            return words % {"key": key}
        case MoreThanThereAre(least, there):
            words = _("Criteria to meet: %(least)s, criteria there are: %(there)s. Write a smaller number.")
            return words % {"least": number(least), "there": number(there)}
        case LimitOfNobody():
            return _("This limit doesn’t say whose it is. Write “from” (an amount), “source”, or both.")
        case _:
            assert_never(wrong)


def _nothing_called_so(wrong: NoSuch) -> str:
    known = {"key": wrong.key, "nearest": wrong.nearest, "known": ", ".join(wrong.known)}
    if wrong.role is Role.PIPELINE:
        if wrong.nearest is None:
            return _("There is no pipeline with the key “%(key)s”. Write one of: %(known)s") % known
        return _("There is no pipeline with the key “%(key)s”. Write “%(nearest)s”.") % known
    if wrong.role is Role.TRACK:
        if wrong.nearest is None:
            return _("There is no nurture track with the key “%(key)s”. Write one of: %(known)s") % known
        return _("There is no nurture track with the key “%(key)s”. Write “%(nearest)s”.") % known
    if wrong.role is Role.HAND_OVER:
        if wrong.nearest is None:
            return _("There is no hand-over with the key “%(key)s”. Write one of: %(known)s") % known
        return _("There is no hand-over with the key “%(key)s”. Write “%(nearest)s”.") % known
    if wrong.nearest is None:
        return _("There is no stage with the key “%(key)s”. Write one of: %(known)s") % known
    return _("There is no stage with the key “%(key)s”. Write “%(nearest)s”.") % known
