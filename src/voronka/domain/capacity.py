"""Whether a seller has more to do than time: "overloaded: hire or hand over" told from "idle" (R4).

Needed touches a week: each open deal asks for one touch in each span between its next steps. That span is the stage's
limit shared among the touches that the stage takes (its exit criteria that a touch meets, at least one), and no
longer than a week, for a deal is touched weekly at the least. What one week asks is the sum over all open deals of
7 days / span. Possible touches a week: working minutes of the week / minutes of one touch, the minutes being the
average over what the seller really did in four weeks, by kind; the company's own table where they did too little.
Source: rows R3 and R4 of the requirements ("open deals x touches against working hours").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import ceil

WEEK = timedelta(days=7)
# What is looked back on for the touches really done.
WEEKS_BACK = 4
# Fewer touches than this say nothing of how long one takes.
FEWEST_TOUCHES = 20
# Of what is possible, less than this is idle, up to the second is room, up to the third is full; more is too much.
IDLE_BELOW, ROOM_BELOW, FULL_UP_TO = 0.4, 0.8, 1.05


class Touch(StrEnum):
    """What one does with a client or for them; each takes its minutes."""

    CALL = "call"
    MEETING = "meeting"
    MESSAGE = "message"
    TASK = "task"


# Minutes with what belongs to it: looking up, noting down, the way there.
USUAL_MINUTES: Mapping[Touch, int] = {Touch.CALL: 15, Touch.MEETING: 90, Touch.MESSAGE: 10, Touch.TASK: 20}
MOST_MINUTES = 480
# The working week of whoever has no calendar.
USUAL_WEEK = timedelta(hours=40)


class Load(StrEnum):
    """How much of their time somebody's open deals take."""

    IDLE = "idle"
    ROOM = "room"
    FULL = "full"
    OVERLOADED = "overloaded"


@dataclass(frozen=True, slots=True)
class StageLoad:
    """Open deals of a seller at one stage. `limit` None: the stage has none; `touches`: how many one stay takes."""

    deals: int
    limit: timedelta | None
    touches: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """A seller's week. `needed`, `possible` and `done` are touches a week, `hours` working hours of it.

    `spare`: about how many deals more they could take; when overloaded, how many to hand over, as a negative number.
    """

    deals: int
    needed: float
    possible: float
    done: float
    hours: float
    load: Load
    spare: int


def needed_a_week(stages: Iterable[StageLoad]) -> float:
    """The touches that open deals ask for in a week."""
    return sum(one.deals * (WEEK / span_of(one.limit, one.touches)) for one in stages)


def span_of(limit: timedelta | None, touches: int) -> timedelta:
    """How long a deal may wait between two touches: at most a week, at least a working day's share."""
    if limit is None:
        return WEEK
    return min(WEEK, max(limit / max(touches, 1), timedelta(days=1)))


def minutes_of_one(done: Mapping[Touch, int], minutes: Mapping[Touch, int]) -> float:
    """How long a touch takes: by what was done, by the table's mean where that was too little."""
    total = sum(done.values())
    if total < FEWEST_TOUCHES:
        return sum(minutes.values()) / len(minutes)
    return sum(count * minutes[touch] for touch, count in done.items()) / total


def capacity(
    stages: Iterable[StageLoad], done: Mapping[Touch, int], minutes: Mapping[Touch, int], working: timedelta
) -> Capacity:
    """One seller's. `done` in the last WEEKS_BACK weeks; `working`: working time of the coming week."""
    held = list(stages)
    deals, needed = sum(one.deals for one in held), needed_a_week(held)
    hours = working / timedelta(hours=1)
    possible = hours * 60 / minutes_of_one(done, minutes)
    return Capacity(
        deals=deals,
        needed=needed,
        possible=possible,
        done=sum(done.values()) / WEEKS_BACK,
        hours=hours,
        load=_load(needed, possible),
        spare=_spare(deals, needed, possible),
    )


def _load(needed: float, possible: float) -> Load:
    if needed == 0:
        return Load.IDLE
    if needed > possible * FULL_UP_TO:
        return Load.OVERLOADED
    if needed >= possible * ROOM_BELOW:
        return Load.FULL
    return Load.ROOM if needed >= possible * IDLE_BELOW else Load.IDLE


def _spare(deals: int, needed: float, possible: float) -> int:
    """Deals of the usual kind of theirs that fit, or that are too many."""
    a_deal = needed / deals if deals else 1.0
    left = (possible - needed) / a_deal
    return int(left) if left >= 0 else -ceil(-left)
