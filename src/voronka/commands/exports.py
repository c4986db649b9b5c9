"""Exports of lists: each is told to the log, for whoever leads the person."""

from datetime import datetime

from voronka.commands.event_log import record_of_person
from voronka.commands.transaction import writing
from voronka.domain.columns import Rows
from voronka.domain.errors import NotAllowed
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor


def tell_export(*, by: Actor, at: datetime, rows: Rows, count: int, form: str, request_id: str = "") -> None:
    """Say that the actor takes so many rows away as a file of this form.

    Raises:
        NotAllowed
    """
    if not by.policy.may_export:
        raise NotAllowed
    with writing():
        payload = {"rows": rows.value, "count": count, "form": form}
        record_of_person(EventKind.LIST_EXPORTED, by=by, at=at, payload=payload, request_id=request_id)
