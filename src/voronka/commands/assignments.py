"""Who owns a deal: assigning, and taking what nobody owns yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voronka.commands.deal_rows import begin_visit, end_visit, load_deal, refuse_if_stale, write_deal
from voronka.commands.due_days import recount_due_days
from voronka.commands.event_log import Before, record
from voronka.commands.notifications import notify
from voronka.commands.review_rows import follow_owner
from voronka.commands.search_index import index_deals_and_clients
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, Problem, StaleVersion
from voronka.domain.events import EventKind, MoveHow
from voronka.domain.ids import DealId, TeamId
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.domain.task import TaskState
from voronka.models import Deal, Event, Task, User
from voronka.queries.visibility import holding_of


def assign_deal(
    *, by: Actor, at: datetime, deal: int, owner: int, version: int | None = None, request_id: str = ""
) -> Event:
    """Give a deal, with its open tasks, to another user.

    Raises:
        NotFound, NotAllowed, StaleVersion
        Invalid: the user is unknown, inactive, or not one `by` may give deals to.
    """
    with writing():
        row = load_deal(by, deal)
        if not by.policy.may_assign(holding_of(row)):
            raise NotAllowed
        refuse_if_stale(row, version)
        return give(row, _receiver(by, owner), by=by, at=at, request_id=request_id)


def take_deal(*, by: Actor, at: datetime, deal: int, request_id: str = "") -> Event:
    """Take an unowned deal of one's team. Of several who try at once, one wins.

    Raises:
        NotFound
        StaleVersion: somebody took it first (told to those who may still see it).
        NotAllowed
    """
    with writing():
        row = load_deal(by, deal)
        if row.owner_id is not None:
            name = User.objects.filter(pk=row.owner_id).values_list("name", flat=True).first() or ""
            raise StaleVersion(DealId(row.pk), row.version, row.stage.name, name, row.changed_at)
        if not by.policy.may_take(holding_of(row)):
            raise NotAllowed
        return give(row, User.objects.get(pk=by.id), by=by, at=at, request_id=request_id)


def _receiver(by: Actor, owner: int) -> User:
    user = User.objects.filter(pk=owner, is_active=True, team__isnull=False).first()
    if user is None or not by.policy.may_own(TeamId(user.team_id or 0)):
        raise Invalid({"owner": Problem.UNKNOWN_CHOICE})
    return user


def give(deal: Deal, owner: User, *, by: Actor, at: datetime, request_id: str = "") -> Event:
    """The change itself, within another command's transaction. The stay at the stage goes on."""
    return give_all([deal], owner, by=by, at=at, request_id=request_id)[0]


def give_all(
    deals: Sequence[Deal], owner: User, *, by: Actor, at: datetime, request_id: str = ""
) -> list[Event]:
    """As `give`, for many deals that are given in one transaction."""
    given = [(deal, *_change_owner(deal, owner, by=by, at=at)) for deal in deals]
    index_deals_and_clients(deal.pk for deal in deals)
    one = deals[0].pk if len(deals) == 1 else None
    events = [
        record(
            EventKind.DEAL_ASSIGNED,
            by=by,
            at=at,
            deal=deal,
            before=before,
            payload=payload,
            request_id=request_id,
        )
        for deal, before, payload in given
    ]
    if deals:
        notify(owner.pk, NoticeKind.DEAL_ASSIGNED, at=at, deal=one, payload={"count": len(deals)}, by=by)
    return events


def _change_owner(deal: Deal, owner: User, *, by: Actor, at: datetime) -> tuple[Before, dict[str, Any]]:
    before = Before(deal.stage_id, deal.owner_id, deal.team_id)
    left = end_visit(deal, MoveHow.REASSIGNED, at)
    write_deal(deal, by=by, at=at, owner_id=owner.pk, team_id=owner.team_id)
    follow_owner(deal)
    begin_visit(deal, since=left.since, at=left.left_at or at)
    tasks = list(
        Task.objects.filter(deal=deal, state=TaskState.OPEN, assignee_id=before.owner).values_list(
            "id", flat=True
        )
    )
    Task.objects.filter(pk__in=tasks).update(assignee_id=owner.pk)
    recount_due_days(Task.objects.filter(deal=deal))
    return before, {
        "from_owner": before.owner,
        "to_owner": owner.pk,
        "from_team": before.team,
        "to_team": owner.team_id,
        "to_name": owner.name,
        "tasks": tasks,
    }
