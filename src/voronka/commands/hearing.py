"""When a client was last heard of, kept on the deal with whatever tells of it; within other commands' transactions.

A talk, something they opened, acknowledged or ordered by, money, a consent, a signed contract, a request that came in. A call that nobody
answered and a message that was only sent are no word from the client.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from voronka.models import Deal
from voronka.queries.board_sql import instant

_STANDS = " AND removed_at IS NULL"
# A payment and a contract have a day only: they are heard of when they are noted.
_HEARD = " UNION ALL ".join(
    f"SELECT MAX({column}) AS at FROM voronka_{table} WHERE deal_id = %s{besides}"  # noqa: S608 - made of our own names and %s only
    for table, column, besides in (
        ("call", "started_at", f"{_STANDS} AND seconds > 0"),
        ("meeting", "at", _STANDS),
        ("dispatch", "opened_at", _STANDS),
        ("dispatch", "acknowledged_at", _STANDS),
        ("dispatch", "ordered_at", _STANDS),
        ("payment", "created_at", _STANDS),
        ("consent", "at", _STANDS),
        ("signedcontract", "created_at", _STANDS),
        # What came in about a deal that was there already, or made it.
        ("intakerequest", "received_at", ""),
    )
)
# Of one statement; SQLite takes no more than some hundred parameters.
_AT_ONCE = 500
_LAST = f"SELECT CAST(MAX(at) AS TEXT) FROM ({_HEARD}) AS heard"  # noqa: S608 - made of our own names and %s only


def heard_columns(deal: int) -> dict[str, Any]:
    """The column that says when the client was last heard of, by all that is noted now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [deal] * _HEARD.count("%s"))
        (last,) = cursor.fetchone()
    return {"heard_at": None if last is None else instant(last)}


def decider_columns(contact: int | None) -> dict[str, Any]:
    """The column that says whether the deal's contact is who decides. One query where there is a contact."""
    return {"knows_decider": _decides(contact) if contact is not None else False}


def follow_decider(contact: int, *, decides: bool) -> None:
    """A contact turned out to be who decides, or not to be: so say all their deals."""
    Deal.objects.filter(contact=contact).exclude(knows_decider=decides).update(knows_decider=decides)


def follow_deciders(contacts: Iterable[int | None]) -> None:
    """The same for the deals of many contacts, that are new."""
    wanted = sorted({contact for contact in contacts if contact is not None})
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        Deal.objects.filter(contact__in=part, contact__decides=True).update(knows_decider=True)


def _decides(contact: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT decides FROM voronka_contact WHERE id = %s", [contact])
        row = cursor.fetchone()
    return row is not None and bool(row[0])
