"""The fields of two clients in words."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from voronka.domain.merging import ClientKind
from voronka.web.companies.views import FIELDS as COMPANY_FIELDS
from voronka.web.field_words import column_label
from voronka.web.formatting import date_medium, number
from voronka.web.people.views import FIELDS as CONTACT_FIELDS


def shown_field(kind: ClientKind, column: str) -> str:
    """What a field is called."""
    fields = CONTACT_FIELDS if kind is ClientKind.CONTACT else COMPANY_FIELDS
    spec = fields.get(column.removesuffix("_id"))
    return column_label(column) if spec is None else str(spec.label)


def shown_values(kind: ClientKind, values: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Fields and what they say."""
    return [(shown_field(kind, name), _text(value)) for name, value in values]


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case date():
            return date_medium(value)
        case int() | Decimal():
            return number(value)
        case _:
            return str(value)
