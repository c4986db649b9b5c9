"""Tasks that ask sellers whether what is known of a client is still right, in the seller's language."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from voronka.commands.freshness import ask_to_check
from voronka.commands.task_rows import TITLE_LENGTH
from voronka.domain.freshness import KeyFact
from voronka.queries.freshness import StaleClient
from voronka.queries.persons import language_of

FACTS: Mapping[KeyFact, Promise] = {
    KeyFact.POSITION: gettext_lazy("position"),
    KeyFact.COMPANY: gettext_lazy("company"),
    KeyFact.PHONES: gettext_lazy("phones"),
    KeyFact.EMAILS: gettext_lazy("e-mails"),
    KeyFact.CITY: gettext_lazy("city"),
    KeyFact.LEGAL_NAME: gettext_lazy("legal name"),
    KeyFact.TAX_ID: gettext_lazy("tax number"),
    KeyFact.ADDRESS: gettext_lazy("address"),
    KeyFact.SITE: gettext_lazy("site"),
    KeyFact.SECTOR: gettext_lazy("sector"),
}


def ask(at: datetime) -> str | None:
    """The round: how many tasks it gave."""
    return str(ask_to_check(at, _title) or "")


def _title(stale: StaleClient) -> str:
    with override(language_of(stale.owner)):
        facts = ", ".join(str(FACTS[fact]) for fact in stale.facts)
        return (_("Check with the client whether it is still right: %(facts)s") % {"facts": facts})[
            :TITLE_LENGTH
        ]
