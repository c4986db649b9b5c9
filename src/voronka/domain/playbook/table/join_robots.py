"""The robots of a row, taken into those of its stage.

A robot is known by its name, or, where it was renamed, by all the rest: it keeps its key, and what it says in other
languages. Of any other nothing is left: what it did on the deals is none of the new one's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from voronka.domain.playbook.faults import UnknownChoice
from voronka.domain.playbook.model import Deed, PlaybookRobot, deed
from voronka.domain.playbook.shapes import nearest
from voronka.domain.playbook.table.faults import RobotGoesNowhere, TableFault
from voronka.domain.playbook.table.matching import made_key, paired, recognised
from voronka.domain.playbook.table.model import Column, Row, TablePlace, TableRobot, cleaned
from voronka.domain.playbook.table.names import Names, UnknownName
from voronka.domain.playbook.table.show import Shown, message_lines
from voronka.domain.playbook.table.texts import Texts
from voronka.domain.robot import MoveTo, RobotStep, SendMessage

# A robot made in the workspace is called so after its number: a new one must not be taken for it.
_NUMBERED = re.compile(r"(?:robot-)?[0-9]+\Z")


@dataclass(frozen=True, slots=True)
class RobotsJoining:
    """`shown` is the pipeline as it was, `names` are those of the table; what is wrong is added to `faults`."""

    texts: Texts
    shown: Shown
    names: Names
    faults: list[TableFault]

    def joined(self, was: tuple[PlaybookRobot, ...], row: Row | None) -> tuple[PlaybookRobot, ...]:
        """The robots as the row says; as they were where it says nothing of them."""
        if row is None or row.robots is None:
            place = TablePlace() if row is None else replace(row.place, column=Column.ROBOTS)
            for robot in was:
                self._look_at(robot, place)
            return was
        shown = tuple(map(self.shown.robot, was))
        now = tuple(one.robot for one in row.robots)
        same = recognised(
            shown, now, lambda one: one, lambda one: one.name, lambda one: replace(one, name="")
        )
        taken = {robot.key for robot in was}
        found = []
        for at, one in zip(same, row.robots, strict=True):
            before = None if at is None else was[at]
            robot = self._robot(before, one, before.key if before else _new_key(one.robot.name, taken))
            taken.add(robot.key)
            self._look_at(robot, one.place)
            found.append(robot)
        return tuple(found)

    def _robot(self, was: PlaybookRobot | None, now: TableRobot, key: str) -> PlaybookRobot:
        said = now.robot
        if was is not None and self.shown.robot(was) == said:
            return was
        steps = () if was is None else self.shown.robot(was).steps
        same = paired(steps, said.steps, lambda step: step)
        conditions = said.conditions
        if was is not None and self.shown.robot(was).conditions == conditions:
            conditions = was.conditions
        return PlaybookRobot(
            key=key,
            name=self.texts.everywhere(said.name) if was is None else self.texts.now(was.name, said.name),
            trigger=said.trigger,
            deeds=tuple(
                self._deed(None if was is None or at is None else was.deeds[at], step, place)
                for at, step, place in zip(same, said.steps, _places(now), strict=True)
            ),
            conditions=conditions,
            again=said.again,
            is_on=said.is_on,
        )

    def _deed(self, was: Deed | None, now: RobotStep, place: TablePlace) -> Deed:
        if was is not None and self.shown.robot_step(was.step_in(self.texts.language)) == now:
            return was
        made = deed(self._keyed(now, place), self.texts.language)
        before = was.texts if was is not None and type(was.step) is type(now) else (None,) * len(made.texts)
        shown = message_lines if isinstance(now, SendMessage) else cleaned
        texts = (
            said and (self.texts.now(text, said[self.texts.language], shown) if text
                      else self.texts.everywhere(said[self.texts.language]))
            for text, said in zip(before, made.texts, strict=True)
        )  # fmt: skip
        return Deed(made.step, tuple(texts))

    def _keyed(self, step: RobotStep, place: TablePlace) -> RobotStep:
        """A stage may be called as it is now, or as it was."""
        try:
            return self.names.keyed(step)
        except UnknownName as unknown:
            try:
                return self.shown.names.keyed(step)
            except UnknownName:
                wrong = UnknownChoice(unknown.name, nearest(unknown.name, unknown.known), unknown.known)
                self.faults.append(TableFault(place, wrong))
                return step

    def _look_at(self, robot: PlaybookRobot, place: TablePlace) -> None:
        """Whether it moves deals to a stage that is gone."""
        there = self.names.stages or {}
        gone = {key: name for key, name in (self.shown.names.stages or {}).items() if key not in there}
        for key in _goals(robot):
            if key in gone:
                wrong = RobotGoesNowhere(robot.name[self.texts.language], gone[key])
                self.faults.append(TableFault(place, wrong))


def _goals(robot: PlaybookRobot) -> Iterable[str]:
    return (one.step.stage for one in robot.deeds if isinstance(one.step, MoveTo))


def _places(robot: TableRobot) -> tuple[TablePlace, ...]:
    return robot.steps_at or (robot.place,) * len(robot.robot.steps)


def _new_key(name: str, taken: set[str]) -> str:
    return made_key(name, taken, lambda key: bool(_NUMBERED.match(key)))
