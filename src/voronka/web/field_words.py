"""The names of a deal's and a client's columns, as the timeline and the forms call them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, pgettext

from voronka.domain.criteria import Field
from voronka.web.labels import FIELDS, Label
from voronka.web.requisite_words import requisite_column

_COLUMNS: Mapping[str, Label] = {
    "title": gettext_lazy("Title"),
    "currency": gettext_lazy("Currency"),
    "description": gettext_lazy("Description"),
    "contact_id": FIELDS[Field.CONTACT],
    "company_id": FIELDS[Field.COMPANY],
    "referred_by": gettext_lazy("Referred by"),
    "referred_by_id": gettext_lazy("Referred by"),
    "company": FIELDS[Field.COMPANY],
    "name": gettext_lazy("Name"),
    "position": gettext_lazy("Position"),
    "decides": gettext_lazy("Decides"),
    "city": gettext_lazy("City"),
    "country": gettext_lazy("Country"),
    "address": gettext_lazy("Address"),
    "sector": gettext_lazy("Sector"),
    "site": gettext_lazy("Site"),
    "legal_name": gettext_lazy("Legal name"),
    "tax_id": gettext_lazy("Tax ID"),
    "time_zone": gettext_lazy("Time zone"),
    "language": gettext_lazy("Language"),
    "birthday": gettext_lazy("Birthday"),
    "care_days": gettext_lazy("Touch as a Client, days"),
    "phones": gettext_lazy("Phones"),
    "emails": gettext_lazy("E-mails"),
}


def column_label(column: str) -> str:
    """A column's name; one that nobody named is shown as it is stored."""
    found = _COLUMNS.get(column)
    if found is None and column in set(Field):
        found = FIELDS[Field(column)]
    return (requisite_column(column) or column) if found is None else str(found)


def company_label(column: str) -> str:
    """A column's name where a company is meant: a thing's name is another word than a person's in some languages."""
    return pgettext("of a thing", "Name") if column == "name" else column_label(column)
