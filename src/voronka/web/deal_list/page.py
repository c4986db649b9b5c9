"""What the templates of the list show, put together from the queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from voronka.queries.accounts import colleagues
from voronka.queries.board_filter import NOBODY
from voronka.queries.deal_list import Wanted
from voronka.queries.list_filter import ListQuery, Status, read_list
from voronka.queries.views import saved_views
from voronka.queries.workspace import workspace
from voronka.web.deal_list import words
from voronka.web.deal_list.columns import Column, columns_text, read_columns, usual_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.domain.pipeline import Pipeline
    from voronka.web.labels import Label
    from voronka.web.request import AppRequest

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

    def address(self, **changes: str | None) -> str:
        """The query string of this with some parameters changed."""
        return self.query.address(**{**self.chosen, **changes})

    @property
    def hidden(self) -> Mapping[str, str]:
        """All parameters, for a form that changes some of them."""
        return self.query.parameters(**self.chosen)


@dataclass(frozen=True, slots=True)
class Pill:
    """A view to go to; `removable` is the saved view that one may remove."""

    label: Label
    href: str
    is_on: bool
    hint: str = ""
    removable: int | None = None


def read_asked(request: AppRequest, pipeline: Pipeline, given: Mapping[str, str] | None = None) -> Asked:
    """Read the address, or another one's parameters."""
    owners = request.actor.policy.may_see_colleagues
    parameters = request.GET.dict() if given is None else given
    query = read_list(parameters, pipeline, owners=owners)
    kept = _REMEMBERED[query.status in {Status.OPEN, Status.ALL}]
    named = ",".join(request.GET.getlist("cols")) if given is None else given.get("cols", "")
    columns = read_columns(named or request.session.get(kept, ""), query.status, owners=owners)
    if named:
        _remember(request, kept, columns, query.status)
    if query.unverified and Column.VERIFIED not in columns:
        # There is where one looks into them.
        columns = (*columns, Column.VERIFIED)
    return Asked(pipeline, query, columns, {"cols": columns_text(columns)} if named else {})


def _remember(request: AppRequest, kept: str, columns: tuple[Column, ...], status: Status) -> None:
    """The next list without a choice of its own looks like this one."""
    text = "" if set(columns) == set(usual_columns(status)) else columns_text(columns)
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
        meant = read_query(request, asked.pipeline, view.query)
        hint = "" if view.is_own else _("Shared by %(name)s") % {"name": view.by}
        is_on = meant.address() == here
        removable = view.id if view.is_own and is_on else None
        found.append(Pill(view.name, meant.address(), is_on, hint, removable))
    return found


def read_query(request: AppRequest, pipeline: Pipeline, query: str) -> Asked:
    """As `read_asked`, from a query string."""
    return read_asked(request, pipeline, dict(parse_qsl(query.removeprefix("?")[:2000])))


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
    return [(label, asked.address(**{name: None})) for label, name in found]
