"""The sweep for limits: sellers are warned while there is time left, heads look into what passed (R33, R34).

It costs what is new since the last time, not what there is: two partial indexes hold only the deals that are still to
be told of. A few deals a transaction, so that nobody waits for it. Killed anywhere, it goes on where it was: what was
told of is written in the same transaction as the telling.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from voronka.commands.deal_rows import write_deal
from voronka.commands.event_log import record
from voronka.commands.notifications import notify
from voronka.commands.review_rows import review_told
from voronka.commands.rows import insert_row
from voronka.commands.transaction import writing
from voronka.domain.events import EventKind
from voronka.domain.notices import NoticeKind
from voronka.domain.reviews import ReviewState
from voronka.models import Deal, Review, Stage, User
from voronka.models.deal import LIMIT_NOT_TOLD, WARNING_NOT_TOLD
from voronka.queries.calendars import calendar_of
from voronka.queries.reviewers import Leaders, leaders
from voronka.queries.rows import find_rows

# Deals of one transaction, and of one round at most: the next goes on.
PORTION = 20
MOST = 300
# A head has until then to look into a deal: one working day.
TERM = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many were told of."""

    warned: int = 0
    escalated: int = 0


def sweep_limits(at: datetime) -> Swept:
    """Tell of every limit that came near or passed until `at`, each once a stay; at most `MOST` of each."""
    lead = leaders()
    hand_on_reviews(lead)
    passed = Deal.objects.filter(LIMIT_NOT_TOLD, limit_at__lte=at).order_by("limit_at")
    escalated = _in_portions(passed, lambda deal: _escalate(deal, at, lead))
    near = Deal.objects.filter(WARNING_NOT_TOLD, warn_at__lte=at).order_by("warn_at")
    return Swept(_in_portions(near, lambda deal: _warn(deal, at)), escalated)


def hand_on_reviews(lead: Leaders) -> None:
    """Reviews of heads who left, or who lead nobody any more, go to who leads now."""
    there = {*lead.administrators, *(head for heads in lead.heads.values() for head in heads)}
    waiting = Review.objects.filter(state=ReviewState.OPEN)
    gone = set(waiting.order_by().values_list("assignee_id", flat=True).distinct()) - there
    for row in waiting.filter(assignee__in=gone - {None}).select_related("deal"):
        assignee = lead.reviewer(row.deal.team_id, row.deal.owner_id)
        Review.objects.filter(pk=row.pk).update(assignee_id=assignee)


def _in_portions(waiting: QuerySet[Deal], tell: Callable[[Deal], bool]) -> int:
    """Tell of them, a few a transaction; how many were told of."""
    told = 0
    for _ in range(MOST // PORTION):
        with writing():
            # Ids first: a row that is locked after a wait must be asked again whether it is still to be told of.
            ids = list(waiting.values_list("id", flat=True)[:PORTION])
            for id in ids:
                told += sum(tell(deal) for deal in find_rows(Deal, {"id": id}, lock=True))
        if len(ids) < PORTION:
            break
    return told


def _escalate(deal: Deal, at: datetime, lead: Leaders) -> bool:
    """Ask the head to look into it. Again in the same stay only when a date that a review set has passed."""
    if deal.limit_at is None or not deal.is_open or deal.limit_at > at:
        return False
    # Two stays may begin at one instant, where a deal passed through a stage at once.
    known = Review.objects.filter(deal=deal, entered_at=deal.entered_at).order_by("-number")
    before = known.filter(stage=deal.stage_id).first()
    if before is not None and (before.until is None or before.until > at):
        Deal.objects.filter(pk=deal.pk).update(escalated_for=deal.limit_at)
        return False
    _ask_review(deal, at, 1 + (known.values_list("number", flat=True).first() or 0), lead)
    return True


def _ask_review(deal: Deal, at: datetime, number: int, lead: Leaders) -> None:
    assignee = lead.reviewer(deal.team_id, deal.owner_id)
    row = insert_row(
        Review, deal_id=deal.pk, stage_id=deal.stage_id, entered_at=deal.entered_at, number=number,
        seller_id=deal.owner_id, team_id=deal.team_id, limit_at=deal.limit_at, passed_at=at, assignee_id=assignee,
        due_at=calendar_of(deal.team_id).after(at, TERM),
    )  # fmt: skip
    # Who is told that it passed need not be told that it nears.
    write_deal(deal, by=None, at=at, escalated_for=deal.limit_at, warned_for=deal.entered_at)
    stage, seller = _name(Stage, deal.stage_id), _name(User, deal.owner_id)
    key = f"limit:{row.pk}"
    if deal.owner_id is not None:
        notify(deal.owner_id, NoticeKind.LIMIT_PASSED, at=at, deal=deal.pk, payload={"stage": stage}, key=key)
    if assignee is not None:
        told = {"stage": stage, "seller": seller}
        notify(assignee, NoticeKind.REVIEW_ASKED, at=at, deal=deal.pk, payload=told, key=key)
    record(EventKind.REVIEW_ASKED, by=None, at=at, deal=deal, payload=review_told(row))


def _warn(deal: Deal, at: datetime) -> bool:
    """Tell the seller that little time is left."""
    is_near = deal.warn_at is not None and deal.warn_at <= at and deal.warned_for != deal.entered_at
    if not is_near or not deal.is_open or deal.limit_at is None:
        return False
    if deal.limit_at <= at:
        # Told as passed; so a late sweep, or one after a shorter limit, warns nobody of what has been.
        Deal.objects.filter(pk=deal.pk).update(warned_for=deal.entered_at)
        return False
    write_deal(deal, by=None, at=at, warned_for=deal.entered_at)
    if deal.owner_id is not None:
        told = {"stage": _name(Stage, deal.stage_id), "limit_at": deal.limit_at.isoformat()}
        key = f"limit-near:{deal.pk}:{int(deal.entered_at.timestamp())}"
        notify(deal.owner_id, NoticeKind.LIMIT_NEAR, at=at, deal=deal.pk, payload=told, key=key)
    payload = {"limit_at": deal.limit_at.isoformat()}
    record(EventKind.LIMIT_NEAR, by=None, at=at, deal=deal, payload=payload)
    return True


def _name(model: type[Stage] | type[User], id: int | None) -> str:
    return model._default_manager.filter(pk=id or 0).values_list("name", flat=True).first() or ""  # noqa: SLF001 - Django's public name for it
