"""The life of a robot's run: its steps one after the other, and why it or one of them did not happen. Pure."""

from enum import StrEnum


class RunState(StrEnum):
    """A run ends as failed when one of its steps did; as refused when it never began."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class StepState(StrEnum):
    """A step waits, also for its next attempt, until it is done, a rule said no, or it failed for good."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Why(StrEnum):
    """Why a robot did not do what it was to do, at most 24 characters."""

    LOOP = "loop"
    MOVED_ON = "moved_on"
    GATE = "gate"
    NOT_ALLOWED = "not_allowed"
    NOT_THERE = "not_there"
    NOBODY = "nobody"
    NO_ADDRESS = "no_address"
    NO_OWNER = "no_owner"
    ALREADY = "already"
    INVALID = "invalid"
    ERROR = "error"


# Robots that set each other off: beyond this it is a circle.
MOST_DEPTH = 5
