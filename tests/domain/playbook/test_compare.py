"""What changed between two playbooks is told by keys, and nothing is told twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings

from tests.domain.playbook.playbooks import playbooks
from voronka.domain.pipeline import Gate
from voronka.domain.playbook.compare import (
    Added,
    Change,
    CriterionAdded,
    CriterionChanged,
    CriterionRemoved,
    HandOverChanged,
    HandOverRemoved,
    LimitChanged,
    LimitOfSomeChanged,
    Moved,
    ObjectionAdded,
    ObjectionChanged,
    ObjectionRemoved,
    Part,
    PartChanged,
    ReasonAdded,
    ReasonChanged,
    ReasonOf,
    Removed,
    Renamed,
    RobotAdded,
    RobotChanged,
    RobotRemoved,
    Spot,
    TrackAdded,
    TrackChanged,
    TrackRemoved,
    compare,
)
from voronka.domain.playbook.model import PlaybookLimit
from voronka.domain.playbook.read import read_playbook

if TYPE_CHECKING:
    from voronka.domain.playbook.model import Playbook

GOOD = (Path(__file__).parent / "good.yaml").read_text()
FIRST, SECOND, SALES = Spot("sales", "learn-need"), Spot("sales", "make-offer"), Spot("sales")


def changes(*edits: tuple[str, str]) -> tuple[Change, ...]:
    text = GOOD
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return compare(read_playbook(GOOD), read_playbook(text))


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(playbooks())
def test_equal_ones_do_not_differ(playbook: Playbook) -> None:
    assert compare(playbook, playbook) == ()


def test_a_renamed_stage_is_the_same_stage() -> None:
    (told,) = changes(("{en: Make the offer, ru: Сделать предложение}", "{en: Send it, ru: Послать}"))
    assert told == Change(
        SECOND, Renamed({"en": "Make the offer", "ru": "Сделать предложение"}, {"en": "Send it", "ru": "Послать"})
    )  # fmt: skip


def test_a_limit_is_told_before_and_after() -> None:
    assert changes(("limit: 2d", "limit: 3d")) == (
        Change(FIRST, LimitChanged(timedelta(days=2), timedelta(days=3))),
    )
    assert changes(("        limit: 2d\n", "")) == (Change(FIRST, LimitChanged(timedelta(days=2), None)),)


def test_limits_of_some_deals_are_told_by_whose_they_are() -> None:
    large = "        limit: 2d\n        limits:\n          - {from: 1000, limit: %s}\n"
    day, five = (
        PlaybookLimit(timedelta(days=1), Decimal(1000)),
        PlaybookLimit(timedelta(days=5), Decimal(1000)),
    )
    old, short, long = "        limit: 2d\n", large % "1d", large % "5d"
    assert changes((old, short)) == (Change(FIRST, LimitOfSomeChanged(None, day)),)
    before, after = (read_playbook(GOOD.replace(old, new, 1)) for new in (short, long))
    assert compare(before, after) == (Change(FIRST, LimitOfSomeChanged(day, five)),)
    assert compare(after, read_playbook(GOOD)) == (Change(FIRST, LimitOfSomeChanged(five, None)),)


def test_a_stage_that_comes_and_one_that_goes() -> None:
    told = changes(("- key: make-offer", "- key: offer"), ("returns_to: [make-offer]", "returns_to: [offer]"))
    assert [(one.spot, type(one.what)) for one in told] == [
        (SECOND, Removed),
        (Spot("sales", "offer"), Added),
        (SALES, PartChanged),
    ]


def test_a_moved_stage_is_told_with_its_places() -> None:
    playbook = read_playbook(GOOD.replace("        back_to: [learn-need]\n", ""))
    turned = read_playbook(_turned(GOOD.replace("        back_to: [learn-need]\n", "")))
    (told,) = compare(playbook, turned)
    assert isinstance(told.what, Moved)
    assert {told.what.before, told.what.after} == {1, 2}


def _turned(text: str) -> str:
    first, second, end = (
        text.index(part) for part in ("      - key: learn-need", "      - key: make-offer", "    won:")
    )
    return text[:first] + text[second:end] + text[first:second] + text[end:]


def test_criteria_that_come_change_and_go() -> None:
    one = "          - field: need\n            title: {en: The need is written down, ru: Потребность записана}\n"
    (told,) = changes((one, one.replace("need\n", "budget\n", 1)))
    assert isinstance(told.what, CriterionChanged)
    (told,) = changes((one, one + one.replace("- field: need", "- task: call")))
    assert isinstance(told.what, CriterionAdded)
    assert told.what.gate is Gate.EXIT
    (told,) = changes(("        exit:\n" + one, ""))
    assert isinstance(told.what, CriterionRemoved)
    (told,) = changes(("ru: Потребность записана", "ru: Потребность ясна"))
    assert isinstance(told.what, CriterionChanged)
    assert told.what.before.criterion == told.what.after.criterion


def test_reasons_and_hand_overs_are_told() -> None:
    added, renamed = changes(
        ("  postponed:\n    - key", "    - key: tender\n      name: {en: Tender, ru: Тендер}\n  postponed:\n    - key"),
        ("{en: Not now, ru: Не сейчас}", "{en: Later, ru: Позже}"),
    )  # fmt: skip
    assert isinstance(added.what, ReasonAdded)
    assert added.what.of is ReasonOf.LOST
    assert isinstance(renamed.what, ReasonChanged)
    (told,) = changes(("stage: learn-need", "stage: make-offer"))
    assert isinstance(told.what, HandOverChanged)
    (told,) = changes((GOOD[GOOD.index("hand_overs:") :], ""))
    assert isinstance(told.what, HandOverRemoved)


def test_objections_are_told() -> None:
    renamed = changes(
        (
            "  - key: price\n    name: {en: Too expensive, ru: Дорого}",
            "  - key: price\n    name: {en: Dear, ru: Дорого}",
        )
    )
    (told,) = renamed
    assert isinstance(told.what, ObjectionChanged)
    assert told.what.before.answers == told.what.after.answers
    (told,) = changes(
        ("      - {en: Let us count a year, ru: Посчитаем год}\n", "      - {en: Ask, ru: Спросить}\n")
    )
    assert isinstance(told.what, ObjectionChanged)
    assert told.what.before.name == told.what.after.name
    gone, new = changes(("  - key: not-now\n", "  - key: no-hurry\n"))
    assert isinstance(gone.what, ObjectionRemoved)
    assert isinstance(new.what, ObjectionAdded)


TRACK = """tracks:
  - key: news
    name: {en: News, ru: Новости}
    touches:
      - {after: 2w, task: email, title: {en: Write, ru: Написать}}
"""


def test_tracks_are_told_apart_by_their_keys() -> None:
    (added,) = changes(("pipelines:\n", f"{TRACK}pipelines:\n"))
    assert isinstance(added.what, TrackAdded)
    before = read_playbook(GOOD.replace("pipelines:\n", f"{TRACK}pipelines:\n", 1))
    later = TRACK.replace("after: 2w", "after: 3w")
    after = read_playbook(GOOD.replace("pipelines:\n", f"{later}pipelines:\n", 1))
    (changed,) = compare(before, after)
    assert isinstance(changed.what, TrackChanged)
    (removed,) = compare(before, read_playbook(GOOD))
    assert isinstance(removed.what, TrackRemoved)


def test_every_other_part_is_told_by_its_name() -> None:
    edits = {
        Part.ABOUT: ("A method of two stages", "A way"),
        Part.FITS: ("Whoever tries it", "All"),
        Part.FORM: ("name: {en: Small,", "form: {method: small, leads: apart}\nname: {en: Small,"),
        Part.NAME: ("{en: Small,", "{en: Little,"),
        Part.KIND: ("kind: sale", "kind: lead"),
        Part.UNSORTED: ("limit: 1h", "limit: 2h"),
        Part.LOST: ("wake_after: 52w", "wake_after: 26w"),
        Part.WON: ("{en: Won,", "{en: Done,"),
        Part.POSTPONED: ("{en: Postponed,", "{en: Later,"),
        Part.QUALIFICATION: (
            "    stages:\n",
            "    qualification: [{key: fit, question: {en: Fit?, ru: Подходят?}}]\n    stages:\n",
        ),
        Part.PURPOSE: ("The need is known", "We know"),
        Part.NEXT: ("{en: Ask,", "{en: Call,"),
        Part.BACK_TO: ("        back_to: [learn-need]\n", ""),
        Part.MOVES_ON: ("        back_to:", "        moves_on: by_itself\n        back_to:"),
        Part.BUYER: ("        back_to:", "        buyer: action\n        back_to:"),
        Part.QUESTION: ("        back_to:", "        question: {en: When?, ru: Когда?}\n        back_to:"),
        Part.STEPS: ("        back_to:", "        steps: [{step: {en: Do, ru: Делать}}]\n        back_to:"),
    }
    for part, edit in edits.items():
        assert [one.what for one in changes(edit)] == [PartChanged(part)]
    assert set(edits) == set(Part) - {Part.LANGUAGES}


ROBOT = """\
        robots:
          - key: ask
            name: {en: Ask, ru: Спросить}
            when: {stayed: 3d}
            do:
              - task: call
                title: {en: Ask what holds them back, ru: Спросить что мешает}
                after: 1d
"""
LAST = "        back_to: [learn-need]\n"
LOST = "      wake_after: 52w\n"


def test_robots_that_come_change_and_go_are_told_at_their_stage() -> None:
    with_one = GOOD.replace(LAST, LAST + ROBOT)
    before, after = read_playbook(GOOD), read_playbook(with_one)
    assert [(one.spot, type(one.what)) for one in compare(before, after)] == [(SECOND, RobotAdded)]
    assert [(one.spot, type(one.what)) for one in compare(after, before)] == [(SECOND, RobotRemoved)]
    later = read_playbook(with_one.replace("stayed: 3d", "stayed: 4d"))
    assert [(one.spot, type(one.what)) for one in compare(after, later)] == [(SECOND, RobotChanged)]


def test_a_robot_of_an_exit_is_told_once_and_at_the_pipeline() -> None:
    at_exit = GOOD.replace(LOST, LOST + ROBOT.replace("\n  ", "\n").removeprefix("  "))
    told = compare(read_playbook(GOOD), read_playbook(at_exit))
    assert [(one.spot, type(one.what)) for one in told] == [(SALES, RobotAdded)]
