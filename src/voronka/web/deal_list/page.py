"""What the templates of the list show, put together from the queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from voronka.domain.custom_fields import REFERENCES, Kind, Of
from voronka.queries.accounts import colleagues
from voronka.queries.board_filter import NOBODY
from voronka.queries.custom_fields import fields_of
from voronka.queries.deal_list import Wanted
from voronka.queries.list_filter import ListQuery, Status, read_list
from voronka.queries.views import saved_views
from voronka.queries.workspace import workspace
from voronka.web.custom_fields import options_of, title_of
from voronka.web.deal_list import words
from voronka.web.deal_list.columns import Column, columns_text, read_columns, usual_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.domain.custom_fields import CustomField
    from voronka.domain.pipeline import Pipeline
    from voronka.queries.custom_filter import CustomFilter
    from voronka.web.labels import Label
    from voronka.web.request import AppRequest

_HINTS: Mapping[Kind, Label] = {
    Kind.NUMBER: gettext_lazy("10, 10.. or 10..20"),
    Kind.MONEY: gettext_lazy("10, 10.. or 10..20"),
    Kind.DATE: gettext_lazy("2026-12-31, or 2026-12-01..2026-12-31"),
}
# The last choice of columns, kept with the session: one for deals that are open, one for closed ones.
_REMEMBERED = {True: "list_columns_open", False: "list_columns_closed"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: which deals in which order, and which columns of them.

    `chosen` is what the address itself says of the columns; it goes along in every link.
    """

    pipeline: Pipeline
    query: ListQuery
    columns: tuple[Column, ...]
    chosen: Mapping[str, str]
    # The custom fields that the reader sees, and those of them that are columns.
    fields: tuple[CustomField, ...] = ()
    custom: tuple[CustomField, ...] = ()

    def address(self, **changes: str | None) -> str:
        """The query string of this with some parameters changed."""
        return self.query.address(**{**self.chosen, **changes})

    @property
    def hidden(self) -> Mapping[str, str]:
        """All parameters, for a form that changes some of them."""
        return self.query.parameters(**self.chosen)


@dataclass(frozen=True, slots=True)
class CustomAsked:
    """A custom field in the filter's form: its name, and `options` where one is chosen."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Pill:
    """A view to go to; `removable` is the saved view that one may remove."""

    label: Label
    href: str
    is_on: bool
    hint: str = ""
    removable: int | None = None


def read_asked(
    request: AppRequest,
    pipeline: Pipeline,
    given: Mapping[str, str] | None = None,
    fields: tuple[CustomField, ...] | None = None,
) -> Asked:
    """Read the address, or another one's parameters. `fields`: those that the reader sees, where they are known."""
    fields = fields_of(request.actor, Of.DEAL) if fields is None else fields
    owners = request.actor.policy.may_see_colleagues
    parameters = request.GET.dict() if given is None else given
    query = read_list(parameters, pipeline, owners=owners, fields=fields)
    kept = _REMEMBERED[query.status in {Status.OPEN, Status.ALL}]
    named = ",".join(request.GET.getlist("cols")) if given is None else given.get("cols", "")
    wanted_columns = named or request.session.get(kept, "")
    columns = read_columns(wanted_columns, query.status, owners=owners)
    custom = tuple(one for one in fields if one.address.value in wanted_columns.split(","))
    if named:
        _remember(request, kept, columns, custom, query.status)
    if query.unverified and Column.VERIFIED not in columns:
        # There is where one looks into them.
        columns = (*columns, Column.VERIFIED)
    chosen = {"cols": _told(columns, custom)} if named else {}
    return Asked(pipeline, query, columns, chosen, fields, custom)


def _told(columns: tuple[Column, ...], custom: tuple[CustomField, ...]) -> str:
    return ",".join((columns_text(columns), *(one.address.value for one in custom)))


def _remember(
    request: AppRequest,
    kept: str,
    columns: tuple[Column, ...],
    custom: tuple[CustomField, ...],
    status: Status,
) -> None:
    """The next list without a choice of its own looks like this one."""
    is_usual = set(columns) == set(usual_columns(status)) and not custom
    text = "" if is_usual else _told(columns, custom)
    if request.session.get(kept, "") != text:
        request.session[kept] = text


def wanted(request: AppRequest, asked: Asked) -> Wanted:
    """The same for the queries."""
    tags = Column.TAGS in asked.columns
    return Wanted(request.actor, asked.pipeline, asked.query, request.now, tags)


def statuses(asked: Asked) -> list[Pill]:
    """Which deals: open, won, lost, postponed, all. The order is each one's usual one."""
    return [
        Pill(label, _status_address(asked, status), asked.query.status is status)
        for status, label in words.STATUSES.items()
    ]


def _status_address(asked: Asked, status: Status) -> str:
    told = None if status is Status.OPEN else status.value
    only_open = {"late": None, "over": None, "stage": None} if status is not Status.OPEN else {}
    return asked.query.address(status=told, order=None, unverified=None, **only_open)


def quick(asked: Asked, *, owners: bool) -> list[Pill]:
    """Filters that are one press away; a press on one that is on takes it off. `owners`: for who leads."""
    if asked.query.status is Status.LOST and owners:
        on = asked.query.unverified
        return [
            Pill(
                _("Not verified yet"),
                asked.address(unverified=None if on else "1"),
                on,
                _("Lost in the last 90 days, and nobody has looked into why"),
            )
        ]
    if asked.query.status is not Status.OPEN:
        return []
    late, over = asked.query.filter.overdue, asked.query.filter.over_limit
    return [
        Pill(_("Overdue next step"), asked.address(late=None if late else "1"), late),
        Pill(_("Over limit"), asked.address(over=None if over else "1"), over),
    ]


def views(request: AppRequest, asked: Asked) -> list[Pill]:
    """Saved views, the board's too: they are the same filters. One query."""
    here = asked.address()
    found = []
    for view in saved_views(request.actor, asked.pipeline.id):
        meant = read_query(request, asked.pipeline, view.query, asked.fields)
        hint = "" if view.is_own else _("Shared by %(name)s") % {"name": view.by}
        is_on = meant.address() == here
        removable = view.id if view.is_own and is_on else None
        found.append(Pill(view.name, meant.address(), is_on, hint, removable))
    return found


def read_query(
    request: AppRequest, pipeline: Pipeline, query: str, fields: tuple[CustomField, ...] | None = None
) -> Asked:
    """As `read_asked`, from a query string."""
    return read_asked(request, pipeline, dict(parse_qsl(query.removeprefix("?")[:2000])), fields)


def owner_options(request: AppRequest) -> list[tuple[int, str]]:
    """Whose deals one may ask for; none for who sees only their own."""
    if not request.actor.policy.may_see_colleagues:
        return []
    people = [(person.id, person.name) for person in colleagues(request.actor)]
    return [(NOBODY, str(words.NOBODYS)), *people]


def chips(asked: Asked, owners: list[tuple[int, str]]) -> list[tuple[str, str]]:
    """The filters that are on, each with the address without it."""
    stages: dict[int, str] = {stage.id: stage.name for stage in asked.pipeline.stages}
    found = words.filter_chips(asked.query, workspace().currency, dict(owners), stages)
    told = [(label, asked.address(**{name: None})) for label, name in found]
    return told + [
        (custom_chip(one), asked.address(**{one.field.address.value: None})) for one in asked.query.custom
    ]


def custom_chip(one: CustomFilter) -> str:
    """A filter by a custom field that is on."""
    language = get_language() or "en"
    names = {choice.key: choice.title(language) for choice in one.field.choices}
    return _("%(field)s: %(change)s") % {
        "field": title_of(one.field),
        "change": names.get(one.text, one.text),
    }


def custom_filters(asked: Asked) -> list[CustomAsked]:
    """What the filter's form asks of custom fields."""
    typed = {one.field.id: one.text for one in asked.query.custom}
    return [
        CustomAsked(
            field.address.value,
            title_of(field),
            typed.get(field.id, ""),
            options_of(field, None)[0 if field.kind is Kind.CHOICES else 1 :]
            if field.kind in {Kind.CHOICE, Kind.CHOICES}
            else (),
            str(_HINTS.get(field.kind, "")),
        )
        for field in asked.fields
        if field.kind not in REFERENCES
    ]
