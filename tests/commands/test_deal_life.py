"""A deal's life as a state machine: everything a user may do, in any order, by anybody.

After every step all truths hold (tests/truths.py) and whatever was refused changed nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.commands.life import Life
from tests.factories import STAGES, make_pipeline, way_of
from tests.lives import lives
from tests.truths import assert_all_true
from voronka.commands.assignments import assign_deal, take_deal
from voronka.commands.deals import change_deal
from voronka.commands.evidence import add_note, confirm_criterion, withdraw_confirmation
from voronka.commands.hand_overs import (
    accept_hand_over,
    decline_hand_over,
    offer_hand_over,
    withdraw_hand_over,
)
from voronka.commands.handing_on import Handed
from voronka.commands.moves import move_deal
from voronka.commands.objections import change_objection, note_objection
from voronka.commands.passing import Move, TaskEnd
from voronka.commands.profile import change_profile
from voronka.commands.records import (
    advance_dispatch,
    note_call,
    note_consent,
    note_contract,
    note_dispatch,
    note_meeting,
    note_payment,
)
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, cancel_task, change_task, complete_task
from voronka.commands.undo import undo
from voronka.commands.verified_reasons import verify_reason
from voronka.domain.criteria import ConsentTo, MeetingOutcome, NoteKind, Reached, Sendable
from voronka.domain.events import RECORDS as EVENTS_OF_RECORDS
from voronka.domain.events import TASK_ENDS
from voronka.domain.evidence import ConsentHow
from voronka.domain.objections import Outcome, VerifiedHow
from voronka.domain.task import TaskKind, TaskState
from voronka.models import (
    Call,
    Consent,
    Deal,
    DealLink,
    Dispatch,
    Event,
    HandOver,
    HandOverOffer,
    Meeting,
    Objection,
    ObjectionKind,
    Payment,
    SignedContract,
    Stage,
    StageCriterion,
    Task,
)

CRITERIA = {
    "Qualify": [("field", "Need is known", {"field": "need"}), ("by_hand", "They fit us", {})],
    "Propose": [
        ("task", "Meeting held", {"task": "meeting", "in_stage": True}),
        ("call", "Spoken", {"seconds": 60, "in_stage": True}),
        (
            "some",
            "They are willing",
            {
                "least": 2,
                "of": [
                    {"kind": "consent", "title": "They agree to buy", "params": {"to": "purchase"}},
                    {
                        "kind": "meeting",
                        "title": "It ended with a contract",
                        "params": {"outcomes": ["contract"]},
                    },
                    {"kind": "sent", "title": "Offer read", "params": {"what": "offer", "reached": "opened"}},
                ],
            },
        ),
    ],
    "Sign": [
        ("amount", "Worth it", {"amount": "1000"}),
        ("note", "Agreed", {"note": "agreement"}),
        ("contract", "Contract signed", {}),
        ("payment", "A third is paid", {"share": "33"}),
    ],
}
RECORDS = (Call, Meeting, Dispatch, Payment, Consent, SignedContract)
PEOPLE = ("Alice", "Bob", "Charlie", "Hana", "Hugo", "Ruth", "Zoe")
people = st.sampled_from(PEOPLE)
stage_names = st.sampled_from([name for name, _ in STAGES])
which = st.integers(0, 5)
hours = st.integers(-72, 240)
reasons = st.sampled_from(["", "They asked for it"])
task_kinds = st.sampled_from([TaskKind.CALL, TaskKind.MEETING])


class DealLife(Life):
    """What sellers and their heads do. How the method changes meanwhile: test_method_life.py."""

    @initialize()
    def begin(self) -> None:
        self.begin_with(CRITERIA)
        ObjectionKind.objects.create(name="Too dear")
        _, delivery = make_pipeline("Delivery")
        way_of(self.house.pipeline, delivery["Propose"], "What was promised")
        self._create("Alice", owned=True)

    def _task(self, number: int) -> int:
        ids = list(Task.objects.filter(state="open").order_by("pk").values_list("pk", flat=True))
        return ids[number % len(ids)] if ids else 0

    def _next(self, hour: int | None) -> NewTask | None:
        return (
            None if hour is None else NewTask(TaskKind.CALL, "Call again", self.now + timedelta(hours=hour))
        )

    @rule(by=people, owned=st.booleans())
    def create(self, by: str, *, owned: bool) -> None:
        if Deal.objects.count() < 4:
            self._create(by, owned=owned)

    def _end(self, task: int | None) -> TaskEnd | None:
        if task is None:
            return None
        if self.now.minute % 2:
            return TaskEnd(self._task(task), TaskState.DONE, "They said so")
        return TaskEnd(self._task(task), TaskState.CANCELLED, "They said so")

    @rule(
        by=people, deal=which, to=stage_names, reason=reasons, exception=reasons, hour=st.none() | hours,
        ends=st.none() | which,
    )  # fmt: skip
    def move(
        self, by: str, deal: int, to: str, reason: str, exception: str, hour: int | None, ends: int | None
    ) -> None:
        move = Move(
            to=self.house.stage(to),
            reason=reason,
            lost_reason=self.house.lost_reason if reason else None,
            postpone_reason=self.house.postpone_reason if reason else None,
            postponed_until=self.now.date() + timedelta(days=30) if reason else None,
            exception=exception,
            next_task=self._next(hour),
            ends=self._end(ends),
        )
        self._try(move_deal, by, deal=self._deal(deal), move=move)

    @rule(by=st.sampled_from(("Hana", "Ruth", "Zoe")), deal=which, owner=st.none() | people)
    def win(self, by: str, deal: int, owner: str | None) -> None:
        """A head wins it, whatever the gate says; where it was not won before, one deal begins in the next pipeline."""
        row = Deal.objects.get(pk=self._deal(deal))
        way = HandOver.objects.filter(pipeline=row.pipeline_id).first()
        handed = (
            () if way is None else (Handed(way.pk, None if owner is None else self.house.people[owner].pk),)
        )
        won = Stage.objects.get(pipeline=row.pipeline_id, kind="won").pk
        move = Move(to=won, exception="They insist", handed=handed)
        links = DealLink.objects.filter(origin=row).count()
        if self._try(move_deal, by, deal=row.pk, move=move):
            assert DealLink.objects.filter(origin=row).count() == (links if way is None else 1)

    @rule(by=people, deal=which, to=people)
    def offer(self, by: str, deal: int, to: str) -> None:
        receiver = self.house.people[to].pk
        self._try(offer_hand_over, by, deal=self._deal(deal), to=receiver, words="They close at six")

    def _offer(self, number: int) -> int:
        ids = list(HandOverOffer.objects.order_by("-pk").values_list("pk", flat=True))
        return ids[number % len(ids)] if ids else 0

    @rule(number=which, by=st.none() | people, yes=st.booleans())
    def answer_offer(self, number: int, by: str | None, *, yes: bool) -> None:
        """Whoever was asked answers, or somebody else tries to."""
        offer = self._offer(number)
        asked = HandOverOffer.objects.filter(pk=offer).values_list("to__name", flat=True).first()
        who = by or asked or "Alice"
        if yes:
            done = self._try(accept_hand_over, who, offer=offer)
        else:
            done = self._try(decline_hand_over, who, offer=offer, reason="Not now")
        assert not done or who == asked

    @rule(by=people, number=which)
    def withdraw(self, by: str, number: int) -> None:
        self._try(withdraw_hand_over, by, offer=self._offer(number))

    @rule(by=people, deal=which, to=people)
    def assign(self, by: str, deal: int, to: str) -> None:
        self._try(assign_deal, by, deal=self._deal(deal), owner=self.house.people[to].pk)

    @rule(by=people, deal=which)
    def take(self, by: str, deal: int) -> None:
        self._try(take_deal, by, deal=self._deal(deal))

    @rule(by=people, deal=which, kind=task_kinds, hour=hours)
    def plan(self, by: str, deal: int, kind: TaskKind, hour: int) -> None:
        task = NewTask(kind, "Meet", self.now + timedelta(hours=hour))
        self._try(add_task, by, deal=self._deal(deal), task=task)

    @rule(by=people, deal=which, task=st.none() | which, day=st.integers(-1, 5))
    def plan_for_a_day(self, by: str, deal: int, task: int | None, day: int) -> None:
        """A new task without an hour, or one there is put off to such a day."""
        on = self.now.date() + timedelta(days=day)
        if task is None:
            new = NewTask(TaskKind.CALL, "Some time that day", None, due_on=on)
            self._try(add_task, by, deal=self._deal(deal), task=new)
        else:
            said: dict[str, Any] = {
                "kind": TaskKind.CALL,
                "title": "Some time that day",
                "due_at": None,
                "due_on": on,
            }
            self._try(change_task, by, task=self._task(task), **said, reason="They asked for it")

    @rule(who=people, zone=st.sampled_from(["UTC", "Asia/Jakarta", "America/Los_Angeles"]))
    def go_abroad(self, who: str, zone: str) -> None:
        """The days of one's tasks begin and end at other instants then."""
        actor = self.house.actor(who)
        change_profile(by=actor, name=who, language="en", time_zone=zone, theme="system", shortcuts=True)

    @rule(by=people, task=which, hour=st.none() | hours)
    def complete(self, by: str, task: int, hour: int | None) -> None:
        self._try(complete_task, by, task=self._task(task), next_task=self._next(hour))

    @rule(by=people, task=which, hour=st.none() | hours)
    def cancel(self, by: str, task: int, hour: int | None) -> None:
        self._try(cancel_task, by, task=self._task(task), next_task=self._next(hour), reason="Not needed")

    @rule(by=people, task=which, kind=task_kinds, hour=hours)
    def replan(self, by: str, task: int, kind: TaskKind, hour: int) -> None:
        due = self.now + timedelta(hours=hour)
        self._try(change_task, by, task=self._task(task), kind=kind, title="Later", due_at=due)

    @rule(by=people, deal=which, amount=st.sampled_from(["", "88k", "1 000", "999,99"]), need=reasons)
    def change(self, by: str, deal: int, amount: str, need: str) -> None:
        self._try(change_deal, by, deal=self._deal(deal), fields={"amount": amount, "need": need})

    @rule(by=people, deal=which, agreement=st.booleans())
    def note(self, by: str, deal: int, *, agreement: bool) -> None:
        kind = NoteKind.AGREEMENT if agreement else NoteKind.PLAIN
        self._try(add_note, by, deal=self._deal(deal), text="They agree", kind=kind)

    @rule(by=people, deal=which, gives=st.booleans())
    def judge(self, by: str, deal: int, *, gives: bool) -> None:
        criterion = StageCriterion.objects.get(kind="by_hand").pk
        if gives:
            self._try(
                confirm_criterion, by, deal=self._deal(deal), criterion=criterion, reason="They said so"
            )
        else:
            self._try(withdraw_confirmation, by, deal=self._deal(deal), criterion=criterion)

    @rule(by=people, deal=which, seconds=st.sampled_from([5, 90]), ahead=st.booleans())
    def call(self, by: str, deal: int, seconds: int, *, ahead: bool) -> None:
        """Ahead of time it is refused."""
        at = self.now + timedelta(hours=1 if ahead else 0)
        self._try(note_call, by, deal=self._deal(deal), started_at=at, seconds=seconds)

    @rule(by=people, deal=which, outcome=st.sampled_from(MeetingOutcome))
    def meet(self, by: str, deal: int, outcome: MeetingOutcome) -> None:
        self._try(note_meeting, by, deal=self._deal(deal), held_at=self.now, outcome=outcome)

    @rule(by=people, deal=which, reached=st.sampled_from(Reached))
    def send(self, by: str, deal: int, reached: Reached) -> None:
        self._try(
            note_dispatch, by, deal=self._deal(deal), what=Sendable.OFFER, subject="Offer", sent_at=self.now,
            reached=reached,
        )  # fmt: skip

    @rule(by=people, which=which, reached=st.sampled_from(Reached))
    def come_further(self, by: str, which: int, reached: Reached) -> None:
        ids = list(Dispatch.objects.order_by("pk").values_list("pk", flat=True))
        sent = ids[which % len(ids)] if ids else 0
        self._try(advance_dispatch, by, dispatch=sent, reached=reached, came_at=self.now)

    @rule(by=people, deal=which, amount=st.sampled_from(["", "300", "999.99"]))
    def pay(self, by: str, deal: int, amount: str) -> None:
        self._try(
            note_payment, by, deal=self._deal(deal), amount=amount, currency="", paid_on=self.now.date()
        )

    @rule(by=people, deal=which, to=st.sampled_from(ConsentTo))
    def consent(self, by: str, deal: int, to: ConsentTo) -> None:
        self._try(note_consent, by, deal=self._deal(deal), to=to, how=ConsentHow.ORAL, given_at=self.now)

    @rule(by=people, deal=which)
    def sign(self, by: str, deal: int) -> None:
        self._try(note_contract, by, deal=self._deal(deal), signed_on=self.now.date())

    @rule(by=people, deal=which, outcome=st.sampled_from(Outcome))
    def object(self, by: str, deal: int, outcome: Outcome) -> None:
        kind = ObjectionKind.objects.get().pk
        self._try(note_objection, by, deal=self._deal(deal), kind=kind, outcome=outcome)

    @rule(by=people, which=which, outcome=st.sampled_from(Outcome), answer=reasons)
    def answer(self, by: str, which: int, outcome: Outcome, answer: str) -> None:
        ids = list(Objection.objects.order_by("pk").values_list("pk", flat=True))
        one = ids[which % len(ids)] if ids else 0
        self._try(change_objection, by, objection=one, outcome=outcome, answer=answer)

    @rule(by=people, deal=which, how=st.sampled_from(VerifiedHow))
    def verify(self, by: str, deal: int, how: VerifiedHow) -> None:
        """Never by who sold it."""
        row = Deal.objects.get(pk=self._deal(deal))
        if self._try(verify_reason, by, deal=row.pk, reason=self.house.lost_reason, how=how):
            assert row.owner_id != self.house.people[by].pk

    @precondition(lambda self: Event.objects.filter(kind__in=EVENTS_OF_RECORDS).exists())
    @rule(by=people, back=which)
    def take_record_back(self, by: str, back: int) -> None:
        """Undo one of the last records: marked once, and never twice."""
        noted = Event.objects.filter(kind__in=EVENTS_OF_RECORDS).order_by("-pk")[: back + 1]
        event = list(noted)[-1]
        if self._try(undo, by, event=event.pk):
            assert not self._try(undo, by, event=event.pk)

    @rule(by=people, back=which)
    def undo(self, by: str, back: int) -> None:
        ids = list(Event.objects.order_by("-pk").values_list("pk", flat=True)[: back + 1])
        self._try(undo, by, event=ids[-1])

    @rule(by=people)
    def put_back(self, by: str) -> None:
        """Undo the last end of a task, however long ago it was."""
        ended = Event.objects.filter(kind__in=TASK_ENDS).order_by("-pk").first()
        if ended is not None:
            told, was = ended.payload["task"], self._states()
            if self._try(undo, by, event=ended.pk):
                assert was[told] != "open"
                assert self._states()[told] == "open"

    def _states(self) -> dict[int, str]:
        return dict(Task.objects.values_list("pk", "state"))

    @invariant()
    def everything_is_true(self) -> None:
        if hasattr(self, "house"):
            assert_all_true()
            self._hand_overs_are_true()

    def _hand_overs_are_true(self) -> None:
        """Told a second way: who accepted, when, and that both ends of a link are of one client."""
        for deal in Deal.objects.exclude(accepted_at=None):
            offers = HandOverOffer.objects.filter(deal=deal, state="accepted")
            assert (deal.accepted_by_id, deal.accepted_at) in set(offers.values_list("to_id", "answered_at"))
        for link in DealLink.objects.select_related("deal", "origin"):
            assert link.deal.company_id == link.origin.company_id
            assert link.deal.created_at == link.at
        standing = HandOverOffer.objects.filter(state__in=("open", "accepted"))
        pairs = list(standing.values_list("deal_id", "hand_over_id"))
        assert len(pairs) == len(set(pairs))


@pytest.mark.slow
@pytest.mark.django_db
def test_any_life_of_deals_keeps_every_truth() -> None:
    run_state_machine_as_test(DealLife, settings=settings(max_examples=lives(60), stateful_step_count=30))
