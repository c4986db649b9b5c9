"""Whatever way a person takes, the gate says the same: every path asks one function, and shows what it answers.

Random gates and random facts (seeded by Hypothesis): the command, the drag's verdict, the move menu, the dialog that
says why not, the deal's page, the list's bulk move, the API, the end of a task and the robot's own moving on agree to a criterion.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.program import Program
from tests.factories import NOON, House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.bulk import Chosen, move_deals
from voronka.commands.deals import change_deal
from voronka.commands.evidence import add_note, confirm_criterion
from voronka.commands.moves import judge_move, move_deal
from voronka.commands.passing import Move
from voronka.commands.records import note_consent, note_contract
from voronka.domain.criteria import ConsentTo, NoteKind
from voronka.domain.errors import GateRefused
from voronka.domain.evidence import ConsentHow
from voronka.models import Deal, Pipeline, Stage, StageCriterion
from voronka.queries.pipelines import pipeline_for

pytestmark = pytest.mark.django_db

# What a gate may ask for, by its title, and what would meet it.
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "The need": ("field", {"field": "need"}),
    "The budget": ("field", {"field": "budget"}),
    "An agreement": ("note", {"note": "agreement", "in_stage": True}),
    "The contract": ("contract", {}),
    "A consent": ("consent", {"to": "meeting", "in_stage": False}),
    "A judgement": ("by_hand", {}),
}


@pytest.fixture
def house() -> House:
    return make_house()


def ask(house: House, titles: list[str], *, at_entry: list[str]) -> None:
    for place, title in enumerate(titles):
        kind, params = KINDS[title]
        entry = title in at_entry
        StageCriterion.objects.create(
            stage_id=house.stage("Propose" if entry else "Qualify"),
            gate="enter" if entry else "exit",
            position=place,
            kind=kind,
            title=title,
            params=params,
        )
    renew(house)


def renew(house: House) -> None:
    """Readers cache pipelines by the time of change as well: what was rolled back had the same number."""
    Pipeline.objects.filter(pk=house.pipeline.pk).update(changed_at=datetime.now(UTC))


def meet(house: House, deal: Deal, title: str) -> None:
    alice: dict[str, Any] = {"by": house.actor("Alice"), "at": NOON, "deal": deal.pk}
    match title:
        case "The need":
            change_deal(**alice, fields={"need": "Minus twenty"})
        case "The budget":
            change_deal(**alice, fields={"budget": "10 000"})
        case "An agreement":
            add_note(**alice, text="They agree", kind=NoteKind.AGREEMENT)
        case "The contract":
            note_contract(**alice, signed_on=NOON.date())
        case "A consent":
            note_consent(**alice, to=ConsentTo.MEETING, given_at=NOON, how=ConsentHow.ORAL)
        case _:
            criterion = StageCriterion.objects.get(title=title)
            confirm_criterion(**alice, criterion=criterion.pk, reason="I know them")


def told_by_all(house: House, deal: Deal) -> dict[str, set[str]]:
    """Each path, and what it says is missing on the way to Propose; nothing moves."""
    to, alice = house.stage("Propose"), house.actor("Alice")
    visitor = Visitor(house, "Alice")
    row = Deal.objects.get(pk=deal.pk)
    paths: dict[str, set[str]] = {}
    verdict = judge_move(by=alice, at=NOON, deal=row, pipeline=pipeline_for(row), move=Move(to))
    paths["judged"] = {one.title for one in verdict.open_criteria}
    with Undone():
        paths["command"] = refused_by(lambda: move_deal(by=alice, at=NOON, deal=deal.pk, move=Move(to)))
    with Undone():
        chosen = [Chosen(deal.pk, row.version)]
        outcome = move_deals(by=alice, at=NOON, chosen=chosen, move=Move(to))
        refusals = [one.refusal for one in outcome.refused]
        paths["bulk"] = {
            one.title
            for refusal in refusals
            if isinstance(refusal, GateRefused)
            for one in refusal.verdict.open_criteria
        }
    with Undone():
        said = Program(house, "Alice").post(f"deals/{deal.pk}/move", {"stage_id": to}).body
        paths["api"] = {one["title"] for one in said.get("criteria", ())}
    dialog = visitor.get("move-dialog", deal.pk, to).words
    paths["dialog"] = {title for title in KINDS if f"{title}" in dialog and title in asked(house)}
    page = visitor.get("deal", deal.pk)
    rows = page.all("#deal-playbook .criteria > li")
    paths["page"] = {
        one.cssselect("[id$=-title]")[0].text_content().strip()
        for one in rows
        if "met" not in (one.get("class") or "")
    }
    drag = visitor.client.get(reverse("verdict", args=[deal.pk])).json()
    (column,) = (one for one in drag["columns"] if one["stage"] == to)
    assert column["open"] == len(paths["judged"])
    assert column["state"] == ("blocked" if paths["judged"] else "open")
    menu = visitor.get("move-menu", deal.pk).words
    left = len(paths["judged"])
    said = "" if not left else "1 criterion left" if left == 1 else f"{left} criteria left"
    assert said in menu
    with Undone():
        Stage.objects.filter(pk=house.stage("Qualify")).update(advance="by_itself")
        renew(house)
        add_note(by=alice, at=NOON, deal=deal.pk, text="Whatever")
        moved = Deal.objects.get(pk=deal.pk).stage_id == to
        assert moved == (not left and bool(asked(house)))
    return paths


def asked(house: House) -> set[str]:
    stages = (house.stage("Qualify"), house.stage("Propose"))
    return set(StageCriterion.objects.filter(stage__in=stages).values_list("title", flat=True))


def refused_by(act: Any) -> set[str]:
    try:
        act()
    except GateRefused as refusal:
        return {one.title for one in refusal.verdict.open_criteria}
    return set()


class Undone:
    """What happens within did not happen."""

    def __enter__(self) -> None:
        self._block = transaction.atomic()
        self._block.__enter__()

    def __exit__(self, *_error: object) -> None:
        transaction.set_rollback(True)
        self._block.__exit__(None, None, None)


# A failing example is small as it is, and each costs a dozen pages.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    titles=st.lists(st.sampled_from(sorted(KINDS)), unique=True, max_size=5),
    entry=st.sets(st.sampled_from(sorted(KINDS))),
    facts=st.sets(st.sampled_from(sorted(KINDS))),
)
def test_every_path_gives_the_same_verdict(
    house: House, titles: list[str], entry: set[str], facts: set[str]
) -> None:
    with Undone():
        ask(house, titles, at_entry=sorted(entry))
        deal = deal_of(house, "Alice")
        for title in titles:
            if title in facts:
                meet(house, deal, title)
        missing = set(titles) - facts
        told = told_by_all(house, deal)
        assert told == dict.fromkeys(told, missing)
