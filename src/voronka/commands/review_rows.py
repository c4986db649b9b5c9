"""The rows of reviews, within other commands' transactions: what becomes of a review when its deal goes elsewhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.commands.event_log import record
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.reviews import ReviewState
from voronka.models import Deal, Event, Review
from voronka.queries.reviewers import reviewer_of


def end_review(deal: Deal, *, by: Actor | None, at: datetime, request_id: str = "") -> None:
    """The deal left its stage: an undecided review of that stay ends by itself and says so.

    One query on an index, and only for a deal that was escalated.
    """
    if deal.escalated_for is None:
        return
    row = Review.objects.filter(deal=deal, state=ReviewState.OPEN).first()
    if row is None:
        return
    Review.objects.filter(pk=row.pk).update(
        state=ReviewState.MOVED_ON, ended_at=at, ended_by_id=None if by is None else by.id
    )
    # Another stay may have the same limit, where a deal passed through a stage at once: it is told of anew.
    Deal.objects.filter(pk=deal.pk).update(escalated_for=None)
    deal.escalated_for = None
    told = {"review": row.pk, "assignee": row.assignee_id}
    record(EventKind.REVIEW_MOVED_ON, by=by, at=at, deal=deal, payload=told, request_id=request_id)


def reopen_review(deal: Deal, moved: Event) -> None:
    """The move that ended a review, or that a review decided, was undone: it waits for its head again."""
    ended = Review.objects.filter(deal=deal, ended_at=moved.at, entered_at=deal.entered_at)
    ended.update(state=ReviewState.OPEN, ended_at=None, ended_by=None, decision="")


def follow_owner(deal: Deal) -> None:
    """The deal has another owner, perhaps in another team: its open review is that team's head's."""
    if deal.escalated_for is not None:
        waiting = Review.objects.filter(deal=deal, state=ReviewState.OPEN)
        waiting.update(assignee_id=reviewer_of(deal.team_id, deal.owner_id))


def review_told(row: Review) -> Mapping[str, Any]:
    """How events tell of a review."""
    return {
        "review": row.pk,
        "number": row.number,
        "limit_at": row.limit_at.isoformat(),
        "assignee": row.assignee_id,
    }
