"""A notice in words, in the language and zone that are active: for the page and for messages alike.

Pages and messages lie in rooms that don't know each other, so their common words are here, below both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from voronka.domain.notices import NoticeKind
from voronka.domain.sanctions import State
from voronka.queries.client_times import at_client, clock_text
from voronka.queries.notices import NoticeLine

# Whose act it is when it is no person's.
PRODUCT = "Voronka"


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """`title` says all that is needed; `detail` is what somebody wrote, or why."""

    title: str
    detail: str = ""


def words_of(line: NoticeLine) -> NoticeWords:
    """What the notice says."""
    if line.is_hidden:
        return NoticeWords(_("This was about a deal that is not yours to see any more."))
    return _WORDS[line.kind](line)


def _said(line: NoticeLine, name: str) -> str:
    return str(line.payload.get(name, "") or "")


def _known(line: NoticeLine) -> dict[str, str]:
    return {"name": line.by or PRODUCT, "deal": line.deal_title, "stage": _said(line, "stage")}


def _task_due(line: NoticeLine) -> NoticeWords:
    due, task = _said(line, "due_at"), {"task": _said(line, "title")}
    if _said(line, "due_on"):
        return NoticeWords(_("Still today: %(task)s") % task, line.deal_title)
    if not due:
        return NoticeWords(task["task"], line.deal_title)
    at, reader = datetime.fromisoformat(due), get_current_timezone()
    time = {"time": clock_text(at, reader)}
    theirs = at_client(at, _said(line, "zone"), _said(line, "city"), reader)
    if theirs:
        words = _("At %(time)s (%(theirs)s): %(task)s") % {**task, **time, "theirs": theirs}
        return NoticeWords(words, line.deal_title)
    return NoticeWords(_("At %(time)s: %(task)s") % {**task, **time}, line.deal_title)


def _task_overdue(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("Overdue: %(task)s") % {"task": _said(line, "title")}, line.deal_title)


def _wake_up(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("Time to look at “%(deal)s” again") % _known(line), _said(line, "reason"))


def _assigned(line: NoticeLine) -> NoticeWords:
    if line.deal is None:
        count = int(line.payload.get("count", 0) or 0)
        told = {**_known(line), "num": count}
        return NoticeWords(
            ngettext("%(name)s gave you %(num)s deal", "%(name)s gave you %(num)s deals", count) % told
        )
    return NoticeWords(_("%(name)s gave you “%(deal)s”") % _known(line))


def _mention(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("%(name)s mentioned you in “%(deal)s”") % _known(line), _said(line, "text"))


def _limit_near(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("“%(deal)s” is close to its limit at %(stage)s") % _known(line))


def _limit_passed(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("“%(deal)s” is over its limit at %(stage)s") % _known(line))


def _review_asked(line: NoticeLine) -> NoticeWords:
    return NoticeWords(
        _("For you to review: “%(deal)s” is over its limit at %(stage)s") % _known(line),
        _said(line, "seller"),
    )


def _review_decided(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("%(name)s has reviewed “%(deal)s”") % _known(line), _said(line, "decision"))


def _explanation_asked(line: NoticeLine) -> NoticeWords:
    return NoticeWords(
        _("%(name)s asks you to explain what happened with “%(deal)s”") % _known(line),
        _said(line, "question"),
    )


def _explanation_given(line: NoticeLine) -> NoticeWords:
    return NoticeWords(
        _("%(name)s has explained what happened with “%(deal)s”") % _known(line), _said(line, "text")
    )


_OWN_SANCTION: Mapping[State, Promise] = {
    State.PROPOSED: gettext_lazy("A sanction is proposed for you: %(rule)s"),
    State.CONFIRMED: gettext_lazy("A sanction is confirmed for you: %(rule)s"),
    State.CANCELLED: gettext_lazy("A sanction of yours is cancelled: %(rule)s"),
    State.UPHELD: gettext_lazy("After your appeal the sanction stays: %(rule)s"),
    State.LIFTED: gettext_lazy("After your appeal the sanction is lifted: %(rule)s"),
    State.APPEALED: gettext_lazy("You appealed a sanction: %(rule)s"),
}


def _sanction(line: NoticeLine) -> NoticeWords:
    said = str(_OWN_SANCTION[State(_said(line, "state"))]) % {"rule": _said(line, "rule")}
    return NoticeWords(said, _said(line, "text") or _said(line, "deal"))


def _sanction_waits(line: NoticeLine) -> NoticeWords:
    told = {"name": line.by or PRODUCT, "rule": _said(line, "rule")}
    if _said(line, "state") == State.APPEALED:
        return NoticeWords(_("%(name)s appeals a sanction: %(rule)s") % told, _said(line, "text"))
    return NoticeWords(_("For you to confirm or cancel: %(rule)s") % told, _said(line, "deal"))


def _offered(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("%(name)s asks you to take over “%(deal)s”") % _known(line), _said(line, "text"))


def _answered(line: NoticeLine) -> NoticeWords:
    if line.payload.get("accepted"):
        return NoticeWords(_("%(name)s takes over “%(deal)s”") % _known(line))
    return NoticeWords(_("%(name)s does not take over “%(deal)s”") % _known(line), _said(line, "text"))


def _request(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("A new request that nobody has taken: “%(deal)s”") % _known(line))


def _asked_again(line: NoticeLine) -> NoticeWords:
    told = {"client": _said(line, "client"), "name": _said(line, "owner")}
    if told["name"]:
        return NoticeWords(_("Your client %(client)s has asked again: %(name)s works on it") % told)
    return NoticeWords(_("Your client %(client)s has asked again, and nobody works on it yet") % told)


def _more(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_("The client of “%(deal)s” asks again") % _known(line), _said(line, "text"))


def _exception(line: NoticeLine) -> NoticeWords:
    return NoticeWords(
        _("%(name)s asks you to let “%(deal)s” through to %(stage)s") % _known(line), _said(line, "text")
    )


def _advice(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_said(line, "text"), line.deal_title)


def _robot_failed(line: NoticeLine) -> NoticeWords:
    return NoticeWords(
        _("The robot “%(robot)s” could not go on") % {"robot": _said(line, "robot")}, _said(line, "text")
    )


def _webhook_off(line: NoticeLine) -> NoticeWords:
    told = {"name": _said(line, "name")}
    return NoticeWords(
        _("The webhook “%(name)s” is switched off: nothing arrives there") % told, _said(line, "text")
    )


def _letter(line: NoticeLine) -> NoticeWords:
    return NoticeWords(_said(line, "subject"), _said(line, "text"))


_WORDS: Mapping[NoticeKind, Callable[[NoticeLine], NoticeWords]] = {
    NoticeKind.TASK_DUE: _task_due,
    NoticeKind.TASK_OVERDUE: _task_overdue,
    NoticeKind.WAKE_UP: _wake_up,
    NoticeKind.DEAL_ASSIGNED: _assigned,
    NoticeKind.MENTION: _mention,
    NoticeKind.LIMIT_NEAR: _limit_near,
    NoticeKind.LIMIT_PASSED: _limit_passed,
    NoticeKind.REVIEW_ASKED: _review_asked,
    NoticeKind.REVIEW_DECIDED: _review_decided,
    NoticeKind.EXPLANATION_ASKED: _explanation_asked,
    NoticeKind.EXPLANATION_GIVEN: _explanation_given,
    NoticeKind.SANCTION: _sanction,
    NoticeKind.SANCTION_WAITS: _sanction_waits,
    NoticeKind.HAND_OVER_OFFERED: _offered,
    NoticeKind.HAND_OVER_ANSWERED: _answered,
    NoticeKind.REQUEST_NEW: _request,
    NoticeKind.CLIENT_ASKED_AGAIN: _asked_again,
    NoticeKind.REQUEST_MORE: _more,
    NoticeKind.EXCEPTION_ASKED: _exception,
    NoticeKind.ADVICE: _advice,
    NoticeKind.ROBOT_FAILED: _robot_failed,
    NoticeKind.WEBHOOK_OFF: _webhook_off,
    NoticeKind.DIGEST_MORNING: _letter,
    NoticeKind.DIGEST_EVENING: _letter,
}
