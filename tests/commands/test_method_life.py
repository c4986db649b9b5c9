"""The method changes while deals are in flight, as a state machine: drafts, previews, versions, who is judged by which.

A draft judges nobody. Publishing does to every deal what the preview said, and each deal is judged by the version that
it carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from tests.commands.life import Life
from tests.lives import lives
from tests.truths import assert_all_true
from voronka.commands.deals import change_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.criteria import add_criterion, remove_criterion
from voronka.commands.setup.drafts import Publication, discard_draft, publish_draft
from voronka.commands.setup.stages import add_stage, change_stage, place_stage, remove_stage
from voronka.commands.undo import undo
from voronka.models import Deal, Event, PipelineVersion, StageCriterion
from voronka.queries.deal_history import history_of
from voronka.queries.deal_playbook import playbook_of
from voronka.queries.deal_row import see_deal
from voronka.queries.pipelines import draft_of, pipeline_for, pipeline_of
from voronka.queries.publishing import preview

if TYPE_CHECKING:
    from collections.abc import Callable

    from voronka.domain.pipeline import Pipeline, Stage
    from voronka.queries.publishing import InFlight, Preview

CRITERIA = {
    "Qualify": [("field", "Need is known", {"field": "need"}), ("by_hand", "They fit us", {})],
    "Propose": [("field", "Budget is known", {"field": "budget"})],
    "Sign": [("amount", "Worth it", {"amount": "1000"})],
}
# They see every deal, so that nothing but the method itself can keep them from publishing.
SEE_ALL = ("Ruth", "Zoe")
MOST_DEALS = 4
MOST_STAGES = 5
which = st.integers(0, MOST_STAGES)
fields = st.sampled_from(["need", "budget", "amount", "source"])
SAYINGS = ({"name": "Find out"}, {"advance": "by_itself"}, {"advance": "by_hand"}, {"question": "Why now?"})
leads = st.sampled_from(["Hana", "Ruth", "Alice"])
publishers = st.sampled_from([*SEE_ALL, *SEE_ALL, "Hana", "Alice"])


class Edit(NamedTuple):
    """A change of the draft: what is done, at which stage, with what number and field."""

    what: str
    at: int
    number: int
    field: str


edits = st.builds(
    Edit,
    st.sampled_from(["ask for more", "take out", "ask for less", "say otherwise", "put elsewhere", "add"]),
    which,
    which,
    fields,
)


class Standing(NamedTuple):
    """Where an open deal is, which version judges it, and what that asks for at the stage's exit."""

    stage: int
    version: int
    asked: tuple[int, ...]


class MethodLife(Life):
    """Hana heads half of the sellers, Ruth all of them; Alice changes no method."""

    @initialize()
    def begin(self) -> None:
        self.begin_with(CRITERIA)
        for seller in ("Alice", "Bob", "Charlie"):
            self._create(seller, owned=True)
        known = {"need": "Ice", "budget": "5000", "amount": "5000"}
        self._try(change_deal, "Ruth", deal=self._deal(0), fields=known)

    @invariant()
    def everything_is_true(self) -> None:
        if hasattr(self, "house"):
            assert_all_true()
            self._each_is_judged_by_its_version()

    # -- deals --

    @rule(by=st.sampled_from(["Alice", "Charlie"]), owned=st.booleans())
    def create(self, by: str, *, owned: bool) -> None:
        if Deal.objects.count() < MOST_DEALS:
            self._create(by, owned=owned)

    @rule(deal=which, field=fields, words=st.sampled_from(["5000", "5000", ""]))
    def write(self, deal: int, field: str, words: str) -> None:
        self._try(change_deal, "Ruth", deal=self._deal(deal), fields={field: words})

    @rule(by=st.sampled_from(["Ruth", "Alice"]), deal=which, to=which)
    def move(self, by: str, deal: int, to: int) -> None:
        working = pipeline_of(self.house.pipeline.pk).working
        exception = "They insist" if by == "Ruth" else ""
        move = Move(working[to % len(working)].id, reason="They asked", exception=exception)
        self._try(move_deal, by, deal=self._deal(deal), move=move)

    @rule(deal=which)
    def lose(self, deal: int) -> None:
        lost = Move(self.house.stage("Lost"), lost_reason=self.house.lost_reason)
        self._try(move_deal, "Ruth", deal=self._deal(deal), move=lost)

    @rule(back=which)
    def undo(self, back: int) -> None:
        events = Event.objects.order_by("-pk").values_list("pk", flat=True)[: back + 1]
        self._try(undo, "Ruth", event=list(events)[-1])

    # -- the draft --

    @rule(by=leads, edit=edits)
    def change(self, by: str, edit: Edit) -> None:
        self._apply(by, edit)

    def _apply(self, by: str, edit: Edit) -> None:
        stage = self._shown(edit.at)
        match edit.what:
            case "ask for more":
                self._ask(by, stage, edit.field)
            case "ask for less" if len(stage.exit_criteria) > 1:
                asked = stage.exit_criteria[edit.number % len(stage.exit_criteria)]
                self._edit(remove_criterion, by, criterion=asked.id)
            case "say otherwise":
                self._edit(change_stage, by, stage=stage.id, fields=SAYINGS[edit.number % len(SAYINGS)])
            case "put elsewhere":
                self._edit(place_stage, by, stage=stage.id, place=edit.number)
            case "add" if len(self._edited().working) < MOST_STAGES:
                said = {"name": f"Ask for {edit.field} {edit.number}", "step_title": "Do it"}
                self._edit(add_stage, by, pipeline=self.house.pipeline.pk, fields=said)
                self._ask(by, self._edited().working[-1], edit.field)
            case "take out":
                self._edit(remove_stage, by, stage=stage.id)
            case _:
                pass  # It would leave nothing asked, or too many stages.

    def _ask(self, by: str, stage: Stage, field: str) -> None:
        said = {"title": f"{field} is known", "kind": "field", "field": field}
        self._edit(add_criterion, by, stage=stage.id, fields=said)

    @rule(by=leads)
    def discard(self, by: str) -> None:
        self._edit(discard_draft, by, pipeline=self.house.pipeline.pk)

    def _edit(self, command: Callable[..., Any], by: str, **arguments: Any) -> None:
        """Whatever is done to a draft, no deal is anywhere else or judged otherwise by it."""
        before = self._standing()
        self._try(command, by, **arguments)
        assert self._standing() == before

    def _edited(self) -> Pipeline:
        return draft_of(self.house.pipeline.pk) or pipeline_of(self.house.pipeline.pk)

    def _shown(self, number: int) -> Stage:
        working = self._edited().working
        return working[number % len(working)]

    # -- publishing --

    @rule(by=publishers, changes=st.lists(edits, min_size=1, max_size=3), to=which, at_once=st.booleans())
    def publish(self, by: str, changes: list[Edit], to: int, *, at_once: bool) -> None:
        """Deals are afterwards where the preview said, under the version that it said."""
        for change in changes:
            self._apply("Hana", change)
        shown = preview(self.house.actor("Zoe"), self.house.pipeline.pk)
        if shown is not None:
            self._publish(by, shown, to, at_once=at_once)

    def _publish(self, by: str, shown: Preview, to: int, *, at_once: bool) -> None:
        target = shown.then.working[to % len(shown.then.working)]
        into: dict[int, int] = {one.stage.id: target.id for one in shown.in_flight if one.to is None}
        publication = Publication(shown.draft_version, into, at_once=at_once, reason="That stage is gone")
        before, closed = self._standing(), self._closed()
        if self._try(publish_draft, by, pipeline=self.house.pipeline.pk, publication=publication):
            assert not shown.bare
            assert self._closed() == closed
            self._is_as_previewed(shown, before, target, at_once=at_once)
        else:
            assert shown.bare or by not in SEE_ALL

    def _is_as_previewed(
        self, shown: Preview, before: dict[int, Standing], target: Stage, *, at_once: bool
    ) -> None:
        number = pipeline_of(self.house.pipeline.pk).published
        assert number == shown.now.published + 1
        assert self._standing().keys() == before.keys()
        for flight in shown.in_flight:
            here = {deal: was for deal, was in before.items() if was.stage == flight.stage.id}
            assert flight.deals.seen == len(here)
            if flight.to is None:
                moved = Deal.objects.filter(pk__in=here).values_list("stage__name", "playbook_version")
                assert set(moved) <= {(target.name, number)}
            else:
                self._stay_as_previewed(flight, here, number, at_once=at_once)

    def _stay_as_previewed(
        self, flight: InFlight, here: dict[int, Standing], number: int, *, at_once: bool
    ) -> None:
        now = self._standing()
        for deal, was in here.items():
            comes_under = at_once or (not flight.is_touched and was.version == number - 1)
            assert now[deal].stage == was.stage
            assert now[deal].version == (number if comes_under else was.version)
            assert at_once or now[deal].asked == was.asked
        if at_once and flight.is_touched and here:
            assert (len(here), self._ready(here)) == (flight.judged, flight.would)

    def _ready(self, deals: dict[int, Standing]) -> int:
        """How many of them the gate lets through now, as their pages say."""
        seen = (see_deal(self.house.actor("Zoe"), deal) for deal in deals)
        return sum(playbook_of(one, (), history_of(one.row.pk)).left == 0 for one in seen)

    # -- by which version --

    def _standing(self) -> dict[int, Standing]:
        rows = Deal.objects.filter(pipeline=self.house.pipeline, is_open=True)
        return {row.pk: self._stands(row) for row in rows}

    def _stands(self, row: Deal) -> Standing:
        stage = next(one for one in pipeline_for(row).stages if one.id == row.stage_id)
        return Standing(row.stage_id, row.playbook_version, tuple(one.id for one in stage.exit_criteria))

    def _closed(self) -> dict[int, int]:
        rows = Deal.objects.filter(pipeline=self.house.pipeline, is_open=False)
        return dict(rows.values_list("pk", "stage_id"))

    def _each_is_judged_by_its_version(self) -> None:
        """Told a second way: by what was written down of the version, else by the rows in force."""
        published = pipeline_of(self.house.pipeline.pk).published
        written = {
            (version.number, rules["stage"]): tuple(rules["exit"])
            for version in PipelineVersion.objects.filter(pipeline=self.house.pipeline)
            for rules in version.rules
        }
        in_force = StageCriterion.objects.filter(gate="exit", retired_at=None).order_by("position", "id")
        for stage, version, asked in self._standing().values():
            now = tuple(in_force.filter(stage=stage).values_list("pk", flat=True))
            assert asked == (now if version == published else written.get((version, stage), now))


@pytest.mark.slow
@pytest.mark.django_db
def test_deals_go_where_the_preview_said_and_are_judged_by_the_version_they_carry() -> None:
    run_state_machine_as_test(MethodLife, settings=settings(max_examples=lives(25), stateful_step_count=20))
