"""What is done beside the requests, in words: kinds of jobs, periodic work, and why a job ended."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.jobs import LOST
from voronka.web.labels import Label

_KINDS: Mapping[str, Label] = {
    "webhook": gettext_lazy("Tell an address"),
    "client_mail": gettext_lazy("Mail to a client"),
    "robot_event": gettext_lazy("Robots read an event"),
    "notice_message": gettext_lazy("Message to a colleague"),
    "intake": gettext_lazy("A request comes in"),
    "import": gettext_lazy("Import of a list"),
    "duplicate_audit": gettext_lazy("A search for duplicates begins"),
    "outside_check": gettext_lazy("Try of a mail server or bot"),
}
_ROUNDS: Mapping[str, Label] = {
    "clear_jobs": gettext_lazy("Old jobs go"),
    "clear_answers": gettext_lazy("Old answers to programs let go"),
    "clear_alarms": gettext_lazy("Robots that are off let go"),
    "sanctions": gettext_lazy("Ledger of sanctions"),
    "limits": gettext_lazy("Limits of stages"),
    "digest_morning": gettext_lazy("Morning letters"),
    "digest_evening": gettext_lazy("Evening letters"),
    "zero-days": gettext_lazy("Days without problem deals"),
    "tasks_due": gettext_lazy("Tasks that are due"),
    "notices": gettext_lazy("Notices go out"),
    "telegram": gettext_lazy("Telegram is read"),
    "fact_checks": gettext_lazy("Sellers are asked to check old data"),
    "clear_webhooks": gettext_lazy("Old deliveries of webhooks go"),
    "duplicates": gettext_lazy("The base is searched for duplicates every half year"),
    "clear_notices": gettext_lazy("Old notices go"),
}
_STEPS: Mapping[str, Label] = {
    "add_task": pgettext_lazy("step of a robot", "task"),
    "advise": pgettext_lazy("step of a robot", "advice"),
    "send_message": pgettext_lazy("step of a robot", "message"),
    "set_field": pgettext_lazy("step of a robot", "field"),
    "move_to": pgettext_lazy("step of a robot", "move"),
    "assign": pgettext_lazy("step of a robot", "owner"),
    "set_priority": pgettext_lazy("step of a robot", "priority"),
    "add_tag": pgettext_lazy("step of a robot", "tag"),
    "call_webhook": pgettext_lazy("step of a robot", "address"),
    "enrol": pgettext_lazy("step of a robot", "nurture track"),
    "offer_hand_over": pgettext_lazy("step of a robot", "hand-over"),
}
_ERRORS: Mapping[str, Label] = {
    LOST: gettext_lazy("It was begun again and again, and each time the worker ended before it did."),
}


def job_kind(kind: str) -> str:
    """What a job does."""
    return str(_KINDS.get(kind, kind))


def round_name(key: str) -> str:
    """A piece of periodic work."""
    return str(_ROUNDS.get(key, key))


def step_kind(kind: str) -> str:
    """What a robot was to do."""
    return str(_STEPS.get(kind, kind))


def job_error(error: str) -> str:
    """Why it failed: mostly what the other side said, in its own language."""
    return str(_ERRORS.get(error, error))
