"""The deal page, and its parts again after a change."""

from enum import StrEnum
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from voronka.domain.agenda import takes_the_hour
from voronka.domain.criteria import FileKind, NoteKind
from voronka.domain.errors import NotFound
from voronka.domain.robot import Priority
from voronka.domain.task import TaskKind
from voronka.queries.board_filter import Sort
from voronka.queries.deal_notes import mentionable_names
from voronka.queries.deal_page import deal_page
from voronka.queries.deal_row import SeenDeal, see_deal
from voronka.queries.robot_history import advice_on
from voronka.queries.timeline import Show, timeline
from voronka.web.deal.page_view import page_view
from voronka.web.deal.timeline_view import FILTERS, TimelineView, timeline_view
from voronka.web.labels import (
    FEEDBACK_ICONS,
    FEEDBACK_KINDS,
    FEEDBACK_STATES,
    FEEDBACK_TONES,
    FIT_MARKS,
    FITS,
    MATCH_MARKS,
    MATCHES,
    RECORD_ICONS,
    RECORD_KINDS,
    REFERRAL_ANSWERS,
    TASK_KINDS,
)
from voronka.web.records.addresses import referral_deal_address
from voronka.web.records.views import AFTER_SALE
from voronka.web.request import AppRequest, whole_number
from voronka.web.robot_words import PRIORITIES
from voronka.web.tender_words import DEADLINES
from voronka.web.wording import choices

Choice = TypeVar("Choice", bound=StrEnum)

# What a part is made of: the templates of its pieces, each with a root element of its own.
PARTS: dict[str, tuple[str, ...]] = {
    "head": ("_crumbs", "_head", "_bar"),
    "playbook": ("_advice", "_playbook", "_tender", "_qualification"),
    "timeline": ("_timeline",),
    "client": ("_client", "_loyalty", "_feedback", "_details"),
    "tasks": ("_tasks",),
}
PARTS["all"] = tuple(piece for pieces in list(PARTS.values()) for piece in pieces)


@require_safe
def deal_page_view(request: AppRequest, deal: int) -> HttpResponse:
    """The whole page; `?sort=` is the order of the column one came from."""
    seen = see_deal(request.actor, deal)
    context = _everything(request, seen)
    context |= {
        "mentions": mentionable_names(seen),
        "note_kinds": choices(NoteKind),
        "file_kinds": choices(FileKind),
        "task_kinds": choices(TaskKind),
        "record_kinds": [
            (kind.value, str(name), RECORD_ICONS[kind])
            for kind, name in RECORD_KINDS.items()
            if kind not in AFTER_SALE
        ],
        "upload_max": settings.UPLOAD_MAX_BYTES,
    }
    return render(request, "deal/page.html", context)


@require_safe
def deal_part(request: AppRequest, deal: int, name: str) -> HttpResponse:
    """A part again, or all of them (`all`). The timeline takes `show`, `before` (an event) and `through`."""
    if name not in PARTS:
        raise NotFound
    seen = see_deal(request.actor, deal)
    if name == "timeline" and "before" in request.GET:
        return render(request, "deal/_timeline_page.html", {"timeline": _timeline(request, seen)})
    context = _everything(request, seen)
    return render(request, "deal/parts.html", {**context, "pieces": PARTS[name]})


def _everything(request: AppRequest, seen: SeenDeal) -> dict[str, Any]:
    page = deal_page(seen, at=request.now, sort=_chosen(Sort, request, "sort", Sort.NEXT_STEP))
    return {
        "view": page_view(page),
        "page": page,
        "deal": page.deal,
        "rights": page.rights,
        "advice": advice_on(seen.row),
        "priority": PRIORITIES[Priority(seen.row.priority)],
        "timeline": _timeline(request, seen),
        "filters": FILTERS,
        "task_names": TASK_KINDS,
        "with_others": takes_the_hour,
        "fits": FITS,
        "fit_marks": FIT_MARKS,
        "matches": MATCHES,
        "match_marks": MATCH_MARKS,
        "tender_days": DEADLINES,
        "feedback_kinds": FEEDBACK_KINDS,
        "feedback_states": FEEDBACK_STATES,
        "feedback_icons": FEEDBACK_ICONS,
        "feedback_tones": FEEDBACK_TONES,
        "referral_answers": REFERRAL_ANSWERS,
        "referral_address": referral_deal_address,
        "now": request.now,
    }


def _timeline(request: AppRequest, seen: SeenDeal) -> TimelineView:
    found = timeline(
        seen,
        at=request.now,
        show=_chosen(Show, request, "show", Show.ALL),
        before=whole_number(request.GET.get("before")),
        through=whole_number(request.GET.get("through")),
    )
    return timeline_view(found, request.actor, request.now, after_day=request.GET.get("after", ""))


def _chosen(kind: type[Choice], request: AppRequest, name: str, default: Choice) -> Choice:
    """A choice out of the query; one that does not exist is the default, for addresses live long."""
    try:
        return kind(request.GET.get(name, default))
    except ValueError:
        return default
