"""What the board's templates show, put together from the queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from voronka.queries import board as queries
from voronka.queries.board_filter import Asked, DealFilter, Sort, is_of_board, read_filter, read_query
from voronka.queries.conversion import funnel
from voronka.queries.views import saved_views
from voronka.web.addresses import address
from voronka.web.board.fragments import ColumnParts, More, column, heads
from voronka.web.board.words import SORTS, filter_chips, problem_text

if TYPE_CHECKING:
    from markupsafe import Markup

    from voronka.domain.pipeline import Pipeline, Stage
    from voronka.queries.board import Cards
    from voronka.queries.views import View
    from voronka.web.board.heads import Head
    from voronka.web.request import AppRequest


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stage and head for what stands elsewhere on the page, and the whole of it as drawn."""

    stage: Stage
    head: Head
    drawn: Markup


@dataclass(frozen=True, slots=True)
class Chip:
    """A view to go to. `id` names where its count goes; `view` the saved view that one may remove."""

    id: str
    label: str
    href: str
    is_on: bool
    tone: str = ""
    count: int | None = None
    hint: str = ""
    removable: int | None = None


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filter's fields as they were typed, and what is wrong with them."""

    days: str
    amount_from: str
    amount_to: str
    text: str
    tag: str
    errors: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]

    def error(self, name: str) -> str:
        """What is wrong with a field; empty: nothing."""
        return dict(self.errors).get(name, "")


def read_asked(request: AppRequest) -> Asked:
    """What the address asks for. Only who may see colleagues may ask for one's deals."""
    return read_filter(request.GET.dict(), owners=request.actor.policy.may_see_colleagues)


def columns(request: AppRequest, pipeline: Pipeline, asked: Asked, currency: str) -> list[Column]:
    """Every column of the board. Two queries, and one for the funnel once a minute."""
    stages = pipeline.columns
    shown = queries.cards(request.actor, stages, asked, request.now)
    made = []
    for at, (stage, head) in enumerate(
        zip(stages, column_heads(request, pipeline, asked, currency), strict=True)
    ):
        before = stages[at - 1] if at and pipeline.gate_of(stages[at - 1]) else None
        parts = ColumnParts(
            pipeline=pipeline.id, stage=stage.id, name=stage.name, limit=stage.limit, limits=stage.limits, kind=stage.kind, head=head,
            rows=shown[stage.id].shown, more=more(pipeline, stage, asked, shown[stage.id], head.deals, 0),
            before="" if before is None else before.name, before_id=0 if before is None else before.id,
            begins=stage is pipeline.working[0], is_filtered=bool(asked.filter),
        )  # fmt: skip
        made.append(Column(stage, head, column(parts)))
    return made


def column_heads(request: AppRequest, pipeline: Pipeline, asked: Asked, currency: str) -> list[Head]:
    """The heads of all columns, counting everything that the filter lets through."""
    tallies = queries.tallies(request.actor, pipeline.columns, asked.filter, request.now)
    found = funnel(request.actor.policy.scope, pipeline, request.now)
    sets_up = request.actor.policy.may_set_up_method
    return heads(pipeline.columns, tallies, found.conversions, found.neck, currency, sets_up=sets_up)


def more(
    pipeline: Pipeline, stage: Stage, asked: Asked, cards: Cards, deals: int, shown_before: int
) -> More | None:
    """The button behind these cards, None when they are the last. `deals` is how many the column has."""
    if cards.after is None:
        return None
    shown = shown_before + len(cards.shown)
    left = max(deals - shown, 1)
    query = asked.address(after=cards.after.text, shown=str(shown))
    href = address("board-column", pipeline.id, stage.id) + query
    return More(href, min(left, queries.MORE_CARDS), left)


def chips(request: AppRequest, pipeline: Pipeline, asked: Asked) -> list[Chip]:
    """The built-in views, then the saved ones. One query."""
    leads = request.actor.policy.may_see_colleagues
    here = address("board", pipeline.id)
    sort = Asked(sort=asked.sort)
    built_in = [
        Chip("all", _("All open"), here + sort.address(), is_on=not asked.filter and not asked.problems),
        Chip("late", _("Overdue next step"), here + sort.address(late="1"), _is(asked, overdue=True), "bad"),
        Chip("over", _("Over limit"), here + sort.address(over="1"), _is(asked, over_limit=True), "warn"),
    ]
    return built_in + [_saved(view, here, asked, owners=leads) for view in board_views(request, pipeline)]


def board_views(request: AppRequest, pipeline: Pipeline) -> list[View]:
    """The saved views that say something to the board. One query."""
    return [view for view in saved_views(request.actor, pipeline.id) if is_of_board(view.query)]


def _is(asked: Asked, *, overdue: bool = False, over_limit: bool = False) -> bool:
    return asked.filter == DealFilter(overdue=overdue, over_limit=over_limit)


def _saved(view: View, here: str, asked: Asked, *, owners: bool) -> Chip:
    meant = read_query(view.query, owners=owners)
    is_on = bool(asked.filter) and meant.filter == asked.filter
    hint = "" if view.is_own else _("Shared by %(name)s") % {"name": view.by}
    removable = view.id if view.is_own and is_on else None
    return Chip(f"view-{view.id}", view.name, here + meant.address(), is_on, hint=hint, removable=removable)


def filter_form(asked: Asked) -> FilterForm:
    """The filter panel. What it does not ask for stays in the address."""
    parameters = asked.filter.query()
    fields = ("days", "from", "to", "text", "tag")
    typed = {name: asked.typed.get(name, "") for name in fields}
    kept = [(name, value) for name, value in parameters.items() if name not in fields]
    if asked.sort is not Sort.NEXT_STEP:
        kept.append(("sort", asked.sort.value))
    errors = tuple((name, problem_text(name, problem)) for name, problem in asked.problems.items())
    return FilterForm(
        typed["days"], typed["from"], typed["to"], typed["text"], typed["tag"], errors, tuple(kept)
    )


def sort_options(pipeline: Pipeline, asked: Asked) -> tuple[tuple[str, str, bool], ...]:
    """The orders: label, address, whether it is the present one."""
    here = address("board", pipeline.id)
    return tuple(
        (
            str(label),
            here + asked.address(sort=None if sort is Sort.NEXT_STEP else sort.value),
            sort is asked.sort,
        )
        for sort, label in SORTS.items()
    )


def active_filters(pipeline: Pipeline, asked: Asked, currency: str) -> list[tuple[str, str]]:
    """The filters that are on, each with the address without it."""
    here = address("board", pipeline.id)
    return [(label, here + query) for label, query in filter_chips(asked, currency)]


def save_address(pipeline: Pipeline, asked: Asked) -> str:
    """Where the present filters are saved as a view."""
    return f"{address('view-save')}?{urlencode({'on': 'board', 'pipeline': pipeline.id, 'query': asked.address()[1:]})}"
