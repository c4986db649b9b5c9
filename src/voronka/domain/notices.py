"""Notices: what the product tells one person by itself, and by which ways it may reach them.

Every notice stands in the page. Which kinds go out besides, and how, each person chooses; what a kind needs said of it
once and for all is in `KINDS`. ADR 0031.
"""

from dataclasses import dataclass
from enum import StrEnum

from voronka.domain.permissions import Role

KEY_LENGTH = 80


class NoticeKind(StrEnum):
    """What a notice is about. Its payload, beside the deal, is named here."""

    # Own work. `title`: of the task, `due_at`: ISO instant.
    TASK_DUE = "task_due"
    TASK_OVERDUE = "task_overdue"
    # A postponed or lost deal asks to be looked at again. `reason`: why it was put away.
    WAKE_UP = "wake_up"
    # `count`: how many deals at once, when there is no single one.
    DEAL_ASSIGNED = "deal_assigned"
    # `text`: the note's first words.
    MENTION = "mention"
    # `stage`: its name.
    LIMIT_NEAR = "limit_near"
    LIMIT_PASSED = "limit_passed"
    # `stage`, `seller`: names.
    REVIEW_ASKED = "review_asked"
    # `decision`: the head's words.
    REVIEW_DECIDED = "review_decided"
    # `question`, `text`: what was asked, what was answered.
    EXPLANATION_ASKED = "explanation_asked"
    EXPLANATION_GIVEN = "explanation_given"
    # A step of one's own sanction, and one of a seller's that waits for a decision; only while sanctions are on.
    # `state`: where it stands, `rule`, `deal`: names, `text`: the reason or the appeal.
    SANCTION = "sanction"
    SANCTION_WAITS = "sanction_waits"
    HAND_OVER_OFFERED = "hand_over_offered"
    # `accepted`: yes or no; `text`: why not.
    HAND_OVER_ANSWERED = "hand_over_answered"
    # A request without an owner in Unsorted of the head's team.
    REQUEST_NEW = "request_new"
    # Somebody works with one's client on a new request. `client`: their name, `contact` or `company`: their id,
    # `owner`: who works on it, empty for nobody yet.
    CLIENT_ASKED_AGAIN = "client_asked_again"
    # The client of one's deal asks again. `text`: the source's name.
    REQUEST_MORE = "request_more"
    # `stage`: where it wants to go, `text`: why.
    EXCEPTION_ASKED = "exception_asked"
    # `text`: the sentence as it was made for the reader.
    ADVICE = "advice"
    # `robot`: its name, `text`: what went wrong.
    ROBOT_FAILED = "robot_failed"
    # A webhook was switched off by itself. `name`, `text`: its address.
    WEBHOOK_OFF = "webhook_off"
    # `subject`, `text`, `html`: the whole message in the reader's language.
    DIGEST_MORNING = "digest_morning"
    DIGEST_EVENING = "digest_evening"


class Channel(StrEnum):
    """How a notice reaches somebody who does not look at the page."""

    MAIL = "mail"
    PUSH = "push"
    TELEGRAM = "telegram"


_EVERYBODY = frozenset({Role.SELLER, Role.HEAD, Role.ADMIN})
_LEADS = frozenset({Role.HEAD, Role.ADMIN})
_AWAY = frozenset({Channel.PUSH, Channel.TELEGRAM})
_ALL = frozenset(Channel)


@dataclass(frozen=True, slots=True)
class About:
    """What holds of every notice of a kind.

    `roles`: whom it can concern, `channels`: by which ways it goes out unless the person chose otherwise; `is_urgent`:
    it waits for no others to be bundled with; `is_letter`: it is a message by itself, and no line in the page.
    """

    roles: frozenset[Role]
    channels: frozenset[Channel]
    is_urgent: bool = False
    is_letter: bool = False


KINDS: dict[NoticeKind, About] = {
    NoticeKind.TASK_DUE: About(_EVERYBODY, _AWAY),
    NoticeKind.TASK_OVERDUE: About(_EVERYBODY, _ALL),
    NoticeKind.WAKE_UP: About(_EVERYBODY, _ALL),
    NoticeKind.DEAL_ASSIGNED: About(_EVERYBODY, _ALL),
    NoticeKind.MENTION: About(_EVERYBODY, _ALL),
    NoticeKind.LIMIT_NEAR: About(_EVERYBODY, _AWAY),
    NoticeKind.LIMIT_PASSED: About(_EVERYBODY, _ALL),
    NoticeKind.REVIEW_ASKED: About(_LEADS, _ALL),
    NoticeKind.REVIEW_DECIDED: About(_EVERYBODY, _ALL),
    NoticeKind.EXPLANATION_ASKED: About(_EVERYBODY, _ALL),
    NoticeKind.EXPLANATION_GIVEN: About(_LEADS, _ALL),
    NoticeKind.SANCTION: About(_EVERYBODY, _ALL),
    NoticeKind.SANCTION_WAITS: About(_LEADS, _ALL),
    NoticeKind.HAND_OVER_OFFERED: About(_EVERYBODY, _ALL),
    NoticeKind.HAND_OVER_ANSWERED: About(_EVERYBODY, _ALL),
    NoticeKind.REQUEST_NEW: About(_LEADS, _AWAY, is_urgent=True),
    NoticeKind.CLIENT_ASKED_AGAIN: About(_EVERYBODY, _ALL),
    NoticeKind.REQUEST_MORE: About(_EVERYBODY, _ALL, is_urgent=True),
    NoticeKind.EXCEPTION_ASKED: About(_LEADS, _ALL, is_urgent=True),
    NoticeKind.ADVICE: About(_EVERYBODY, frozenset()),
    NoticeKind.ROBOT_FAILED: About(_LEADS, frozenset({Channel.MAIL})),
    NoticeKind.WEBHOOK_OFF: About(frozenset({Role.ADMIN}), frozenset({Channel.MAIL})),
    NoticeKind.DIGEST_MORNING: About(_EVERYBODY, frozenset({Channel.MAIL}), is_letter=True),
    NoticeKind.DIGEST_EVENING: About(_EVERYBODY, frozenset(), is_letter=True),
}
# Of these nobody hears, in the settings either, while sanctions are off.
OF_SANCTIONS = frozenset({NoticeKind.SANCTION, NoticeKind.SANCTION_WAITS})


def kinds_for(role: Role) -> tuple[NoticeKind, ...]:
    """The kinds that can concern somebody of this role, in the order in which they are shown."""
    return tuple(kind for kind, about in KINDS.items() if role in about.roles)
