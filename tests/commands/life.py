"""What the state machines share: a house within one transaction, and commands that change nothing when refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from tests.factories import NOON, House, make_house
from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, create_deal
from voronka.domain.errors import Refused
from voronka.models import (
    Call,
    Consent,
    Deal,
    DealLink,
    Dispatch,
    Event,
    HandOverOffer,
    Meeting,
    Payment,
    Pipeline,
    PipelineVersion,
    SignedContract,
    Stage,
    StageCount,
    StageCriterion,
    StageVisit,
    Task,
)

if TYPE_CHECKING:
    from collections.abc import Callable

METHOD = (Pipeline, PipelineVersion, Stage, StageCriterion)
RECORDS = (Call, Meeting, Dispatch, Payment, Consent, SignedContract)


class Life(RuleBasedStateMachine):
    """A machine's house. `_try` runs a command and, when it is refused, proves that nothing changed."""

    house: House
    now: datetime

    def begin_with(self, criteria: Any) -> None:
        """Within a transaction that the machine's end takes back."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.house = make_house(criteria)
        self.now = NOON

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _try(self, command: Callable[..., Any], by: str, **arguments: Any) -> bool:
        self.now += timedelta(minutes=7)
        before = self._everything()
        try:
            command(by=self.house.actor(by), at=self.now, **arguments)
        except Refused:
            assert self._everything() == before
            return False
        return True

    def _everything(self) -> list[Any]:
        return [
            list(model.objects.order_by("pk").values_list())
            for model in (
                *METHOD, Deal, DealLink, HandOverOffer, Task, StageVisit, StageCount, Event, *RECORDS,
            )
        ]  # fmt: skip

    def _create(self, by: str, *, owned: bool) -> None:
        new = NewDeal(
            self.house.pipeline.pk,
            title="Cold room",
            client=ClientWords(company="Bumi Segar"),
            unowned=not owned,
        )
        self._try(create_deal, by, new=new)

    def _deal(self, number: int) -> int:
        ids = list(Deal.objects.order_by("pk").values_list("pk", flat=True))
        return ids[number % len(ids)]
