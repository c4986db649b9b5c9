"""How much effort a deal deserves now: set with a reason, which stays in the timeline (R56)."""

from datetime import datetime

from voronka.commands import values
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, Problem
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.robot import Priority
from voronka.models import Event

REASON_LENGTH = 200


def set_priority(
    *, by: Actor, at: datetime, deal: int, priority: Priority, reason: str, request_id: str = ""
) -> Event:
    """Give a deal another priority.

    Raises:
        NotFound, NotAllowed
        Invalid: `reason`; `priority` UNCHANGED when it has that one.
    """
    why = values.checked({"reason": lambda: values.line(reason, REASON_LENGTH, required=True)})["reason"]
    with writing():
        row = load_to_edit(by, deal)
        if row.priority == priority:
            raise Invalid({"priority": Problem.UNCHANGED})
        payload = {"from": str(row.priority), "to": priority.value, "reason": why}
        write_deal(row, by=by, at=at, priority=priority.value)
        return record(EventKind.PRIORITY_SET, by=by, at=at, deal=row, payload=payload, request_id=request_id)
