"""Limits that pass: warned of once, escalated once a stay, decided by the head, ended by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from tests.factories import NOON, House, deal_of, unowned_deal
from tests.management.soundness import assert_holds
from voronka.commands.accounts import deactivate_user
from voronka.commands.assignments import assign_deal
from voronka.commands.explanations import answer_explanation, ask_explanation
from voronka.commands.limit_sweep import Swept, sweep_limits
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.reviews import Found, decide_review, put_off_review
from voronka.commands.task_rows import NewTask
from voronka.commands.undo import undo
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.notices import NoticeKind
from voronka.domain.reviews import Decision, ReviewState
from voronka.domain.task import TaskKind
from voronka.models import Deal, DelayCause, Event, Explanation, Notice, Review, Stage
from voronka.models.deal import LIMIT_NOT_TOLD, WARNING_NOT_TOLD
from voronka.queries.deal_row import see_deal
from voronka.queries.reviews import explanation_of, open_reviews, review_of, waiting_explanations

if TYPE_CHECKING:
    from datetime import datetime

DAY = timedelta(days=1)
NEAR = NOON + timedelta(days=2, hours=12)
OVER = NOON + timedelta(days=3, minutes=1)


@pytest.fixture
def cause(db: None) -> int:
    """A cause that is offered at every stage."""
    return DelayCause.objects.create(name="No answer").pk


def go_on(cause: int, at: datetime, **more: Any) -> Found:
    """The deal goes on, for two days more."""
    step = NewTask(TaskKind.CALL, "Call the director", at + DAY)
    return Found(cause, Decision.GO_ON, until=at + 2 * DAY, step=step, **more)


def told_of(deal: Deal) -> list[str]:
    kinds = (
        EventKind.LIMIT_NEAR,
        EventKind.REVIEW_ASKED,
        EventKind.REVIEW_DECIDED,
        EventKind.REVIEW_MOVED_ON,
    )
    return list(
        Event.objects.filter(deal_id=deal.pk, kind__in=kinds).order_by("id").values_list("kind", flat=True)
    )


def test_a_limit_that_nears_warns_the_seller_once(house: House) -> None:
    deal = deal_of(house, "Alice")
    assert sweep_limits(NOON + DAY) == Swept(0, 0)
    assert sweep_limits(NEAR) == Swept(warned=1)
    assert sweep_limits(NEAR + timedelta(minutes=1)) == Swept()
    assert told_of(deal) == [EventKind.LIMIT_NEAR]
    (notice,) = Notice.objects.filter(kind=NoticeKind.LIMIT_NEAR)
    assert notice.to_id == house.people["Alice"].pk


def test_a_limit_that_passes_comes_to_the_head_once(house: House) -> None:
    deal = deal_of(house, "Alice")
    assert sweep_limits(OVER) == Swept(escalated=1)
    assert sweep_limits(OVER + DAY) == Swept()
    review = Review.objects.get()
    hana = house.people["Hana"].pk
    assert (review.deal_id, review.assignee_id, review.number, review.state) == (deal.pk, hana, 1, "open")
    told = set(Notice.objects.values_list("to_id", "kind"))
    assert told == {
        (house.people["Alice"].pk, NoticeKind.LIMIT_PASSED.value),
        (hana, NoticeKind.REVIEW_ASKED.value),
    }
    assert told_of(deal) == [EventKind.REVIEW_ASKED]


def test_the_next_step_stays_what_it_was(house: House) -> None:
    deal = deal_of(house, "Alice")
    before = deal.next_task_id
    sweep_limits(OVER)
    deal.refresh_from_db()
    assert deal.next_task_id == before


def test_a_head_does_not_review_their_own_deal(house: House) -> None:
    deal_of(house, "Hana")
    sweep_limits(OVER)
    assert Review.objects.get().assignee_id == house.people["Ruth"].pk


def test_without_a_head_the_administrator_looks_into_it(house: House) -> None:
    house.people["Hana"].is_active = False
    type(house.people["Hana"]).objects.filter(name__in=["Hana", "Ruth"]).update(is_active=False)
    unowned_deal(house)
    sweep_limits(OVER)
    assert Review.objects.get().assignee_id == house.people["Zoe"].pk


def test_a_head_who_left_hands_their_reviews_on(house: House) -> None:
    deal_of(house, "Alice")
    sweep_limits(OVER)
    deactivate_user(by=house.actor("Zoe"), at=OVER, user=house.people["Hana"].pk, receiver=None)
    sweep_limits(OVER + DAY)
    assert Review.objects.get().assignee_id == house.people["Ruth"].pk


def test_a_decision_sets_a_new_date_and_the_review_comes_back_when_it_passes(
    house: House, cause: int
) -> None:
    deal = deal_of(house, "Alice")
    sweep_limits(OVER)
    first = Review.objects.get()
    decide_review(by=house.actor("Hana"), at=OVER, review=first.pk, found=go_on(cause, OVER))
    deal.refresh_from_db()
    assert deal.limit_at == deal.limit_moved_to == OVER + 2 * DAY
    assert deal.tasks.filter(title="Call the director").exists()
    assert sweep_limits(OVER + DAY).escalated == 0
    assert sweep_limits(OVER + 3 * DAY) == Swept(escalated=1)
    assert list(Review.objects.order_by("id").values_list("number", "state")) == [(1, "decided"), (2, "open")]
    (notice,) = Notice.objects.filter(kind=NoticeKind.REVIEW_DECIDED)
    assert notice.to_id == house.people["Alice"].pk


def test_another_limit_of_the_same_stay_is_not_escalated_again(house: House) -> None:
    deal_of(house, "Alice")
    sweep_limits(OVER)
    Deal.objects.update(limit_at=OVER - timedelta(hours=3))
    assert sweep_limits(OVER + DAY) == Swept()
    assert Review.objects.count() == 1


def test_a_decision_needs_a_cause_a_date_and_a_step(house: House, cause: int) -> None:
    deal_of(house, "Alice")
    sweep_limits(OVER)
    with pytest.raises(Invalid) as refusal:
        decide_review(
            by=house.actor("Hana"), at=OVER, review=Review.objects.get().pk, found=Found(None, Decision.GO_ON)
        )
    assert dict(refusal.value.problems) == {
        "cause_id": Problem.REQUIRED,
        "until": Problem.REQUIRED,
        "step": Problem.REQUIRED,
    }
    # A deal whose next step is live may go on with it.
    Deal.objects.get().tasks.update(due_at=OVER + DAY)
    Deal.objects.update(next_step_at=OVER + DAY)
    with pytest.raises(Invalid) as refusal:
        decide_review(
            by=house.actor("Hana"), at=OVER, review=Review.objects.get().pk, found=Found(None, Decision.GO_ON)
        )
    assert "step" not in refusal.value.problems
    other = Stage.objects.get(name="Sign").delay_causes.create(name="Lawyers")
    with pytest.raises(Invalid):
        decide_review(
            by=house.actor("Hana"), at=OVER, review=Review.objects.get().pk, found=go_on(other.pk, OVER)
        )
    assert Review.objects.get().state == ReviewState.OPEN
    assert cause


def test_a_seller_decides_no_review_and_another_head_does_not_see_it(house: House, cause: int) -> None:
    deal_of(house, "Alice")
    sweep_limits(OVER)
    review = Review.objects.get().pk
    for name, refused in (("Alice", NotAllowed), ("Bob", NotFound), ("Hugo", NotFound)):
        with pytest.raises(refused):
            decide_review(by=house.actor(name), at=OVER, review=review, found=go_on(cause, OVER))
    decide_review(by=house.actor("Ruth"), at=OVER, review=review, found=go_on(cause, OVER))


def test_giving_the_deal_away_is_a_decision(house: House, cause: int) -> None:
    deal = deal_of(house, "Alice")
    sweep_limits(OVER)
    found = Found(cause, Decision.GIVE, until=OVER + DAY, owner=house.people["Bob"].pk, note="Bob knows them")
    decide_review(by=house.actor("Hana"), at=OVER, review=Review.objects.get().pk, found=found)
    deal.refresh_from_db()
    assert (deal.owner_id, deal.limit_at) == (house.people["Bob"].pk, OVER + DAY)
    assert Review.objects.get().given_to_id == house.people["Bob"].pk


def test_losing_the_deal_is_a_decision_and_its_undo_opens_the_review_again(house: House, cause: int) -> None:
    deal = deal_of(house, "Alice")
    sweep_limits(OVER)
    lost = Move(to=house.stage("Lost"), lost_reason=house.lost_reason, reason="They stopped")
    hana = house.actor("Hana")
    decide_review(
        by=hana, at=OVER, review=Review.objects.get().pk, found=Found(cause, Decision.LOSE, move=lost)
    )
    deal.refresh_from_db()
    assert (deal.is_open, deal.limit_at) == (False, None)
    moved = Event.objects.get(deal_id=deal.pk, kind=EventKind.DEAL_MOVED)
    undo(by=hana, at=OVER + timedelta(minutes=1), event=moved.pk)
    assert Review.objects.get().state == ReviewState.OPEN
    assert sweep_limits(OVER + DAY) == Swept()


def test_lowering_the_priority_needs_to_say_why(house: House, cause: int) -> None:
    deal = deal_of(house, "Alice")
    sweep_limits(OVER)
    lower = Found(cause, Decision.LOWER, until=OVER + DAY)
    review = Review.objects.get().pk
    with pytest.raises(Invalid):
        decide_review(by=house.actor("Hana"), at=OVER, review=review, found=lower)
    said = Found(cause, Decision.LOWER, until=OVER + DAY, note="No budget\nbefore spring")
    decide_review(by=house.actor("Hana"), at=OVER, review=review, found=said)
    deal.refresh_from_db()
    assert deal.priority == "low"


def test_help_is_the_heads_own_task(house: House, cause: int) -> None:
    deal = deal_of(house, "Alice")
    sweep_limits(OVER)
    step = NewTask(TaskKind.CALL, "I call their director", OVER + DAY)
    found = Found(cause, Decision.HELP, until=OVER + 2 * DAY, step=step)
    decide_review(by=house.actor("Hana"), at=OVER, review=Review.objects.get().pk, found=found)
    assert deal.tasks.get(title="I call their director").assignee_id == house.people["Hana"].pk


def test_a_review_ends_by_itself_when_the_deal_moves_on_and_waits_again_after_the_undo(house: House) -> None:
    deal = deal_of(house, "Alice")
    sweep_limits(OVER)
    moved = move_deal(by=house.actor("Alice"), at=OVER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    assert Review.objects.get().state == ReviewState.MOVED_ON
    assert told_of(deal) == [EventKind.REVIEW_ASKED, EventKind.REVIEW_MOVED_ON]
    undo(by=house.actor("Alice"), at=OVER + timedelta(minutes=1), event=moved.event.pk)
    assert Review.objects.get().state == ReviewState.OPEN


def test_undoing_the_move_to_a_stage_ends_its_review(house: House) -> None:
    deal = deal_of(house, "Alice")
    moved = move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(to=house.stage("Propose")))
    sweep_limits(OVER)
    assert Review.objects.get().stage_id == house.stage("Propose")
    undo(by=house.actor("Alice"), at=OVER, event=moved.event.pk)
    assert Review.objects.get().state == ReviewState.MOVED_ON
    assert sweep_limits(OVER) == Swept(escalated=1)
    assert Review.objects.get(state=ReviewState.OPEN).stage_id == house.stage("Qualify")
    assert_holds()


def test_the_date_of_a_review_ends_with_the_stay_and_comes_back_with_its_undo(
    house: House, cause: int
) -> None:
    deal = deal_of(house, "Alice")
    sweep_limits(OVER)
    decide_review(by=house.actor("Hana"), at=OVER, review=Review.objects.get().pk, found=go_on(cause, OVER))
    moved = move_deal(by=house.actor("Alice"), at=OVER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    deal.refresh_from_db()
    assert deal.limit_moved_to is None
    assert deal.limit_at == OVER + 3 * DAY
    undo(by=house.actor("Alice"), at=OVER + timedelta(minutes=1), event=moved.event.pk)
    deal.refresh_from_db()
    assert deal.limit_at == deal.limit_moved_to == OVER + 2 * DAY


def test_a_deal_that_goes_to_another_team_takes_its_review_along(house: House) -> None:
    deal = deal_of(house, "Alice")
    sweep_limits(OVER)
    given = assign_deal(by=house.actor("Ruth"), at=OVER, deal=deal.pk, owner=house.people["Charlie"].pk)
    assert Review.objects.get().assignee_id == house.people["Hugo"].pk
    undo(by=house.actor("Ruth"), at=OVER, event=given.pk)
    assert Review.objects.get().assignee_id == house.people["Hana"].pk


def test_putting_off_asks_for_a_reason_and_is_counted(house: House) -> None:
    deal_of(house, "Alice")
    sweep_limits(OVER)
    review = Review.objects.get().pk
    hana = house.actor("Hana")
    with pytest.raises(Invalid):
        put_off_review(by=hana, at=OVER, review=review, until=OVER + DAY, reason=" ")
    for times in (1, 2):
        until = OVER + times * DAY
        put_off_review(by=hana, at=OVER, review=review, until=until, reason="Alice is ill")
    found = Review.objects.get()
    assert (found.put_off, found.due_at) == (2, OVER + 2 * DAY)


def test_heads_see_what_waits_for_them_first_and_sellers_see_nothing(house: House) -> None:
    deal_of(house, "Alice")
    deal_of(house, "Charlie", at=NOON + timedelta(minutes=5))
    sweep_limits(OVER + timedelta(hours=1))
    assert open_reviews(house.actor("Alice")).total == 0
    assert [one.is_mine for one in open_reviews(house.actor("Hana")).rows] == [True]
    ruth = open_reviews(house.actor("Ruth"))
    assert (ruth.total, [one.is_mine for one in ruth.rows]) == (2, [False, False])


def test_a_seller_is_asked_and_answers_in_writing(house: House) -> None:
    deal = deal_of(house, "Alice")
    hana, alice = house.actor("Hana"), house.actor("Alice")
    asked = ask_explanation(by=hana, at=NOON, deal=deal.pk, question="Why no call?", due_at=NOON + DAY)
    assert [one.question for one in waiting_explanations(alice)] == ["Why no call?"]
    assert waiting_explanations(house.actor("Bob")) == ()
    with pytest.raises(Invalid):
        ask_explanation(by=hana, at=NOON, deal=deal.pk, question="And?", due_at=NOON + DAY)
    with pytest.raises(NotAllowed):
        answer_explanation(by=hana, at=NOON, explanation=asked.pk, answer="I know")
    answer_explanation(by=alice, at=NOON + 2 * DAY, explanation=asked.pk, answer="He was away")
    with pytest.raises(NotFound):
        answer_explanation(by=alice, at=NOON + 2 * DAY, explanation=asked.pk, answer="Once more")
    assert Explanation.objects.get().answer == "He was away"
    given = Event.objects.get(kind=EventKind.EXPLANATION_GIVEN)
    assert given.payload["is_late"]
    assert waiting_explanations(hana) == ()
    kinds = Notice.objects.order_by("id").values_list("to__name", "kind")
    assert list(kinds) == [("Alice", "explanation_asked"), ("Hana", "explanation_given")]


def test_a_question_to_who_holds_the_deal_no_longer_is_moot(house: House) -> None:
    deal = deal_of(house, "Alice")
    hana = house.actor("Hana")
    ask_explanation(by=hana, at=NOON, deal=deal.pk, question="Why?", due_at=NOON + DAY)
    assign_deal(by=hana, at=NOON, deal=deal.pk, owner=house.people["Bob"].pk)
    assert waiting_explanations(hana) == ()
    assert explanation_of(see_deal(hana, deal.pk)) is None
    assert review_of(see_deal(hana, deal.pk)) is None


def test_a_seller_asks_nobody_to_explain(house: House) -> None:
    deal = deal_of(house, "Alice")
    for name, refused in (("Alice", NotAllowed), ("Bob", NotFound)):
        with pytest.raises(refused):
            ask_explanation(by=house.actor(name), at=NOON, deal=deal.pk, question="?", due_at=NOON + DAY)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["warn", "limit"])
def test_the_sweep_reads_only_what_is_new(column: str) -> None:
    condition = WARNING_NOT_TOLD if column == "warn" else LIMIT_NOT_TOLD
    rows = Deal.objects.filter(condition, **{f"{column}_at__lte": OVER}).order_by(f"{column}_at")[:20]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    index = "deal_to_warn" if column == "warn" else "deal_to_escalate"
    assert index in rows.values_list("id").explain()
