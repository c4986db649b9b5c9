"""The page as its templates take it: the deal with its buttons, its way and its playbook in words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.domain.pipeline import StageKind
from voronka.queries.board_filter import Sort
from voronka.queries.deal_page import Closing, DealPage
from voronka.web.deal.fields import FieldView, custom_fields, field_view, panel_fields
from voronka.web.deal.hand_over_view import GoesOn, HandOverLine, goes_on, hand_over_lines
from voronka.web.deal.links_view import LinkView, link_views
from voronka.web.deal.playbook_view import Chevron, CriterionRow, chevrons, criterion_rows
from voronka.web.deal.review_view import ReviewLine, explanation_line, review_line
from voronka.web.formatting import date_long, number, time_of
from voronka.web.labels import VERIFIED_HOWS, Label
from voronka.web.tender_words import next_day_text

Kind = Literal["move", "locked", "win", "take", "reopen"]


@dataclass(frozen=True, slots=True)
class MainButton:
    """The one thing to do with the deal now. `short` is the label on a phone."""

    kind: Kind
    label: str
    short: str
    left: str
    to: int | None


@dataclass(frozen=True, slots=True)
class Banner:
    """What a closed or an unowned deal says on top."""

    tone: str
    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything that the templates of the page need, besides the timeline."""

    page: DealPage
    title: FieldView
    amount: FieldView
    expected_close: FieldView
    fields: tuple[FieldView, ...]
    chevrons: tuple[Chevron, ...]
    criteria: tuple[CriterionRow, ...]
    links: tuple[LinkView, ...]
    handing: tuple[HandOverLine, ...]
    goes_on: tuple[GoesOn, ...]
    review: ReviewLine | None
    explanation: ReviewLine | None
    today: date
    tender_next: str
    tender_tone: str
    main: MainButton | None
    banner: Banner | None
    place_text: str
    last_move: str
    board: str
    may_win: bool
    lost: int
    postponed: int
    won: int
    created_on: date
    limit_minutes: int | None
    stage_number: int
    stage_count: int
    stated_competitor: str
    verified_how: Label


def page_view(page: DealPage) -> PageView:
    """Shape the page. Two queries where the currency may be chosen, else none."""
    deal = page.deal
    limit = deal.limit
    today = localtime().date()
    tender_next, tender_tone = ("", "") if page.tender is None else next_day_text(page.tender, today)
    working = deal.pipeline.working
    return PageView(
        page=page,
        title=field_view(deal, "title", "head"),
        amount=field_view(deal, "amount", "head"),
        expected_close=field_view(deal, "expected_close_on", "head"),
        fields=(*panel_fields(deal, may_edit=page.rights.edit), *custom_fields(page)),
        chevrons=chevrons(page),
        criteria=criterion_rows(page),
        links=link_views(page.links),
        handing=hand_over_lines(page),
        goes_on=goes_on(page),
        review=review_line(page),
        explanation=explanation_line(page),
        today=today,
        tender_next=tender_next,
        tender_tone=tender_tone,
        main=_main(page),
        banner=_banner(page),
        place_text=_place(page),
        last_move=_last_move(page),
        board=_board(page),
        may_win=deal.stage is deal.pipeline.columns[-1] or page.rights.let_through,
        lost=deal.pipeline.only(StageKind.LOST).id,
        postponed=deal.pipeline.only(StageKind.POSTPONED).id,
        won=deal.pipeline.only(StageKind.WON).id,
        created_on=localtime(deal.created_at).date(),
        limit_minutes=None if limit is None else int(limit.total_seconds() // 60),
        stage_number=working.index(deal.stage) + 1 if deal.stage in working else 0,
        stage_count=len(working),
        stated_competitor=deal.competitor
        if deal.closing is not None and deal.closing.asks_competitor
        else "",
        verified_how="" if page.verified is None else VERIFIED_HOWS[page.verified.how],
    )


def _board(page: DealPage) -> str:
    """The column one came from, in the order it was in; an exit has none."""
    deal, place = page.deal, page.place
    address = reverse("board", args=[deal.pipeline.id])
    if place is None:
        return address
    order = "" if place.sort is Sort.NEXT_STEP else f"?sort={place.sort.value}"
    return f"{address}{order}#s{deal.stage.id}"


def _main(page: DealPage) -> MainButton | None:
    if page.rights.take:
        return MainButton("take", _("Take this deal"), _("Take"), "", None)
    if not page.rights.edit:
        return None
    to = page.playbook.to
    if to is None:
        return MainButton("reopen", _("Reopen…"), _("Reopen…"), "", None)
    left = page.playbook.left
    if to.kind is StageKind.WON:
        label = _("Mark as won")
        return MainButton("locked" if left else "win", label, label, _left(left), to.id)
    label = _("Move to %(stage)s") % {"stage": to.name}
    return MainButton("locked" if left else "move", label, to.name, _left(left), to.id)


def _left(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(num)s left", "%(num)s left", count) % {"num": number(count)}


def _banner(page: DealPage) -> Banner | None:
    closing = page.deal.closing
    if closing is not None:
        return _closed(closing)
    if page.deal.owner is None and page.rights.take:
        text = _("Take it to work on it; until then it can only be read.")
        return Banner("acc", "hand", _("Nobody owns this deal yet."), text)
    return None


def _closed(closing: Closing) -> Banner:
    day = date_long(localtime(closing.at).date())
    text = " ".join(part for part in (closing.reason and f"{closing.reason}.", closing.note) if part)
    match closing.kind:
        case StageKind.WON:
            return Banner("ok", "trophy", _("Won on %(day)s") % {"day": day}, text)
        case StageKind.LOST:
            # Why stands below it, in two voices.
            return Banner("", "circle-x", _("Lost on %(day)s") % {"day": day}, "")
        case _:
            until = "" if closing.until is None else date_long(closing.until)
            return Banner("warn", "alarm-clock", _("Postponed until %(day)s") % {"day": until}, text)


def _place(page: DealPage) -> str:
    """`3 of 11 by next step`."""
    place = page.place
    if place is None:
        return ""
    numbers = {"position": number(place.position), "count": number(place.count)}
    match place.sort:
        case Sort.NEXT_STEP:
            return _("%(position)s of %(count)s by next step") % numbers
        case Sort.CREATED:
            return _("%(position)s of %(count)s by day made") % numbers
        case Sort.ENTERED:
            return _("%(position)s of %(count)s by time at the stage") % numbers
        case Sort.AMOUNT:
            return _("%(position)s of %(count)s by amount") % numbers


def _last_move(page: DealPage) -> str:
    """`Moved by Hana to Propose at 14:02`, for a colleague who looks at the page meanwhile."""
    move = page.last_move
    if move is None:
        return ""
    told = {"stage": move.to, "time": time_of(move.at, get_current_timezone())}
    if move.by is None:
        return _("Moved to %(stage)s at %(time)s") % told
    return _("Moved by %(name)s to %(stage)s at %(time)s") % {**told, "name": move.by.name}
