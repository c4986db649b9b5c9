"""What people do: sellers the step that is due, whatever the gate asks for, the move, sometimes nothing; heads review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.simulation.company import ZONE
from voronka.commands.assignments import take_deal
from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.demonstration import people, words
from voronka.commands.demonstration.acts import Desk, acts, meet
from voronka.commands.handing_on import Handed
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.reviews import Found, decide_review
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import complete_task
from voronka.domain.gate import review_stage
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.domain.reviews import Decision, ReviewState
from voronka.domain.task import TaskKind
from voronka.models import Deal, DelayCause, Reason, Review
from voronka.queries.facts import facts_of
from voronka.queries.hand_overs import ways_on
from voronka.queries.pipelines import pipeline_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from tests.simulation.company import Department
    from voronka.domain.permissions import Actor

_NEGLECTS = 0.12
_LOSES = 0.05
_POSTPONES = 0.03
_WAITS = 0.35
_TAKES = 0.5
_DECIDES = 0.6
_SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Office:
    """What everybody's work is made with. `chance` decides all that a person would."""

    chance: Random
    folder: Path

    def request_comes(self, at: datetime, department: Department, number: int) -> Deal:
        """Somebody asks: a seller answers, or it waits in Unsorted for whoever takes it."""
        seller = self.chance.choice(department.sellers)
        unowned = self.chance.random() < 0.3
        client = ClientWords(
            company=f"Client {number}",
            contact=f"Person {number}",
            phone=f"+38067{number:07}",
            email=f"p{number}@client.example",
        )
        source = self.chance.choice(words.SOURCES)
        new = NewDeal(
            department.pipeline.pk, title=f"Request {number}", client=client, source=source, unowned=unowned
        )
        return create_deal(by=seller, at=at, new=new)

    def an_hour(self, at: datetime, departments: Sequence[Department], *, most: int) -> None:
        """What all sellers do: some of what nobody has taken, then their steps that are due, the longest waiting first."""
        where: dict[int, tuple[Department, Actor]] = {
            int(seller.id): (department, seller)
            for department in departments
            for seller in department.sellers
        }
        for deal, team in Deal.objects.filter(is_open=True, owner=None).values_list("id", "team"):
            if self.chance.random() < _TAKES:
                sellers = next(one.sellers for one in departments if one.head.team == team)
                take_deal(by=self.chance.choice(sellers), at=at, deal=deal)
        left: dict[int, int] = dict.fromkeys(where, most)
        due = Deal.objects.filter(is_open=True, owner__in=where, next_step_at__lte=at + _SOON)
        for deal, owner in due.order_by("next_step_at", "id").values_list("id", "owner"):
            if left[owner] and self.chance.random() >= _NEGLECTS:
                left[owner] -= 1
                self._touch(at, *where[owner], deal)

    def a_morning(self, at: datetime, departments: Sequence[Department]) -> None:
        """What heads do: they look into some of the deals that were too long at their stage."""
        cause = DelayCause.objects.filter(stage=None, is_retired=False).order_by("id")[0]
        waiting = Review.objects.filter(state=ReviewState.OPEN).order_by("id").values_list("id", "assignee")
        heads = {int(one.head.id): one.head for one in departments}
        for review, assignee in waiting:
            if assignee in heads and self.chance.random() < _DECIDES:
                until = at + timedelta(days=self.chance.randint(2, 6), hours=self.chance.randint(0, 5))
                step = NewTask(TaskKind.CALL, "Ask what holds them back", at + _SOON)
                found = Found(cause.pk, Decision.GO_ON, note="They will answer.", until=until, step=step)
                decide_review(by=heads[assignee], at=at, review=review, found=found)

    def _touch(self, at: datetime, department: Department, seller: Actor, id: int) -> None:
        deal = Deal.objects.select_related("next_task").get(pk=id)
        pipeline = pipeline_for(deal)
        stage = _stage(deal, pipeline)
        drawn = self.chance.random()
        if drawn < _LOSES + _POSTPONES and stage.kind is StageKind.WORKING:
            kind = StageKind.LOST if drawn < _LOSES else StageKind.POSTPONED
            move_deal(by=seller, at=at, deal=id, move=self._way_out(at, pipeline, kind))
            return
        missing = [
            one.criterion for one in review_stage(facts_of(deal, pipeline, stage), pipeline) if not one.is_met
        ]
        if missing:
            for act in acts(missing[:2]):
                meet(
                    self._desk(at, department, seller, id),
                    seller,
                    at,
                    Deal.objects.select_related("next_task").get(pk=id),
                    act,
                )
        elif self.chance.random() >= _WAITS:
            to = pipeline.after(stage)
            handed = self._handed(deal, department, seller) if to.kind is StageKind.WON else ()
            move_deal(by=seller, at=at, deal=id, move=Move(to.id, handed=handed))
        self._closes_step(at, seller, id)

    def _closes_step(self, at: datetime, seller: Actor, id: int) -> None:
        """The step that was due is done, and the next one planned, unless the work has done so already."""
        deal = Deal.objects.select_related("next_task").get(pk=id)
        step = deal.next_task
        if not deal.is_open or step is None or step.due_at > at + _SOON or deal.owner_id != seller.id:
            return
        due = at + timedelta(days=self.chance.randint(1, 4), hours=self.chance.randint(0, 5))
        following = NewTask(TaskKind.CALL, "Call the client", due)
        complete_task(
            by=seller, at=at, task=step.pk, outcome="They think about the price.", next_task=following
        )

    def _handed(self, deal: Deal, department: Department, seller: Actor) -> tuple[Handed, ...]:
        if deal.accepted_at is not None:
            return ()
        receiver = self._next(department, seller)
        return tuple(Handed(way.id, receiver.id, "All is agreed.") for way in ways_on(deal.pipeline_id))

    def _way_out(self, at: datetime, pipeline: Pipeline, kind: StageKind) -> Move:
        reason = self.chance.choice(
            list(Reason.objects.filter(exit=kind, is_retired=False, asks_competitor=False))
        )
        to = pipeline.only(kind)
        if kind is StageKind.LOST:
            return Move(to.id, reason="They chose not to.", lost_reason=reason.pk)
        back = (at + timedelta(days=self.chance.randint(5, 30))).date()
        return Move(to.id, reason="Not now.", postpone_reason=reason.pk, postponed_until=back)

    def _desk(self, at: datetime, department: Department, seller: Actor, deal: int) -> Desk:
        return Desk(
            say=words.spoken("en"), chance=self.chance, folder=self.folder, zone=ZoneInfo(ZONE), currency="UAH",
            competitors=("Polar", "Arctos"), card=people.client("en", deal), amount=self.chance.randrange(20, 900) * 500,
            keeper=department.head, due=at + timedelta(days=2), present=at,
            receiver=lambda one: self._next(department, one),
        )  # fmt: skip

    @staticmethod
    def _next(department: Department, seller: Actor) -> Actor:
        place = [one.id for one in department.sellers].index(seller.id) if seller in department.sellers else 0
        return department.sellers[(place + 1) % len(department.sellers)]


def _stage(deal: Deal, pipeline: Pipeline) -> Stage:
    return next(stage for stage in pipeline.stages if stage.id == deal.stage_id)
