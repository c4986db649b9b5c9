"""The demo's robots: what a shipped method lets happen by itself, at the demo's stages."""

from dataclasses import replace
from datetime import datetime

from voronka.commands.setup.robots import add_robot
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, StageKind
from voronka.domain.robot import Enrol, Robot
from voronka.models import NurtureTrack
from voronka.queries.shipped_playbooks import shipped_playbook
from voronka.queries.stage_robots import track_key

_FROM = "six-stages"
# Which robots of the shipped method stand where: the place among the working stages, or the kind of an exit.
_AT: tuple[tuple[int | StageKind, tuple[tuple[str, str], ...]], ...] = (
    (0, (("opportunity", "too-long"),)),
    (2, (("commercial-offer", "after-the-offer"), ("commercial-offer", "offer-opened"), ("commercial-offer", "warm-up"))),
    (3, (("signing-and-payment", "contract-signed"),)),
    (StageKind.WON, (("won", "a-month-later"),)),
    (StageKind.POSTPONED, (("postponed", "birthday"), ("postponed", "holiday"))),
)  # fmt: skip


def make_robots(*, by: Actor, at: datetime, pipeline: Pipeline, track: int, language: str) -> None:
    """Put them to their stages; they act on what happens from now on, and look after the deals that stand there."""
    shipped = shipped_playbook(_FROM).playbook.pipelines[0]
    known = {(key, robot.key): robot.robot_in(language) for key, robot in shipped.robots}
    called = track_key(NurtureTrack.objects.get(pk=track))
    for place, names in _AT:
        stage = pipeline.working[place] if isinstance(place, int) else pipeline.only(place)
        for name in names:
            add_robot(by=by, at=at, stage=stage.id, robot=_on_track(known[name], called))


def _on_track(robot: Robot, track: str) -> Robot:
    steps = (replace(step, track=track) if isinstance(step, Enrol) else step for step in robot.steps)
    return replace(robot, steps=tuple(steps))
