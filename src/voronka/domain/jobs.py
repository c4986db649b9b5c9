"""Jobs: what is done a little later, and again when it failed. How long to wait, and when to stop trying. Pure."""

from datetime import timedelta
from enum import StrEnum


class JobKind(StrEnum):
    """What a job does, at most 24 characters. Who adds one adds its handler in worker/handlers.py."""

    # A deal is told to an address. `url`, `id`: the same at every attempt, `body`: what is told.
    WEBHOOK = "webhook"
    # A robot's message to a client. `to`, `subject`, `text`, `reply_to`, `id`, `deal`, `request_id`: the run.
    CLIENT_MAIL = "client_mail"
    # An entry of the log that the robots stumbled over. `event`.
    ROBOT_EVENT = "robot_event"
    NOTICE_MESSAGE = "notice_message"
    OUTSIDE_CHECK = "outside_check"
    # A company is looked for at a provider of requisites. `lookup`.
    REQUISITE_LOOKUP = "requisite_lookup"
    # A request that came in and may not have been settled. `request`.
    INTAKE = "intake"
    # The next rows of an import are checked, taken or taken back. `import`.
    IMPORT = "import"
    # The base is searched for duplicates. `audit`.
    DUPLICATE_AUDIT = "duplicate_audit"


# Periodic work that is named in more than one place.
TELEGRAM_ROUND = "telegram"


class JobState(StrEnum):
    """Where a job is in its life. Failed ones wait for an administrator, who retries them or gives them up."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GIVEN_UP = "given_up"


# Whoever did not tell the end of a job by then is thought dead, and the job is begun anew.
LEASE = timedelta(minutes=5)
# With the waits below: about fifteen hours from the first attempt to the last.
MOST_ATTEMPTS = 8
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=6)
_GROWTH = 4
# Two that failed together do not come again together.
_SPREAD = 0.2
# The reason of a job that was begun over and over and never told its end.
LOST = "lost"
# What is kept of a sentence that came from outside.
ERROR_LENGTH = 500


def wait_before_next(attempts: int, chance: float) -> timedelta:
    """How long after the `attempts`th failed attempt the next one begins. `chance` from 0 to 1 spreads it."""
    growth: int = _GROWTH ** min(attempts - 1, MOST_ATTEMPTS)
    wait = min(_FIRST_WAIT * growth, _LONGEST_WAIT)
    return wait * (1 + _SPREAD * (2 * chance - 1))


# A round that what is outside keeps failing is asked for no seldomer than this: somebody waits for it to be back.
LONGEST_PAUSE = timedelta(minutes=5)


def pause_of_round(every: timedelta, before: timedelta) -> timedelta:
    """How long a round is left alone that failed for what is outside. `before`: how long it was the last time, or zero."""
    return max(every, min(2 * before, LONGEST_PAUSE))


def is_last(attempts: int) -> bool:
    """Whether the job is not tried again after so many attempts."""
    return attempts >= MOST_ATTEMPTS
