"""What tokens of the API may be used for, in words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from voronka.domain.api_tokens import Scope
from voronka.web.labels import Label

SCOPES: Mapping[Scope, Label] = {
    Scope.DEALS_READ: gettext_lazy("Read deals and notes"),
    Scope.DEALS_WRITE: gettext_lazy("Make, change and move deals, write notes"),
    Scope.TASKS_READ: gettext_lazy("Read tasks"),
    Scope.TASKS_WRITE: gettext_lazy("Plan, change and finish tasks"),
    Scope.CLIENTS_READ: gettext_lazy("Read contacts and companies"),
    Scope.CLIENTS_WRITE: gettext_lazy("Make, change and merge contacts and companies"),
    Scope.FILES_READ: gettext_lazy("Download files"),
    Scope.FILES_WRITE: gettext_lazy("Attach and remove files"),
    Scope.METHOD_READ: gettext_lazy("Read pipelines, playbooks, reasons and sources"),
    Scope.PEOPLE_READ: gettext_lazy("Read users and teams"),
    Scope.EVENTS_READ: gettext_lazy("Follow what happens"),
}


def scope_names(scopes: Iterable[Scope]) -> str:
    """What a token may be used for, for a cell of a table."""
    those = tuple(scopes)
    if len(those) == len(Scope):
        return _("Everything")
    return " · ".join(str(SCOPES[scope]) for scope in those)


def term_name(days: int) -> str:
    """How long a token lasts."""
    if not days:
        return _("Until it is revoked")
    return ngettext("%(num)s day", "%(num)s days", days) % {"num": days}
