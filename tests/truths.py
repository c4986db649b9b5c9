"""What must be true of any database, told a second way: by recounting, never by the product's own code."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import time
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from voronka.domain.events import DealState, EventKind, replay
from voronka.models import (
    Deal,
    Event,
    GatePassage,
    Objection,
    StageCount,
    StageFlow,
    StageVisit,
    Task,
    VerifiedReason,
    Workspace,
)
from voronka.queries.calendars import calendar_of


def assert_all_true() -> None:
    """Every truth below."""
    assert_open_deals_have_live_next_steps()
    assert_days_end_when_their_work_does()
    assert_visits_are_whole()
    assert_counts_equal_a_recount()
    assert_flows_equal_a_recount()
    assert_the_log_replays_to_the_board()
    assert_what_is_verified_was_lost()
    assert_passages_are_what_the_log_tells()


def assert_open_deals_have_live_next_steps() -> None:
    for deal in Deal.objects.select_related("stage"):
        assert deal.is_open == (deal.stage.kind in {"unsorted", "working"})
        steps = sorted((t.due_at, t.pk) for t in Task.objects.filter(deal=deal, state="open"))
        if deal.is_open:
            assert steps, f"deal {deal.pk} has no next step"
            assert deal.owner_id is not None or deal.stage.kind == "unsorted"
        assert (deal.next_step_at, deal.next_task_id) == (steps[0] if steps else (None, None))


def assert_days_end_when_their_work_does() -> None:
    """Of each open task of a day: the last second of work that its assignee's clock shows on that date."""
    nobodys = Workspace.objects.get().time_zone
    for task in Task.objects.filter(state="open", due_on__isnull=False).select_related("assignee", "deal"):
        assert task.due_on is not None
        shown = task.due_at.astimezone(ZoneInfo(task.assignee.time_zone if task.assignee else nobodys))
        hours = calendar_of(task.deal.team_id).hours(task.due_on)
        closes = hours[-1][1] if hours else time(0)
        assert shown.date() == task.due_on, f"task {task.pk} ends on another day"
        assert shown.time() == (closes if closes != time(0) else time(23, 59, 59))


def assert_visits_are_whole() -> None:
    for deal in Deal.objects.all():
        visits = list(StageVisit.objects.filter(deal=deal).order_by("id"))
        assert visits[0].entered_at == deal.created_at
        for earlier, later in pairwise(visits):
            assert earlier.left_at == later.entered_at, f"deal {deal.pk}: gap or overlap"
            assert earlier.left_how
        last = visits[-1]
        assert last.left_at is None
        assert (last.stage_id, last.owner_id, last.team_id) == (deal.stage_id, deal.owner_id, deal.team_id)
        assert last.since == deal.entered_at


def assert_counts_equal_a_recount() -> None:
    deals: Counter[tuple[int, int, int]] = Counter()
    amounts: defaultdict[tuple[int, int, int], Decimal] = defaultdict(Decimal)
    for deal in Deal.objects.filter(is_open=True):
        key = (deal.stage_id, deal.team_id, deal.owner_id or 0)
        deals[key] += 1
        amounts[key] += deal.amount_base
    kept = {(row.stage_id, row.team_id, row.owner_key): row for row in StageCount.objects.all()}
    assert {key: row.deals for key, row in kept.items() if row.deals} == dict(deals)
    assert {key: row.amount for key, row in kept.items() if row.amount} == {
        k: v for k, v in amounts.items() if v
    }


def assert_flows_equal_a_recount() -> None:
    # The tests' workspace keeps Kyiv time; each test acts far from midnight there, or says so.
    ended: Counter[tuple[int, str, int, int]] = Counter()
    for visit in StageVisit.objects.exclude(left_at=None):
        ended[visit.stage_id, visit.left_how, visit.team_id, visit.owner_id or 0] += 1
    kept: Counter[tuple[int, str, int, int]] = Counter()
    for row in StageFlow.objects.all():
        kept[row.stage_id, row.left_how, row.team_id, row.owner_key] += row.visits
    assert +kept == ended
    assert not -kept


def assert_the_log_replays_to_the_board() -> None:
    for deal in Deal.objects.all():
        log = Event.objects.filter(deal_id=deal.pk).order_by("id").values_list("kind", "payload")
        state = DealState(deal.stage_id, deal.owner_id, deal.team_id, str(deal.amount_base))
        assert replay((EventKind(kind), payload) for kind, payload in log) == state


def assert_what_is_verified_was_lost() -> None:
    for found in VerifiedReason.objects.filter(removed_at=None):
        log = Event.objects.filter(deal_id=found.deal_id)
        undone = set(log.filter(kind=EventKind.UNDONE).values_list("payload__event", flat=True))
        lost = log.filter(kind=EventKind.DEAL_MOVED, payload__how="lost", at=found.lost_at)
        assert set(lost.values_list("pk", flat=True)) - undone, f"deal {found.deal_id} was not lost then"
    for objection in Objection.objects.filter(removed_at=None).select_related("deal", "stage"):
        assert objection.stage.kind in {"unsorted", "working"}
        assert objection.stage.pipeline_id == objection.deal.pipeline_id


def assert_passages_are_what_the_log_tells() -> None:
    """Every move on that nobody took back, with what it was passed by: the log read again, line by line."""
    undone = set(Event.objects.filter(kind=EventKind.UNDONE).values_list("payload__event", flat=True))
    told = {}
    for event in Event.objects.filter(kind=EventKind.DEAL_MOVED).exclude(pk__in=undone):
        said = event.payload
        if said["how"] not in {"forward", "won"} or not said.get("passage", True):
            continue
        missing = [(one["criterion"], True, None) for one in said["evidence"] if not one["evidence"]]
        words = [
            (one["criterion"], False, _confirmed_by(event, one["criterion"]))
            for one in said["evidence"]
            if one["by_hand"] and one["evidence"]
        ]
        told[event.pk] = (
            event.deal_id, event.pipeline_id, said["from"], said.get("playbook_version", 1), event.at, event.actor_id,
            len(said["evidence"]), len(words), len(missing), said["exception"], bool(said["exception"]),
            sorted(missing + words),
        )  # fmt: skip
    kept = {
        row.event_id: (
            row.deal_id, row.pipeline_id, row.stage_id, row.version, row.at, row.by_id, row.asked, row.by_word,
            row.waived, row.exception, row.is_exception,
            sorted(row.without_fact.values_list("criterion_id", "is_waived", "by_id")),
        )
        for row in GatePassage.objects.all()
    }  # fmt: skip
    assert kept == told


def _confirmed_by(moved: Event, criterion: int) -> int | None:
    """Who had said so last before the move."""
    said = Event.objects.filter(deal_id=moved.deal_id, kind="criterion_confirmed", id__lt=moved.pk)
    last = said.filter(payload__criterion=criterion).order_by("-id").first()
    assert last is not None
    return last.actor_id
