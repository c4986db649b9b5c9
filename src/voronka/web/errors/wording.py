"""Refusals in words: what, why, what next. The domain raises values; here they become sentences."""

from dataclasses import dataclass

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from voronka.domain.errors import (
    GateRefused,
    Invalid,
    NextStepMissing,
    NotAllowed,
    NotFound,
    Refused,
    StaleVersion,
    TooManyAttempts,
    UndoRefused,
)
from voronka.queries.refusal_words import PROBLEMS, UNDO_PROBLEMS
from voronka.web.formatting import time_of


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, and what to do next."""

    what: str
    next: str


def about(status: int) -> Message:
    """What to say when the trouble has only a number. 419: the form was too old or from elsewhere."""
    if status == 400:
        return Message(_("The request could not be read."), _("Go back and try again."))
    if status == 419:
        return Message(
            _("This page was open for too long."), _("Load it again; then send the form once more.")
        )
    return Message(
        _("Something broke on our side."),
        _("Nothing was changed. Try again; if it stays, tell the administrator."),
    )


def about_refusal(error: Refused) -> Message:  # noqa: PLR0911 - one sentence per refusal
    """The sentence pair for a refusal."""
    match error:
        case NotFound():
            return Message(
                _("Not found, or not yours to see."),
                _("It may have been removed. Start from the first page and search."),
            )
        case NotAllowed():
            return Message(_("You may not do this."), _("Ask the owner or the head of sales."))
        case StaleVersion():
            return Message(moved_by(error), _("Nothing of yours was saved over it. Look again, then decide."))
        case NextStepMissing():
            return Message(
                _("An open deal needs a next step."),
                _("Give the next step in the same action, or close the deal."),
            )
        case UndoRefused():
            return Message(_("This can’t be undone."), str(UNDO_PROBLEMS[error.problem]))
        case Invalid():
            return Message(_("Something is not filled in right."), " ".join(problem_texts(error).values()))
        case TooManyAttempts():
            when = time_of(error.retry_at, get_current_timezone())
            return Message(_("Too many attempts."), _("Try again at %(time)s.") % {"time": when})
        case GateRefused():
            return Message(_("The deal can’t go there yet."), _("Open the deal to see what is missing."))
        case _:
            return Message(_("This was refused."), _("Load the page again and look."))


def moved_by(error: StaleVersion) -> str:
    """Who changed the deal first, where it is and since when."""
    time = time_of(error.at, get_current_timezone())
    if not error.by:
        return _("The deal was changed at %(time)s; it is in %(stage)s now.") % {
            "stage": error.stage,
            "time": time,
        }
    return _("%(name)s changed this deal at %(time)s; it is in %(stage)s now.") % {
        "name": error.by,
        "stage": error.stage,
        "time": time,
    }


def problem_texts(error: Invalid) -> dict[str, str]:
    """Field -> sentence, for a form."""
    return {field: str(PROBLEMS[problem]) for field, problem in error.problems.items()}
