"""Nurture tracks: kept by the head, taken in with a playbook, and their touches on a postponed deal."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories import NOON, House, deal_of
from tests.truths import assert_all_true
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move, Moved
from voronka.commands.setup.playbooks import install_playbook
from voronka.commands.setup.tracks import (
    add_touch,
    add_track,
    change_touch,
    propose_track,
    remove_touch,
    rename_track,
    retire_track,
)
from voronka.commands.undo import undo
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.playbook.read import read_playbook
from voronka.domain.task import TaskKind
from voronka.models import Deal, NurtureTrack, Stage, Task, TrackTouch
from voronka.queries.tracks import all_tracks, offered_tracks, proposed_track

PLAYBOOKS = Path(__file__).parents[2] / "src" / "voronka" / "playbooks"
UNTIL = date(2026, 12, 31)


def track_of(house: House, name: str = "Their market", *days: int) -> NurtureTrack:
    hana = house.actor("Hana")
    track = add_track(by=hana, at=NOON, name=name)
    for number in days:
        add_touch(
            by=hana, at=NOON, track=track.pk, after=timedelta(days=number), kind=TaskKind.EMAIL,
            title=f"After {number} days",
        )  # fmt: skip
    return track


def postpone(house: House, deal: Deal, track: int | None, at: datetime = NOON) -> Moved:
    said = Move(
        to=house.stage("Postponed"), postpone_reason=house.postpone_reason, postponed_until=UNTIL, track=track
    )
    return move_deal(by=house.actor("Alice"), at=at, deal=deal.pk, move=said)


def reopen(house: House, deal: Deal) -> Moved:
    back = Move(to=house.stage("Qualify"), reason="They called")
    return move_deal(by=house.actor("Alice"), at=NOON + timedelta(days=3), deal=deal.pk, move=back)


def open_tasks(deal: Deal) -> list[tuple[str, str]]:
    rows = Task.objects.filter(deal=deal, state="open").order_by("due_at")
    return [(task.title, f"{task.due_at:%Y-%m-%d %H:%M}") for task in rows]


RETURN = ("Postponed: what is next?", "2026-12-31 08:00")


def test_its_touches_are_tasks_of_the_deal_until_the_day_to_return(house: House) -> None:
    deal = deal_of(house, "Alice")
    postpone(house, deal, track_of(house, "Their market", 7, 30, 60).pk)
    # At ten by the company's clock, in Kyiv; what falls after the return is left out.
    assert open_tasks(deal) == [
        ("After 7 days", "2026-12-01 08:00"),
        ("After 30 days", "2026-12-24 08:00"),
        RETURN,
    ]
    deal.refresh_from_db()
    assert deal.next_task is not None
    assert deal.next_task.title == "After 7 days"
    assert set(Task.objects.filter(deal=deal, state="open").values_list("assignee", flat=True)) == {
        deal.owner_id
    }
    assert_all_true()


def test_touches_of_hours_keep_their_hour(house: House) -> None:
    deal, track = deal_of(house, "Alice"), track_of(house)
    add_touch(
        by=house.actor("Hana"),
        at=NOON,
        track=track.pk,
        after=timedelta(hours=2),
        kind=TaskKind.CALL,
        title="Soon",
    )
    postpone(house, deal, track.pk)
    assert open_tasks(deal) == [("Soon", "2026-11-24 14:00"), RETURN]


def test_without_a_track_only_the_return_is_left(house: House) -> None:
    deal = deal_of(house, "Alice")
    postpone(house, deal, None)
    assert open_tasks(deal) == [RETURN]


def test_taking_the_deal_up_again_ends_the_touches_that_are_left(house: House) -> None:
    deal = deal_of(house, "Alice")
    postpone(house, deal, track_of(house, "Their market", 7, 30).pk)
    moved = reopen(house, deal)
    assert open_tasks(deal) == [RETURN]
    assert_all_true()
    undo(by=house.actor("Alice"), at=NOON + timedelta(days=4), event=moved.event.pk)
    assert [title for title, _ in open_tasks(deal)] == ["After 7 days", "After 30 days", RETURN[0]]
    assert_all_true()


def test_a_deal_whose_return_was_done_gets_a_step_when_only_touches_are_left(house: House) -> None:
    deal = deal_of(house, "Alice")
    postpone(house, deal, track_of(house, "Their market", 7).pk)
    Task.objects.filter(deal=deal, title=RETURN[0]).update(state="done", closed_at=NOON)
    reopen(house, deal)
    assert [title for title, _ in open_tasks(deal)] == ["Qualify: what is next?"]


def test_undoing_the_postponing_takes_all_back(house: House) -> None:
    deal = deal_of(house, "Alice")
    before = open_tasks(deal)
    moved = postpone(house, deal, track_of(house, "Their market", 7, 30).pk)
    undo(by=house.actor("Alice"), at=NOON + timedelta(days=1), event=moved.event.pk)
    assert open_tasks(deal) == before
    assert_all_true()


def test_what_is_offered_no_longer_is_refused_and_deals_on_it_stay_on_it(house: House) -> None:
    deal, track = deal_of(house, "Alice"), track_of(house, "Their market", 7)
    postpone(house, deal, track.pk)
    hana = house.actor("Hana")
    retire_track(by=hana, at=NOON, track=track.pk)
    other = deal_of(house, "Alice")
    with pytest.raises(Invalid) as refusal:
        postpone(house, other, track.pk)
    assert refusal.value.problems == {"track": Problem.UNKNOWN_CHOICE}
    assert offered_tracks() == ()
    assert all_tracks()[0].deals == 1
    retire_track(by=hana, at=NOON, track=track.pk, is_retired=False)
    assert [view.name for view in offered_tracks()] == ["Their market"]


def test_an_empty_track_is_not_offered(house: House) -> None:
    track_of(house)
    assert offered_tracks() == ()


def test_the_head_keeps_tracks_and_a_seller_does_not(house: House) -> None:
    track = track_of(house, "Their market", 7)
    (touch,) = track.touches.all()
    hana = house.actor("Hana")
    rename_track(by=hana, at=NOON, track=track.pk, name="News")
    change_touch(by=hana, at=NOON, touch=touch.pk, after=timedelta(days=9), kind=TaskKind.CALL, title="Call")
    (view,) = all_tracks()
    assert (view.name, view.touches[0].title, view.touches[0].after) == ("News", "Call", timedelta(days=9))
    remove_touch(by=hana, at=NOON, touch=touch.pk)
    assert not TrackTouch.objects.exists()
    with pytest.raises(NotAllowed):
        add_track(by=house.actor("Alice"), at=NOON, name="Mine")
    with pytest.raises(NotFound):
        remove_touch(by=hana, at=NOON, touch=touch.pk)


@pytest.mark.parametrize(
    ("name", "problem"),
    [("", Problem.REQUIRED), ("x" * 81, Problem.TOO_LONG), ("НОВОСТИ", Problem.ALREADY_TAKEN)],
)
def test_a_bad_name_of_a_track_is_refused(house: House, name: str, problem: Problem) -> None:
    track_of(house, "Новости")
    with pytest.raises(Invalid) as refusal:
        add_track(by=house.actor("Hana"), at=NOON, name=name)
    assert refusal.value.problems == {"name": problem}


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=4000)])
def test_a_touch_comes_after_some_time_and_within_ten_years(house: House, after: timedelta) -> None:
    track = track_of(house)
    given: dict[str, Any] = {"track": track.pk, "kind": TaskKind.CALL, "title": "Call"}
    with pytest.raises(Invalid) as refusal:
        add_touch(by=house.actor("Hana"), at=NOON, after=after, **given)
    assert refusal.value.problems == {"after": Problem.OUT_OF_RANGE}


def test_a_pipeline_proposes_a_track(house: House) -> None:
    track, hana = track_of(house, "Their market", 7), house.actor("Hana")
    propose_track(by=hana, at=NOON, pipeline=house.pipeline.pk, track=track.pk)
    assert proposed_track(house.stage("Postponed")) == track.pk
    retire_track(by=hana, at=NOON, track=track.pk)
    assert proposed_track(house.stage("Postponed")) is None
    with pytest.raises(NotFound):
        propose_track(by=hana, at=NOON, pipeline=house.pipeline.pk, track=track.pk)
    propose_track(by=hana, at=NOON, pipeline=house.pipeline.pk, track=None)


def test_a_playbook_brings_its_tracks_and_what_its_pipelines_propose(house: House) -> None:
    text = (PLAYBOOKS / "nine-statuses.yaml").read_text(encoding="utf-8")
    playbook = read_playbook(text)
    made = install_playbook(by=house.actor("Zoe"), at=NOON, playbook=playbook, text=text, language="ru")
    names = {view.name: len(view.touches) for view in offered_tracks()}
    assert names == {"Новости их рынка": 5, "Оставаться на связи": 3}
    stage = Stage.objects.get(pipeline=made.pipelines[0], kind="postponed")
    assert stage.track is not None
    assert stage.track.name == "Новости их рынка"


def test_a_track_of_the_same_name_stays_as_it_is(house: House) -> None:
    own = track_of(house, "stay in touch", 3)
    text = (PLAYBOOKS / "six-stages.yaml").read_text(encoding="utf-8")
    install_playbook(by=house.actor("Zoe"), at=NOON, playbook=read_playbook(text), text=text, language="en")
    kept = next(view for view in all_tracks() if view.id == own.pk)
    assert [touch.title for touch in kept.touches] == ["After 3 days"]
