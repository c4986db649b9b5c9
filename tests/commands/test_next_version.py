"""A playbook's file taken in again: what it changes waits as drafts, and becomes what the file says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, make_house
from voronka.commands.setup.drafts import Publication, publish_draft
from voronka.commands.setup.next_version import NoObjectiveEntry, NothingNew, take_playbook
from voronka.commands.setup.stages import change_stage
from voronka.domain.criteria import ConfirmedByHand
from voronka.domain.errors import Invalid, NotAllowed
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import PipelineKind
from voronka.domain.playbook.compare import ReasonAdded
from voronka.domain.playbook.model import PlaybookQuestion
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.write import write_playbook
from voronka.domain.publishing import QuestionChange, WayChange
from voronka.models import HandOver, Reason
from voronka.queries.pipelines import draft_of, pipeline_of
from voronka.queries.playbook_now import playbook_now
from voronka.queries.playbook_taking import taking
from voronka.queries.publishing import preview
from voronka.queries.shipped_playbooks import shipped_keys, shipped_playbook

if TYPE_CHECKING:
    from voronka.commands.setup.next_version import TakenIn
    from voronka.domain.playbook.model import Playbook

pytestmark = pytest.mark.django_db
SHIPPED = shipped_keys()
LANGUAGES = ("en", "ru", "uk", "id")


@pytest.fixture
def house() -> House:
    return make_house({"Qualify": [("field", "Need is known", {"field": "need"})]})


def take(house: House, playbook: Playbook, language: str = "en") -> TakenIn:
    return take_playbook(
        by=house.actor("Hana"), at=NOON, playbook=playbook, text=write_playbook(playbook), language=language
    )


def publish(house: House, pipeline: int) -> None:
    draft = draft_of(pipeline)
    assert draft is not None
    publication = Publication(seen=draft.version, into={})
    publish_draft(by=house.actor("Hana"), at=NOON, pipeline=pipeline, publication=publication)


@pytest.mark.parametrize("key", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_here_as_the_file_says_it_is_nothing_new(house: House, key: str, language: str) -> None:
    playbook = shipped_playbook(key).playbook
    take(house, playbook, language)
    found = taking(playbook, language)
    assert [(change.spot, change.what) for one in found.pipelines for change in one.changes] == []
    assert found.beside == ()
    with pytest.raises(NothingNew):
        take(house, playbook, language)
    # Its own export is the same as well, though in one language and under another key.
    assert taking(read_playbook(write_playbook(playbook_now())), "en").is_empty


def with_sales_of(key: str, sales: str) -> Playbook:
    """A file by the key of one playbook which sells as another does."""
    playbook, other = shipped_playbook(key).playbook, shipped_playbook(sales).playbook
    pipelines = tuple(
        replace(other.pipelines[0], key=one.key) if one.key == "sales" else one for one in playbook.pipelines
    )
    return replace(playbook, pipelines=pipelines)


@pytest.mark.parametrize("sales", ["six-stages", "nine-statuses"])
def test_a_published_draft_says_what_the_file_says(house: House, sales: str) -> None:
    take(house, shipped_playbook("four-stages").playbook)
    other = with_sales_of("four-stages", sales)
    taken = take(house, other)
    (row,) = taken.drafted
    assert taken.made == ()
    assert taken.version.number == 2
    before = pipeline_of(row.pk)
    assert pipeline_of(row.pk).published == 1, "nothing counts before it is published"
    publish(house, row.pk)
    assert pipeline_of(row.pk).published == 2
    assert [stage.key for stage in pipeline_of(row.pk).working] != [stage.key for stage in before.working]
    found = taking(other, "en")
    assert [(change.spot, change.what) for one in found.pipelines for change in one.changes] == []
    row.refresh_from_db()
    assert row.playbook == taken.version


def test_stages_and_criteria_that_stay_are_the_same_rows(house: House) -> None:
    playbook = shipped_playbook("four-stages").playbook
    (row,) = take(house, playbook).made
    before = pipeline_of(row.pk)
    (sales,) = playbook.pipelines
    first, *rest = sales.stages
    name = {language: f"{text}!" for language, text in first.name.items()}
    (rule, *rules) = first.exit
    title = {language: f"{text}?" for language, text in rule.title.items()}
    changed = replace(first, name=name, exit=(*rules, replace(rule, title=title)))
    take(house, replace(playbook, pipelines=(replace(sales, stages=(*reversed(rest), changed)),)))
    publish(house, row.pk)
    after = pipeline_of(row.pk)
    assert {stage.id for stage in after.stages} == {stage.id for stage in before.stages}
    assert after.working[-1].name == f"{before.working[0].name}!"
    was = {one.id: one.title for one in before.working[0].exit_criteria}
    now = {one.id: one.title for one in after.working[-1].exit_criteria}
    assert was.keys() == now.keys()
    assert [id for id in was if was[id] != now[id]] == [next(iter(was))]


def test_a_draft_that_somebody_began_gives_way(house: House) -> None:
    playbook = shipped_playbook("four-stages").playbook
    (row,) = take(house, playbook).made
    stage = pipeline_of(row.pk).working[0]
    change_stage(
        by=house.actor("Hana"), at=NOON, stage=stage.id, fields={"name": "Somebody’s", "step_title": "x"}
    )
    (spoken,) = taking(with_sales_of("four-stages", "six-stages"), "en").pipelines
    assert spoken.has_draft
    take(house, with_sales_of("four-stages", "six-stages"))
    draft = draft_of(row.pk)
    assert draft is not None
    assert "Somebody’s" not in [one.name for one in draft.stages]


def test_what_judges_nobody_counts_at_once_and_what_is_asked_waits_in_the_draft(house: House) -> None:
    playbook = shipped_playbook("lead-customer-client").playbook
    made = take(house, playbook).made
    reason = replace(playbook.lost_reasons[0], key="moon", name=dict.fromkeys(LANGUAGES, "The moon"))
    sales, first = playbook.pipelines[1], playbook.hand_overs[0]
    question = PlaybookQuestion("moon", dict.fromkeys(LANGUAGES, "Do they like the moon?"))
    carries = dict.fromkeys(LANGUAGES, "The moon’s phase")
    changed = replace(
        playbook,
        pipelines=tuple(
            replace(one, kind=PipelineKind.FULFILMENT, qualification=(*one.qualification, question))
            if one is sales
            else one
            for one in playbook.pipelines
        ),
        lost_reasons=(reason,),
        hand_overs=(replace(first, carries=carries),),
    )
    assert [type(change.what) for change in taking(changed, "en").beside] == [ReasonAdded]
    reasons = Reason.objects.count()
    taken = take(house, changed)
    assert Reason.objects.count() == reasons + 1, "what the file leaves out stays"
    rows = {row.key: row for row in made}
    assert pipeline_of(rows[sales.key].pk).kind is PipelineKind.FULFILMENT
    assert {row.key for row in taken.drafted} == {sales.key, first.from_pipeline}
    waiting = [preview(house.actor("Hana"), row.pk) for row in taken.drafted]
    assert [type(change) for one in waiting if one for change in one.beside] == [WayChange, QuestionChange]
    assert all(one is not None and one.changes == () for one in waiting)
    for row in taken.drafted:
        publish(house, row.pk)
    assert HandOver.objects.get(key=first.key).carries == "The moon’s phase"
    assert HandOver.objects.count() == len(playbook.hand_overs)
    assert taking(changed, "en").is_empty


def test_only_who_sets_up_the_method_takes_one_in(house: House) -> None:
    playbook = shipped_playbook("four-stages").playbook
    with pytest.raises(NotAllowed):
        take_playbook(by=house.actor("Alice"), at=NOON, playbook=playbook, text="", language="en")
    with pytest.raises(Invalid):
        take(house, playbook, "fr")


def test_pipelines_of_two_playbooks_with_one_key_stay_apart(house: House) -> None:
    take(house, shipped_playbook("four-stages").playbook)
    take(house, shipped_playbook("six-stages").playbook)
    now = playbook_now()
    assert read_playbook(write_playbook(now)) == now
    assert taking(now, "en").is_empty


def test_a_workspaces_own_file_renames_what_was_made_by_hand(house: House) -> None:
    now = playbook_now()
    (pipeline,) = now.pipelines
    renamed = replace(pipeline, name={"en": "Sales of ice"}, stages=pipeline.stages[1:])
    take(house, replace(now, pipelines=(renamed,)))
    assert pipeline_of(house.pipeline.pk).name == "Sales of ice"
    draft = draft_of(house.pipeline.pk)
    assert draft is not None
    assert [stage.name for stage in draft.working] == ["Propose", "Sign"]


def test_a_new_pipeline_with_a_stage_that_only_words_lead_to_is_refused(house: House) -> None:
    playbook = shipped_playbook("four-stages").playbook
    (sales,) = playbook.pipelines
    first, second, *rest = sales.stages
    word = replace(first.exit[0], criterion=ConfirmedByHand(CriterionId(0), ""))
    bare = replace(sales, stages=(replace(first, exit=(word,)), replace(second, enter=()), *rest))
    with pytest.raises(NoObjectiveEntry):
        take(house, replace(playbook, pipelines=(bare,)))
    take(house, playbook)
    taken = take(house, replace(playbook, pipelines=(bare,)))
    assert len(taken.drafted) == 1, "of what is there the draft waits to be mended"
