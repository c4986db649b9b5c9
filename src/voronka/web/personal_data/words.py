"""What the tables of a person's data are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from voronka.queries.personal_data import PersonalData

# What has a name that people know; the rest is told as one number.
_NAMES = {
    "phone": gettext_lazy("Phones"),
    "email": gettext_lazy("E-mails"),
    "deal": gettext_lazy("Deals"),
    "task": gettext_lazy("Tasks"),
    "note": gettext_lazy("Notes"),
    "attachment": gettext_lazy("Files"),
    "call": gettext_lazy("Calls"),
    "meeting": gettext_lazy("Meetings"),
    "dispatch": gettext_lazy("Mail and documents sent"),
    "consent": gettext_lazy("Consents"),
    "intakerequest": gettext_lazy("Requests as they came"),
}


def counted(data: PersonalData) -> list[tuple[str, int]]:
    """How many rows there are of what: the known ones by name, the others together, and the log."""
    named = [(str(label), data.counts[table]) for table, label in _NAMES.items() if table in data.counts]
    rest = sum(count for table, count in data.counts.items() if table not in _NAMES)
    others = [(_("Other entries"), rest)] if rest else []
    return [*named, *others, (_("Entries in the history"), data.events)]
