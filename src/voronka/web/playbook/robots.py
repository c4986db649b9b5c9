"""What happens at the stages by itself, as the playbook tells it: the robots that are on, a few sentences each."""

from collections import defaultdict

from voronka.domain.pipeline import Pipeline
from voronka.queries.stage_robots import robots_of, track_names
from voronka.web.robot_sentences import RobotPlace, RobotSaid, robot_said


def robots_said(pipeline: Pipeline) -> dict[int, list[RobotSaid]]:
    """The robots by the id of their stage. Two queries."""
    tracks = track_names()
    found: dict[int, list[RobotSaid]] = defaultdict(list)
    for one in robots_of([pipeline]):
        if one.robot.is_on:
            found[one.stage.id].append(robot_said(one.robot, RobotPlace(pipeline, one.stage), tracks))
    return dict(found)
