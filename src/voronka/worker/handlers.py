"""What is done for each kind of job, in one mapping.

A handler is called at least once: the process may die between what it did and telling so. What goes outside carries
an id that is the same at every attempt (the payload has it); what is written here goes by a command that asks first.
It raises `OutsideError` for what comes from outside; anything else is a fault of ours, logged and tried again too.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from voronka.commands.intake import settle
from voronka.commands.webhook_secret import webhook_secret
from voronka.connectors.webhooks import tell
from voronka.domain.jobs import JobKind
from voronka.robots.runner import look_again
from voronka.worker.auditing import begin_audit
from voronka.worker.carrying import carry_client_mail, carry_message, try_outside
from voronka.worker.imports import carry_import
from voronka.worker.requisite_lookup import look_requisites_up


class NotSettledError(RuntimeError):
    """The request's card could not be made this time; the log says why."""


Handler = Callable[[Mapping[str, Any], datetime], None]


def _webhook(payload: Mapping[str, Any], at: datetime) -> None:
    tell(payload["url"], payload["body"], id=payload["id"], secret=webhook_secret(), at=at)


def _settle(payload: Mapping[str, Any], at: datetime) -> None:
    if not settle(payload["request"], at=at):
        raise NotSettledError(payload["request"])


HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.WEBHOOK: _webhook,
    JobKind.CLIENT_MAIL: carry_client_mail,
    JobKind.ROBOT_EVENT: look_again,
    JobKind.NOTICE_MESSAGE: carry_message,
    JobKind.OUTSIDE_CHECK: try_outside,
    JobKind.REQUISITE_LOOKUP: look_requisites_up,
    JobKind.INTAKE: _settle,
    JobKind.IMPORT: carry_import,
    JobKind.DUPLICATE_AUDIT: begin_audit,
}
