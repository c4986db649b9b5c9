"""Robots in the table: as they are written, as people type them, and taken into the stage's again."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest

from tests.domain.playbook.table.carried import SHIPPED, WORDS, playbook_of
from voronka.domain.playbook.faults import (
    BadDuration,
    MissingKey,
    NoCriterion,
    TextTooLong,
    UnknownChoice,
    UnknownKey,
    WrongKind,
)
from voronka.domain.playbook.model import robot_as_written
from voronka.domain.playbook.table.cells import cells_of
from voronka.domain.playbook.table.faults import (
    NoBrackets,
    NoRobotYet,
    NotAmongRobots,
    NoWords,
    RobotDoesNothing,
    RobotGoesNowhere,
    TableFault,
    UnreadableTable,
)
from voronka.domain.playbook.table.join import with_table
from voronka.domain.playbook.table.legend import robot_legend
from voronka.domain.playbook.table.lines import Line
from voronka.domain.playbook.table.markdown_read import read_markdown
from voronka.domain.playbook.table.model import Column, TablePlace, TableRobot
from voronka.domain.playbook.table.names import Names
from voronka.domain.playbook.table.robots_read import robots_read
from voronka.domain.playbook.table.show import table_of
from voronka.domain.robot import (
    CONDITION_FIELDS,
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Channel,
    Choosing,
    Condition,
    DateField,
    Enrol,
    Entered,
    Fact,
    Is,
    MoveTo,
    OfferHandOver,
    OnDate,
    Priority,
    Robot,
    RobotStep,
    ScoreCrossed,
    SendMessage,
    SetField,
    SetPriority,
    Stayed,
    Trigger,
    Whom,
)
from voronka.domain.task import TaskKind

if TYPE_CHECKING:
    from voronka.domain.playbook.model import Playbook, PlaybookPipeline, PlaybookRobot
    from voronka.domain.playbook.table.model import Table

CALL = AddTask(TaskKind.CALL, "Call back", timedelta(days=3))
NAMES = Names(tracks={"track-3": "Stay in mind"}, hand_overs={"delivery": "Доставка"})


def read(text: str) -> tuple[list[Robot], list[tuple[int, object]]]:
    """The robots, and the faults with their lines."""
    faults: list[TableFault] = []
    lines = [Line(line.strip(), TablePlace(line=at)) for at, line in enumerate(text.strip().split("\n"), 1)]
    robots = robots_read(lines, faults)
    return [one.robot for one in robots], [(fault.place.line, fault.wrong) for fault in faults]


def test_robots_are_understood_as_people_type_them() -> None:
    robots, faults = read("""
        Ask what holds them back [when: entered] – as soon as a deal comes here
        [field: amount, least: 1000] – Amount: at least 1,000
        only these: [field: source, one_of: [“Fair”, Referral]].
        • Call back [task: call, after: 3d, question: «What holds you back?»]
        Отдать тому, у кого меньше сделок [assign: least_loaded]
        “Hot” [when: {day: lost, after: 365, at: “10:00”}, again: true, off: true]
        - [title: Call back, task: call, after: 3d, to: head]
        - Deals with {contact} [message: email, text: "Hello,\\nhow are you?"]
        - [move_to: Next] – Moves the deal on [to “Next”]
    """)
    assert faults == []
    assert robots == [
        Robot(
            "", "Ask what holds them back", Entered(),
            (replace(CALL, question="What holds you back?"), Assign(Choosing.LEAST_LOADED)),
            (Condition("amount", Is.LEAST, ("1000",)), Condition("source", Is.ONE_OF, ("Fair", "Referral"))),
        ),
        Robot(
            "", "“Hot”", OnDate(DateField.LOST, 365, time(10)),
            (
                replace(CALL, to=Whom.HEAD),
                SendMessage(Channel.EMAIL, "Deals with {contact}", "Hello,\nhow are you?"),
                MoveTo("Next"),
            ),
            again=True, is_on=False,
        ),
    ]  # fmt: skip


def test_each_fault_is_told_with_its_line() -> None:
    robots, faults = read("""
        - Call back [task: call, after: 3d]
        Call them when they come
        Call back [wen: entered]
        [when: entered]
        - [task: call, after: 3d]
        Too long here [when: {staid: 3d}]
        [field: amount, least: much]
        [field: priority, equal: higher]
        - Call back [task: cal, after: 3 days]
        Go on [move_to: next, when: {stayed: 3d}]
        Nothing [when: left]
    """)
    assert [robot.name for robot in robots] == ["", "Go on", "Nothing"]
    kinds = [(line, type(wrong)) for line, wrong in faults]
    assert kinds == [
        (1, NoRobotYet),
        (2, NoBrackets),
        (3, UnknownKey),
        (4, NoWords),
        (5, NoWords),
        (6, NoCriterion),
        (7, WrongKind),
        (8, UnknownChoice),
        (9, UnknownChoice),
        (9, BadDuration),
        (10, UnknownKey),
        (10, RobotDoesNothing),
        (11, RobotDoesNothing),
    ]
    wrongs = [wrong for _line, wrong in faults]
    assert isinstance(wrongs[2], UnknownKey)
    assert wrongs[2].nearest == "when"


def test_texts_are_as_long_as_in_the_file() -> None:
    _robots, faults = read(
        f"{'n' * 81} [when: entered]\n- {'t' * 121} [task: call, after: 1d]\n- x [task: call]"
    )
    assert faults[:2] == [(1, TextTooLong(81, 80)), (2, TextTooLong(121, 120))]
    assert isinstance(faults[2][1], MissingKey)


def test_all_that_the_legend_shows_is_read_as_it_is_shown() -> None:
    seen: list[object] = []
    for brackets, told in robot_legend(lambda part: type(part).__name__):
        begins = brackets.startswith("[when:")
        lines = (
            f"Name {brackets}\n- [tag: VIP]" if begins else f"Name [when: left]\n- … {brackets}\n- [tag: VIP]"
        )
        [robot], faults = read(lines)
        assert faults == []
        part = robot.trigger if begins else (*robot.conditions, *robot.steps)[0]
        assert type(part).__name__ == told
        seen.append(part)
    kinds = {type(part) for part in seen}
    assert kinds == {*get_args(Trigger), Condition, *get_args(RobotStep)}
    assert {one.field for one in seen if isinstance(one, Condition)} == {*CONDITION_FIELDS}
    assert {one.how for one in seen if isinstance(one, Condition)} == {*Is}


# -- taken into a pipeline ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return playbook_of(next(one for one in SHIPPED if one.stem == "four-stages"))


@pytest.fixture(scope="module")
def four(playbook: Playbook) -> PlaybookPipeline:
    [pipeline] = playbook.pipelines
    return pipeline


def at_first(pipeline: PlaybookPipeline, *robots: Robot) -> PlaybookPipeline:
    """The pipeline with these robots at its first working stage, as a workspace of one language has them."""
    written = tuple(robot_as_written(one, "en") for one in robots)
    first, *rest = pipeline.stages
    return replace(pipeline, stages=(replace(first, robots=written), *rest))


def typed(table: Table, *robots: Robot) -> Table:
    """The table with these robots in the row of the first working stage."""
    unsorted, first, *rest = table.rows
    return replace(table, rows=(unsorted, replace(first, robots=tuple(map(TableRobot, robots))), *rest))


def first_of(pipeline: PlaybookPipeline) -> PlaybookRobot:
    return next(robot for _place, robot in pipeline.robots)


def test_a_table_without_the_column_leaves_the_robots_as_they_are(four: PlaybookPipeline) -> None:
    table = table_of(four, "ru")
    without = replace(table, rows=tuple(replace(row, robots=None) for row in table.rows))
    assert any(robot for _place, robot in four.robots)
    assert with_table(four, without) == four


def test_an_emptied_cell_takes_its_robots_away_and_no_others(four: PlaybookPipeline) -> None:
    at = next(at for at, row in enumerate(table_of(four, "en").rows) if row.robots)
    rows = list(table_of(four, "en").rows)
    key, rows[at] = rows[at].key, replace(rows[at], robots=())
    now = with_table(four, replace(table_of(four, "en"), rows=tuple(rows)))
    assert tuple(now.robots) == tuple((place, robot) for place, robot in four.robots if place != key)


def test_a_changed_robot_keeps_its_key_and_its_other_languages(four: PlaybookPipeline) -> None:
    table = table_of(four, "ru")
    at = next(at for at, row in enumerate(table.rows) if row.robots)
    [first, *rest] = table.rows[at].robots or ()
    longer = replace(first, robot=replace(first.robot, trigger=Stayed(timedelta(days=9)), name="Иначе"))
    both = replace(first, robot=replace(first.robot, trigger=Stayed(timedelta(days=9))))
    for changed in (both, replace(first, robot=replace(first.robot, name="Иначе"))):
        rows = (*table.rows[:at], replace(table.rows[at], robots=(changed, *rest)), *table.rows[at + 1 :])
        was, now = first_of(four), first_of(with_table(four, replace(table, rows=rows)))
        assert (now.key, now.name["en"], now.deeds) == (was.key, was.name["en"], was.deeds)
        assert now != was
    # One that has another name and does something else is another robot: nothing of the old one's is its own.
    rows = (*table.rows[:at], replace(table.rows[at], robots=(longer, *rest)), *table.rows[at + 1 :])
    now = first_of(with_table(four, replace(table, rows=rows)))
    assert now.key not in {robot.key for _place, robot in four.robots}
    assert set(now.name.values()) == {"Иначе"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Call back", "call-back"),
        ("Позвонить", "new"),
        ("Robot 12", "new-robot-12"),
        ("7", "new-7"),
        ("Old", "old-2"),
    ],
)
def test_a_new_robots_key_is_its_own(four: PlaybookPipeline, name: str, key: str) -> None:
    was = at_first(four, Robot("old", "Was here", Entered(), (CALL,)))
    now = with_table(was, typed(table_of(was, "en"), Robot("", name, Stayed(timedelta(1)), (CALL,))))
    assert [robot.key for robot in now.stages[0].robots] == [key]


def test_stages_tracks_and_hand_overs_go_by_their_names(four: PlaybookPipeline) -> None:
    second = four.stages[1]
    steps = (MoveTo(second.key), MoveTo(), Enrol("track-3"), OfferHandOver("delivery"))
    was = at_first(four, Robot("go-on", "Go on", Entered(), steps))
    table = table_of(was, "en", NAMES)
    [shown] = table.rows[1].robots or ()
    named = (MoveTo(second.name["en"]), MoveTo(), Enrol("Stay in mind"), OfferHandOver("Доставка"))
    assert shown.robot.steps == named
    assert with_table(was, table, NAMES) == was
    typed_otherwise = replace(
        shown.robot, steps=(MoveTo(second.key), MoveTo(), Enrol("stay IN mind"), OfferHandOver("delivery"))
    )
    assert with_table(was, typed(table, typed_otherwise), NAMES) == was
    renamed = replace(
        table, rows=tuple(replace(row, name="Talk") if row.key == second.key else row for row in table.rows)
    )
    by_new_name = replace(shown.robot, steps=(MoveTo("Talk"), AddTag("VIP")))
    [now] = with_table(was, typed(renamed, by_new_name), NAMES).stages[0].robots
    assert [one.step for one in now.deeds] == [MoveTo(second.key), AddTag("")]


def test_a_name_that_two_have_stands_for_neither(four: PlaybookPipeline) -> None:
    names = replace(NAMES, tracks={"one": "News", "two": "news", "news": "Other"})
    for key in names.tracks or ():
        was = at_first(four, Robot("r", "Go on", Entered(), (Enrol(key),)))
        table = table_of(was, "en", names)
        assert with_table(was, table, names) == was
        [shown] = table.rows[1].robots or ()
        assert shown.robot.steps == (Enrol("Other" if key == "news" else key),)


def refused(pipeline: PlaybookPipeline, table: Table) -> list[object]:
    with pytest.raises(UnreadableTable) as caught:
        with_table(pipeline, table, NAMES)
    return [fault.wrong for fault in caught.value.faults]


def test_what_a_robot_speaks_of_has_to_be_there(four: PlaybookPipeline) -> None:
    known = tuple(stage.name["en"] for stage in four.stages)
    table = table_of(four, "en", NAMES)
    lost = Robot("", "Go on", Entered(), (MoveTo("Nowhere at all"), Enrol("Stay in mint")))
    wrongs = refused(four, typed(table, lost))
    assert wrongs == [
        UnknownChoice("Nowhere at all", None, known),
        UnknownChoice("Stay in mint", "Stay in mind", ("Stay in mind",)),
    ]


def test_no_robot_moves_deals_to_a_stage_that_is_taken_out(four: PlaybookPipeline) -> None:
    second = four.stages[1]
    was = at_first(four, Robot("go-on", "Go on", Entered(), (MoveTo(second.key),)))
    table = table_of(was, "en")
    fewer = replace(table, rows=tuple(row for row in table.rows if row.key != second.key))
    wrong = RobotGoesNowhere("Go on", second.name["en"])
    assert refused(was, fewer) == [wrong]
    silent = replace(fewer, rows=tuple(replace(row, robots=None) for row in fewer.rows))
    assert refused(was, silent) == [wrong]


# -- the column --------------------------------------------------------------------------------------------------------

BY_HAND = """\
# Sales

Status | Steps | Actions | Criteria | Notes | Само собой [ Robots ]
---|---|---|---|---|---
Qualify | Call | | Need is known [field: need] | ask Bob | Позвонить `[when: {score: 70}]`<br>- Позвонить [task: call, after: 1h]
Close | | | ☐ Paid [payment: {share: 50}]
"""


def test_the_column_is_known_by_its_heading_wherever_it_stands() -> None:
    [table] = read_markdown(BY_HAND)
    qualify, close = table.rows
    [robot] = qualify.robots or ()
    assert robot.robot == Robot(
        "",
        "Позвонить",
        ScoreCrossed(Decimal("0.7")),
        (AddTask(TaskKind.CALL, "Позвонить", timedelta(hours=1)),),
    )
    assert close.robots == ()


def test_robots_under_another_heading_are_told_and_not_passed_over() -> None:
    with pytest.raises(UnreadableTable) as caught:
        read_markdown(BY_HAND.replace("[ Robots ]", ""))
    assert caught.value.faults == (TableFault(TablePlace(row=5), NotAmongRobots()),)


def test_steps_that_say_something_are_not_explained_and_others_are() -> None:
    robot = Robot(
        "r", "Robot", Arrived(Fact.SENT),
        (CALL, Advise("Go on"), SetPriority(Priority.LOW, "Cold"), SetField("need", "x"), CallWebhook("https://e.org/x")),
    )  # fmt: skip
    four = at_first(playbook_of(SHIPPED[0]).pipelines[0], robot)
    lines = cells_of(table_of(four, "en").rows[1], WORDS.robot)[Column.ROBOTS]
    assert [str(line) for line in lines] == [
        "Robot [when: {arrived: sent}] – It is a “Arrived” (really)",
        "- Call back [task: call, after: 3d]",
        "- Go on [advise: true]",
        "- Cold [priority: low]",
        "- [set: need, to: x] – It is a “SetField” (really)",
        '- [webhook: "https://e.org/x"] – It is a “CallWebhook” (really)',
    ]
