"""Holding a row still while somebody compares it with what they saw and then changes it."""

from enum import Enum

from voronka.models import Company, Contact, Deal, Note, Task
from voronka.queries.rows import find_rows


class Held(Enum):
    """What may be held."""

    DEAL = Deal
    CONTACT = Contact
    COMPANY = Company
    TASK = Task
    NOTE = Note


def hold(what: Held, id: int) -> None:
    """Lock the row, where rows can be locked, within the caller's `writing()`. None of that id: nothing happens.

    Of a task and a note the deal is locked, for every change of them locks it.
    """
    if what in {Held.TASK, Held.NOTE}:
        for row in find_rows(what.value, {"id": id}):
            find_rows(Deal, {"id": row.deal_id}, lock=True)
        return
    find_rows(what.value, {"id": id}, lock=True)
