"""The rows of sanctions, within other commands' transactions: a step of an entry, its event, and whom it is told to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from voronka.commands.deal_rows import write_deal
from voronka.commands.event_log import record
from voronka.commands.notifications import notify
from voronka.commands.rows import insert_row
from voronka.domain.events import EventKind
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.domain.sanctions import WAITING, State
from voronka.models import Deal, Event, Sanction, SanctionStep
from voronka.queries.calendars import calendar_of
from voronka.queries.sanction_judges import judges_of
from voronka.queries.sanction_rules import terms

EVENTS = {
    State.PROPOSED: EventKind.SANCTION_PROPOSED,
    State.CONFIRMED: EventKind.SANCTION_CONFIRMED,
    State.CANCELLED: EventKind.SANCTION_CANCELLED,
    State.APPEALED: EventKind.SANCTION_APPEALED,
    State.UPHELD: EventKind.SANCTION_UPHELD,
    State.LIFTED: EventKind.SANCTION_LIFTED,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: to which state, by whom (None: the rule itself), when, and why."""

    state: State
    by: Actor | None
    at: datetime
    words: str = ""
    request_id: str = ""


def appeal_term(team: int, at: datetime) -> datetime:
    """Until when a seller of the team may appeal what takes effect now."""
    return calendar_of(team).after(at, timedelta(days=terms().appeal_days))


def write_step(row: Sanction, deal: Deal, taken: Taken) -> Event:
    """Note the step beside the entry, on the deal, and tell of it. The entry itself says already where it stands."""
    insert_row(
        SanctionStep,
        sanction_id=row.pk,
        state=taken.state,
        by_id=None if taken.by is None else taken.by.id,
        at=taken.at,
        words=taken.words,
    )
    write_deal(deal, by=taken.by, at=taken.at)
    _tell(row, taken)
    return record(
        EVENTS[taken.state],
        by=taken.by,
        at=taken.at,
        deal=deal,
        payload=_told(row, taken),
        request_id=taken.request_id,
    )


def _tell(row: Sanction, taken: Taken) -> None:
    """The seller of every step that is not their own; who decides next, of what waits for them."""
    payload = {"state": taken.state, "rule": row.rule_name, "deal": row.deal_title, "text": taken.words[:200]}
    key = f"sanction:{row.pk}:{taken.state}"
    # Not tied to the deal: it may be a colleague's by now, and its seller is to read what is told of their own all the same.
    notify(row.seller_id, NoticeKind.SANCTION, at=taken.at, payload=payload, key=key, by=taken.by)
    asked = judges_of(row)[:1] if taken.state in WAITING else ()
    for head in asked:
        notify(head, NoticeKind.SANCTION_WAITS, at=taken.at, payload=payload, key=key, by=taken.by)


def _told(row: Sanction, taken: Taken) -> dict[str, Any]:
    """As the timeline tells it; the ledger has the whole."""
    return {
        "sanction": row.pk,
        "seller": row.seller_id,
        "owner": row.seller_id,
        "rule": row.rule_name,
        "unit": row.unit,
        "amount": str(row.amount),
        "currency": row.currency,
        "words": taken.words,
    }
