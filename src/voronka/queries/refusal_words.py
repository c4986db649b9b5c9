"""Refusals in words, for pages and programs alike: the domain raises values, here they become sentences."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.domain.errors import Problem, UndoProblem
from voronka.domain.gate import (
    AlreadyThere,
    CriterionOpen,
    LostReasonMissing,
    NotAColumn,
    NotBackTo,
    Obstacle,
    PostponeDateMissing,
    PostponeReasonMissing,
    ReasonMissing,
    StageSkipped,
    WonOnlyFrom,
)
from voronka.domain.pipeline import Stage

PROBLEMS: Mapping[Problem, Promise] = {
    Problem.REQUIRED: gettext_lazy("Fill this in."),
    Problem.TOO_LONG: gettext_lazy("This is too long. Shorten it."),
    Problem.NOT_A_NUMBER: gettext_lazy("This is no amount. Write digits, for example 88,000."),
    Problem.NEGATIVE: gettext_lazy("An amount can’t be below zero."),
    Problem.TOO_LARGE: gettext_lazy("This amount is too large to keep. Check the zeros."),
    Problem.OUT_OF_RANGE: gettext_lazy("This number can’t be right. Check the digits."),
    Problem.NOT_A_DATE: gettext_lazy("This is no date. Write it like 2026-11-24."),
    Problem.NOT_A_TIME: gettext_lazy("This is no time. Write it like 16:30."),
    Problem.NOT_A_LENGTH: gettext_lazy("This is no length of time. Write minutes and seconds, like 4:10."),
    Problem.IN_THE_PAST: gettext_lazy("This is in the past. Choose a later time."),
    Problem.DAY_OVER: gettext_lazy(
        "The working hours of that day are over. Name an hour, or choose another day."
    ),
    Problem.IN_THE_FUTURE: gettext_lazy("This has not happened yet. Choose a time that is past."),
    Problem.NOT_AN_EMAIL: gettext_lazy("This is no e-mail address. Write it like name@company.com."),
    Problem.NOT_A_PHONE: gettext_lazy(
        "This is no phone number. Write it with the country code, like +62 812 5550 0142."
    ),
    Problem.NOT_A_URL: gettext_lazy("This is no web address. Write it like company.com."),
    Problem.NOT_PUBLIC: gettext_lazy(
        "This address leads into a private network, which is not called. Take a public one, or let whoever runs the "
        "server name the network in VORONKA_WEBHOOK_NETWORKS."
    ),
    Problem.UNKNOWN_CHOICE: gettext_lazy("This choice does not exist any more. Choose another."),
    Problem.UNKNOWN_CURRENCY: gettext_lazy("This currency is not set up. Choose another."),
    Problem.NO_RATE: gettext_lazy(
        "There is no exchange rate for this currency. Ask the administrator to add one."
    ),
    Problem.ALREADY_TAKEN: gettext_lazy("This is in the base already. Use what is there, or write another."),
    Problem.IN_USE: gettext_lazy("This is in use and can’t be removed. Move what uses it first."),
    Problem.TOO_WEAK: gettext_lazy(
        "This password is too easy to guess. Take at least 10 characters, no common words."
    ),
    Problem.MISMATCH: gettext_lazy("This is not the name. Write it as it stands above."),
    Problem.UNCHANGED: gettext_lazy("This is the one you have now. Choose another."),
    Problem.FILE_TOO_LARGE: gettext_lazy(
        "This file is too large. Make it smaller, or send a link in a note."
    ),
    Problem.FILE_TYPE: gettext_lazy(
        "Files of this type are not taken. Send a PDF, an office document or a picture."
    ),
    Problem.FILE_EMPTY: gettext_lazy("This file is empty. Choose another."),
    Problem.CHANGED: gettext_lazy("A colleague has changed it meanwhile. Look at it again."),
    Problem.NO_FACT: gettext_lazy(
        "Nothing but somebody’s word leads to a stage. Ask for a fact at its entry or at the exit before it."
    ),
    Problem.DEMANDED: gettext_lazy(
        "The stage’s method demands this task, so it can’t be cancelled. Do it, or put it off with a reason."
    ),
    Problem.NUMBER_FORM: gettext_lazy(
        "Such a number has other digits, or more or fewer of them. Compare with the document."
    ),
    Problem.CHECK_DIGITS: gettext_lazy(
        "The check digits don’t fit: a digit is wrong, or two are swapped. Compare with the document."
    ),
    Problem.NEEDS_BANK_CODE: gettext_lazy(
        "Give the bank’s BIC as well: the account’s check digit counts with it."
    ),
    Problem.LAST_ONE: gettext_lazy("This is the last one and must stay."),
    Problem.TOO_FEW: gettext_lazy("Choose at least two."),
    Problem.TOO_MANY: gettext_lazy("There are too many already. Remove one first."),
}

UNDO_PROBLEMS: Mapping[UndoProblem, Promise] = {
    UndoProblem.TOO_LATE: gettext_lazy("This was more than 30 days ago. Make the change by hand."),
    UndoProblem.CHANGED_SINCE: gettext_lazy("Something was changed after it. Look at the timeline."),
    UndoProblem.NOT_UNDOABLE: gettext_lazy("This kind of change has no undo. Make the change by hand."),
    UndoProblem.HANDED_OVER: gettext_lazy(
        "The deal that began with it was worked on already. Close that one first, then open this one again."
    ),
    UndoProblem.NOT_YOURS: gettext_lazy("A colleague did this. Ask them or the head to undo it."),
}

_ASKED: Mapping[type[Obstacle], Promise] = {
    ReasonMissing: gettext_lazy("Say why."),
    LostReasonMissing: gettext_lazy("Choose why it was lost."),
    PostponeReasonMissing: gettext_lazy("Choose why it is postponed."),
    PostponeDateMissing: gettext_lazy("Choose a day to return, later than today."),
    AlreadyThere: gettext_lazy("The deal is there already."),
    NotAColumn: gettext_lazy("A deal can’t go there from where it is."),
}


def obstacle_text(obstacle: Obstacle) -> str:
    """One obstacle as a sentence of its own."""
    match obstacle:
        case CriterionOpen():
            return _("Not met yet: %(criterion)s.") % {"criterion": obstacle.criterion.title}
        case StageSkipped():
            return _("The way is through %(stage)s.") % {"stage": obstacle.through.name}
        case WonOnlyFrom():
            return _("A deal is won from %(stage)s only.") % {"stage": obstacle.stage.name}
        case NotBackTo():
            return not_back_text(obstacle.allowed)
        case _:
            return str(_ASKED[type(obstacle)])


def not_back_text(allowed: Iterable[Stage]) -> str:
    """Why a deal can't go back to a stage: where it may go instead."""
    names = [stage.name for stage in allowed]
    if not names:
        return _("The playbook lets no deal go back from here.")
    return _("From here it goes back only to: %(stages)s.") % {"stages": ", ".join(names)}
