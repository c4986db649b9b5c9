"""The fields of a deal that are edited where they stand: how each is shown, asked for, and refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.queries.custom_fields import Held
from voronka.queries.deal_fields import currencies
from voronka.queries.deal_page import DealPage, DealView
from voronka.web.custom_fields import EDITORS, options_of, shown, suggest_of, title_of, typed
from voronka.web.field_words import column_label
from voronka.web.formatting import date_medium, money, number
from voronka.web.labels import Label

# What each is edited with; the order is the page's.
KINDS: Mapping[str, str] = {
    "title": "text",
    "amount": "money",
    "currency": "choose",
    "expected_close_on": "date",
    "need": "area",
    "budget": "text",
    "competitor": "text",
    "source": "text",
    "description": "area",
}
_EMPTY: Mapping[str, Label] = {
    "amount": gettext_lazy("Add an amount"),
    "expected_close_on": gettext_lazy("Add a day"),
    "need": gettext_lazy("What does the client need?"),
    "budget": gettext_lazy("What may it cost?"),
    "competitor": gettext_lazy("Who else offers?"),
    "source": gettext_lazy("Where from?"),
    "description": gettext_lazy("Anything worth knowing"),
}
# The same field may stand at two places of the page; answers go back to where the edit began.
PLACES = ("head", "panel")


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as it stands: `shown` for reading (empty for no value), `value` for the editor.

    `version` is the deal's that the person saw; a save against it is refused when somebody else changed the field.
    """

    name: str
    label: str
    kind: str
    shown: str
    value: str
    empty: str
    options: tuple[tuple[str, str], ...]
    place: str
    deal: int
    version: int
    error: str = ""
    is_saved: bool = False
    is_open: bool = False
    suggest: str = ""

    @property
    def id(self) -> str:
        """Of the element, the same in every answer."""
        return f"field-{self.place}-{self.name.replace('.', '-')}"

    def refused(self, typed: str, error: str) -> "FieldView":
        """The open editor with what was typed and why it can't be taken."""
        return replace(self, value=typed, error=error)

    def saved(self) -> "FieldView":
        """With the tick that tells it was saved."""
        return replace(self, is_saved=True)

    def opened(self) -> "FieldView":
        """With the editor open."""
        return replace(self, is_open=True)


def field_view(deal: DealView, name: str, place: str = "panel") -> FieldView:
    """One field. No query, but two for the currency."""
    return FieldView(
        name=name,
        label=column_label(name),
        kind=KINDS[name],
        shown=_shown(deal, name),
        value=_value(deal, name),
        empty=str(_EMPTY.get(name, "")),
        options=tuple((code, code) for code in currencies()) if name == "currency" else (),
        place=place if place in PLACES else "panel",
        deal=deal.id,
        version=deal.version,
    )


def custom_view(deal: DealView, held: Held, files: Sequence[tuple[int, str]]) -> FieldView:
    """One custom field, as the others."""
    field, value = held
    return FieldView(
        name=field.address.value,
        label=title_of(field),
        kind=EDITORS[field.kind],
        shown=shown(field, value),
        value=typed(field, value),
        empty=_("Fill in"),
        options=options_of(field, value, files),
        place="panel",
        deal=deal.id,
        version=deal.version,
        suggest=suggest_of(field),
    )


def custom_fields(page: DealPage) -> Iterable[FieldView]:
    """The custom fields of the panel; for who may only read, those that hold a value."""
    for held in page.custom:
        if page.rights.edit or held[1] is not None:
            yield custom_view(page.deal, held, page.files)


def panel_fields(deal: DealView, *, may_edit: bool) -> Iterable[FieldView]:
    """The fields of the panel; for who may only read, those that hold a value. The currency where there is a choice."""
    for name in KINDS:
        if name == "title" or (name == "currency" and not may_edit):
            continue
        field = field_view(deal, name)
        if field.name == "currency" and len(field.options) == 1:
            continue
        if may_edit or field.shown:
            yield field


def _shown(deal: DealView, name: str) -> str:
    if name == "amount":
        return "" if deal.money is None else money(deal.money.amount, deal.money.currency)
    if name == "expected_close_on":
        return "" if deal.expected_close_on is None else date_medium(deal.expected_close_on)
    return str(getattr(deal, name))


def _value(deal: DealView, name: str) -> str:
    if name == "amount":
        return "" if deal.money is None else number(deal.money.amount)
    if name == "expected_close_on":
        return "" if deal.expected_close_on is None else deal.expected_close_on.isoformat()
    return str(getattr(deal, name))


def conflict_text(name: str, time: str, shown: str) -> str:
    """Who changed the field first and what it holds now; what was typed stays in the field."""
    if not shown:
        return _(
            "%(name)s emptied this at %(time)s. Save again to put yours, or press Esc to keep theirs."
        ) % {
            "name": name,
            "time": time,
        }
    return _(
        "%(name)s changed this at %(time)s; it is “%(value)s” now. Save again to put yours, or press Esc to keep theirs."
    ) % {"name": name, "time": time, "value": shown}
