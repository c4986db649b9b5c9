"""The figures of gates against a second way of counting: the log read line by line, after any history."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOON, House, deal_of, make_house
from tests.lives import lives
from tests.published import add_criterion, remove_stage
from voronka.commands.assignments import assign_deal
from voronka.commands.deals import change_deal
from voronka.commands.evidence import confirm_criterion
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.undo import undo
from voronka.domain.errors import Refused
from voronka.domain.pipeline import StageKind
from voronka.models import Deal, Event, Stage, StageCriterion
from voronka.queries.pipelines import pipeline_of
from voronka.queries.visibility import holding_of
from voronka.reports.gate_filter import GateQuery, Rested, Span
from voronka.reports.gates import Passes, gate_figures, person_lines
from voronka.reports.passes import passes_behind

CRITERIA = {
    "Qualify": [("field", "Need is known", {"field": "need"}), ("by_hand", "They fit us", {})],
    "Propose": [("by_hand", "They like it", {}), ("field", "Budget is known", {"field": "budget"})],
}
READERS = ("Alice", "Charlie", "Hana", "Hugo", "Zoe")
ACTS = (
    "on",
    "exception",
    "skip",
    "back",
    "lose",
    "return",
    "judge",
    "tell",
    "undo",
    "give",
    "publish",
    "remove",
)
acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(("Alice", "Charlie", "Hana", "Zoe")), st.integers(0, 2)),
    min_size=8,
    max_size=30,
)
spans = st.sampled_from(
    [
        GateQuery(Span.ALL),
        GateQuery(Span.ALL, version=1),
        GateQuery(Span.DATES, since=date(2026, 11, 26), until=date(2026, 11, 29)),
    ]
)


class History:
    """Somebody does something with one of three deals, a few hours after the last thing."""

    def __init__(self) -> None:
        self.house = make_house(CRITERIA)
        self.deals = [deal_of(self.house, who).pk for who in ("Alice", "Bob", "Charlie")]
        self.at = NOON

    def act(self, what: str, by: str, which: int) -> None:
        self.at += timedelta(hours=5)
        given: dict[str, Any] = {"by": self.house.actor(by), "at": self.at}
        try:
            with transaction.atomic():
                self._act(what, given, Deal.objects.get(pk=self.deals[which]))
        except Refused:
            pass

    def _act(self, what: str, given: dict[str, Any], deal: Deal) -> None:
        if what == "judge":
            for criterion in StageCriterion.objects.filter(
                stage=deal.stage_id, kind="by_hand", retired_at=None
            ):
                confirm_criterion(**given, deal=deal.pk, criterion=criterion.pk, reason="They said so")
        elif what == "tell":
            change_deal(**given, deal=deal.pk, fields={"need": "Cold", "budget": "Enough"})
        elif what == "undo":
            moved = Event.objects.filter(deal_id=deal.pk, kind="deal_moved").order_by("-id").first()
            undo(**given, event=0 if moved is None else moved.pk)
        elif what == "give":
            assign_deal(**given, deal=deal.pk, owner=self.house.people["Charlie"].pk)
        elif what == "publish":
            fields = {"title": f"Asked {self.at}", "kind": "by_hand"}
            add_criterion(**given, stage=self.house.stage("Qualify"), fields=fields)
        elif what == "remove" and Stage.objects.filter(name="Sign", retired_at=None).exists():
            remove_stage(
                **given, stage=self.house.stage("Sign"), into=self.house.stage("Qualify"), reason="Less"
            )
        else:
            move_deal(**given, deal=deal.pk, move=self._move(what, deal))

    def _move(self, what: str, deal: Deal) -> Move:
        pipeline = pipeline_of(self.house.pipeline.pk)
        places = [stage.id for stage in pipeline.columns]
        place = next((at for at, id in enumerate(places) if id == deal.stage_id), len(places) - 1)
        on = [*places, pipeline.only(StageKind.WON).id][place + 1 :]
        exception = "" if what == "on" else "They insist"
        match what:
            case "on" | "exception":
                return Move(on[0], exception=exception)
            case "skip":
                return Move(on[-1], exception=exception)
            case "lose":
                return Move(self.house.stage("Lost"), lost_reason=self.house.lost_reason)
            case _:
                return Move(self.house.stage("Qualify"), reason="Not yet")


def passes_told(house: House, reader: str, query: GateQuery) -> list[Event]:
    """The moves that pass a gate, by the log, of the deals that the reader may open."""
    policy = house.actor(reader).policy
    seen = {deal.pk for deal in Deal.objects.all() if policy.may_see(holding_of(deal))}
    undone = set(Event.objects.filter(kind="undone").values_list("payload__event", flat=True))
    found = []
    for event in Event.objects.filter(kind="deal_moved", deal_id__in=seen).exclude(pk__in=undone):
        told = event.payload
        in_time = (
            query.since is None
            or query.until is None
            or (
                # The company's clock, two hours ahead in November.
                query.since <= (event.at + timedelta(hours=2)).astimezone(UTC).date() <= query.until
            )
        )
        judged = query.version in {None, told["playbook_version"]}
        removed = Stage.objects.filter(pk=told["from"], retired_at=event.at).exists()
        if told["how"] in {"forward", "won"} and not removed and in_time and judged:
            found.append(event)
    return found


def by_hand(event: Event) -> list[dict[str, Any]]:
    return [one for one in event.payload["evidence"] if one["by_hand"] and one["evidence"]]


def counted(events: list[Event]) -> Passes:
    asked = [event.payload["evidence"] for event in events]
    met = [one for every in asked for one in every if one["evidence"]]
    return Passes(
        count=len(events),
        asking=sum(bool(every) for every in asked),
        facts=sum(
            bool(event.payload["evidence"]) and not by_hand(event) and not event.payload["exception"]
            for event in events
        ),
        word=sum(bool(by_hand(event)) for event in events),
        exception=sum(bool(event.payload["exception"]) for event in events),
        criteria=len(met),
        criteria_by_word=sum(one["by_hand"] for one in met),
    )


@settings(max_examples=lives(20), deadline=None)
@given(history=acts, query=spans)
@pytest.mark.slow
@pytest.mark.django_db
def test_every_number_is_what_the_log_tells(history: list[tuple[str, str, int]], query: GateQuery) -> None:
    with transaction.atomic():
        lived = History()
        for act in history:
            lived.act(*act)
        for reader in READERS:
            numbers_are_true(lived.house, reader, query)
            people_are_true(lived.house, reader, query)
        transaction.set_rollback(True)


def numbers_are_true(house: House, reader: str, query: GateQuery) -> None:
    told = passes_told(house, reader, query)
    actor, pipeline = house.actor(reader), pipeline_of(house.pipeline.pk)
    figures = gate_figures(actor, pipeline, query)
    assert figures.total == counted(told)
    for gate in figures.stages:
        here = [event for event in told if event.payload["from"] == gate.stage]
        assert gate.passes == counted(here)
        words = Counter(one["criterion"] for event in here for one in by_hand(event))
        missing = Counter(
            one["criterion"] for event in here for one in event.payload["evidence"] if not one["evidence"]
        )
        assert {one.criterion: (one.by_word, one.waived) for one in gate.unproven} == {
            id: (words[id], missing[id]) for id in words | missing
        }
        for rested, number in ((None, gate.passes.count), (Rested.WORD, gate.passes.word)):
            narrow = GateQuery(query.span, query.since, query.until, query.version, gate.stage, rested)
            assert len(passes_behind(actor, pipeline.id, narrow).rows) == number


def people_are_true(house: House, reader: str, query: GateQuery) -> None:
    told = passes_told(house, reader, query)
    who = house.people[reader].pk
    leads = house.actor(reader).policy.leads
    words: set[tuple[int, int, int]] = set()
    exceptions: Counter[tuple[int, int]] = Counter()
    for event in told:
        for one in by_hand(event):
            given = Event.objects.filter(
                kind="criterion_confirmed",
                deal_id=event.deal_id,
                payload__criterion=one["criterion"],
                id__lt=event.pk,
            )
            giver = given.order_by("-id").values_list("actor_id", flat=True).first() or 0
            words.add((giver, event.payload["from"], event.pk))
        if event.payload["exception"]:
            exceptions[event.actor_id or 0, event.payload["from"]] += 1
    lines = person_lines(house.actor(reader), house.pipeline.pk, query)
    said = Counter((person, stage) for person, stage, _ in words)
    assert {(line.person.id, stage): n for line in lines for stage, n in line.words.items()} == {
        key: n for key, n in said.items() if leads or key[0] == who
    }
    assert {(line.person.id, stage): n for line in lines for stage, n in line.exceptions.items()} == {
        key: n for key, n in exceptions.items() if leads or key[0] == who
    }


@pytest.mark.django_db
def test_the_acts_leave_passes_of_each_kind() -> None:
    """Or the test above could not fail."""
    lived = History()
    for what, by in (("tell", "Alice"), ("judge", "Hana"), ("on", "Alice"), ("exception", "Hana")):
        lived.act(what, by, 0)
    total = gate_figures(
        lived.house.actor("Hana"), pipeline_of(lived.house.pipeline.pk), GateQuery(Span.ALL)
    ).total
    assert (total.count, total.word, total.exception) == (2, 1, 1)
    (line,) = person_lines(lived.house.actor("Zoe"), lived.house.pipeline.pk, GateQuery(Span.ALL))
    assert line.person.name == "Hana"
