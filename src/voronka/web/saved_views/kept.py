"""What a view keeps of the page that it is saved on: the board its filters, the list its order and columns too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.domain.errors import NotFound
from voronka.queries.board_filter import read_query
from voronka.queries.workspace import workspace
from voronka.web.board.words import chips_of
from voronka.web.deal_list import page as list_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from voronka.domain.pipeline import Pipeline
    from voronka.web.request import AppRequest


@dataclass(frozen=True, slots=True)
class Kept:
    """What is to be saved. `query` without its question mark, `address` of the page that shows it."""

    query: str
    address: str
    filters: tuple[str, ...]
    note: str = ""


def kept(request: AppRequest, on: str, pipeline: Pipeline, query: str) -> Kept:
    """Only what the page understands of a query string, in its own order, so that equal views are equal texts.

    Raises:
        NotFound: `on` is no page that has views.
    """
    if on not in _READERS:
        raise NotFound
    return _READERS[on](request, pipeline, query)


def page_address(on: str, pipeline: int) -> str:
    """The page without filters, after a view was removed there; the board where none was told."""
    return reverse("deal-list" if on == "list" else "board", args=[pipeline])


def _of_board(request: AppRequest, pipeline: Pipeline, query: str) -> Kept:
    asked = read_query(query[:1000], owners=request.actor.policy.may_see_colleagues)
    clean = asked.address()[1:]
    filters = tuple(chips_of(asked.filter, workspace().currency))
    return Kept(clean, f"{page_address('board', pipeline.id)}?{clean}", filters)


def _of_list(request: AppRequest, pipeline: Pipeline, query: str) -> Kept:
    asked = list_page.read_query(request, pipeline, query)
    filters = tuple(label for label, _href in list_page.chips(asked, list_page.owner_options(request)))
    note = _("It keeps the filters, the order and the columns.")
    clean = asked.address().removeprefix("?")
    return Kept(clean, f"{page_address('list', pipeline.id)}{asked.address()}", filters, note)


_READERS: dict[str, Callable[[AppRequest, Pipeline, str], Kept]] = {"board": _of_board, "list": _of_list}
